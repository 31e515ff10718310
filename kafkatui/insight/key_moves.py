"""What more partitions do to keys: Kafka's own clients choose by the key's hash, modulo the number of partitions."""

from __future__ import annotations

from math import lcm


def moved_share(now: int, then: int) -> float:
    """The share of all keys, 0 to 1, whose records go to another partition from then on.

    A hash has the same remainder by both numbers only where that is its remainder by their least common multiple.

    Args:
        now, then: numbers of partitions, 1 at least.
    """
    return 1 - min(now, then) / lcm(now, then)
