"""`n`: what stands beside Next is begun."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.model.key import OFFERED, Offer
from kafkatui.model.place import Place
from kafkatui.tui.actions.action_commands import ActionCommands
from kafkatui.tui.key_command import KeyCommand


def next_step_command(
    actions: ActionCommands, place: Callable[[], Place | None], go_to: Callable[[Place | None], None]
) -> KeyCommand:
    """The action's dialog, which asks first; where none is named, or it cannot be done, the page where to look.

    Args:
        place: of that page; None where what is under the cursor names none.
    """

    def offer() -> Offer:
        of_action = actions.step_offer()
        return of_action if of_action.is_open or place() is None else OFFERED

    def begin() -> None:
        if actions.step_offer().is_open:
            actions.start_step()
        else:
            go_to(place())

    return KeyCommand(begin, offer)
