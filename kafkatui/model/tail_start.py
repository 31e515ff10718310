"""Where reading topics starts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition


class TailStartKind(Enum):
    """The ways to choose where to start."""

    END = "end"
    BEGINNING = "beginning"
    LAST = "last"
    LAST_OF_EACH = "last of each"
    COMMITTED = "committed"
    OFFSETS = "offsets"
    TIMESTAMP = "timestamp"


class TailStart(Struct, frozen=True):
    """Where to start; made by the functions below.

    Attributes:
        count: for LAST, how many records over all partitions together, the newest by timestamp; for LAST_OF_EACH, how
            many of each partition.
        group: for COMMITTED, the consumer group whose committed offsets are the first to read; a partition of which it
            committed none starts at its beginning.
        offsets: for OFFSETS, the first offset to read by partition; partitions without one start at their end.
        timestamp_ms: for TIMESTAMP, Unix milliseconds; the first record at or after it is the first read.
    """

    kind: TailStartKind
    count: int = 0
    offsets: Mapping[TopicPartition, int] = field(default_factory=dict)
    timestamp_ms: int = 0
    group: str = ""

    @staticmethod
    def end() -> TailStart:
        """Only what is written from now on."""
        return TailStart(TailStartKind.END)

    @staticmethod
    def beginning() -> TailStart:
        """Everything there is."""
        return TailStart(TailStartKind.BEGINNING)

    @staticmethod
    def last(count: int) -> TailStart:
        """The newest `count` records, then what is written from now on."""
        return TailStart(TailStartKind.LAST, count=count)

    @staticmethod
    def last_of_each(count: int) -> TailStart:
        """The newest `count` records of each partition, then what is written from now on."""
        return TailStart(TailStartKind.LAST_OF_EACH, count=count)

    @staticmethod
    def committed(group: str) -> TailStart:
        """What a consumer group has not committed yet; the group is only asked, not joined."""
        return TailStart(TailStartKind.COMMITTED, group=group)

    @staticmethod
    def at_offsets(offsets: Mapping[TopicPartition, int]) -> TailStart:
        """From these offsets on; those outside the log are moved to its nearer end."""
        return TailStart(TailStartKind.OFFSETS, offsets=dict(offsets))

    @staticmethod
    def at_timestamp(timestamp_ms: int) -> TailStart:
        """From this time on."""
        return TailStart(TailStartKind.TIMESTAMP, timestamp_ms=timestamp_ms)
