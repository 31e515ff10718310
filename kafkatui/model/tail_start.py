"""Where reading a topic starts and where it stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from kafkatui.model.cluster import TopicPartition


class TailStartKind(Enum):
    """The ways to choose where to start."""

    END = "end"
    BEGINNING = "beginning"
    LAST = "last"
    OFFSETS = "offsets"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True, slots=True)
class TailStart:
    """Where to start; made by the functions below.

    Attributes:
        count: for LAST, how many records over all partitions together, the newest by timestamp.
        offsets: for OFFSETS, the first offset to read by partition; partitions without one start at their end.
        timestamp_ms: for TIMESTAMP, Unix milliseconds; the first record at or after it is the first read.
    """

    kind: TailStartKind
    count: int = 0
    offsets: Mapping[TopicPartition, int] = field(default_factory=dict)
    timestamp_ms: int = 0

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
    def at_offsets(offsets: Mapping[TopicPartition, int]) -> TailStart:
        """From these offsets on; those outside the log are moved to its nearer end."""
        return TailStart(TailStartKind.OFFSETS, offsets=dict(offsets))

    @staticmethod
    def at_timestamp(timestamp_ms: int) -> TailStart:
        """From this time on."""
        return TailStart(TailStartKind.TIMESTAMP, timestamp_ms=timestamp_ms)


class TailStop(Enum):
    """Where reading stops."""

    NEVER = "never"
    END = "end"
    """At the end of each partition as it was at the start."""
