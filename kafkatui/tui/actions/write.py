"""What `w` writes for the pane in focus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kafkatui.tui.actions.copy import whole
from kafkatui.tui.pages.pane import Pane
from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.column import TableDefinition


@dataclass(frozen=True, slots=True)
class RowsToWrite:
    """Rows as they are shown: filtered, sorted, and only the marked ones if any are.

    Attributes:
        count: how many there were when it was asked; a full ring may lose some of them meanwhile.
        rows: called in the thread that writes.
        ending: of the file proposed.
    """

    definition: TableDefinition[Any]
    count: int
    rows: Callable[[], Iterable[Any]]
    ending: str = ".csv"


def rows_to_write(pane: Pane | None) -> RowsToWrite | None:
    """The rows of the pane's table; None when it has none."""
    table = getattr(pane, "table", None)
    if isinstance(table, VirtualTable):
        definition, marks = table.definition, table.marked_keys
        rows = [row for row in table.shown_rows if not marks or definition.key(row) in marks]
        return RowsToWrite(definition, len(rows), lambda: rows)
    if isinstance(table, RingTable) and table.source is not None:
        return _rows_of_ring(table)
    return None


def _rows_of_ring(table: RingTable[Any]) -> RowsToWrite:
    source, serials, marks, key = table.source, table.shown_serials, table.marked_keys, table.definition.key

    def rows() -> Iterable[Any]:
        for serial in serials:
            row = source.row_at(serial) if source is not None else None
            if row is not None and (not marks or key(row) in marks):
                yield whole(row)

    return RowsToWrite(table.definition, len(marks) or len(serials), rows, ".jsonl")
