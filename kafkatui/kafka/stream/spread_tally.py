"""How numbers are spread, in bounded memory: exactly as long as there are few different ones, else within 1.6 %."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from kafkatui.model.topic_analysis import Spread

MOST_DIFFERENT = 10_000
"""More different numbers than these are kept with their first seven binary digits only."""

_DIGITS = 7


class SpreadTally:
    """Takes numbers from 0 on."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._is_exact = True
        self._count = self._total = 0
        self._least: int | None = None
        self._most: int | None = None

    def add(self, numbers: Sequence[int]) -> None:
        """Take some more."""
        if not numbers:
            return
        self._count += len(numbers)
        self._total += sum(numbers)
        low, high = min(numbers), max(numbers)
        self._least = low if self._least is None else min(self._least, low)
        self._most = high if self._most is None else max(self._most, high)
        self._counts.update(numbers if self._is_exact else map(_coarse, numbers))
        if self._is_exact and len(self._counts) > MOST_DIFFERENT:
            self._is_exact = False
            exact, self._counts = self._counts, Counter()
            for number, count in exact.items():
                self._counts[_coarse(number)] += count

    def spread(self) -> Spread:
        """All of them together."""
        ordered = sorted(self._counts.items())
        reached = list(accumulate(count for _, count in ordered))
        histogram: Counter[int] = Counter()
        for number, count in ordered:
            histogram[number.bit_length()] += count
        return Spread(
            self._count, self._total, self._least, self._rank(ordered, reached, 50), self._rank(ordered, reached, 99),
            self._most, self._is_exact, tuple((*_bounds(bits), count) for bits, count in sorted(histogram.items())),
        )  # fmt: skip

    def _rank(self, ordered: Sequence[tuple[int, int]], reached: Sequence[int], percent: int) -> int | None:
        rank = -(-self._count * percent // 100)
        if self._least is None:
            return None
        number, _ = ordered[bisect_left(reached, rank)]
        return max(number, self._least)


class SizeTally:
    """Takes byte strings, of which only the sizes are kept; null is None."""

    def __init__(self) -> None:
        self.nulls = self.empty = 0
        self.sizes = SpreadTally()

    def add(self, values: Sequence[bytes | None]) -> int:
        """Take some more; how many bytes they have."""
        sizes = [len(value) for value in values if value is not None]
        self.nulls += len(values) - len(sizes)
        self.empty += sizes.count(0)
        self.sizes.add(sizes)
        return sum(sizes)


def _coarse(number: int) -> int:
    shift = max(0, number.bit_length() - _DIGITS)
    return number >> shift << shift


def _bounds(bits: int) -> tuple[int, int]:
    return (1 << bits - 1, (1 << bits) - 1) if bits else (0, 0)
