"""Different keys and the most frequent ones, in bounded memory: counted as long as there are few, estimated beyond.

The estimate is HyperLogLog's (Flajolet et al. 2007) with 2¹⁴ registers: a standard error of 0.81 %. The most frequent
are Misra and Gries's (1982): what is counted of a key is never too much, and too little by what is told at most.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median_high

from kafkatui.kafka.stream.bounded_counter import most_frequent
from kafkatui.kafka.stream.spread_tally import SizeTally
from kafkatui.model.topic_analysis import KeyFigures

MOST_KEYS = 200_000
MOST_KEY_BYTES = 32 << 20


class KeyTally:
    """Takes keys; null is None."""

    def __init__(self) -> None:
        self._counts: Counter[bytes] = Counter()
        self._bytes = self._missed = 0
        self._estimate: HyperLogLog | None = None
        self._sizes = SizeTally()

    def add(self, keys: Sequence[bytes | None]) -> int:
        """Take some more; how many bytes they have."""
        present = [key for key in keys if key is not None]
        different = set(present)
        if self._estimate is not None:
            self._estimate.add(different)
        self._bytes += sum(map(len, different - self._counts.keys()))
        self._counts.update(present)
        if len(self._counts) > MOST_KEYS or self._bytes > MOST_KEY_BYTES:
            self._forget()
        return self._sizes.add(keys)

    def figures(self) -> KeyFigures:
        """All of them together."""
        estimate, sizes = self._estimate, self._sizes
        return KeyFigures(
            sizes.nulls, sizes.empty, sizes.sizes.spread(), len(self._counts) if estimate is None else estimate.count(),
            estimate is None, most_frequent(self._counts), self._missed,
        )  # fmt: skip

    def _forget(self) -> None:
        """Drop at least half of the keys: those that few records have."""
        if self._estimate is None:
            self._estimate = HyperLogLog()
            self._estimate.add(self._counts)
        less = median_high(self._counts.values())
        self._counts = Counter({key: count - less for key, count in self._counts.items() if count > less})
        self._bytes = sum(map(len, self._counts))
        self._missed += less


class HyperLogLog:
    """About how many different ones there are."""

    _BITS = 14
    _REST = 64 - _BITS

    def __init__(self) -> None:
        self._registers = bytearray(1 << self._BITS)

    def add(self, keys: Iterable[bytes]) -> None:
        """Take some more; one that was there before changes nothing."""
        registers, rest, low = self._registers, self._REST, (1 << self._BITS) - 1
        for key in keys:
            mixed = hash(key) & 0xFFFFFFFFFFFFFFFF  # SipHash: all its bits are as good as random
            rank = rest - (mixed >> self._BITS).bit_length() + 1
            if rank > registers[mixed & low]:
                registers[mixed & low] = rank

    def count(self) -> int:
        """About how many."""
        size = len(self._registers)
        estimate = 0.7213 / (1 + 1.079 / size) * size * size / sum(2.0**-rank for rank in self._registers)
        blank = self._registers.count(0)
        if estimate <= 2.5 * size and blank:
            estimate = size * math.log(size / blank)
        return round(estimate)
