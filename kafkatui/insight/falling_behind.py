"""Whether a group falls behind for ever: behind, and growing, for longer than its way of committing explains.

After Burrow's evaluator (linkedin/Burrow, `core/internal/evaluator/caching.go`): a lag that was 0 is fine, one that
never fell from commit to commit is not. A consumer commits in steps, and between two commits every lag grows; so growth
counts only over looks among which it committed, or when it has not committed for long.
"""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.lag_history import LagHistory, LagPoint

HOLD_SECONDS = 15.0
"""A lag must have grown over this long: three times Kafka's default `auto.commit.interval.ms`."""

HOLD_POINTS = 4
"""And over so many looks, in two halves that are compared."""

STUCK_SECONDS = 60.0
"""Without any commit it must have grown over this long, as some commit but once in half a minute."""


def falls_behind(history: LagHistory) -> bool | None:
    """Whether the group is behind and falls back further; None while it was not watched for long enough to tell."""
    if not history.points or history.points[-1].lag is None:
        return None
    points = _comparable([point for point in history.points if point.lag is not None])
    if points[-1].lag == 0:
        return False
    since_commit = points[_last_commit(points) :]
    if _span(since_commit) >= STUCK_SECONDS:
        return _grew(since_commit)
    recent = _recent(points)
    if recent is None:
        return None
    earlier, later = recent[: len(recent) // 2], recent[len(recent) // 2 :]
    if later[-1].committed == earlier[-1].committed:
        return None  # it may commit any moment
    return min(_lags(later)) > max(_lags(earlier)) and min(_lags(recent)) > 0


def _comparable(points: Sequence[LagPoint]) -> Sequence[LagPoint]:
    """The newest looks at the same partitions, since the offsets were last set back."""
    start = len(points) - 1
    while start > 0:
        before, after = points[start - 1], points[start]
        if before.basis != after.basis or before.committed > after.committed:
            break
        start -= 1
    return points[max(0, start) :]


def _last_commit(points: Sequence[LagPoint]) -> int:
    """The look at which it had committed last; the first when it has not since."""
    for index in range(len(points) - 1, 0, -1):
        if points[index].committed != points[index - 1].committed:
            return index
    return 0


def _recent(points: Sequence[LagPoint]) -> Sequence[LagPoint] | None:
    """The fewest newest looks that are enough to judge by; None when there are too few."""
    for start in range(len(points) - HOLD_POINTS, -1, -1):
        if _span(points[start:]) >= HOLD_SECONDS:
            return points[start:]
    return None


def _span(points: Sequence[LagPoint]) -> float:
    return points[-1].at_seconds - points[0].at_seconds


def _grew(points: Sequence[LagPoint]) -> bool:
    lags = _lags(points)
    return lags[-1] > lags[0]


def _lags(points: Sequence[LagPoint]) -> list[int]:
    return [point.lag for point in points if point.lag is not None]
