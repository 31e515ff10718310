"""How a group's lag went lately, look by look: for its trend and for whether it falls behind."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.rate_history import LONGEST_GAP_SECONDS

HISTORY_POINTS = 60
"""Looks a `LagHistory` keeps."""


class LagPoint(Struct, frozen=True):
    """A group at one look.

    Attributes:
        at_seconds: Unix time.
        lag: the known lags of its partitions together; None when none is known.
        committed: all its committed offsets together.
        basis: changes when partitions come, go or are not known: sums over different partitions cannot be compared.
    """

    at_seconds: float
    lag: int | None
    committed: int
    basis: int


class LagHistory(Struct, frozen=True):
    """The last `HISTORY_POINTS` looks, oldest first."""

    points: tuple[LagPoint, ...] = ()

    def append(self, point: LagPoint) -> LagHistory:
        """This history with one look more, the oldest dropped when full."""
        return LagHistory((*self.points, point)[-HISTORY_POINTS:])

    def resumed(self, at_seconds: float, gap_seconds: float) -> LagHistory:
        """This history after `gap_seconds` without a look: with a gap in it, or begun afresh after a long one."""
        return self.append(LagPoint(at_seconds, None, 0, 0)) if gap_seconds <= LONGEST_GAP_SECONDS else LagHistory()

    @property
    def samples(self) -> tuple[int | None, ...]:
        """The lag at each look, for sparklines."""
        return tuple(point.lag for point in self.points)
