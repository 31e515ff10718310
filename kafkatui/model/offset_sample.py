"""Begin and end of partitions, as read at one moment."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.rate_history import RateHistory


class KnownRange(Struct, frozen=True):
    """Begin and end as last read, at `read_at_seconds` (Unix)."""

    offsets: OffsetRange
    read_at_seconds: float


class OffsetSample(Struct, frozen=True):
    """Begin and end of partitions at one moment.

    Attributes:
        ranges: by partition; partitions not read yet are absent.
        rates: messages per second by partition since the sample before; absent when not known.
        read_at_seconds: Unix time of the sample.
        is_complete: false while batches are still coming in.
        history: messages per second of all partitions together, Kafka's internal topics left out, sample by sample.
        rate_histories: the same by partition, where some topics are looked at; empty in a sample of all topics.
        last_known: by partition what it was when begin and end could be read last, where some topics are looked at.
    """

    ranges: Mapping[TopicPartition, OffsetRange]
    rates: Mapping[TopicPartition, float]
    read_at_seconds: float
    is_complete: bool = True
    history: RateHistory = field(default_factory=RateHistory)
    rate_histories: Mapping[TopicPartition, RateHistory] = field(default_factory=dict)
    last_known: Mapping[TopicPartition, KnownRange] = field(default_factory=dict)
