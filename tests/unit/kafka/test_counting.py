"""A count, and an analysis, tell apart what is not there, what could not be looked at, and what came meanwhile."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pytest
from kafka.record import MemoryRecordsBuilder

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream import log_reading
from kafkatui.kafka.stream.analysing import analyse_topics
from kafkatui.kafka.stream.counting import count_records
from kafkatui.kafka.stream.fetching import Fetched
from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.record_count import RecordCount

READ, AWAY, BUSY = ("orders", 0), ("orders", 1), ("orders", 2)
NOBODY = cast("KafkaConnection", None)
WRITTEN = 14
"""Records of `BUSY` by the time it is read."""

ENDS = {READ: 10, AWAY: 100, BUSY: 10}
STABLE_LATER = {READ: 10, AWAY: 100, BUSY: 12}
"""The last stable offsets, asked for when two more had been written and committed."""


class Leaders:
    """One partition is empty space, another's leader is away, and to the third is written all the while."""

    asked: list[tuple[bool, Mapping[TopicPartition, tuple[int, int]]]]

    def __init__(self, *_: object, read_committed: bool, **__: object) -> None:
        self._read_committed = read_committed

    def read(
        self, ranges: Mapping[TopicPartition, tuple[int, int]], take: Callable[[Fetched], None]
    ) -> dict[TopicPartition, str]:
        self.asked.append((self._read_committed, dict(ranges)))
        begin, end = ranges.get(BUSY, (0, 0))
        if begin < end:
            data = b"".join(a_record(offset) for offset in range(begin, WRITTEN))
            take(Fetched(BUSY, begin, end, data, (), WRITTEN))
        return {AWAY: "broker 1 does not answer"} if AWAY in ranges else {}

    def close(self) -> None: ...


def a_record(offset: int) -> bytes:
    """A batch with one record."""
    builder = MemoryRecordsBuilder(2, 0, 1 << 10)
    builder.append(1, b"k", b"v", [])
    builder.close()
    return struct.pack(">q", offset) + bytes(builder.buffer())[8:]


def read_offsets(
    _: object, partitions: Sequence[TopicPartition], *, read_committed: bool = False, **__: Any
) -> dict[TopicPartition, OffsetRange]:
    return {key: OffsetRange(0, (STABLE_LATER if read_committed else ENDS)[key]) for key in partitions}


@pytest.fixture(autouse=True)
def _leaders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Leaders, "asked", [], raising=False)
    monkeypatch.setattr(log_reading, "read_offsets", read_offsets)
    monkeypatch.setattr(log_reading, "Fetcher", Leaders)


def test_what_could_not_be_read_is_no_hole() -> None:
    result = count_records(NOBODY, [READ, AWAY], lambda done, total: None)
    assert (result.counts[READ].missing, result.counts[READ].unread) == (10, 0)
    assert (result.counts[AWAY].missing, result.counts[AWAY].unread) == (0, 100)
    both = result.of_topic("orders")
    assert (both.offsets, both.missing, both.unread) == (110, 10, 100)
    assert set(result.unread) == {AWAY}


def test_what_could_not_be_read_is_no_hole_of_an_analysis() -> None:
    [found] = analyse_topics(NOBODY, [READ, AWAY], None, lambda done, total: None)
    assert [(each.partition, each.count.missing, each.count.unread) for each in found.partitions] == [
        (0, 10, 0),
        (1, 0, 100),
    ]
    assert (found.count.missing, dict(found.unread)) == (10, {1: "broker 1 does not answer"})


def test_what_is_written_between_the_requests_is_in_no_figure() -> None:
    told: list[tuple[int, int]] = []
    result = count_records(NOBODY, [BUSY], lambda *progress: told.append(progress))
    [found] = analyse_topics(NOBODY, [BUSY], None, lambda done, total: None)
    expected = RecordCount(records=10, batches=10, begin=0, end=10)
    assert (result.counts[BUSY], found.count) == (expected, expected)
    assert expected.missing == 0
    assert told == [(10, 10)]
    # Nothing is behind the last stable offset: nobody is asked for it.
    assert Leaders.asked == [(True, {BUSY: (0, 10)})] * 2


def test_the_newest_are_counted_from_the_end_there_was() -> None:
    [found] = analyse_topics(NOBODY, [BUSY], 3, lambda done, total: None)
    assert found.count == RecordCount(records=3, batches=3, begin=7, end=10)
    assert found.keys.most_frequent == ((b"k", 3),)


def test_holes_are_what_was_looked_at_and_holds_nothing() -> None:
    assert RecordCount(records=40, open=5, aborted=3, markers=2, begin=0, end=100, unread=30).missing == 20
