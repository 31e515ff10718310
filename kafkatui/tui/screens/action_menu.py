"""`a` — everything that can be done to what is marked or under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.actions_table import ACTIONS_TABLE, MenuEntry


class ActionMenuScreen(ChoiceScreen[MenuEntry, str]):
    """Gives the id of the action taken. One that cannot be done now says why and is not taken.

    What has the words typed in its name goes before what has them in its sentence.

    Args:
        entries: what can be done here, and what cannot.
        title: to what.
    """

    DEFAULT_CSS = "ActionMenuScreen > Vertical { width: 110; height: 36; }"

    def __init__(self, entries: Sequence[MenuEntry], title: str) -> None:
        super().__init__(ACTIONS_TABLE, f"Actions · {title}", "type to choose")
        self._entries = entries

    def show_choices(self, typed: str) -> None:
        words = typed.lower().split()
        fitting = [
            entry for entry in self._entries if all(word in f"{entry.title} {entry.help}".lower() for word in words)
        ]
        named = {entry.id for entry in fitting if all(word in entry.title.lower() for word in words)}
        self.table.set_rows(sorted(fitting, key=lambda entry: (bool(entry.obstacle), entry.id not in named)))
        self.table.action_first()

    def result_of(self, row: MenuEntry) -> str:
        return row.id
