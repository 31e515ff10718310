"""The short history of a rate that sparklines draw."""

from __future__ import annotations

from dataclasses import dataclass

HISTORY_SAMPLES = 60
"""Samples a `RateHistory` keeps."""


@dataclass(frozen=True, slots=True)
class RateHistory:
    """The last `HISTORY_SAMPLES` rates, oldest first; None where a sample gave no rate."""

    samples: tuple[float | None, ...] = ()

    def append(self, rate: float | None) -> RateHistory:
        """This history with one sample more, the oldest dropped when full."""
        return RateHistory((*self.samples, rate)[-HISTORY_SAMPLES:])

    @property
    def last(self) -> float | None:
        """The newest sample."""
        return self.samples[-1] if self.samples else None
