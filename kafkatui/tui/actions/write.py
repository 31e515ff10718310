"""What `w` writes for the pane in focus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.table import TableDefinition


@dataclass(frozen=True, slots=True)
class RowsToWrite:
    """Rows as they are shown, filtered and sorted; if any are marked those instead, filtered out or not.

    Attributes:
        count: how many there were when it was asked; a full ring may lose some of them meanwhile.
        rows: called in the thread that writes.
        are_marked: whether they are those that are marked.
        ending: of the file proposed.
    """

    definition: TableDefinition[Any]
    count: int
    rows: Callable[[], Iterable[Any]]
    are_marked: bool
    ending: str = ".csv"


def rows_to_write(pane: Pane | None) -> RowsToWrite | None:
    """The rows of the pane's table; None when it has none."""
    table = pane.table if pane is not None else None
    if isinstance(table, VirtualTable):
        rows = table.marked_rows or table.shown_rows
        return RowsToWrite(table.definition, len(rows), lambda: rows, bool(table.mark_count))
    if isinstance(table, RingTable) and table.source is not None:
        return _rows_of_ring(table)
    return None


def _rows_of_ring(table: RingTable[Any]) -> RowsToWrite:
    source, serials = table.source, table.marked_serials or table.shown_serials

    def rows() -> Iterable[Any]:
        for serial in serials:
            row = source.row_at(serial) if source is not None else None
            if row is not None and table.is_listed(row):
                yield row

    return RowsToWrite(table.definition, len(serials), rows, bool(table.mark_count), ".jsonl")
