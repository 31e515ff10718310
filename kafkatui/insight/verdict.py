"""The verdict on a group, from its last commits, after Burrow's rules (`core/internal/evaluator/caching.go`).

Burrow reads every commit. Here commits are seen by looking now and then, so one at an offset that did not change is not
seen: a reader that commits and gets nowhere, and one that has stopped committing, are both stuck. Whether somebody is
there at all is known from the members.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kafkatui.insight.lag import NO_COMMIT
from kafkatui.model.group_track import GroupTrack, LagLook, PartitionTrack
from kafkatui.model.lag import KEEPING_UP_SECONDS, NEVER, PartitionProgress
from kafkatui.model.verdict import Verdict, VerdictKind

WATCH_SECONDS = 60.0
"""Before that nothing is said of commits: Kafka's consumers commit every 5 s, others once in half a minute."""

BEHIND_SECONDS = 180.0
"""A lag in time that needs somebody: what Conduktor's Console alerts at."""

GROWS_OVER_SECONDS = 300.0
GROWS_FOR_SECONDS = 900.0
"""A lag that has been larger than so long before, for so long: grafana's kafka-observ-lib alerts at that."""

NEAR_LOSS_SHARE = 0.8
"""Of what is retained, still unread: beyond it records will soon be deleted unread (klag-exporter's warning)."""

SET_BACK_SECONDS = 600.0
"""So long a commit that went back is told of."""

LEAST_MOVES = 3
"""Commits that a growing lag is told from."""

NEEDS_NOBODY = Verdict(VerdictKind.CAUGHT_UP, "caught up")
WATCHING = Verdict(VerdictKind.WATCHING, "watching")
"""For too short a time to tell."""


def partition_verdict(
    row: PartitionProgress, track: PartitionTrack | None, now_seconds: float, *, has_members: bool
) -> Verdict:
    """How the group does in one partition.

    Args:
        has_members: whether anybody is in the group.
    """
    if row.committed is not None and row.lost:
        return Verdict(VerdictKind.LOST, f"{row.lost:,} records lost")
    if row.lag is None or row.committed is None:
        return _without_lag(row)
    if row.beyond_end:
        return Verdict(VerdictKind.BEYOND_END, "committed beyond the end")
    if row.lag == 0:
        return NEEDS_NOBODY
    if row.member is None:
        if not has_members:
            return Verdict(VerdictKind.NOT_RUNNING, "not running")
        return Verdict(VerdictKind.NOT_READ, "nobody reads it")
    if track is None or not track.moves:
        return WATCHING
    return _of_reader(row, track, now_seconds)


def _without_lag(row: PartitionProgress) -> Verdict:
    if row.reason != NO_COMMIT:
        return Verdict(VerdictKind.UNKNOWN, row.reason or "not known")
    if row.lag == 0:
        return Verdict(VerdictKind.CAUGHT_UP, "nothing to read")
    return Verdict(VerdictKind.NOT_STARTED, "nothing committed")


def _of_reader(row: PartitionProgress, track: PartitionTrack, now_seconds: float) -> Verdict:
    moves = track.moves
    for before, after in pairwise(moves):
        ago = now_seconds - after.at_seconds
        if after.offset < before.offset and ago <= SET_BACK_SECONDS:
            if after.was_idle:
                return Verdict(VerdictKind.RESET, f"reset {span(ago)} ago")
            return Verdict(VerdictKind.SET_BACK, f"set back by {before.offset - after.offset:,} {span(ago)} ago")
    waiting = 0.0 if track.waiting_seconds is None else now_seconds - track.waiting_seconds
    if waiting >= WATCH_SECONDS:
        return Verdict(VerdictKind.STUCK, f"stuck for {span(waiting)}")
    if track.caught_up_seconds is not None and track.caught_up_seconds >= moves[0].at_seconds:
        return Verdict(VerdictKind.KEEPS_UP, "keeps up")
    seen = moves[-1].at_seconds - moves[0].at_seconds
    if len(moves) < LEAST_MOVES or seen < WATCH_SECONDS:
        return WATCHING
    lags = [move.lag for move in moves]
    if lags == sorted(lags) and lags[-1] > lags[0]:
        return Verdict(VerdictKind.FALLS_BEHIND, f"falls behind by {rate((lags[-1] - lags[0]) / seen)}")
    eta = row.eta_seconds
    if eta is None or eta <= KEEPING_UP_SECONDS:
        return Verdict(VerdictKind.KEEPS_UP, "keeps up")
    if eta == NEVER:
        return Verdict(VerdictKind.BEHIND, "does not catch up")
    return Verdict(VerdictKind.CATCHES_UP, f"catches up in {span(eta)}")


def group_verdict(
    rows: Sequence[PartitionProgress], track: GroupTrack, now_seconds: float, *, has_members: bool
) -> Verdict:
    """How the group does: as its worst partition.

    Args:
        rows: all its partitions, each with its verdict and lag in time.
    """
    if not rows:
        return Verdict(VerdictKind.UNKNOWN, "has committed nothing")
    verdicts = [(row, row.verdict or Verdict(VerdictKind.UNKNOWN, "not known")) for row in rows]
    kind = max((verdict.kind for _, verdict in verdicts), key=lambda kind: kind.rank)
    worst = [row for row, verdict in verdicts if verdict.kind is kind]
    words = _group_words(kind, worst, rows, track, has_members)
    return Verdict(kind, words, _warnings(rows, track, now_seconds))


def _group_words(
    kind: VerdictKind,
    worst: Sequence[PartitionProgress],
    rows: Sequence[PartitionProgress],
    track: GroupTrack,
    has_members: bool,
) -> str:
    behind = sum(max(0, row.lag or 0) for row in rows)
    first = worst[0].verdict.words if worst[0].verdict is not None else ""
    match kind:
        case VerdictKind.CAUGHT_UP:
            return "caught up" if has_members else "caught up, not running"
        case VerdictKind.NOT_RUNNING:
            return f"not running, {behind:,} behind"
        case VerdictKind.FALLS_BEHIND:
            falling = (track.partitions.get((row.topic, row.partition)) for row in worst)
            return f"falls behind by {rate(sum(_growth(each) for each in falling if each is not None))}"
        case VerdictKind.CATCHES_UP:
            return f"catches up in {span(max(row.eta_seconds or 0.0 for row in worst))}"
        case VerdictKind.LOST:
            return f"{sum(row.lost for row in worst):,} records lost on {_places(worst, rows)}"
        case VerdictKind.STUCK | VerdictKind.SET_BACK | VerdictKind.BEYOND_END:
            return _with_place(first, worst, rows)
        case VerdictKind.NOT_READ | VerdictKind.NOT_STARTED | VerdictKind.UNKNOWN:
            return first if len(worst) == len(rows) else f"{first}: {_places(worst, rows)}"
    return first


def _with_place(words: str, worst: Sequence[PartitionProgress], rows: Sequence[PartitionProgress]) -> str:
    """ "stuck for 5 min" → "stuck on partition 0 for 5 min"."""
    first, _, rest = words.partition(" for ")
    where = _places(worst, rows)
    return f"{first} on {where} for {rest}" if rest else f"{words} on {where}"


def _places(worst: Sequence[PartitionProgress], rows: Iterable[PartitionProgress]) -> str:
    """ "partition 0", "orders-0 and 2 more" where the group has several topics."""
    is_one_topic = len({row.topic for row in rows}) == 1
    name = f"partition {worst[0].partition}" if is_one_topic else f"{worst[0].topic}-{worst[0].partition}"
    return name if len(worst) == 1 else f"{name} and {len(worst) - 1} more"


def _growth(track: PartitionTrack) -> float:
    first, last = track.moves[0], track.moves[-1]
    seconds = last.at_seconds - first.at_seconds
    return (last.lag - first.lag) / seconds if seconds > 0 else 0.0


def _warnings(rows: Sequence[PartitionProgress], track: GroupTrack, now_seconds: float) -> tuple[str, ...]:
    """What is beyond a threshold."""
    warnings = []
    oldest = max((row.time_lag.seconds for row in rows if row.time_lag is not None), default=0.0)
    if oldest > BEHIND_SECONDS:
        warnings.append(f"{span(oldest)} behind")
    if (seconds := growing_seconds(track.looks, now_seconds)) >= GROWS_FOR_SECONDS:
        warnings.append(f"growing for {span(seconds)}")
    deleting = [row for row in rows if row.begin and not row.lost]  # a log that begins at 0 has lost nothing yet
    share = max((row.retained_share or 0.0 for row in deleting), default=0.0)
    if share > NEAR_LOSS_SHARE:
        warnings.append(f"{(1 - min(1.0, share)) * 100:.0f} % from losing records")
    return tuple(warnings)


def growing_seconds(looks: Sequence[LagLook], now_seconds: float) -> float:
    """For how long the lag has been larger than `GROWS_OVER_SECONDS` before, all the time; 0 when it is not now."""
    known = [(look.at_seconds, look.lag) for look in looks if look.lag is not None]
    times = [at_seconds for at_seconds, _ in known]
    since = None
    for at_seconds, lag in reversed(known):
        index = bisect_right(times, at_seconds - GROWS_OVER_SECONDS) - 1
        if index < 0 or lag <= known[index][1]:
            break
        since = at_seconds
    return 0.0 if since is None else now_seconds - since


def span(seconds: float) -> str:
    """ "45 s", "5 min", "2 h", "3 d"."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"


def rate(per_second: float) -> str:
    """ "2.5/s"."""
    return f"{per_second:,.1f}/s"
