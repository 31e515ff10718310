"""The short history of a rate that sparklines draw."""

from __future__ import annotations

from msgspec import Struct

HISTORY_SAMPLES = 60
"""Samples a `RateHistory` keeps."""


LONGEST_GAP_SECONDS = 60.0
"""A history that was not continued for longer is another one: what lies between would be drawn as nothing."""


class RateHistory(Struct, frozen=True):
    """The last `HISTORY_SAMPLES` rates, oldest first; None where a sample gave no rate."""

    samples: tuple[float | None, ...] = ()

    def append(self, rate: float | None) -> RateHistory:
        """This history with one sample more, the oldest dropped when full."""
        return RateHistory((*self.samples, rate)[-HISTORY_SAMPLES:])

    def resumed(self, gap_seconds: float) -> RateHistory:
        """This history after `gap_seconds` without a sample: with a gap in it, or begun afresh after a long one."""
        return self.append(None) if gap_seconds <= LONGEST_GAP_SECONDS else RateHistory()

    @property
    def last(self) -> float | None:
        """The newest sample."""
        return self.samples[-1] if self.samples else None
