"""Whether a lag rises or falls, and how fast, from the looks at it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.model.group_track import LagLook

WINDOW_SECONDS = 600.0
"""Looks further back than that say nothing of now."""

LEAST_LOOKS, LEAST_SECONDS = 3, 8.0
"""Fewer looks, or less time between the first and the last, tell no trend: consumers commit in steps."""


class LagTrend(Struct, frozen=True):
    """How a lag changed.

    Attributes:
        per_second: messages; positive: the group falls back.
        over_seconds: the time that was looked at.
    """

    per_second: float
    over_seconds: float

    @property
    def is_level(self) -> bool:
        """Whether it has changed by less than a message in all that time."""
        return abs(self.per_second) * self.over_seconds < 1


def lag_trend(looks: Sequence[LagLook]) -> LagTrend | None:
    """The straight line that lies nearest to the looks of the last ten minutes; None while they are too few."""
    if not looks:
        return None
    newest = looks[-1].at_seconds
    points = [
        (look.at_seconds - newest, look.lag)
        for look in looks
        if look.lag is not None and newest - look.at_seconds <= WINDOW_SECONDS
    ]
    if len(points) < LEAST_LOOKS or points[-1][0] - points[0][0] < LEAST_SECONDS:
        return None
    count = len(points)
    middle_time = sum(at for at, _ in points) / count
    middle_lag = sum(lag for _, lag in points) / count
    spread = sum((at - middle_time) ** 2 for at, _ in points)
    together = sum((at - middle_time) * (lag - middle_lag) for at, lag in points)
    return LagTrend(together / spread, points[-1][0] - points[0][0])
