"""The markers of transactions as lines between records, where that was asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kafkatui.cli.record_lines import marker_line
from kafkatui.session.marker_reading import MarkerReading, ReadOn

if TYPE_CHECKING:
    from kafkatui.model.cluster import TopicPartition
    from kafkatui.model.record import Record
    from kafkatui.model.transaction import TransactionMarker

LOOK_INTERVAL_SECONDS = 1.0
"""How often it is looked for markers behind which no record has come yet."""


class MarkerLines:
    """Makes the lines of markers; waits for the partitions' leaders.

    Args:
        read_on: what reads.
        kind: of line, as `record_writer` has them.
        fields, has_fates: what stands beside records, too.
        say: told once each why some are not known.
    """

    def __init__(
        self, read_on: ReadOn, kind: str, fields: Sequence[str], say: Callable[[str], None], *, has_fates: bool
    ) -> None:
        self._reading = MarkerReading(read_on, say)
        self._kind = kind
        self._blanks = len(fields) + has_fates
        self._looked_at = time.monotonic()

    def begin(self, starts: Mapping[TopicPartition, int]) -> None:
        """As `MarkerReading.begin`."""
        self._reading.begin(starts)

    def before(self, record: Record) -> bytes:
        """The lines of those that stand before a record."""
        key = (record.topic, record.partition)
        return b"".join(self._line(key, marker) for marker in self._reading.before(key, record.offset))

    def behind(self, stops: Mapping[TopicPartition, int], *, has_ended: bool = False) -> bytes:
        """The lines of those that no record has come behind; now and then, and at the end.

        Args:
            stops: as `MarkerReading.behind` has them.
        """
        now = time.monotonic()
        if not has_ended and now - self._looked_at < LOOK_INTERVAL_SECONDS:
            return b""
        self._looked_at = now
        return b"".join(self._line(*found) for found in self._reading.behind(stops, has_ended=has_ended))

    def _line(self, key: TopicPartition, marker: TransactionMarker) -> bytes:
        return marker_line(self._kind, key, marker, blanks=self._blanks)
