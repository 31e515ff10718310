"""A record to be found again after its topic has been read anew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from kafkatui.session.cluster_view import RecordsView

MOST_LOOKS = 5_000
"""So many records at most are looked at: this is done in the event loop."""


@dataclass(frozen=True, slots=True)
class SoughtRecord:
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
