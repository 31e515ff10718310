"""Where partitions begin after their oldest records were deleted; which keys move where partitions are added."""

from __future__ import annotations

import pytest

from kafkatui.insight.key_moves import moved_share
from kafkatui.insight.truncation import CutAt, cuts
from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.group import GroupOffsets

PARTITIONS: list[TopicPartition] = [("t", 0), ("t", 1), ("t", 2)]
RANGES = {("t", 0): OffsetRange(10, 100), ("t", 1): OffsetRange(50, 60), ("t", 2): OffsetRange(None, None, "no leader")}
COMMITTED = {
    "behind": GroupOffsets("behind", {("t", 0): 30, ("t", 1): 2}, {}, {}),
    "caught-up": GroupOffsets("caught-up", {("t", 0): 100}, {}, {}),
}


def test_an_offset_is_brought_to_the_nearer_end_of_the_log() -> None:
    first, second, third = cuts(CutAt.OFFSET, PARTITIONS, RANGES, COMMITTED, offset=40)
    assert (first.new, first.records, first.unread) == (40, 30, {"behind": 10})
    assert (second.new, second.records, second.note) == (50, 0, "begins later already")
    assert (third.new, third.records, third.problem) == (None, 0, "no leader")
    beyond = cuts(CutAt.OFFSET, PARTITIONS, RANGES, {}, offset=70)[1]
    assert (beyond.new, beyond.note) == (60, "70 is beyond the log: its end")


def test_everything_goes_up_to_the_end_that_was_seen() -> None:
    first, second, _ = cuts(CutAt.ALL, PARTITIONS, RANGES, COMMITTED)
    assert (first.new, first.records, first.unread) == (100, 90, {"behind": 70})
    assert second.unread == {"behind": 10}, "what was gone before is not lost again"


def test_no_record_since_a_time_means_all_of_them() -> None:
    first, second, _ = cuts(CutAt.DATETIME, PARTITIONS, RANGES, {}, offsets={("t", 0): 55, ("t", 1): None})
    assert (first.new, first.records) == (55, 45)
    assert (second.new, second.note) == (60, "no record since")


@pytest.mark.parametrize(("now", "then"), [(3, 6), (3, 4), (1, 5), (4, 6), (5, 5), (2, 12)])
def test_the_share_of_keys_that_move_is_that_of_all_hashes(now: int, then: int) -> None:
    hashes = range(now * then * 10)
    moved = sum(number % now != number % then for number in hashes)
    assert moved_share(now, then) == pytest.approx(moved / len(hashes))
