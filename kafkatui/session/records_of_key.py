"""Records of one key in one order, whatever partitions they are in."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

from kafkatui.model.record import Record
from kafkatui.session.search_run import SearchedEnough

MOST_BYTES = 128 << 20


class RecordsOfKey:
    """Gathers records, each partition's in the order of its offsets. One thread adds.

    Args:
        most_bytes: when there are more, `add` raises SearchedEnough.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._by_partition: dict[tuple[str, int], list[Record]] = {}

    def add(self, record: Record) -> None:
        """One more was found."""
        self._by_partition.setdefault((record.topic, record.partition), []).append(record)
        self._bytes += record.size_bytes
        if self._bytes > self._most_bytes:
            raise SearchedEnough

    @property
    def partitions(self) -> Sequence[int]:
        """Where they were found."""
        return sorted(partition for _, partition in self._by_partition)

    def in_order(self) -> Iterator[Record]:
        """A partition's as they are in it, and those of several by their timestamps."""
        return heapq.merge(*self._by_partition.values(), key=lambda record: record.timestamp_ms or 0)
