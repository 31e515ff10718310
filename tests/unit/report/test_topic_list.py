"""What the list of topics works out of what was read: once for each value, and never more than is known."""

from __future__ import annotations

import pytest

from kafkatui.model.cluster import OffsetRange
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.report.derived import Derived
from kafkatui.report.part import part
from kafkatui.report.topic_list import ListedTopics
from kafkatui.report.topics import newest_of
from tests.unit.insight.clusters import cluster, partition, topic

NOW = 1_800_000_000.0
ORDERS = topic("orders", partition("orders", 0, 1, (1,)), partition("orders", 1, 2, (2,)))
OFFSETS = topic("__consumer_offsets", partition("__consumer_offsets", 0, 1, (1,)), is_internal=True)
UNREAD: Observed[OffsetSample] = Observed.unknown()


class Length:
    """Works out how long a word is, and counts how often it was asked; refuses an empty one."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, word: str) -> int:
        self.asked += 1
        if not word:
            raise ValueError("empty")
        return len(word)


def test_a_consequence_is_worked_out_once_for_a_value() -> None:
    length = Length()
    derived = Derived(length)
    read = Observed.ok("orders", NOW)
    first = derived.of(read)
    assert (first.state, first.value, first.as_of_seconds) == (ObservedState.OK, 6, NOW)
    assert derived.of(read) is first
    assert length.asked == 1
    assert derived.of(Observed.ok("payments", NOW + 2)).value == 8
    assert length.asked == 2


def test_a_refresh_that_failed_keeps_the_consequence_and_says_why_it_is_old() -> None:
    length = Length()
    derived = Derived(length)
    read = Observed.ok("orders", NOW)
    derived.of(read)
    stale = derived.of(read.failing("timed out", NOW + 2))
    assert (stale.state, stale.value, stale.as_of_seconds, stale.reason) == (ObservedState.STALE, 6, NOW, "timed out")
    assert length.asked == 1


def test_nothing_is_worked_out_of_what_was_not_read() -> None:
    length = Length()
    derived = Derived(length)
    unread: Observed[str] = Observed.unknown()
    assert derived.of(unread).state is ObservedState.UNKNOWN
    failed = derived.of(unread.failing("timed out", NOW))
    assert (failed.state, failed.value, failed.reason) == (ObservedState.FAILED, None, "timed out")
    assert derived.of(Observed.not_supported("Kafka 1.0")).state is ObservedState.NOT_SUPPORTED
    assert length.asked == 0


def test_a_consequence_that_cannot_be_worked_out_leaves_the_one_before_to_its_value() -> None:
    length = Length()
    derived = Derived(length)
    read, empty = Observed.ok("orders", NOW), Observed.ok("", NOW + 2)
    before = derived.of(read)
    for _ in range(2):
        with pytest.raises(ValueError, match="empty"):
            derived.of(empty)
    assert derived.of(read) is before
    assert length.asked == 3


def test_only_the_newest_consequence_is_kept() -> None:
    length = Length()
    derived = Derived(length)
    first, second = Observed.ok("orders", NOW), Observed.ok("payments", NOW + 2)
    for read in (first, second, first):
        derived.of(read)
    assert length.asked == 3


def test_internal_topics_are_listed_when_wanted_and_counted_when_not() -> None:
    metadata = cluster([ORDERS, OFFSETS])
    listed = ListedTopics().of(metadata, False)
    assert (listed.names, listed.hidden_count, listed.partition_count) == (["orders"], 1, 2)
    every = listed.of(metadata, True)
    assert (every.names, every.hidden_count, every.partition_count) == (["orders", "__consumer_offsets"], 0, 3)
    assert [each.name for each in every.topics] == every.names


def test_topics_are_listed_anew_only_for_other_metadata_or_another_wish() -> None:
    metadata = cluster([ORDERS])
    listed = ListedTopics(metadata)
    assert listed.of(metadata, False) is listed
    assert listed.of(metadata, True) is not listed
    shrunk = listed.of(cluster([]), False)
    assert (shrunk.names, shrunk.partition_count) == ([], 0)


def test_before_the_first_metadata_no_topic_is_listed_or_hidden() -> None:
    nothing = ListedTopics()
    assert (nothing.names, nothing.hidden_count, nothing.partition_count) == ([], 0, 0)


def test_a_part_that_is_not_there_yet_is_unknown_and_a_failure_is_passed_on() -> None:
    read = Observed.ok({"orders": 3}, NOW)
    assert part(read, lambda counts: counts.get("orders")).value == 3
    assert part(read, lambda counts: counts.get("payments")).state is ObservedState.UNKNOWN
    unread: Observed[dict[str, int]] = Observed.unknown()
    failed = part(unread.failing("timed out", NOW), lambda counts: counts.get("orders"))
    assert (failed.state, failed.reason) == (ObservedState.FAILED, "timed out")


def offsets(at_seconds: float, *partitions: int, is_complete: bool = True) -> Observed[OffsetSample]:
    ranges = {("orders", number): OffsetRange(0, 10) for number in partitions}
    return Observed.ok(OffsetSample(ranges, {}, at_seconds, is_complete), at_seconds)


def test_of_two_samples_the_newer_whole_one_is_believed() -> None:
    whole, older, newer = offsets(NOW, 0, 1), offsets(NOW - 2, 0, 1), offsets(NOW + 2, 0, 1)
    assert newest_of(ORDERS, whole, older) is whole
    assert newest_of(ORDERS, whole, newer) is newer
    assert newest_of(ORDERS, whole, UNREAD) is whole
    assert newest_of(ORDERS, UNREAD, older) is older
    assert newest_of(ORDERS, offsets(NOW, 0), older) is older
    assert newest_of(ORDERS, whole, offsets(NOW + 2, 0, is_complete=False)) is whole
