"""What is counted by name, in bounded memory, and the most frequent of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Generic, TypeVar

T = TypeVar("T", bytes, int, str)

MOST_FREQUENT = 10


def most_frequent(counts: Mapping[T, int]) -> tuple[tuple[T, int], ...]:
    """The `MOST_FREQUENT` with their counts, the most frequent first; those as frequent as each other in order."""
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_FREQUENT])


class BoundedCounter(Generic[T]):
    """Counts the first so many different ones; of others it only says that there are any.

    Args:
        limit: how many.
    """

    def __init__(self, limit: int) -> None:
        self.counts: Counter[T] = Counter()
        self.has_more = False
        self._limit = limit

    def add(self, name: T, count: int = 1) -> None:
        """Count it so many times more."""
        if name in self.counts or len(self.counts) < self._limit:
            self.counts[name] += count
        else:
            self.has_more = True
