"""`&` on what has no page of its own: what it is tied to."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.place import Place
from kafkatui.model.replacing import replace
from kafkatui.report.relations import RelationRow
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.cell import cell
from kafkatui.view.relations_table import RELATIONS_TABLE
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

NAME_CELLS = 28
"""A longer name is cut: how the two are tied has to be in view, too."""


def _columns() -> TableDefinition[RelationRow]:
    columns = [replace(each, max_width=NAME_CELLS) if each.id == "name" else each for each in RELATIONS_TABLE.columns]
    return replace(RELATIONS_TABLE, columns=columns)


class RelationsScreen(ChoiceScreen[RelationRow, Place | None]):
    """Gives where the tie taken leads; one that leads nowhere is not taken.

    Args:
        key: of what it is about, in its list; also what it is called.
    """

    DEFAULT_CSS = "RelationsScreen > Vertical { width: 110; }"

    def __init__(self, key: str) -> None:
        super().__init__(_columns(), f"Tied to {sanitise(key)}", "type to choose · ⏎ goes there")
        self.key = key
        self._rows: Sequence[RelationRow] = ()
        self._sought = ""

    def put(self, rows: Sequence[RelationRow]) -> None:
        """Show these ties in place of those before; the cursor stays on its own."""
        self._rows = rows
        if self.is_mounted:
            self.show_choices(self._sought)

    def show_choices(self, typed: str) -> None:
        self._sought = typed
        words = typed.lower().split()
        fitting = [row for row in self._rows if all(word in RELATIONS_TABLE.filter_text(row).lower() for word in words)]
        self.table.set_placeholder([cell("No tie has that in it.", Tone.DIM)])
        self.table.set_rows(fitting)

    def can_take(self, row: RelationRow) -> bool:
        return row.place is not None

    def result_of(self, row: RelationRow) -> Place | None:
        return row.place
