"""Transaction markers as lines between the records of a tail, where they are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.key import Offer, offered_or
from kafkatui.model.log_bounds import LogBounds
from kafkatui.model.record import Record
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.topic.record_rows import RecordRows
from kafkatui.view.records_table import RecordRow, marker_row
from kafkatui.view.span import Span
from kafkatui.view.transaction_words import marker_spans

if TYPE_CHECKING:
    from kafkatui.tui.pages.topic.records_pane import RecordsPane

AHEAD = 500
"""Records below those in view that are looked through for the next one of a partition."""

MOST_AT_BEGIN = 10_000
"""Offsets before a partition's first record that may be markers, or compacted away; with more it began elsewhere."""

NO_MARKERS = "Markers are shown where all records are read; i reads them."


Known = tuple[int, Record]
"""A record and its serial."""


class _View(NamedTuple):
    """What is in view at one moment.

    Attributes:
        records: of topics with transactions, by serial.
        firsts: of these the first ones of their partitions; none far from the ring's first.
    """

    rows: RecordRows
    records: Sequence[Known]
    firsts: Mapping[TopicPartition, Known]


class MarkerLines:
    """For one pane's table of records: each marker stands behind the record of its partition that comes before it, or
    above the first one where the log begins with markers.

    Only what is in view is looked at; what was inserted stays until its record falls out.
    """

    def __init__(self, session: ClusterView, pane: RecordsPane) -> None:
        self._session = session
        self._pane = pane
        self._are_hidden = False
        self._begins: dict[TopicPartition, int] = {}
        """Where logs begin, as far as that was told."""

    def offer(self) -> Offer:
        """Whether there may be any."""
        return offered_or(self._pane.fates.is_on, NO_MARKERS)

    def toggle(self) -> None:
        """Show them, or no longer."""
        self._are_hidden = not self._are_hidden
        if self._are_hidden:
            self._pane.table.remove_inserted()
        elif (view := self._view()) is not None:
            self._insert(view)

    def foot(self) -> Sequence[Span]:
        """How many lines are markers."""
        is_worth_saying = self._are_hidden and self._pane.fates.is_on
        return marker_spans(self._pane.table.inserted_count, are_hidden=is_worth_saying)

    def look(self, bounds: Mapping[TopicPartition, LogBounds] | None) -> None:
        """Ask about what is in view, and show the markers that are known there.

        Args:
            bounds: as `FateWatch.look` has them.
        """
        self._begins = {key: each.start for key, each in (bounds or {}).items()}
        view = self._view()
        firsts = view.firsts if view is not None else {}
        offsets = {key: record.offset for key, (_, record) in firsts.items() if key in self._begins}
        begins = [(*key, begin) for key, at in offsets.items() if 0 < at - (begin := self._begins[key]) < MOST_AT_BEGIN]
        self._pane.fates.look(bounds, wants_markers=not self._are_hidden, begins=begins)
        if view is not None and not self._are_hidden and self._pane.fates.is_on:
            self._insert(view)

    def _view(self) -> _View | None:
        """What is in view; None where no markers can be shown."""
        rows = self._pane.table.source
        if not isinstance(rows, RecordRows) or self._pane.table.is_filtered:
            return None
        records = self._in_view(rows)
        return _View(rows, records, _firsts(rows, records))

    def _insert(self, view: _View) -> None:
        found: dict[int, list[RecordRow]] = {}
        last: dict[TopicPartition, Known] = {}
        for serial, record in view.records:
            key = (record.topic, record.partition)
            if key in last:
                self._find(found, last[key], record.offset)
            last[key] = serial, record
        for key, before in _next_offsets(view.rows, last).items():
            self._find(found, last[key], before)
        for key, (serial, record) in view.firsts.items():
            if serial == view.rows.first_serial or serial - 1 in found:
                found[serial - 1] = [*found.get(serial - 1, ()), *self._at_begin(key, record)]
        self._pane.table.insert(found)

    def _at_begin(self, key: TopicPartition, first: Record) -> Sequence[RecordRow]:
        """The markers that a log begins with, above its first record."""
        if key not in self._begins:
            return ()
        reader = self._session.decoding.record_reader(first.topic)
        markers = self._session.fates.markers_at_begin((*key, self._begins[key]), first.offset)
        return [marker_row(key, marker, reader) for marker in markers]

    def _in_view(self, rows: RecordRows) -> Sequence[Known]:
        """The records in view of topics with transactions, by serial."""
        table, fates = self._pane.table, self._session.fates
        serials = [table.serial_at(index) for index in table.visible_range]
        records = [(serial, rows.record_at(serial)) for serial in serials if isinstance(serial, int)]
        topics: dict[str, bool] = {}
        seen: list[Known] = []
        for serial, record in records:
            if record is None or record.note:
                continue
            if record.topic not in topics:
                topics[record.topic] = fates.has_transactions(record.topic)
            if topics[record.topic]:
                seen.append((serial, record))
        return seen

    def _find(self, found: dict[int, list[RecordRow]], behind: Known, before: int | None) -> None:
        """Take the markers between a record and the next of its partition."""
        serial, record = behind
        key = (record.topic, record.partition)
        reader = self._session.decoding.record_reader(record.topic)
        markers = self._session.fates.markers(key, record.offset, before)
        found[serial] = [marker_row(key, marker, reader) for marker in markers]


def _firsts(rows: RecordRows, in_view: Sequence[Known]) -> Mapping[TopicPartition, Known]:
    """As `_View.firsts`."""
    if not in_view or in_view[0][0] - rows.first_serial > AHEAD:
        return {}
    found: dict[TopicPartition, Known] = {}
    for serial in range(rows.first_serial, in_view[-1][0] + 1):
        record = rows.record_at(serial)
        if record is not None and not record.note:
            found.setdefault((record.topic, record.partition), (serial, record))
    return {key: first for key, first in found.items() if first[0] >= in_view[0][0]}


def _next_offsets(rows: RecordRows, last: Mapping[TopicPartition, Known]) -> Mapping[TopicPartition, int | None]:
    """The offset of each partition's next record below the view; None where there is none.

    A partition is left out whose next one is far below: a marker may stand behind one between.
    """
    if not last:
        return {}
    bottom, left = max(serial for serial, _ in last.values()), set(last)
    found: dict[TopicPartition, int | None] = {}
    end = rows.next_serial
    for serial in range(min(each for each, _ in last.values()) + 1, min(end, bottom + AHEAD)):
        record = rows.record_at(serial)
        if record is None or record.note or (record.topic, record.partition) not in left:
            continue
        key = (record.topic, record.partition)
        if serial > last[key][0]:
            found[key] = record.offset
            left.discard(key)
            if not left:
                return found
    if end <= bottom + AHEAD:
        found.update(dict.fromkeys(left))
    return found
