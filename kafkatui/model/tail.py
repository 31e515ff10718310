"""What a running tail says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from kafkatui.model.cluster import TopicPartition


class TailPhase(Enum):
    """What a tail is doing."""

    STARTING = "starting"
    JOINING = "joining"
    """Waiting for the partitions that a group gives its new member, or gives out anew."""
    LOADING = "loading"
    """Collecting the last N of every partition before any is shown."""
    READING = "reading"
    """Behind the end and catching up."""
    FOLLOWING = "following"
    """At the end, waiting for what comes."""
    WAITING = "waiting"
    """No broker that leads any of it answers."""
    PAUSED = "paused"
    DELETED = "deleted"
    """None of its topics exists any more."""
    ENDED = "ended"
    """Everything asked for has been read."""
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def is_final(self) -> bool:
        """Nothing will be read any more."""
        return self in (TailPhase.ENDED, TailPhase.FAILED, TailPhase.STOPPED)


class TailState(Struct, frozen=True):
    """What a tail is doing and what hinders it.

    Attributes:
        error: what hinders it, empty when nothing does. Only FAILED is final; otherwise it keeps trying.
        advice: what can be done about the error.
        problems: what hinders single partitions.
    """

    phase: TailPhase
    error: str = ""
    advice: str = ""
    problems: Mapping[TopicPartition, str] | None = None


class TailStatistics(Struct, frozen=True):
    """Figures of a tail, refreshed several times a second.

    Attributes:
        read_count: records handed on since the start: kept_count + evicted_count.
        kept_count: those that can still be looked at.
        evicted_count: those that fell out to make room.
        rate_per_second: records a second over the last second or two; once it follows, of what came since.
        positions: the next offset to read, by partition; only of partitions something is known of.
        lag: records still to be read to the end of all partitions (an upper bound with compaction or transactions);
            None when an end is not known.
        skipped_count: offsets left out to stay with a producer faster than any reader.
        deleted_count: offsets deleted before they were read: by retention, on demand, or with their topic.
    """

    read_count: int = 0
    kept_count: int = 0
    evicted_count: int = 0
    rate_per_second: float = 0.0
    positions: Mapping[TopicPartition, int] | None = None
    lag: int | None = None
    skipped_count: int = 0
    deleted_count: int = 0
