"""What a tail reads, written to standard output as fast as its reader takes it."""

from __future__ import annotations

import contextlib
import functools
import sys
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.cli.fate_lines import FateLines
from kafkatui.cli.record_lines import ReaderOf, header_line, record_writer
from kafkatui.cli.terminal import flush, is_terminal, remark
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.tail import TailPhase, TailState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kafkatui.cli.marker_lines import MarkerLines
    from kafkatui.cli.time_order import TimeOrder
    from kafkatui.insight.search.evaluation import Predicate
    from kafkatui.model.cluster import TopicPartition
    from kafkatui.model.record import Record
    from kafkatui.session.marker_reading import ReadOn
    from kafkatui.session.tailing import GroupTail, NewPartitions, RecordBatch, RecordQueue, Tail
    from kafkatui.session.transaction_fates import TransactionFates

    HandOn = Callable[[Mapping[TopicPartition, int]], None]

LOOK_INTERVAL_SECONDS = 3.0
"""How often it is looked for new topics and partitions."""

WAIT_SECONDS = 0.2


class Limits(Struct, frozen=True):
    """When to leave, None for never: after so many records, after so long."""

    count: int | None = None
    seconds: float | None = None


class TailWriter:
    """Writes records in the main thread. The tail waits while standard output is slower: nothing is left out.

    Args:
        queue: where the tail puts what it reads.
        kind: of line, as `record_writer` has them.
        limits: when to leave.
        reader_of: reads a topic's records as text.
        holds: whether a record is wanted; None for all.
        is_raw: values into a pipe are the very bytes.
        hides: whether the settings hide something, which is told record by record.
        order: what puts the records in order first; None for that of reading.
        fates: tells what became of records' transactions; None where nobody asked.
        fields: names of fields of the records to be written, too.
        hand_on: told up to where everything of each partition was written, or not wanted.
        markers: reads the markers of transactions; None where nobody asked for them.
    """

    def __init__(
        self,
        tail: Tail | GroupTail,
        queue: RecordQueue,
        kind: str,
        limits: Limits,
        reader_of: ReaderOf,
        holds: Predicate | None = None,
        *,
        is_raw: bool,
        hides: bool = False,
        order: TimeOrder | None = None,
        fates: TransactionFates | None = None,
        fields: Sequence[str] = (),
        hand_on: HandOn | None = None,
        markers: ReadOn | None = None,
    ) -> None:
        self._tail = tail
        self._order = order
        self._hand_on = hand_on
        self._written: dict[TopicPartition, int] = {}
        self._queue = queue
        self._kind = kind
        self._fields = fields
        self._lines = FateLines(record_writer(kind, reader_of, is_raw=is_raw, fields=fields), fates, self._say)
        self._reader_of = functools.cache(reader_of)
        self._holds = holds
        self._has_fates = fates is not None
        self._markers: MarkerLines | None = None
        if markers is not None:
            from kafkatui.cli.marker_lines import MarkerLines

            self._markers = MarkerLines(markers, kind, fields, self._say, has_fates=self._has_fates)
        is_all = limits.count is None and holds is None and order is None and hand_on is None
        is_all = is_all and not hides and not fields
        self._takes_values = kind == "value" and is_raw and is_all and not is_terminal()
        self._left = limits.count
        self._until = None if limits.seconds is None else time.monotonic() + limits.seconds
        self._deleted_count = 0
        self._problem = ""

    def run(self, looking: NewPartitions | None) -> None:
        """Until a limit is reached, the tail ends, or Ctrl+C.

        Args:
            looking: looks for new partitions now and then.

        Raises:
            RequestFailed: the tail failed for good, or ended without some of the records it should have read.
            NotFound: every topic was deleted.
        """
        try:
            self._run(looking)
        finally:
            self._tell_written()
            self._queue.close()
            if looking is not None:
                looking.close()

    def _run(self, looking: NewPartitions | None) -> None:
        sys.stdout.buffer.write(header_line(self._kind, self._fields, has_fates=self._has_fates))
        due = time.monotonic() + LOOK_INTERVAL_SECONDS
        while self._left != 0 and not self._is_late():
            state = self._tail.state  # before what it read is taken: a final one has put everything
            batches = self._queue.take(0.0 if state.phase.is_final else WAIT_SECONDS)
            if self._markers is not None:
                self._markers.begin(self._tail.starts)
            for batch in batches:
                self._write(batch)
            if batches:
                flush()
                self._tell_written()
            self._tell(state)
            if not batches and state.phase.is_final:
                self._write_rest()
            self._write_markers(has_ended=not batches and state.phase.is_final)
            if not batches and self._is_over(state):
                return
            if looking is not None and time.monotonic() >= due:
                due = time.monotonic() + LOOK_INTERVAL_SECONDS
                looking.look()
        self._write_rest()

    def _write_rest(self) -> None:
        """What was held back to be put in order, and what is to be said of the order."""
        if self._order is not None:
            self._write_records(self._order.rest())
            for remark in self._order.remarks():
                self._say(remark)
            self._order = None

    def _write_markers(self, *, has_ended: bool) -> None:
        """Those that no record has come behind."""
        if self._markers is not None:
            sys.stdout.buffer.write(self._markers.behind(self._tail.stops, has_ended=has_ended))
            flush()

    def _tell_written(self) -> None:
        """What has left this process may be committed; also when Ctrl+C comes right after it was written."""
        if self._hand_on is not None and self._written:
            with contextlib.suppress(OSError):
                flush()
                self._hand_on(self._written)

    def _is_late(self) -> bool:
        return self._until is not None and time.monotonic() >= self._until

    def _is_over(self, state: TailState) -> bool:
        """Whether it ended well; all records have been written."""
        if state.phase is TailPhase.FAILED:
            raise RequestFailed(state.error, state.advice)
        if state.phase is TailPhase.DELETED:
            raise NotFound("The topics do not exist any more.", state.advice)
        if state.phase is TailPhase.ENDED and state.problems:
            raise RequestFailed(f"Not everything was read: {state.error}.", state.advice)
        if state.phase is TailPhase.ENDED and self._deleted_count:
            raise RequestFailed("Not every record that was there could be read.")
        return state.phase.is_final

    def _write(self, batch: RecordBatch) -> None:
        if self._takes_values:
            values = batch.values()
            if values is not None:
                sys.stdout.buffer.write(b"\n".join([value or b"" for value in values]) + b"\n")
                return
        self._write_records(batch.records() if self._order is None else self._order.passed(batch.records()))

    def _write_records(self, records: Iterable[Record]) -> None:
        lines: list[bytes] = []
        wanted: list[Record] = []
        passed: dict[TopicPartition, int] = {}
        for record in records:
            if record.note:
                self._say(f"{record.topic}: {record.note}" if record.topic else record.note)
            elif self._left != 0:
                if self._hand_on is not None:
                    passed[record.topic, record.partition] = record.offset + 1
                if self._markers is not None and (found := self._markers.before(record)):
                    lines += [*self._lines.lines(wanted), found]
                    wanted.clear()
                if self._is_wanted(record):
                    wanted.append(record)
                    self._left = None if self._left is None else self._left - 1
        sys.stdout.buffer.write(b"".join([*lines, *self._lines.lines(wanted)]))
        self._written.update(passed)

    def _is_wanted(self, record: Record) -> bool:
        return self._holds is None or self._holds(SearchedRecord(record, self._reader_of(record.topic)))

    def _tell(self, state: TailState) -> None:
        """New problems, once each, and how much was deleted; the tail goes on trying."""
        if state.error and state.error != self._problem and not state.phase.is_final:
            self._say(state.error)
        self._problem = state.error
        deleted = self._tail.statistics.deleted_count
        if deleted > self._deleted_count:
            self._say(f"{deleted - self._deleted_count:,} records were deleted before they were read")
            self._deleted_count = deleted

    def _say(self, text: str) -> None:
        """A line on standard error, below what was written so far."""
        flush()
        remark(text)
