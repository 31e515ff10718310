"""Python's collector of cycles, made to stay out of the way."""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 10_000
"""So many more objects than before, and the young ones are looked through, 3 to 5 ms in which nobody else runs. With
50,000 it was 15 to 25, every second or two at 10,000 topics."""

MIDDLE_ROUNDS = 5
"""After so many of these also what they left is looked through: at most 60,000 objects, 20 ms. With 250 it was a second
for whoever had opened a hundred pages."""

OLD_ROUNDS = 100_000
"""Never, in effect: all of it is looked through when nobody waits (`tui/idle_collection.py`)."""


def calm_garbage_collection() -> None:
    """Let the collector leave alone what lives as long as the program, and look at the rest rarely.

    With Python's defaults a full collection walks every kept record and row: 80 to 150 ms during which no key is
    answered (`benchmarks/widgets.py`), and writing a million records takes a sixth longer. Reference counts free nearly
    everything here without it.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(YOUNG_OBJECTS, MIDDLE_ROUNDS, OLD_ROUNDS)
