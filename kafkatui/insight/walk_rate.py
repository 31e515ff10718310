"""How fast a walk through a subtree may go, as it is typed."""

from __future__ import annotations

from kafkatui.model.errors import FieldError
from kafkatui.model.subtree import DEFAULT_RATE

UNLIMITED = "max"


def read_rate(text: str | None, field: str = "rate") -> float | None:
    """Znodes a second; None for `max`: as fast as it goes. Nothing typed is the default.

    Args:
        field: what it was typed into, for the error.

    Raises:
        FieldError: it is neither a number above 0 nor `max`.
    """
    typed = (text or "").strip().replace(",", "").lower()
    if not typed:
        return float(DEFAULT_RATE)
    if typed == UNLIMITED:
        return None
    try:
        rate = float(typed)
    except ValueError:
        rate = 0.0
    if not 0 < rate < float("inf"):
        raise FieldError(field, f"{text} is no number of znodes a second.", "A number above 0, or max.")
    return rate
