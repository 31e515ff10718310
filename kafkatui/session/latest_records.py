"""The newest record of each key, gathered from records in the order of their offsets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from kafkatui.model.record import Record
from kafkatui.session.search_run import SearchedEnough

MOST_BYTES = 256 << 20
"""Of keys and of what is kept of their records, with what Python needs for them."""

_OVERHEAD_BYTES = 500


class LatestRecords:
    """What a compacted topic would be: of each key in each partition the newest record. One thread adds.

    Args:
        is_wanted: whether a record is to be told if it is the newest; of those that are not only the keys are kept.
        keeps_tombstones: whether keys that were deleted are told, too.
        most_bytes: when more would be kept, `add` raises SearchedEnough: what is the newest is not known then.
    """

    def __init__(
        self, is_wanted: Callable[[Record], bool], *, keeps_tombstones: bool = False, most_bytes: int = MOST_BYTES
    ) -> None:
        self.keyless = 0
        self._is_wanted = is_wanted
        self._keeps_tombstones = keeps_tombstones
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: dict[tuple[str, int, bytes], Record | None] = {}

    def add(self, record: Record) -> None:
        """Take the next record of its partition; one without a key is none's newest."""
        if record.key is None:
            self.keyless += 1
            return
        is_told = self._is_wanted(record) if record.value is not None else self._keeps_tombstones
        told = record if is_told else None
        place = (record.topic, record.partition, record.key)
        if place in self._kept:
            self._bytes -= _size(self._kept[place], record.key)
        self._kept[place] = told
        self._bytes += _size(told, record.key)
        if self._bytes > self._most_bytes:
            raise SearchedEnough

    def records(self) -> list[Record]:
        """By topic, partition and offset."""
        found = [record for record in self._kept.values() if record is not None]
        return sorted(found, key=lambda one: (one.topic, one.partition, one.offset))

    @property
    def scattered(self) -> int:
        """Keys that are in more than one partition of a topic."""
        partitions = Counter((topic, key) for topic, _, key in self._kept)
        return sum(count > 1 for count in partitions.values())

    def __len__(self) -> int:
        return len(self._kept)


def _size(record: Record | None, key: bytes) -> int:
    return _OVERHEAD_BYTES + (len(key) if record is None else record.size_bytes)
