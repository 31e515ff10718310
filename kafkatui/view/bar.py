"""A share as a bar."""

from __future__ import annotations

_HALF, _WHOLE = "╸", "━"


def bar(value: float, highest: float, width: int) -> str:
    """`value` as a bar that fills `width` cells at `highest`, in half cells; what is not 0 is never invisible.

    Padded to `width` with blanks.
    """
    if width <= 0:
        return ""
    if value <= 0 or highest <= 0:
        return " " * width
    halves = max(1, min(width * 2, round(value / highest * width * 2)))
    return (_WHOLE * (halves // 2) + _HALF * (halves % 2)).ljust(width)
