"""Records of several partitions put in the order of their timestamps, with so many held back at most."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from kafkatui.model.record import Record

MOST_RECORDS = 200_000
MOST_BYTES = 128 << 20

Place = tuple[str, int]


class TimeOrder:
    """Holds records back until as many are held as may be, and gives the oldest first.

    Those that are as old stand by topic and partition, so that the order is the same each time.

    A partition's records stay in its order: one that is older than the one before it counts as being as old. Where
    partitions are read so unevenly that one is further behind than what is held, an older record comes too late: it
    is given at once, and counted.

    Attributes:
        backwards: records older than one before them, by topic and partition.
        late: records given behind newer ones.
    """

    def __init__(self, most_records: int = MOST_RECORDS, most_bytes: int = MOST_BYTES) -> None:
        self.backwards: dict[Place, int] = {}
        self.late = 0
        self._most_records = most_records
        self._most_bytes = most_bytes
        self._held: list[tuple[int, Place, int, Record]] = []
        self._bytes = self._number = 0
        self._newest: dict[Place, int] = {}
        self._given_ms: int | None = None

    def passed(self, records: Iterable[Record]) -> Iterator[Record]:
        """Take some more; what is not held back any longer."""
        for record in records:
            if record.note:
                yield record
                continue
            place = (record.topic, record.partition)
            heapq.heappush(self._held, (self._time(record), place, self._number, record))
            self._number += 1
            self._bytes += record.size_bytes
            while len(self._held) > self._most_records or (self._bytes > self._most_bytes and len(self._held) > 1):
                yield self._oldest()

    def rest(self) -> Iterator[Record]:
        """What is still held."""
        while self._held:
            yield self._oldest()

    def _time(self, record: Record) -> int:
        """Its timestamp, or the newest before it in its partition; without any it is as old as can be."""
        place = (record.topic, record.partition)
        newest = self._newest.get(place)
        stamp = record.timestamp_ms
        if newest is not None and (stamp is None or stamp < newest):
            if stamp is not None:
                self.backwards[place] = self.backwards.get(place, 0) + 1
            return newest
        if stamp is None:
            return 0
        self._newest[place] = stamp
        return stamp

    def _oldest(self) -> Record:
        moment, _, _, record = heapq.heappop(self._held)
        self._bytes -= record.size_bytes
        if self._given_ms is not None and moment < self._given_ms:
            self.late += 1
        else:
            self._given_ms = moment
        return record

    def remarks(self) -> Iterator[str]:
        """What is to be said of the order, at the end."""
        for (topic, partition), count in sorted(self.backwards.items()):
            yield f"{topic}-{partition}: records older than one before them, behind which they stay: {count:,}"
        if self.late:
            yield f"records too late to stand in order, as more lay between than can be held back: {self.late:,}"
