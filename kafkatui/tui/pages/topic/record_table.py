"""The table of records: its columns as they were chosen, and what was sent from here lit up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import ClassVar

from textual.binding import BindingType

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.replacing import replace
from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.match_ranges import Find
from kafkatui.tui.widgets.ring_table import RingSource, RingTable
from kafkatui.view.record_columns import RecordColumns, exported_table, record_table
from kafkatui.view.record_time import TimeForm
from kafkatui.view.records_table import RecordRow
from kafkatui.view.table import TableDefinition

LIT_SECONDS = 4.0
"""So long a record stays lit that was sent from here."""


class RecordTable(RingTable[RecordRow]):
    """A table of records; the space bar belongs to the page, `v` marks. What was sent from here lights up."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("pause")]

    def __init__(self, definition: TableDefinition[RecordRow], source: RingSource[RecordRow] | None = None) -> None:
        super().__init__(definition, source)
        self.base = definition
        """Its columns when nothing was chosen."""
        self.chosen = RecordColumns()
        self._lit: dict[tuple[str, int, int], float] = {}
        """Until when, by topic, partition and offset."""
        self._has_row = False

    def announce_highlight(self) -> None:
        super().announce_highlight()
        has_row = self.cursor_row is not None
        if has_row is not self._has_row and self.is_mounted:
            self._has_row = has_row
            self.refresh_bindings()  # some keys are for a record

    def show_columns(self, chosen: RecordColumns) -> None:
        """Show the columns chosen."""
        self.chosen = chosen
        self.set_definition(record_table(self.base, chosen))

    @property
    def exported(self) -> TableDefinition[RecordRow]:
        return exported_table(self.base, self.chosen)

    def row_at(self, index: int) -> RecordRow | None:
        row = super().row_at(index)
        if row is None or self.chosen.time is not TimeForm.DELTA:
            return row
        above = super().row_at(index - 1)
        while above is not None and above.marker is not None:
            index -= 1
            above = super().row_at(index - 1)
        return row if above is None else replace(row, above_ms=above.record.timestamp_ms)

    def set_row_filter(
        self, holds: Callable[[RecordRow], bool] | None, text: str = "", find: Find | None = None
    ) -> None:
        super().set_row_filter(holds, text, find)
        if self.chosen.time is TimeForm.DELTA:  # another record is above
            self.refresh_cells()

    def age(self) -> None:
        """Draw times anew that are told from now on back."""
        if self.chosen.time is TimeForm.RELATIVE:
            self.refresh_cells()

    def light(self, places: Iterable[tuple[str, int, int]]) -> None:
        """Light up the records at these topics, partitions and offsets, those that are yet to be read included."""
        until = monotonic() + LIT_SECONDS
        self._lit |= dict.fromkeys(places, until)
        if self._lit:
            self.repaint_changed()
            self.set_timer(LIT_SECONDS + 0.05, self._put_out)

    def _put_out(self) -> None:
        now = monotonic()
        self._lit = {place: until for place, until in self._lit.items() if until > now}
        self.repaint_changed()

    def is_lit(self, index: int) -> bool:
        if not self._lit or (row := self.row_at(index)) is None:
            return False
        return (row.record.topic, row.record.partition, row.record.offset) in self._lit

    def action_toggle_mark(self) -> None:
        row = self.cursor_row
        if row is not None and row.marker is not None:
            self.move_cursor(self.cursor_index + 1)
        else:
            super().action_toggle_mark()

    @property
    def mark_subject(self) -> str:
        return "a key or of a value"

    def is_listed(self, row: RecordRow) -> bool:
        return not row.record.note

    def mark_texts(self, row: RecordRow) -> Sequence[str]:
        record = row.record
        key = [] if record.key is None else [sanitise(row.key.line)]
        return key if record.value is None else [*key, sanitise(row.value.line)]
