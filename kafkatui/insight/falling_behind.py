"""Whether a group falls behind for ever: behind, and growing, by more than its way of committing explains.

A consumer commits in steps: between two commits the lag of one that keeps up grows by a step, and falls by it at the
commit. How large the steps are is seen from the commits; a lag that grows by more falls behind. (Burrow asks for a lag
that never fell from commit to commit, but sees every commit: linkedin/Burrow, `core/internal/evaluator/caching.go`.)
"""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.lag_history import LagHistory, LagPoint

HOLD_SECONDS = 15.0
"""A lag must have grown over this long: three times Kafka's default `auto.commit.interval.ms`."""

HOLD_POINTS = 4
"""And over so many looks."""

WINDOW_SECONDS = 120.0
"""What grew longer ago and does not any more has come to rest."""

STUCK_SECONDS = 60.0
"""Without any commit it must have grown over this long: some commit but once in half a minute."""

ROUNDING = 1
"""Messages that a look may be off by, as commits and ends are read one after the other."""


def falls_behind(history: LagHistory) -> bool | None:
    """Whether the group is behind and falls back further; None while it was not watched for long enough to tell."""
    if not history.points or history.points[-1].lag is None:
        return None
    points = _comparable([point for point in history.points if point.lag is not None])
    if points[-1].lag == 0:
        return False
    since_commit = points[_last_commit(points) :]
    if since_commit[-1].at_seconds - since_commit[0].at_seconds >= STUCK_SECONDS:
        return _growth(since_commit[0], since_commit[-1]) > ROUNDING
    return _outgrows_its_steps(points)


def _outgrows_its_steps(points: Sequence[LagPoint]) -> bool | None:
    """Whether the lag grew by more than is committed at once, since some look; None when there is no such look."""
    now, step, is_known = points[-1], 0, False
    for index in range(len(points) - 1, 0, -1):
        before, after = points[index - 1], points[index]
        step = max(step, after.committed - before.committed)
        span_seconds = now.at_seconds - before.at_seconds
        if span_seconds > WINDOW_SECONDS:
            break
        if step and span_seconds >= HOLD_SECONDS and len(points) - index >= HOLD_POINTS - 1:
            is_known = True
            if _growth(before, now) > step + ROUNDING:
                return True
    return False if is_known else None  # without a commit: it may commit any moment


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


def _growth(before: LagPoint, after: LagPoint) -> int:
    return (after.lag or 0) - (before.lag or 0)
