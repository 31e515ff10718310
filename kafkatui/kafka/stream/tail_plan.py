"""Where to start and stop reading each partition, as offsets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.offsets import read_offsets, read_offsets_at
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.tail_start import TailStart, TailStartKind

NO_ANSWER = "The broker gave no offset."


@dataclass(frozen=True, slots=True)
class TailPlan:
    """The offsets to read from and to.

    Attributes:
        begins: where the log begins, by partition.
        starts: the first offset to read.
        ends: the offset after the last record there was.
        problems: why the partitions that are in none of these did not tell.
    """

    begins: Mapping[TopicPartition, int]
    starts: Mapping[TopicPartition, int]
    ends: Mapping[TopicPartition, int]
    problems: Mapping[TopicPartition, str]


def plan_tail(
    connection: KafkaConnection,
    partitions: Sequence[TopicPartition],
    start: TailStart,
    read_committed: bool,
    skip: Mapping[TopicPartition, str] | None = None,
) -> TailPlan:
    """Resolve `start` with at most three requests a leader; librdkafka's logical offsets would cost 0.5 s.

    Args:
        skip: partitions that nobody leads, with that reason: asking for them would take as long as a time-out.
    """
    ranges = read_offsets(connection, partitions, read_committed=read_committed, skip=skip)
    known = {key: (log.begin, log.end) for key, log in ranges.items() if log.begin is not None and log.end is not None}
    at_time: dict[TopicPartition, int | None] = {}
    if start.kind is TailStartKind.TIMESTAMP and start.timestamp_ms >= 0:
        at_time = read_offsets_at(connection, list(known), start.timestamp_ms)
    elif start.kind is TailStartKind.TIMESTAMP:  # to Kafka, negative times are its special offsets
        start = TailStart.beginning()
    return TailPlan(
        begins={key: begin for key, (begin, _) in known.items()},
        starts={key: _start(start, key, begin, end, at_time.get(key)) for key, (begin, end) in known.items()},
        ends={key: end for key, (_, end) in known.items()},
        problems={key: log.reason or NO_ANSWER for key, log in ranges.items() if key not in known},
    )


def _start(start: TailStart, key: TopicPartition, begin: int, end: int, at_time: int | None) -> int:
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
