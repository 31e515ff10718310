"""What either side of the screen, the Explorer or the page's pane, says of itself to whoever hands out the keys."""

from __future__ import annotations

from typing import Protocol

from kafkatui.model.place import Place
from kafkatui.model.target import Target
from kafkatui.tui.key_command import KeyCommands
from kafkatui.tui.widgets.markable import Markable


class Side(Protocol):
    """What can be done where the focus is. None, empty or False mean that it cannot."""

    @property
    def can_filter(self) -> bool:
        """Whether there is a list to filter."""

    @property
    def markable(self) -> Markable | None:
        """What `*` marks."""

    def open_mark_bar(self) -> None:
        """Ask for the regular expression of what to mark."""

    def start_filter(self) -> None:
        """Open the filter."""

    def leave(self) -> bool:
        """Esc: undo the innermost thing; False when there was nothing to undo."""

    def focus_main(self) -> None:
        """Focus what the keys are for."""

    def refresh_feeds(self) -> None:
        """Read everything shown here again, now."""

    def rest(self) -> None:
        """The screen is hidden behind another cluster's: nothing is polled for it."""

    def wake(self) -> None:
        """The screen is shown again."""

    def counterpart(self) -> Place | None:
        """The same thing on the other side, for `x`."""

    def topic_name(self) -> str | None:
        """The topic that `m` and `p` mean here."""

    def copied(self) -> tuple[str, str] | None:
        """What `y` copies, and what that is called."""

    def targets(self) -> tuple[Target, ...]:
        """What an action acts on: what is marked, else what the cursor is on, else what the page is about."""

    def commands(self) -> KeyCommands:
        """What keys do here and nowhere else, by their ids."""
