"""How long a thread that waits for the interpreter waits at most while another one computes."""

from __future__ import annotations

import sys

TURN_SECONDS = 0.001
"""Python's default is 5 ms. Opening a dialog takes the loop some fifty turns, each of which it would wait for so long
behind a thread that reads 400,000 records a second: half a second for a key, where 1 ms makes it a tenth."""


def take_turns_often() -> None:
    """For the explorer, whose loop is to answer keys whatever its readers do; it costs them about a hundredth."""
    sys.setswitchinterval(TURN_SECONDS)
