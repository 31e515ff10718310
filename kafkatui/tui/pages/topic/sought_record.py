"""A record to be found again after its topic has been read anew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from msgspec import Struct

from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_start import TailStart
from kafkatui.session.cluster_view import RecordsView

MOST_LOOKS = 5_000
"""So many records at most are looked at: this is done in the event loop."""


AROUND_COUNT = 50
"""Offsets before the one that is gone to, so that what came before it is seen, too."""


def place_cursor(partition: int, offset: int) -> str:
    """The cursor of a Messages page on the first record of a partition from an offset on."""
    return f"{partition}@{offset}"


def range_around(topic: str, cursor: str) -> tuple[TailRange, FirstFrom] | None:
    """What is read, and the record that is looked for in it, of such a cursor; None of any other."""
    partition, _, offset = cursor.partition("@")
    if not (partition.isdecimal() and offset.isdecimal()):
        return None
    number, first = int(partition), int(offset)
    start = TailStart.at_offsets({(topic, number): max(0, first - AROUND_COUNT)})
    return TailRange(start, partitions=frozenset({number})), FirstFrom(first)


@dataclass(slots=True)
class FirstFrom:
    """The first record of the one partition that is read at or behind an offset, which may have no record itself."""

    offset: int
    looked: int = 0
    """Serials below it were looked at."""

    def find(self, records: RecordsView) -> int | None:
        """Its serial; None when it has not been read yet."""
        begin = max(self.looked, records.first_serial)
        for serial in range(begin, min(records.next_serial, begin + MOST_LOOKS)):
            record = records.record_at(serial)
            if record is not None and not record.note and record.offset >= self.offset:
                return serial
            self.looked = serial + 1
        return None


class SoughtRecord(Struct, frozen=True):
    """A record by its place in its topic.

    Attributes:
        from_end: how many records before the end it was, where it is looked for first.
    """

    topic: str
    partition: int
    offset: int
    from_end: int

    def find(self, records: RecordsView) -> int | None:
        """Its serial; None when it is not near where it was."""
        first, end = records.first_serial, records.next_serial
        middle = min(max(first, end - self.from_end), end)
        after = range(middle, min(end, middle + MOST_LOOKS // 2))
        before = range(middle - 1, max(first, middle - MOST_LOOKS // 2) - 1, -1)
        return next(filter(lambda serial: self._is(records, serial), chain(after, before)), None)

    def _is(self, records: RecordsView, serial: int) -> bool:
        record = records.record_at(serial)
        sought = (self.topic, self.partition, self.offset)
        return record is not None and (record.topic, record.partition, record.offset) == sought
