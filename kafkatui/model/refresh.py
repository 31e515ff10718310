"""How often a page reads what it shows, where somebody chose."""

from __future__ import annotations

import math
from typing import Final

BY_HAND: Final = math.inf
"""Seconds between two reads of a page that is read when it is opened, and then only when that is asked for."""

OFF = "off"
"""What that is called where it is typed."""

CHOICES = (BY_HAND, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""What is offered, in seconds."""

SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 3600.0
"""What may be typed."""

SELDOM_SECONDS = 60.0
"""What is read more rarely than so by itself hardly changes, and is not read more often for a page that is."""

BOUNDS = f'"{OFF}" or a number of seconds from {SHORTEST_SECONDS:.0f} to {LONGEST_SECONDS:.0f}'
"""What may be typed, in words."""


def checked_interval(value: object) -> float:
    """What stands in a file as seconds between two reads; "off" is `BY_HAND`.

    Raises:
        ValueError: it is neither that nor a number within the bounds.
    """
    if value == OFF:
        return BY_HAND
    if isinstance(value, int | float) and not isinstance(value, bool) and SHORTEST_SECONDS <= value <= LONGEST_SECONDS:
        return float(value)
    raise ValueError(BOUNDS)


def plain_interval(seconds: float) -> str | float:
    """As it stands in a file."""
    return OFF if seconds == BY_HAND else seconds


def typed_interval(text: str) -> float:
    """The same of what was typed: "15", "15 s", "off".

    Raises:
        ValueError: as `checked_interval` has it.
    """
    plain = text.strip().lower()
    try:
        return checked_interval(OFF if plain == OFF else float(plain.removesuffix("s")))
    except ValueError:
        raise ValueError(BOUNDS) from None
