"""What the list of groups says of how each does."""

from __future__ import annotations

import pytest

from kafkatui.model.cluster import OffsetRange
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.group_track import NOT_FOLLOWED, GroupTrack, LagLook
from kafkatui.model.lag import LagTotal
from kafkatui.model.lag_history import LagHistory, LagPoint
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.replacing import replace
from kafkatui.model.time_lag import UnreadRecord, UnreadRecords
from kafkatui.model.verdict import VerdictKind
from kafkatui.report.groups import GroupKnowledge, group_rows
from kafkatui.view.groups_table import GROUPS_TABLE
from kafkatui.view.next_steps import VERDICT_STEPS
from tests.unit.view.test_tables import exported, shown

NOW = 1_700_000_000.0


def _listed(commits: int, end: int, *, members: tuple[GroupMember, ...]) -> GroupsSample:
    group = Group("g", "Stable" if members else "Empty", members=members)
    committed = GroupOffsets("g", {("t", 0): commits}, {}, {})
    ranges = {("t", 0): OffsetRange(0, end)}
    lag = LagTotal(max(0, end - commits), 0, 0, max(0, commits - end))
    return GroupsSample((group,), {"g": committed}, OffsetSample(ranges, {}, NOW), lags={"g": lag})


MEMBER = GroupMember("m", "billing-1", "/10.0.0.7", (("t", 0),))


@pytest.mark.parametrize(
    ("commits", "end", "members", "words", "is_wrong"),
    [
        (10, 10, (MEMBER,), "caught up", False),
        (10, 10, (), "caught up, not running", False),
        (4, 10, (), "not running, 6 behind", True),
        (4, 10, (MEMBER,), "watching", False),
        (14, 10, (MEMBER,), "committed beyond the end on partition 0", True),
    ],
)
def test_a_groups_verdict_is_told_from_a_look_at_all(
    commits: int, end: int, members: tuple[GroupMember, ...], words: str, is_wrong: bool
) -> None:
    sample = Observed.ok(_listed(commits, end, members=members), NOW)
    (row,) = group_rows(sample, GroupKnowledge(has_verdicts=True))
    assert shown(GROUPS_TABLE, row, "verdict") == [words]
    assert exported(GROUPS_TABLE, row, "verdict") == words
    assert GROUPS_TABLE.is_wrong is not None
    assert GROUPS_TABLE.is_wrong(row) is is_wrong
    assert bool(GROUPS_TABLE.next_step(row)) is is_wrong
    (unwatched,) = group_rows(sample, GroupKnowledge(lambda _: NOT_FOLLOWED, has_verdicts=True))
    expected = {"watching": "not watched", "committed beyond the end on partition 0": "committed beyond the end"}
    assert shown(GROUPS_TABLE, unwatched, "verdict") == [expected.get(words, words)]
    assert shown(GROUPS_TABLE, group_rows(sample)[0], "verdict", "time_lag") == ["?", "?"], "nobody asked for it"


def test_a_group_in_a_list_is_behind_by_its_oldest_unread_record() -> None:
    sample = Observed.ok(_listed(4, 10, members=()), NOW)
    unread = UnreadRecords({("t", 0): UnreadRecord(4, 4, int(NOW - 7_500) * 1000, False)}, {})
    (row,) = group_rows(sample, GroupKnowledge(unread=lambda _: unread, has_verdicts=True))
    assert shown(GROUPS_TABLE, row, "time_lag") == ["2h05m"]
    assert exported(GROUPS_TABLE, row, "time_lag") == 7_500.0
    assert GROUPS_TABLE.column("time_lag").sort_key is not None


def test_a_lag_that_outgrows_the_commits_is_told_before_the_commits_tell_it() -> None:
    looks = tuple(LagPoint(NOW - 4 * (9 - number), 100 + 20 * number, 5 * number, 1) for number in range(10))
    sample = replace(_listed(4, 10, members=(MEMBER,)), lag_history={"g": LagHistory(looks)})
    (row,) = group_rows(Observed.ok(sample, NOW), GroupKnowledge(has_verdicts=True))
    assert shown(GROUPS_TABLE, row, "verdict", "lag") == ["falls behind", "6"], "it is said once"
    track = GroupTrack(tuple(LagLook(NOW - 4 * (9 - number), 100 + 20 * number) for number in range(10)))
    (row,) = group_rows(Observed.ok(sample, NOW), GroupKnowledge(lambda _: track, has_verdicts=True))
    assert shown(GROUPS_TABLE, row, "verdict", "lag_rate") == ["falls behind by 5.0/s", "+5.0/s ↑"]


def test_what_to_do_about_a_group_is_of_its_verdict_before_what_its_lag_alone_tells() -> None:
    sample = _listed(4, 10, members=())
    sample = replace(sample, offsets=OffsetSample({("t", 0): OffsetRange(8, 10)}, {}, NOW))
    (row,) = group_rows(Observed.ok(sample, NOW), GroupKnowledge(has_verdicts=True))
    assert row.is_left_behind
    assert row.verdict is not None
    assert (row.verdict.kind, GROUPS_TABLE.next_step(row)) == (VerdictKind.LOST, VERDICT_STEPS[VerdictKind.LOST])
    assert GROUPS_TABLE.next_step(group_rows(Observed.ok(sample, NOW))[0]) == VERDICT_STEPS[VerdictKind.NOT_RUNNING]


def test_a_group_with_a_partition_of_an_unknown_time_is_behind_by_at_least_the_others() -> None:
    one = _listed(4, 10, members=())
    ranges = {("t", number): OffsetRange(0, 10) for number in range(3)}
    commits = {("t", 0): 4, ("t", 1): 4, ("t", 2): 10}
    offsets = GroupOffsets("g", commits, {}, {})
    sample = replace(one, committed={"g": offsets}, offsets=OffsetSample(ranges, {}, NOW))
    unread = UnreadRecords({("t", 0): UnreadRecord(4, 4, int(NOW - 7_500) * 1000, False)}, {})
    (row,) = group_rows(Observed.ok(sample, NOW), GroupKnowledge(unread=lambda _: unread, has_verdicts=True))
    assert shown(GROUPS_TABLE, row, "time_lag") == ["≥2h05m"]
    (row,) = group_rows(Observed.ok(sample, NOW), GroupKnowledge(has_verdicts=True))
    assert shown(GROUPS_TABLE, row, "time_lag") == ["?"], "not now, though one partition has nothing to read"
