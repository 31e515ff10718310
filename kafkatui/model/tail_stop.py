"""Where reading topics stops."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition


class TailStopKind(Enum):
    """The ways to choose where to stop."""

    NEVER = "never"
    END = "end"
    OFFSETS = "offsets"
    TIMESTAMP = "timestamp"


class TailStop(Struct, frozen=True):
    """Where to stop; made by the functions below.

    Attributes:
        offsets: for OFFSETS, the first offset not to read by partition; partitions without one stop at their end as it
            was at the start.
        timestamp_ms: for TIMESTAMP, Unix milliseconds: each partition stops before its first record at or after it.
        count: so many records at most, all partitions together; None for no such bound.
    """

    kind: TailStopKind
    offsets: Mapping[TopicPartition, int] = field(default_factory=dict)
    timestamp_ms: int = 0
    count: int | None = None

    @property
    def has_ends(self) -> bool:
        """Whether each partition has an offset at which it is done."""
        return self.kind is not TailStopKind.NEVER

    @staticmethod
    def never() -> TailStop:
        """Waits for more."""
        return TailStop(TailStopKind.NEVER)

    @staticmethod
    def at_end() -> TailStop:
        """At the end of each partition as it was at the start."""
        return TailStop(TailStopKind.END)

    @staticmethod
    def at_offsets(offsets: Mapping[TopicPartition, int]) -> TailStop:
        """Before these offsets; one beyond the end is the end as it was at the start."""
        return TailStop(TailStopKind.OFFSETS, offsets=dict(offsets))

    @staticmethod
    def at_timestamp(timestamp_ms: int) -> TailStop:
        """Before the first record at or after this time."""
        return TailStop(TailStopKind.TIMESTAMP, timestamp_ms=timestamp_ms)
