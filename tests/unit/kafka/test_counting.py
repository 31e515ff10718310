"""A count tells apart what is not there and what could not be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream import counting
from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.record_count import RecordCount

READ, AWAY = ("orders", 0), ("orders", 1)


class FetcherOfOne:
    """Reads nothing: one partition is empty space, the other's leader is away."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def read(self, ranges: dict[TopicPartition, tuple[int, int]], _: object) -> dict[TopicPartition, str]:
        return {AWAY: "broker 1 does not answer"} if AWAY in ranges else {}

    def close(self) -> None: ...


def read_offsets(_: object, partitions: Sequence[TopicPartition], **__: Any) -> dict[TopicPartition, OffsetRange]:
    return {READ: OffsetRange(0, 10), AWAY: OffsetRange(0, 100)}


def test_what_could_not_be_read_is_no_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "read_offsets", read_offsets)
    monkeypatch.setattr(counting, "Fetcher", FetcherOfOne)
    result = counting.count_records(cast("KafkaConnection", None), [READ, AWAY], lambda done, total: None)
    assert (result.counts[READ].missing, result.counts[READ].unread) == (10, 0)
    assert (result.counts[AWAY].missing, result.counts[AWAY].unread) == (0, 100)
    both = result.of_topic("orders")
    assert (both.offsets, both.missing, both.unread) == (110, 10, 100)
    assert set(result.unread) == {AWAY}


def test_holes_are_what_was_looked_at_and_holds_nothing() -> None:
    assert RecordCount(records=40, open=5, aborted=3, markers=2, begin=0, end=100, unread=30).missing == 20
