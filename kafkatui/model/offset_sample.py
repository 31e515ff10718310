"""Begin and end of partitions, as read at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.rate_history import RateHistory


@dataclass(frozen=True, slots=True)
class OffsetSample:
    """Begin and end of partitions at one moment.

    Attributes:
        ranges: by partition; partitions not read yet are absent.
        rates: messages per second by partition since the sample before; absent when not known.
        read_at_seconds: Unix time of the sample.
        is_complete: false while batches are still coming in.
        history: messages per second of all partitions together, Kafka's internal topics left out, sample by sample.
    """

    ranges: Mapping[TopicPartition, OffsetRange]
    rates: Mapping[TopicPartition, float]
    read_at_seconds: float
    is_complete: bool = True
    history: RateHistory = field(default_factory=RateHistory)
