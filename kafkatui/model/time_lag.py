"""How old the oldest record is that a group has still to read, and how that was found out."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kafkatui.model.cluster import TopicPartition


class TimeLagMethod(Enum):
    """READ: the record's own time. INTERPOLATED: between two looks at the log's end; EXTRAPOLATED: beyond them.
    NONE: there is nothing to read."""

    NONE = "none"
    READ = "read"
    INTERPOLATED = "interpolated"
    EXTRAPOLATED = "extrapolated"


class TimeLag(Struct, frozen=True):
    """A lag in time.

    Attributes:
        seconds: age of the oldest record still to be read; 0 where there is none.
        is_at_least: records before it were deleted unread: it was more.
        note: what is the matter with the record's own time, where another method was taken for it.
    """

    seconds: float
    method: TimeLagMethod
    is_at_least: bool = False
    note: str = ""


class UnreadRecord(Struct, frozen=True):
    """The first record that is there at or behind a committed offset.

    Attributes:
        committed: the offset that was looked from.
        offset: its own; larger where compaction or a transaction's marker left a hole.
        timestamp_ms: Unix; None without one.
        is_by_broker: whether the broker stamped it when it came in, and not its producer.
    """

    committed: int
    offset: int
    timestamp_ms: int | None
    is_by_broker: bool


class UnreadRecords(Struct, frozen=True):
    """The oldest unread record of each partition where there is one.

    Attributes:
        problems: why it could not be read; of partitions that are in neither nothing is unread.
    """

    records: dict[TopicPartition, UnreadRecord]
    problems: dict[TopicPartition, str]
