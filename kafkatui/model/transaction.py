"""What became of the transaction that a record was written in."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kafkatui.model.cluster import TopicPartition

RecordPlace = tuple[str, int, int]
"""Topic, partition and offset of a record."""


class FateKind(Enum):
    """What became of it. The values are those of JSON."""

    COMMITTED = "committed"
    ABORTED = "aborted"
    OPEN = "open"
    """Neither yet: a consumer that reads only what was committed waits for it."""
    NONE = "none"
    """The record was written outside of transactions."""
    UNKNOWN = "unknown"


class TransactionFate(Struct, frozen=True):
    """What became of a record's transaction.

    Attributes:
        producer_id: Kafka's number of the producer that wrote it, −1 where there is none.
        marker_offset: where the marker stands that ended it, where that was read along.
        reason: why it is not known, empty when it is or is about to be.
    """

    kind: FateKind
    producer_id: int = -1
    marker_offset: int | None = None
    reason: str = ""


class FateRange(Struct, frozen=True):
    """Offsets of one partition, `last` included, whose records share a fate: those of a batch, or of several."""

    first: int
    last: int
    fate: TransactionFate


MARKER_FIELD = "marker"
"""What a line of JSON or CSV that stands for one says of it: what reads records passes over it."""


class TransactionMarker(Struct, frozen=True):
    """What ends a transaction in one partition: it takes an offset there, and no consumer is given it.

    Attributes:
        coordinator_epoch: of the transaction coordinator that wrote it: how often its partition had changed its leader.
        timestamp_ms: when it was written, in Unix milliseconds.
    """

    offset: int
    is_commit: bool
    producer_id: int
    producer_epoch: int
    coordinator_epoch: int
    timestamp_ms: int | None = None


class PartitionFates(Struct, frozen=True):
    """What raw batches tell of one partition.

    Attributes:
        ranges: by offset, none overlapping.
        position: what was wanted below it has been told of.
        has_transactions: whether any of it was written in a transaction.
        reason: why some of what was wanted cannot be told of, empty when it can.
        markers: that stand among the ranges or behind them, by offset.
    """

    key: TopicPartition
    ranges: tuple[FateRange, ...] = ()
    position: int = 0
    has_transactions: bool = False
    reason: str = ""
    markers: tuple[TransactionMarker, ...] = ()
