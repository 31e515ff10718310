"""A row of numbers as a row of bars."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
GAP = " "


def sparkline(samples: Sequence[float | None], width: int) -> str:
    """The newest `width` samples as bars from 0 to their maximum, right-aligned; a blank where one is unknown.

    Only 0 draws the lowest bar when anything is higher, so that a little is never nothing.
    """
    if width <= 0:
        return ""
    shown = list(samples[-width:])
    highest = max((sample for sample in shown if sample is not None), default=0.0)
    return "".join(_bar(sample, highest) for sample in shown).rjust(width)


def range_sparkline(samples: Sequence[float | None], width: int) -> str:
    """The newest `width` samples as bars from their least to their most, right-aligned: it is the course that counts.

    Only 0 draws the lowest bar; what does not change is drawn at half height.
    """
    if width <= 0:
        return ""
    shown = list(samples[-width:])
    known = [sample for sample in shown if sample is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    return "".join(_bar_between(sample, low, high) for sample in shown).rjust(width)


def _bar_between(sample: float | None, low: float, high: float) -> str:
    if sample is None:
        return GAP
    if sample <= 0:
        return BARS[0]
    if high <= low:
        return BARS[len(BARS) // 2 - 1]
    return BARS[1 + round((sample - low) / (high - low) * (len(BARS) - 2))]


def _bar(sample: float | None, highest: float) -> str:
    if sample is None:
        return GAP
    if sample <= 0 or highest <= 0:
        return BARS[0]
    top = len(BARS) - 1
    return BARS[max(1, min(top, round(sample / highest * top)))]
