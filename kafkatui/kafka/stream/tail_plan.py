"""Where to start and stop reading each partition, as offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from confluent_kafka import OFFSET_BEGINNING, OFFSET_END

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.offsets import read_offsets, read_offsets_at
from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.tail_start import TailStart, TailStartKind


@dataclass(frozen=True, slots=True)
class TailPlan:
    """The offsets to read from and to.

    Attributes:
        starts: first offset by partition; librdkafka's logical offsets where the partition did not tell its own, so
            that it is read when it comes back.
        ends: the offset after the last record there was; only of partitions that told.
        problems: why the others did not.
    """

    starts: dict[TopicPartition, int]
    ends: dict[TopicPartition, int]
    problems: dict[TopicPartition, str]


def plan_tail(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], start: TailStart, read_committed: bool
) -> TailPlan:
    """Resolve `start` with at most three requests a leader; librdkafka's logical offsets would cost 0.5 s."""
    ranges = read_offsets(connection, partitions, read_committed=read_committed)
    at_time: dict[TopicPartition, int | None] = {}
    if start.kind is TailStartKind.TIMESTAMP:
        known = [key for key in partitions if ranges[key].end is not None]
        at_time = read_offsets_at(connection, known, start.timestamp_ms)
    return TailPlan(
        starts={key: _start(start, key, ranges[key], at_time.get(key)) for key in partitions},
        ends={key: known.end for key, known in ranges.items() if known.end is not None},
        problems={key: known.reason for key, known in ranges.items() if known.end is None},
    )


def _start(start: TailStart, key: TopicPartition, known: OffsetRange, at_time: int | None) -> int:
    begin, end = known.begin, known.end
    if begin is None or end is None:
        return OFFSET_BEGINNING if start.kind is TailStartKind.BEGINNING else OFFSET_END
    match start.kind:
        case TailStartKind.BEGINNING:
            return begin
        case TailStartKind.LAST:
            return max(begin, end - start.count)
        case TailStartKind.OFFSETS:
            return min(max(start.offsets.get(key, end), begin), end)
        case TailStartKind.TIMESTAMP:
            return end if at_time is None else at_time
        case TailStartKind.END:
            return end
