"""Rates between two readings, and how far groups are behind."""

from __future__ import annotations

import pytest

from kafkatui.insight.lag import group_lag, group_progress, lag_point, sum_totals, total_lag
from kafkatui.insight.messages import MessageCount, count_messages, is_upper_bound
from kafkatui.insight.rates import offset_rates, total_rate
from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.group import WHOLE_GROUP, Group, GroupMember, GroupOffsets
from kafkatui.model.lag import NEVER, LagTotal, eta_seconds
from kafkatui.model.lag_history import LagPoint
from kafkatui.model.rate_history import HISTORY_SAMPLES, RateHistory
from tests.unit.insight.clusters import partition, topic

P0, P1 = ("orders", 0), ("orders", 1)


@pytest.mark.parametrize(
    ("before", "after", "seconds", "expected"),
    [
        (OffsetRange(0, 100), OffsetRange(0, 150), 2.0, 25.0),
        (OffsetRange(0, 100), OffsetRange(50, 100), 2.0, 0.0),
        (OffsetRange(0, 100), OffsetRange(0, 3), 2.0, None),
        (OffsetRange(0, None), OffsetRange(0, 3), 2.0, None),
        (OffsetRange(0, 100), OffsetRange(0, None), 2.0, None),
        (OffsetRange(0, 100), OffsetRange(0, 150), 0.0, None),
        (OffsetRange(0, 100), OffsetRange(0, 150), -1.0, None),
        (OffsetRange(0, 100), OffsetRange(0, 150), 1_800.0, None),
    ],
)
def test_a_rate_is_told_only_when_it_can_be(
    before: OffsetRange, after: OffsetRange, seconds: float, expected: float | None
) -> None:
    assert offset_rates({P0: before}, 10.0, {P0: after}, 10.0 + seconds).get(P0) == expected


def test_a_total_rate_leaves_out_unknown_partitions() -> None:
    assert total_rate({P0: 2.0}, [P0, P1]) == 2.0
    assert total_rate({}, [P0]) is None


def test_a_history_keeps_the_newest_samples() -> None:
    history = RateHistory()
    assert history.last is None
    for number in range(HISTORY_SAMPLES + 5):
        history = history.append(float(number))
    assert (len(history.samples), history.samples[0], history.last) == (60, 5.0, 64.0)


@pytest.mark.parametrize(
    ("lag", "produced", "consumed", "expected"),
    [
        (None, 1.0, 2.0, None),
        (0, None, None, 0.0),
        (100, None, 1.0, None),
        (100, 10.0, 60.0, 2.0),
        (100, 10.0, 10.0, NEVER),
        (100, 10.0, 0.0, NEVER),
        (5, 10.0, 10.0, 0.5),
        (5, 10.0, 10.1, 5.0),
    ],
)
def test_eta(lag: int | None, produced: float | None, consumed: float | None, expected: float | None) -> None:
    assert eta_seconds(lag, produced, consumed) == expected


MEMBER = GroupMember("m", "billing-1", "/10.0.0.1", (P1,))
GROUP = Group("billing", "Stable", members=(MEMBER,))
RANGES = {P0: OffsetRange(0, 100), P1: OffsetRange(20, 90), ("orders", 2): OffsetRange(5, 7)}


def test_partitions_without_a_commit_are_listed_with_their_backlog() -> None:
    progress = group_progress(GROUP, GroupOffsets("billing", {P0: 60}, {}, {}), RANGES, topics={"orders": 3})
    assert [(row.partition, row.committed, row.lag, row.backlog, row.reason) for row in progress] == [
        (0, 60, 40, None, ""),
        (1, None, None, 70, "no commit"),
        (2, None, None, 2, "no commit"),
    ]
    assert progress[1].member is MEMBER
    assert total_lag(progress) == LagTotal(known=40, unknown=2, backlog=72)
    assert total_lag(progress).exact is None


def test_lag_is_unknown_when_the_end_or_the_commit_cannot_be_read() -> None:
    offsets = GroupOffsets("billing", {P0: 60}, {}, {P1: "not authorized"})
    progress = group_progress(GROUP, offsets, {P0: OffsetRange(None, None, "no leader")})
    assert [(row.lag, row.reason) for row in progress] == [(None, "no leader"), (None, "not authorized")]
    assert total_lag(progress) == LagTotal(known=None, unknown=2, backlog=0)


@pytest.mark.parametrize(("committed", "lag", "is_outside"), [(10, 80, True), (20, 70, False), (95, -5, True)])
def test_a_commit_outside_the_log_is_marked(committed: int, lag: int, is_outside: bool) -> None:
    (row,) = group_progress(Group("g", "Empty"), GroupOffsets("g", {P1: committed}, {}, {}), {P1: RANGES[P1]})
    assert (row.lag, row.is_out_of_range) == (lag, is_outside)


def test_a_group_without_partitions_has_no_lag() -> None:
    assert total_lag([]) == LagTotal(0, 0, 0)


def test_messages_tell_how_many_partitions_they_miss() -> None:
    orders = topic("orders", partition("orders", 0, 1, (1,)), partition("orders", 1, -1, (1,)))
    assert count_messages(orders, {P0: OffsetRange(2, 10), P1: OffsetRange(0, None)}) == MessageCount(8, 1)
    assert count_messages(orders, {}) is None
    assert count_messages(topic("empty"), {}) == MessageCount(0)
    assert MessageCount(8, 1).total is None


def test_compacted_and_transactional_counts_are_upper_bounds() -> None:
    assert is_upper_bound("a", "compact,delete")
    assert is_upper_bound("__consumer_offsets", None)
    assert is_upper_bound("a", "delete", has_transactions=True)
    assert is_upper_bound("a", "delete", has_transactions=False) is False
    assert is_upper_bound("a", "delete") is None
    assert is_upper_bound("a", None, has_transactions=False) is None


EMPTY = {P0: OffsetRange(0, 0), P1: OffsetRange(40, 40), ("orders", 2): OffsetRange(None, 3, "no leader")}


def test_a_partition_with_nothing_to_read_has_no_lag_without_a_commit_too() -> None:
    progress = group_progress(GROUP, GroupOffsets("billing", {}, {}, {}), EMPTY, topics={"orders": 3})
    assert [(row.lag, row.backlog, row.reason) for row in progress] == [
        (0, 0, "no commit"),
        (0, 0, "no commit"),
        (None, None, "no commit"),
    ]


@pytest.mark.parametrize("beyond", [1, 999, 10**12])
def test_a_commit_beyond_the_end_is_counted_as_kafkas_tool_counts_it_and_apart(beyond: int) -> None:
    offsets = GroupOffsets("billing", {P0: 60, P1: 90 + beyond}, {}, {})
    progress = group_progress(GROUP, offsets, {P0: RANGES[P0], P1: RANGES[P1]})
    assert [(row.lag, row.beyond_end, row.eta_seconds) for row in progress] == [(40, 0, None), (-beyond, beyond, 0.0)]
    total = total_lag(progress)
    assert (total.known, total.beyond_end, total.exact) == (40, beyond, 40)
    both = sum_totals([total, total, LagTotal(None, 3, 7)])
    assert both == LagTotal(80, 3, 7, 2 * beyond)


@pytest.mark.parametrize("committed", [{("deleted", 0): 4}, {}])
def test_a_group_on_a_deleted_topic_is_told_that_the_topic_is_gone(committed: dict[TopicPartition, int]) -> None:
    reader = GroupMember("m", "c", "/h", (("deleted", 0),))
    group = Group("g", "Stable", members=(reader,))
    (row,) = group_progress(group, GroupOffsets("g", committed, {}, {}), {}, topics={"orders": 3})
    assert (row.lag, row.reason) == (None, "topic is gone")


def test_the_lag_of_a_group_whose_commits_were_not_read_is_not_known() -> None:
    offsets = GroupOffsets("g", {}, {}, {WHOLE_GROUP: "coordinator gone"})
    total = group_lag(Group("g", "Stable"), offsets, {})
    assert (total.known, total.exact) == (None, None)
    assert not group_progress(Group("g", "Stable"), offsets, {})
    assert lag_point(total, offsets, 7.0) == LagPoint(7.0, None, 0, 0)
