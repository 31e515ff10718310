"""Searching at the speed of the wire: only batches whose bytes can hold what is meant are taken apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.offsets import read_offsets, read_offsets_at
from kafkatui.kafka.stream.fetching import Fetched, Fetcher, Ranges
from kafkatui.kafka.stream.record_batches import MAGIC_WITH_HEADERS, Batch, RawRecord, payload, records
from kafkatui.kafka.stream.transaction_filter import Fate, fates
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.record import Record, name_bytes
from kafkatui.model.scan import ScanState


class Needle(Protocol):
    """A cheap test that everything that is meant passes."""

    def may_be_in(self, lowered: bytes, start: int, end: int) -> bool:
        """Whether a record between these places of bytes in lower case may be meant."""


class Sought(Struct, frozen=True):
    """What is looked for, and where.

    Attributes:
        holds: whether a record is meant; called from the scan's thread.
        needle: None where every record has to be looked at.
        first_offset, end_offset: of every partition.
        first_ms: older records are not meant.
        limit: of records found.
    """

    holds: Callable[[Record], bool]
    needle: Needle | None = None
    first_offset: int | None = None
    end_offset: int | None = None
    first_ms: int | None = None
    limit: int | None = None


class Enough(Exception):
    """As many were found as were wanted."""


CHUNK_OFFSETS = 50_000
"""So many offsets of each partition are looked at at once, where the newest come first."""

MOST_CHUNK_OFFSETS = 1_000_000


class Scan:
    """One search over partitions. `run` is called once, from a thread of its own.

    Args:
        on_match: called for each record that is meant, from the scan's thread.
        check: called often with the state; what it raises ends the scan.
        newest_first: read backwards in chunks, the newest of all partitions first.
    """

    def __init__(
        self,
        connection: KafkaConnection,
        partitions: Sequence[TopicPartition],
        sought: Sought,
        *,
        on_match: Callable[[Record], None],
        check: Callable[[], None],
        read_committed: bool = False,
        newest_first: bool = False,
    ) -> None:
        self._connection = connection
        self._partitions = partitions
        self._sought = sought
        self._on_match = on_match
        self._check = check
        self._read_committed = read_committed
        self._newest_first = newest_first
        self._started = time.monotonic()
        self._scanned = self._matched = self._undecodable = self._total = 0
        self._left: dict[TopicPartition, int] = {}
        self._unread: dict[TopicPartition, str] = {}
        self._held: list[Record] | None = None
        self.stopped = ""

    @property
    def state(self) -> ScanState:
        """How far it is."""
        left = {key: count for key, count in self._left.items() if count > 0}
        return ScanState(
            self._scanned,
            self._matched,
            self._undecodable,
            self._total - sum(left.values()),
            self._total,
            time.monotonic() - self._started,
            left,
            dict(self._unread),
            self.stopped,
        )

    def run(self) -> ScanState:
        """Look at everything, or as much as is wanted.

        Raises:
            KafkatuiError: no broker answers.
        """
        ranges = self._ranges()
        self._left = {key: end - start for key, (start, end) in ranges.items()}
        self._total = sum(self._left.values())
        fetcher = Fetcher(self._connection, read_committed=self._read_committed, check=self._check)
        try:
            if self._newest_first:
                self._read_backwards(fetcher, ranges)
            else:
                self._unread |= fetcher.read(ranges, self._take)
        except Enough:
            self.stopped = "limit"
        finally:
            fetcher.close()
        return self.state

    def _ranges(self) -> Ranges:
        sought, found = self._sought, {}
        offsets = read_offsets(self._connection, self._partitions, read_committed=self._read_committed)
        firsts: Mapping[TopicPartition, int | None] = {}
        if sought.first_ms is not None:
            firsts = read_offsets_at(self._connection, self._partitions, sought.first_ms)
        for key in self._partitions:
            begin, end = offsets[key].begin, offsets[key].end
            if begin is None or end is None:
                self._unread[key] = offsets[key].reason or "its offsets are not known"
                continue
            if sought.first_ms is not None:  # nobody tells: no record is so new
                first = firsts.get(key)
                begin = end if first is None else max(begin, first)
            begin = max(begin, sought.first_offset or 0)
            end = end if sought.end_offset is None else min(end, sought.end_offset)
            if begin < end:
                found[key] = (begin, end)
        return found

    def _read_backwards(self, fetcher: Fetcher, ranges: Ranges) -> None:
        chunk, ends = CHUNK_OFFSETS, {key: end for key, (_, end) in ranges.items()}
        while ends:
            part = {key: (max(ranges[key][0], end - chunk), end) for key, end in ends.items()}
            self._held = []
            self._unread |= fetcher.read(part, self._take)
            held, self._held = sorted(self._held, key=lambda record: (record.timestamp_ms or 0, record.offset)), None
            for record in reversed(held):
                self._give(record)
            ends = {
                key: start for key, (start, _) in part.items() if start > ranges[key][0] and key not in self._unread
            }
            chunk = min(4 * chunk, MOST_CHUNK_OFFSETS)

    def _take(self, fetched: Fetched) -> None:
        lowered = b""
        needle, data = self._sought.needle, fetched.data
        for batch, fate in fates(data, fetched.aborted):
            if fate is not Fate.GIVEN or batch.last_offset < fetched.start or batch.base_offset >= fetched.end:
                continue
            try:
                body: bytes | None = None
                if needle is not None and not batch.codec:
                    lowered = lowered or data.lower()
                    may_hold = needle.may_be_in(lowered, batch.start, batch.end)
                elif needle is not None and batch.magic == MAGIC_WITH_HEADERS:
                    body = payload(data, batch)
                    may_hold = needle.may_be_in(body.lower(), 0, len(body))
                else:
                    may_hold = True
                if not may_hold and batch.count is not None and self._is_within(fetched, batch):
                    self._scanned += batch.count
                else:
                    self._look_at(fetched, batch, body)
            except ValueError:
                self._undecodable += batch.count or 1
        self._left[fetched.key] -= min(fetched.position, fetched.end) - fetched.start
        self._check()

    @staticmethod
    def _is_within(fetched: Fetched, batch: Batch) -> bool:
        return batch.base_offset >= fetched.start and batch.last_offset < fetched.end

    def _look_at(self, fetched: Fetched, batch: Batch, body: bytes | None) -> None:
        if body is None:
            body = payload(fetched.data, batch)
        kind = "append" if batch.has_append_time else "create"
        epoch = batch.leader_epoch if batch.leader_epoch >= 0 else None
        needle = self._sought.needle
        for raw in records(body, batch):
            if fetched.start <= raw.offset < fetched.end:
                self._scanned += 1
                if needle is not None and not _may_hold(needle, raw):
                    continue
                record = _record(fetched.key, raw, kind, epoch)
                if self._sought.holds(record):
                    if self._held is not None:
                        self._held.append(record)
                    else:
                        self._give(record)

    def _give(self, record: Record) -> None:
        self._matched += 1
        self._on_match(record)
        if self._sought.limit is not None and self._matched >= self._sought.limit:
            raise Enough


def _may_hold(needle: Needle, raw: RawRecord) -> bool:
    """The same test of one record: most of a batch that passed are none of it."""
    parts = [raw.key or b"", raw.value or b""]
    for name, value in raw.headers:
        parts += [name_bytes(name), value or b""]
    lowered = b"\xff".join(parts).lower()
    return needle.may_be_in(lowered, 0, len(lowered))


def _record(key: TopicPartition, raw: RawRecord, kind: str, epoch: int | None) -> Record:
    kind = kind if raw.timestamp_ms is not None else ""
    return Record(
        key[0], key[1], raw.offset, raw.timestamp_ms, kind, raw.key, raw.value, raw.headers, leader_epoch=epoch
    )
