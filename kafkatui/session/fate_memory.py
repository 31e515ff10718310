"""What is known of the transactions of records, by partition; bounded."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import OrderedDict
from collections.abc import Collection

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.transaction import FateRange

MOST_RANGES = 20_000
"""Of all partitions together; what was told longest ago goes first, a partition at a time."""


class _Partition:
    """Ranges by their first offset, each with when it was told."""

    def __init__(self) -> None:
        self.firsts: list[int] = []
        self.told: dict[int, tuple[FateRange, float]] = {}

    def add(self, told: FateRange, at_seconds: float) -> None:
        if told.first not in self.told:
            insort(self.firsts, told.first)
        self.told[told.first] = told, at_seconds

    def find(self, offset: int) -> tuple[FateRange, float] | None:
        at = bisect_right(self.firsts, offset) - 1
        found = self.told[self.firsts[at]] if at >= 0 else None
        return found if found is not None and offset <= found[0].last else None


class FateMemory:
    """Fates by partition and offset. For one thread at a time."""

    def __init__(self, most_ranges: int = MOST_RANGES) -> None:
        self._most = most_ranges
        self._partitions: OrderedDict[TopicPartition, _Partition] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(each.firsts) for each in self._partitions.values())

    def find(self, key: TopicPartition, offset: int) -> tuple[FateRange, float] | None:
        """The range that holds an offset, and when it was told; None when it is not known."""
        partition = self._partitions.get(key)
        return None if partition is None else partition.find(offset)

    def add(self, key: TopicPartition, ranges: Collection[FateRange], at_seconds: float) -> None:
        """Keep what was told; where it is too much, others are let go."""
        partition = self._partitions.setdefault(key, _Partition())
        self._partitions.move_to_end(key)
        if len(partition.firsts) + len(ranges) > self._most:
            partition = self._partitions[key] = _Partition()
        for told in ranges:
            partition.add(told, at_seconds)
        while len(self._partitions) > 1 and len(self) > self._most:
            self._partitions.popitem(last=False)

    def forget(self, names: Collection[str]) -> None:
        """Drop what is known of these topics."""
        for key in [key for key in self._partitions if key[0] in names]:
            del self._partitions[key]

    def forget_all(self) -> None:
        """Know nothing."""
        self._partitions.clear()
