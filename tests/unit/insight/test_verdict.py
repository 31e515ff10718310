"""What is said of a group, from what was seen of it."""

from __future__ import annotations

import pytest

from kafkatui.insight.group_track import LOOKS, PARTITION_LOOKS, continued, with_look
from kafkatui.insight.lag import NO_COMMIT
from kafkatui.insight.verdict import group_verdict, growing_seconds, partition_verdict, span
from kafkatui.model.group import GroupMember
from kafkatui.model.group_track import NO_TRACK, GroupTrack, LagLook
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.replacing import replace
from kafkatui.model.time_lag import TimeLag, TimeLagMethod
from kafkatui.model.verdict import HeldVerdict, Verdict, VerdictKind

READER = GroupMember("m", "c", "/h", (("t", 0),))


def row(committed: int | None, end: int, *, begin: int = 0, number: int = 0, **more: object) -> PartitionProgress:
    lag = None if committed is None else end - committed
    known = PartitionProgress("t", number, committed, begin, end, lag, None, "", None, None, READER)
    return replace(known, **more)


def watched(looks: list[tuple[float, int, int]], *, has_members: bool = True) -> tuple[GroupTrack, PartitionProgress]:
    """Looks at one partition: time, committed, end."""
    track, now = NO_TRACK, row(0, 0)
    for at_seconds, committed, end in looks:
        now = row(committed, end, consume_rate=1.0, produce_rate=1.0)
        track = continued(track, [now], now.lag, at_seconds, has_members=has_members)
    return track, now


def said(looks: list[tuple[float, int, int]], *, has_members: bool = True) -> Verdict:
    track, now = watched(looks, has_members=has_members)
    return partition_verdict(now, track.partitions["t", 0], looks[-1][0], has_members=has_members)


@pytest.mark.parametrize(
    ("progress", "kind", "words"),
    [
        (row(10, 10), VerdictKind.CAUGHT_UP, "caught up"),
        (row(5, 10, begin=7), VerdictKind.LOST, "2 records lost"),
        (row(15, 10), VerdictKind.BEYOND_END, "committed beyond the end"),
        (row(5, 10, member=None), VerdictKind.NOT_READ, "nobody reads it"),
        (row(5, 10), VerdictKind.WATCHING, "watching"),
        (row(None, 10, reason=NO_COMMIT), VerdictKind.NOT_STARTED, "nothing committed"),
        (row(None, 0, lag=0, reason=NO_COMMIT), VerdictKind.CAUGHT_UP, "nothing to read"),
        (row(None, 10, reason="no leader"), VerdictKind.UNKNOWN, "no leader"),
    ],
)
def test_one_look_tells_some_things(progress: PartitionProgress, kind: VerdictKind, words: str) -> None:
    assert partition_verdict(progress, None, 0.0, has_members=True) == Verdict(kind, words)


def test_nobody_in_the_group_is_not_running() -> None:
    verdict = partition_verdict(row(5, 10, member=None), None, 0.0, has_members=False)
    assert verdict == Verdict(VerdictKind.NOT_RUNNING, "not running")


def test_a_commit_that_stays_while_there_is_something_to_read_is_stuck_after_a_minute() -> None:
    looks = [(float(at), 5, 6 + at) for at in range(0, 300, 10)]
    assert said(looks[:6]).kind is VerdictKind.WATCHING
    assert said(looks) == Verdict(VerdictKind.STUCK, "stuck for 5 min")
    assert said([*looks, (310.0, 6, 320)]).kind is not VerdictKind.STUCK, "it moved"


def test_since_when_a_verdict_holds_is_kept_beside_it() -> None:
    def held(looks: list[tuple[float, int, int]]) -> HeldVerdict | None:
        return watched(looks)[0].partitions["t", 0].verdict

    quiet = [(float(at), 5, 5) for at in range(0, 60, 10)]
    assert held(quiet) == HeldVerdict(VerdictKind.CAUGHT_UP, 0.0, is_longer=True), "it was so when it was first seen"
    assert held([*quiet, (60.0, 6, 8)]) == HeldVerdict(VerdictKind.KEEPS_UP, 0.0, is_longer=True), "nothing is amiss"
    waits = [*quiet, *((float(at), 5, 9) for at in range(60, 200, 10))]
    assert held(waits) == HeldVerdict(VerdictKind.STUCK, 60.0), "since it waits, not since that was found out"
    never = [(float(at), 5, 9) for at in range(0, 200, 10)]
    assert held(never) == HeldVerdict(VerdictKind.STUCK, 0.0, is_longer=True)
    falls = [(at * 10.0, at * 10, at * 35) for at in range(1, 9)]
    assert held(falls) == HeldVerdict(VerdictKind.FALLS_BEHIND, 10.0, is_longer=True), "it did while it was watched"


def test_a_partitions_lag_is_kept_over_time_thinned() -> None:
    track, _ = watched([(float(at), 5, 6 + at) for at in range(0, 1000, 10)])
    looks = track.partitions["t", 0].looks
    assert len(looks) <= PARTITION_LOOKS
    assert (looks[0].lag, looks[-1].lag) == (1, 991)


def test_a_quiet_partition_is_not_stuck_when_a_record_comes_at_last() -> None:
    looks = [(float(at), 5, 5) for at in range(0, 600, 10)]
    assert said([*looks, (601.0, 5, 6)]).kind is VerdictKind.KEEPS_UP


def test_a_lag_that_never_fell_from_commit_to_commit_falls_behind() -> None:
    looks = [(at * 10.0, at * 10, at * 35) for at in range(1, 9)]
    assert said(looks) == Verdict(VerdictKind.FALLS_BEHIND, "falls behind by 2.5/s")
    steps = [(at * 10.0, at * 10, at * 10 + (30 if at % 2 else 20)) for at in range(1, 9)]
    assert said(steps).kind in (VerdictKind.BEHIND, VerdictKind.KEEPS_UP)


def test_a_commit_that_went_back_is_told_and_whether_anybody_was_there() -> None:
    looks = [(0.0, 100, 200), (30.0, 40, 200)]
    assert said(looks).words == "set back by 60 0 s ago"
    idle = [(0.0, 100, 200), (30.0, 40, 200)]
    track, now = watched(idle, has_members=False)
    verdict = partition_verdict(now, track.partitions["t", 0], 90.0, has_members=True)
    assert verdict == Verdict(VerdictKind.RESET, "reset 1 min ago")
    assert partition_verdict(now, track.partitions["t", 0], 3000.0, has_members=True).kind is VerdictKind.STUCK


def judged(*rows: PartitionProgress, has_members: bool = True) -> tuple[PartitionProgress, ...]:
    return tuple(
        each if each.verdict else replace(each, verdict=partition_verdict(each, None, 0.0, has_members=has_members))
        for each in rows
    )


def test_a_group_does_as_its_worst_partition_does() -> None:
    stuck = replace(row(1, 9, number=1), verdict=Verdict(VerdictKind.STUCK, "stuck for 5 min"))
    rows = judged(row(10, 10), stuck)
    assert group_verdict(rows, NO_TRACK, 0.0, has_members=True).text == "stuck on partition 1 for 5 min"
    elsewhere = replace(stuck, topic="u", partition=4)
    assert group_verdict((*rows, elsewhere), NO_TRACK, 0.0, has_members=True).text == (
        "stuck on t-1 and 1 more for 5 min"
    )
    left = judged(row(0, 10, member=None), row(4, 10, number=1, member=None), has_members=False)
    assert group_verdict(left, NO_TRACK, 0.0, has_members=False).words == "not running, 16 behind"
    done = judged(row(10, 10, member=None), has_members=False)
    assert group_verdict(done, NO_TRACK, 0.0, has_members=False).text == "caught up, not running"
    assert not group_verdict(done, NO_TRACK, 0.0, has_members=False).is_wrong
    assert group_verdict((), NO_TRACK, 0.0, has_members=True).words == "has committed nothing"


def test_thresholds_are_told_beside_the_verdict() -> None:
    late = row(110, 200, begin=100, time_lag=TimeLag(181.0, TimeLagMethod.READ))
    looks = tuple(LagLook(float(at), at) for at in range(0, 1300, 10))
    verdict = group_verdict(judged(late), GroupTrack(looks), 1290.0, has_members=True)
    assert verdict.warnings == ("3 min behind", "growing for 16 min", "10 % from losing records")
    assert verdict.is_wrong
    calm = row(190, 200, begin=100, time_lag=TimeLag(179.0, TimeLagMethod.READ))
    assert group_verdict(judged(calm), NO_TRACK, 0.0, has_members=True).warnings == ()
    unread = row(0, 200)
    assert group_verdict(judged(unread), NO_TRACK, 0.0, has_members=True).warnings == (), "nothing was deleted yet"


def test_a_lag_that_fell_once_does_not_grow() -> None:
    rising = [LagLook(float(at), at) for at in range(0, 1300, 10)]
    assert growing_seconds(rising, 1290.0) == 990.0
    assert growing_seconds([*rising, LagLook(1300.0, 5)], 1300.0) == 0.0
    assert growing_seconds(rising[:10], 100.0) == 0.0


def test_looks_are_thinned_towards_the_past() -> None:
    looks: tuple[LagLook, ...] = ()
    for at in range(2000):
        looks = with_look(looks, LagLook(float(at), at))
    assert len(looks) <= LOOKS
    assert (looks[0].at_seconds, looks[-1].at_seconds) == (0.0, 1999.0)
    assert looks[-1].at_seconds - looks[-2].at_seconds == 1.0
    assert looks[1].at_seconds - looks[0].at_seconds > 1.0


def test_times_are_told_in_one_unit() -> None:
    assert [span(seconds) for seconds in (0.0, 59.0, 60.0, 300.0, 7200.0, 200_000.0)] == [
        "0 s", "59 s", "1 min", "5 min", "2 h", "2 d",
    ]  # fmt: skip
