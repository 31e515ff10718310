"""Rates and their histories are taken over samples that follow each other, and over no others."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, cast

import pytest

from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.rate_history import LONGEST_GAP_SECONDS, RateHistory
from kafkatui.session.clients import Clients
from kafkatui.session.feeds import Feed, GroupFeed, GroupsFeed, OffsetsFeed, UnreadRecordsFeed
from tests.unit.insight.clusters import cluster, partition, topic

P0 = ("orders", 0)
METADATA = cluster([topic("orders", partition("orders", 0, 1, (1, 2))), topic("__consumer_offsets")])


class Connection:
    unreachable_brokers: Mapping[int, float] = {}

    def silent_brokers(self) -> Collection[int]:
        return self.unreachable_brokers


class FakeClients:
    """Knows one topic; what its log holds is set by the test."""

    def __init__(self) -> None:
        self.kafka = Connection()

    def metadata(self) -> Any:
        return METADATA


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A millisecond passes from each look at the clock to the next, however busy the machine is."""
    moments = itertools.count(1_700_000_000_000)
    monkeypatch.setattr(time, "time", lambda: next(moments) / 1_000)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> dict[TopicPartition, int]:
    """The end of each partition's log."""
    ends = {P0: 0}

    def read(connection: object, partitions: Sequence[TopicPartition], **_: object) -> dict[TopicPartition, Any]:
        return {key: OffsetRange(0, ends[key]) for key in partitions}

    monkeypatch.setattr("kafkatui.kafka.read.offsets.read_offsets", read)
    return ends


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> dict[TopicPartition, int]:
    """What group "readers" committed."""
    committed = {P0: 0}

    class Listing:
        groups = (Group("readers", "Stable"),)
        errors = ()

    def offsets(connection: object, ids: Sequence[str]) -> dict[str, GroupOffsets]:
        return {group_id: GroupOffsets(group_id, dict(committed), {}, {}) for group_id in ids}

    monkeypatch.setattr("kafkatui.kafka.read.groups.list_groups", lambda connection, known: Listing)
    monkeypatch.setattr("kafkatui.kafka.read.groups.describe_groups", lambda connection, ids: Listing.groups)
    monkeypatch.setattr("kafkatui.kafka.read.groups.read_committed", offsets)
    return committed


CLIENTS = cast("Clients", FakeClients())


def nobody(_: object) -> None:
    """Parts are not looked at."""


def at(seconds_ago: float, sample: OffsetSample) -> OffsetSample:
    return OffsetSample(sample.ranges, sample.rates, time.time() - seconds_ago, history=sample.history)


def stale(sample: Any) -> Observed[Any]:
    return Observed.ok(sample, time.time()).failing("The broker was away.", time.time())


def read_offsets(previous: Observed[OffsetSample]) -> OffsetSample:
    return OffsetsFeed().read(CLIENTS, previous, nobody)


def test_a_sample_that_follows_another_by_an_interval_tells_a_rate(ends: dict[TopicPartition, int]) -> None:
    first = at(2.0, read_offsets(Observed.unknown()))
    ends[P0] = 100
    second = read_offsets(Observed.ok(first, first.read_at_seconds))
    assert second.rates[P0] == pytest.approx(50, rel=0.1)
    assert len(second.history.samples) == 1
    assert second.history.last == second.rates[P0]


@pytest.mark.parametrize("seconds_ago", [2.0, 30.0, LONGEST_GAP_SECONDS - 1])
def test_a_sample_after_a_gap_tells_no_rate_and_leaves_a_gap(
    ends: dict[TopicPartition, int], seconds_ago: float
) -> None:
    first = at(seconds_ago, OffsetSample({P0: OffsetRange(0, 0)}, {}, 0, history=RateHistory((7.0,))))
    ends[P0] = 1_800_000
    second = read_offsets(stale(first))
    assert (second.rates, second.history.samples) == ({}, (7.0, None))


def test_a_sample_after_a_long_pause_begins_a_new_history(ends: dict[TopicPartition, int]) -> None:
    first = at(1_800.0, OffsetSample({P0: OffsetRange(0, 0)}, {}, 0, history=RateHistory((7.0,))))
    ends[P0] = 1_800_000
    for previous in (stale(first), Observed.ok(first, first.read_at_seconds)):
        second = read_offsets(previous)
        assert second.rates == {}
    assert read_offsets(stale(first)).history == RateHistory()


def test_the_lag_of_a_group_is_no_trend_over_a_pause(
    ends: dict[TopicPartition, int], committed: dict[TopicPartition, int]
) -> None:
    def read(previous: Observed[GroupsSample]) -> GroupsSample:
        return GroupsFeed().read(CLIENTS, previous, nobody)

    first = read(Observed.unknown())
    ends[P0] = 10
    second = read(Observed.ok(first, time.time()))
    assert second.lag_history["readers"].samples == (0.0, 10.0)
    after_failure = read(stale(second))
    assert after_failure.lag_history["readers"].samples == (0.0, 10.0, None, 10.0)
    assert after_failure.commit_rates == {}
    old = GroupsSample(second.groups, second.committed, at(3_600, second.offsets), lag_history=second.lag_history)
    assert read(stale(old)).lag_history["readers"].samples == (10.0,)


def test_a_groups_rates_begin_afresh_after_a_pause(
    ends: dict[TopicPartition, int], committed: dict[TopicPartition, int]
) -> None:
    def read(previous: Observed[GroupSample]) -> GroupSample:
        return GroupFeed("readers").read(CLIENTS, previous, nobody)

    first = read(Observed.unknown())
    ends[P0], committed[P0] = 500, 400
    assert read(stale(first)).commit_rates == {}
    assert len(read(stale(first)).readings) == 1


def test_what_is_stale_has_no_current_value() -> None:
    known: Observed[int] = Observed.ok(1, 0.0)
    assert (known.current, known.failing("no", 1.0).current) == (1, None)
    to_text: Callable[[int], str] = str
    assert known.map(to_text).current == "1"


def test_commits_are_read_before_ends_so_that_a_lag_is_never_too_small(
    ends: dict[TopicPartition, int], committed: dict[TopicPartition, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []

    def read(connection: object, partitions: Sequence[TopicPartition], **_: object) -> dict[TopicPartition, Any]:
        order.append("ends")
        return {key: OffsetRange(0, 9) for key in partitions}

    def offsets(connection: object, ids: Sequence[str]) -> dict[str, GroupOffsets]:
        if ids:
            order.append("commits")
        return {group_id: GroupOffsets(group_id, {P0: 9}, {}, {}) for group_id in ids}

    monkeypatch.setattr("kafkatui.kafka.read.offsets.read_offsets", read)
    monkeypatch.setattr("kafkatui.kafka.read.groups.read_committed", offsets)
    feeds: tuple[Feed[Any], ...] = (GroupFeed("readers"), GroupsFeed(), UnreadRecordsFeed("readers"))
    for feed in feeds:
        order.clear()
        feed.read(CLIENTS, Observed.unknown(), nobody)
        assert order == ["commits", "ends"], feed
