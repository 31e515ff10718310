"""What `w` writes for the pane in focus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.codec.decoded import PENDING
from kafkatui.insight.search.search import compile_search
from kafkatui.model.replacing import replace
from kafkatui.session.matching_records import matching_records
from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.raw_values import ENDING as RAW_ENDING
from kafkatui.view.records_table import RecordRow, record_row
from kafkatui.view.row_file import ENDINGS
from kafkatui.view.table import TableDefinition

if TYPE_CHECKING:
    from kafkatui.tui.pages.base.pane import Pane
    from kafkatui.tui.pages.topic.records_pane import RecordsPane


class RowsToWrite(Struct, frozen=True):
    """Rows as they are shown, filtered and sorted; if any are marked those instead, filtered out or not.

    Attributes:
        count: how many there were when it was asked; a full ring may lose some of them meanwhile. None: nobody knows.
        rows: called in the thread that writes, with what is to be asked while nothing comes: it raises when nobody
            wants them any more.
        are_marked: whether they are those that are marked.
        ending: of the file proposed.
        which: what they are called beside others: "shown", "all that match".
        endings: what the name may end in.
    """

    definition: TableDefinition[Any]
    count: int | None
    rows: Callable[..., Iterable[Any]]
    are_marked: bool
    ending: str = ".csv"
    which: str = ""
    endings: tuple[str, ...] = ENDINGS


def choices_to_write(pane: Pane | None) -> list[RowsToWrite]:
    """What may be written: what is marked, what is shown, and of records all that match; the first is meant first."""
    first = rows_to_write(pane)
    if first is None or pane is None:
        return []
    found = [replace(first, which=f"{first.count:,} {'marked' if first.are_marked else 'shown'}")]
    shown = _shown(pane)
    if first.are_marked and shown is not None and shown.count:
        found.append(replace(shown, which=f"{shown.count:,} shown"))
    if (every := pane.rows_beyond()) is not None:
        found.append(every)
    return found


def rows_to_write(pane: Pane | None) -> RowsToWrite | None:
    """The rows of the pane's table, those marked if any are; None when it has none."""
    table = pane.table if pane is not None else None
    if isinstance(table, VirtualTable) and table.mark_count:
        marked = table.marked_rows
        return RowsToWrite(table.definition, len(marked), lambda *_: marked, are_marked=True)
    if isinstance(table, RingTable) and table.source is not None and table.mark_count:
        return _rows_of_ring(table, are_marked=True)
    return None if pane is None else _shown(pane)


def _shown(pane: Pane) -> RowsToWrite | None:
    table = pane.table
    if isinstance(table, VirtualTable):
        rows = table.shown_rows
        return RowsToWrite(table.definition, len(rows), lambda *_: rows, are_marked=False)
    if isinstance(table, RingTable) and table.source is not None:
        return _rows_of_ring(table, are_marked=False)
    return None


def _rows_of_ring(table: RingTable[Any], *, are_marked: bool) -> RowsToWrite:
    source, serials = table.source, table.marked_serials if are_marked else table.shown_serials

    def rows(*_: Any) -> Iterable[Any]:
        for serial in serials:
            row = source.row_at(serial) if source is not None else None
            if row is not None and table.is_listed(row):
                yield fetched(row)

    return RowsToWrite(table.exported, len(serials), rows, are_marked, ".jsonl", endings=(*ENDINGS, RAW_ENDING))


def fetched(row: Any) -> Any:
    """The row once what its decoding waits for is there, or was given up: a file tells no "pending" that can be had."""
    if isinstance(row, RecordRow):
        parts = ((row.reader.key, row.record.key), (row.reader.value, row.record.value))
        for reader, data in parts:
            if data and reader.preview(data, 1).type == PENDING:
                reader.decode_fetched(data)
    return row


def all_that_match(pane: RecordsPane) -> RowsToWrite | None:
    """All records of what the pane reads that its expression means, whether they are shown or were passed over."""
    topics, session, committed = pane.read_topics(), pane.session, pane.reads_committed
    if not topics:
        return None
    search = compile_search(pane.place.filter, datetime.now().astimezone())
    readers = {topic: session.decoding.record_reader(topic) for topic in topics}

    def rows(check: Callable[[], None] = lambda: None) -> Iterator[RecordRow]:
        for record in matching_records(session.scans, topics, search, check, read_committed=committed):
            yield fetched(record_row(record, readers[record.topic]))

    where = "of the topic" if len(topics) == 1 else f"of {len(topics):,} topics"
    which = "all that match" if search.text.strip() else f"all {where}"
    return RowsToWrite(
        pane.table.exported,
        None,
        rows,
        are_marked=False,
        ending=".jsonl",
        which=which,
        endings=(*ENDINGS, RAW_ENDING),
    )
