"""Figures of folded topics are those of the topics added up, and say what is not known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from kafkatui.insight.topic_totals import TopicSize
from kafkatui.model.cluster import Broker, ClusterMetadata, OffsetRange, Partition, Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.replacing import replace
from kafkatui.report import topic_sums
from kafkatui.report.topic_list import ListedTopics
from kafkatui.report.topic_prefixes import FoldedTopicList, PrefixRow
from kafkatui.report.topic_sums import TopicSums
from kafkatui.report.topics import GroupCounts, TopicReadings, TopicRow
from kafkatui.view.output import json_line
from kafkatui.view.topic_prefixes_table import TOPIC_LINES_TABLE

NOW = 1_000.0


def topic(name: str, partitions: int = 2, *, isr: tuple[int, ...] = (1, 2)) -> Topic:
    return Topic(name, tuple(Partition(name, number, 1, (1, 2), isr) for number in range(partitions)))


def listed(*topics: Topic) -> ListedTopics:
    brokers = {1: Broker(1, "a", 1), 2: Broker(2, "b", 1)}
    return ListedTopics(ClusterMetadata("id", 1, brokers, {each.name: each for each in topics}))


THREE = (topic("orders.a"), topic("orders.b", 1, isr=(1,)), topic("pay.x"))


def offsets(counts: dict[str, Sequence[int | None]], rates: dict[str, float] | None = None) -> Observed[OffsetSample]:
    ranges = {
        (name, number): OffsetRange(0, count) for name, each in counts.items() for number, count in enumerate(each)
    }
    return Observed.ok(OffsetSample(ranges, {(name, 0): rate for name, rate in (rates or {}).items()}, NOW), NOW)


def plain(name: str, policy: str = "delete") -> Observed[tuple[ConfigEntry, ...]]:
    return Observed.ok((ConfigEntry("cleanup.policy", policy, "topic"),), NOW)


def row_of(readings: TopicReadings, topics: ListedTopics | None = None) -> PrefixRow:
    """The row of orders., folded."""
    topics = topics or listed(*THREE)
    sums = TopicSums(topics.topics, readings)
    assert list(sums.fill()) == []
    rows = FoldedTopicList().rows(topics, readings, sums, ".", frozenset())
    row = rows[0]
    assert isinstance(row, PrefixRow)
    assert isinstance(rows[1], TopicRow)
    return row


def text(row: PrefixRow, column_id: str) -> str:
    return TOPIC_LINES_TABLE.column(column_id).cell(row).text


def test_partitions_messages_rates_and_sizes_are_added_up_and_health_is_the_worst() -> None:
    readings = TopicReadings(
        offsets=offsets({"orders.a": (10, 20), "orders.b": (5,), "pay.x": (1, 1)}, {"orders.a": 2.0, "orders.b": 0.5}),
        sizes=Observed.ok({"orders.a": TopicSize(400, 4), "orders.b": TopicSize(30, 2)}, NOW),
        groups=Observed.ok(GroupCounts({}, consumed={"orders.a": 1.5}), NOW),
        configs={"orders.a": plain("orders.a"), "orders.b": plain("orders.b")},
        transactional={"orders.a": False, "orders.b": False},
    )
    row = row_of(readings)
    assert text(row, "name") == "▸ orders. 2 topics"
    assert [text(row, each) for each in ("partitions", "messages", "rate", "consumed", "size", "isr")] == [
        "3", "35", "2.5", "1.5", "430 B", "1 URP",
    ]  # fmt: skip
    assert row.is_wrong
    assert [text(row, each) for each in ("groups", "cleanup", "retention", "newest", "replication_factor")] == [""] * 5


def test_a_sum_is_exact_only_where_every_topics_is_known_to_be() -> None:
    known = {"orders.a": plain("orders.a"), "orders.b": plain("orders.b")}
    counts = offsets({"orders.a": (10, 20), "orders.b": (5,)})
    sure = {"orders.a": False, "orders.b": False}
    assert text(row_of(TopicReadings(offsets=counts, configs=known, transactional=sure)), "messages") == "35"
    unsure = row_of(TopicReadings(offsets=counts, configs={"orders.a": known["orders.a"]}, transactional=sure))
    assert (text(unsure, "messages"), unsure.is_upper_bound) == ("≤35", None)
    compacted = {**known, "orders.b": plain("orders.b", "compact")}
    surely = row_of(TopicReadings(offsets=counts, configs=compacted, transactional=sure))
    assert (text(surely, "messages"), surely.is_upper_bound) == ("≤35", True)
    empty = offsets({"orders.a": (10, 20), "orders.b": (0,)})
    assert text(row_of(TopicReadings(offsets=empty, configs=compacted, transactional=sure)), "messages") == "30"


def test_what_is_not_known_of_a_topic_is_missing_from_the_sum_and_of_none_it_is_unknown() -> None:
    readings = TopicReadings(
        offsets=offsets({"orders.a": (10, None)}, {"orders.a": 2.0}),
        sizes=Observed.ok({"orders.a": TopicSize(400, 4)}, NOW),
    )
    row = row_of(readings)
    assert [text(row, each) for each in ("messages", "rate", "size")] == ["≤10 +?", "2.0 +?", "400 B +?"]
    told = json.loads(json_line(TOPIC_LINES_TABLE, row))
    assert [told[each] for each in ("messages", "messages_per_second", "size_bytes")] == [None] * 3
    nothing = row_of(TopicReadings(offsets=offsets({}), sizes=Observed.ok({}, NOW)))
    assert [text(nothing, each) for each in ("messages", "rate", "size")] == ["…", "…", "?"]
    failed: Observed[OffsetSample] = Observed(ObservedState.FAILED, None, NOW, "no")
    assert text(row_of(TopicReadings(offsets=failed)), "messages") == "?"


def test_a_sum_of_old_figures_has_their_time() -> None:
    old = offsets({"orders.a": (10, 20), "orders.b": (5,)}).failing("no answer", NOW)
    assert text(row_of(TopicReadings(offsets=old)), "messages").startswith("≤35 @")


def test_while_they_are_added_up_nothing_is_said_and_the_topics_are_there() -> None:
    topics = listed(*THREE)
    rows = FoldedTopicList().rows(topics, TopicReadings(), None, ".", frozenset({"orders."}))
    assert [TOPIC_LINES_TABLE.key(row) for row in rows] == ["orders.*", "orders.a", "orders.b", "pay.x"]
    first = rows[0]
    assert isinstance(first, PrefixRow)
    assert (text(first, "partitions"), text(first, "isr"), first.is_wrong) == ("…", "…", False)
    assert [row.depth for row in rows[1:] if isinstance(row, TopicRow)] == [1, 1, 0]


def test_rows_are_the_same_ones_while_nothing_changes_and_only_those_in_view_are_made() -> None:
    topics, readings, folded = listed(*THREE), TopicReadings(), FoldedTopicList()
    first = folded.rows(topics, readings, None, ".", frozenset())
    assert folded.rows(topics, readings, None, ".", frozenset()) is first
    assert folded.rows(topics, readings, None, ".", frozenset({"orders."})) is not first
    assert folded.names_in("orders.*") == ["orders.a", "orders.b"]
    assert folded.prefix_count == 1


def test_sums_that_take_over_what_has_not_changed_are_those_that_are_made_anew() -> None:
    topics = listed(*THREE)
    readings = TopicReadings(
        offsets=offsets({"orders.a": (10, 20), "orders.b": (5,), "pay.x": (1, 1)}, {"orders.a": 2.0}),
        sizes=Observed.ok({"orders.a": TopicSize(400, 4)}, NOW),
        groups=Observed.ok(GroupCounts({}, consumed={"orders.a": 1.5}), NOW),
        configs={"orders.a": plain("orders.a")},
        transactional={"orders.a": False},
    )
    changes: list[dict[str, Any]] = [
        {"offsets": offsets({"orders.a": (90, 20), "pay.x": (1, None)}, {"pay.x": 7.0})},
        {"sizes": Observed.ok({"orders.b": TopicSize(30, 1)}, NOW)},
        {"groups": Observed.ok(GroupCounts({}, consumed={"pay.x": 3.5}), NOW)},
        {"configs": {"orders.b": plain("orders.b", "compact")}},
        {"transactional": {"pay.x": True}},
        {"unreachable": frozenset({1})},
        {"unreachable": frozenset()},
    ]
    sums: TopicSums | None = None
    for change in ({}, *changes):
        readings = replace(readings, **change)
        sums, fresh = TopicSums(topics.topics, readings, sums), TopicSums(topics.topics, readings)
        for each in (sums, fresh):
            list(each.fill())
        for start, end in ((0, 3), (0, 2), (1, 3), (2, 2)):
            assert sums.totals(start, end) == fresh.totals(start, end), change
    other = listed(*THREE[:2])
    fewer = TopicSums(other.topics, readings, sums)
    list(fewer.fill())
    assert fewer.totals(0, 2).partitions == 3


def test_what_has_not_changed_is_not_added_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_sums, "SLICE_TOPICS", 1)
    topics, readings = listed(*THREE), TopicReadings(offsets=offsets({"orders.a": (10, 20)}))
    first = TopicSums(topics.topics, readings)
    assert len(list(first.fill())) == 12, "three topics, four times"
    moved = replace(readings, offsets=offsets({"orders.a": (11, 20)}))
    assert len(list(TopicSums(topics.topics, moved, first).fill())) == 3
