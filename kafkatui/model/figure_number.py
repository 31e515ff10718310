"""Numbers that others tell."""

from __future__ import annotations

import math
from typing import Any


def finite(value: Any) -> float | None:
    """It as a number; None where it is none, or none that can be counted with (NaN, infinite)."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
