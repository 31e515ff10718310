"""What is known of the transactions of records, by partition; bounded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import OrderedDict
from collections.abc import Collection, Sequence

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.transaction import FateRange, TransactionMarker

MOST_RANGES = 20_000
"""Of all partitions together; what was told longest ago goes first, a partition at a time."""


class _Partition:
    """Ranges by their first offset, each with when it was told; markers by theirs."""

    def __init__(self) -> None:
        self.firsts: list[int] = []
        self.told: dict[int, tuple[FateRange, float]] = {}
        self.marker_offsets: list[int] = []
        self.markers: dict[int, TransactionMarker] = {}

    def __len__(self) -> int:
        return len(self.firsts) + len(self.markers)

    def add(self, told: FateRange, at_seconds: float) -> None:
        if told.first not in self.told:
            insort(self.firsts, told.first)
        self.told[told.first] = told, at_seconds

    def find(self, offset: int) -> tuple[FateRange, float] | None:
        at = bisect_right(self.firsts, offset) - 1
        found = self.told[self.firsts[at]] if at >= 0 else None
        return found if found is not None and offset <= found[0].last else None

    def add_marker(self, marker: TransactionMarker) -> None:
        if marker.offset not in self.markers:
            insort(self.marker_offsets, marker.offset)
        self.markers[marker.offset] = marker

    def markers_between(self, after: int, before: int | None) -> list[TransactionMarker]:
        offsets = self.marker_offsets
        end = len(offsets) if before is None else bisect_left(offsets, before)
        return [self.markers[offset] for offset in offsets[bisect_right(offsets, after) : end]]

    def has_any(self, begin: int, end: int, but_for: str) -> bool:
        at = bisect_left(self.firsts, end)
        for first in reversed(self.firsts[:at]):
            told = self.told[first][0]
            if told.last < begin:
                break
            if told.fate.reason != but_for:
                return True
        return False


class FateMemory:
    """Fates by partition and offset. For one thread at a time."""

    def __init__(self, most_ranges: int = MOST_RANGES) -> None:
        self._most = most_ranges
        self._partitions: OrderedDict[TopicPartition, _Partition] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(each) for each in self._partitions.values())

    def find(self, key: TopicPartition, offset: int) -> tuple[FateRange, float] | None:
        """The range that holds an offset, and when it was told; None when it is not known."""
        partition = self._partitions.get(key)
        return None if partition is None else partition.find(offset)

    def markers(self, key: TopicPartition, after: int, before: int | None) -> Sequence[TransactionMarker]:
        """Those known behind one offset and before another, by offset; None: however far behind."""
        partition = self._partitions.get(key)
        return () if partition is None else partition.markers_between(after, before)

    def has_any(self, key: TopicPartition, begin: int, end: int, but_for: str) -> bool:
        """Whether any range reaches into these offsets, those left aside that are not known for this reason."""
        partition = self._partitions.get(key)
        return partition is not None and partition.has_any(begin, end, but_for)

    def covers(self, key: TopicPartition, offset: int) -> bool:
        """Whether it is known what is at an offset, a marker included."""
        partition = self._partitions.get(key)
        return partition is not None and (offset in partition.markers or partition.find(offset) is not None)

    def add(
        self,
        key: TopicPartition,
        ranges: Collection[FateRange],
        at_seconds: float,
        markers: Collection[TransactionMarker] = (),
    ) -> None:
        """Keep what was told; where it is too much, others are let go."""
        partition = self._partitions.setdefault(key, _Partition())
        self._partitions.move_to_end(key)
        if len(partition) + len(ranges) + len(markers) > self._most:
            partition = self._partitions[key] = _Partition()
        for told in ranges:
            partition.add(told, at_seconds)
        for marker in markers:
            partition.add_marker(marker)
        while len(self._partitions) > 1 and len(self) > self._most:
            self._partitions.popitem(last=False)

    def forget(self, names: Collection[str]) -> None:
        """Drop what is known of these topics."""
        for key in [key for key in self._partitions if key[0] in names]:
            del self._partitions[key]

    def forget_all(self) -> None:
        """Know nothing."""
        self._partitions.clear()
