"""`H` on a znode's data — the values that it held while it was open."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.cell import cell
from kafkatui.view.seen_values import VALUES_TABLE, ValueChange
from kafkatui.view.span import Tone


class SeenValuesScreen(ChoiceScreen[ValueChange, ValueChange]):
    """Gives the value taken, to be compared with the one before.

    Args:
        path: of the znode.
        changes: the newest first.
    """

    DEFAULT_CSS = "SeenValuesScreen > Vertical { width: 130; height: 26; }"

    def __init__(self, path: str, changes: Sequence[ValueChange]) -> None:
        super().__init__(
            VALUES_TABLE, f"Values of {sanitise(path)} since it was opened", "⏎ compares it with the one before"
        )
        self._changes = changes
        self.table.set_placeholder([cell("No value seen has that in it.", Tone.DIM)])

    def show_choices(self, typed: str) -> None:
        wanted = typed.strip().lower()
        self.table.set_rows([each for each in self._changes if wanted in VALUES_TABLE.filter_text(each).lower()])
        self.table.move_cursor(0)

    def result_of(self, row: ValueChange) -> ValueChange:
        return row
