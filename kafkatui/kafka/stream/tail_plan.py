"""Where to start and stop reading each partition, as offsets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.offsets import read_offsets, read_offsets_at
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import RequestFailed
from kafkatui.model.group import WHOLE_GROUP
from kafkatui.model.tail_start import TailStart, TailStartKind
from kafkatui.model.tail_stop import TailStop, TailStopKind

NO_ANSWER = "The broker gave no offset."


class TailPlan(Struct, frozen=True):
    """The offsets to read from and to.

    Attributes:
        begins: where the log begins, by partition.
        starts: the first offset to read.
        ends: the offset after the last record there was.
        stops: the first offset not to be read, where there is one.
        problems: why the partitions that are in none of these did not tell.
    """

    begins: Mapping[TopicPartition, int]
    starts: Mapping[TopicPartition, int]
    ends: Mapping[TopicPartition, int]
    problems: Mapping[TopicPartition, str]
    stops: Mapping[TopicPartition, int]

    def last_end(self, key: TopicPartition) -> int:
        """The end that "the last" of a partition are before: where it stops, if that is earlier."""
        return min(self.ends[key], self.stops.get(key, self.ends[key]))


def plan_tail(
    connection: KafkaConnection,
    partitions: Sequence[TopicPartition],
    start: TailStart,
    stop: TailStop,
    read_committed: bool,
    skip: Mapping[TopicPartition, str] | None = None,
) -> TailPlan:
    """Resolve `start` and `stop` with at most four requests a leader; librdkafka's logical offsets would cost 0.5 s.

    Args:
        skip: partitions that nobody leads, with that reason: asking for them would take as long as a time-out.

    Raises:
        RequestFailed: what a group has committed could not be read.
    """
    ranges = read_offsets(connection, partitions, read_committed=read_committed, skip=skip)
    known = {key: (log.begin, log.end) for key, log in ranges.items() if log.begin is not None and log.end is not None}
    if start.kind is TailStartKind.COMMITTED:
        start = TailStart.at_offsets(_committed(connection, start.group, known))
    stops = _stops(connection, stop, known)
    return TailPlan(
        begins={key: begin for key, (begin, _) in known.items()},
        starts=_starts(connection, start, known, stops),
        ends={key: end for key, (_, end) in known.items()},
        problems={key: log.reason or NO_ANSWER for key, log in ranges.items() if key not in known},
        stops=stops,
    )


_Known = Mapping[TopicPartition, tuple[int, int]]
"""Begin and end of each partition's log."""


def _starts(
    connection: KafkaConnection, start: TailStart, known: _Known, stops: Mapping[TopicPartition, int]
) -> dict[TopicPartition, int]:
    if start.kind is TailStartKind.TIMESTAMP:
        return _at_time(connection, start.timestamp_ms, known)
    if start.kind in (TailStartKind.LAST, TailStartKind.LAST_OF_EACH):
        ends = {key: min(end, stops.get(key, end)) for key, (_, end) in known.items()}
        return {key: max(begin, ends[key] - start.count) for key, (begin, _) in known.items()}
    return {key: _start(start, key, begin, end) for key, (begin, end) in known.items()}


def _start(start: TailStart, key: TopicPartition, begin: int, end: int) -> int:
    match start.kind:
        case TailStartKind.BEGINNING:
            return begin
        case TailStartKind.OFFSETS:
            return min(max(start.offsets.get(key, end), begin), end)
        case _:
            return end


def _stops(connection: KafkaConnection, stop: TailStop, known: _Known) -> dict[TopicPartition, int]:
    match stop.kind:
        case TailStopKind.NEVER:
            return {}
        case TailStopKind.OFFSETS:
            return {key: min(stop.offsets.get(key, end), end) for key, (_, end) in known.items()}
        case TailStopKind.TIMESTAMP:
            return _at_time(connection, stop.timestamp_ms, known)
        case TailStopKind.END:
            return {key: end for key, (_, end) in known.items()}


def _at_time(connection: KafkaConnection, timestamp_ms: int, known: _Known) -> dict[TopicPartition, int]:
    """The first offset at or after a time, a partition's end where there is none; negative times mean the beginning."""
    if timestamp_ms < 0:  # to Kafka these are its special offsets
        return {key: begin for key, (begin, _) in known.items()}
    found = read_offsets_at(connection, list(known), timestamp_ms)
    ends = {key: end for key, (_, end) in known.items()}
    return {key: end if (offset := found.get(key)) is None else min(offset, end) for key, end in ends.items()}


def _committed(connection: KafkaConnection, group: str, known: _Known) -> dict[TopicPartition, int]:
    """What a group has committed, a partition's beginning where it has not."""
    from kafkatui.kafka.read.groups import read_committed

    found = read_committed(connection, [group])[group]
    if whole := found.errors.get(WHOLE_GROUP):
        raise RequestFailed(whole)
    if not found.committed:
        raise RequestFailed(f"The group {group} has committed nothing, or there is none of that name.")
    unread = [key for key in known if key in found.errors]
    if unread:
        topic, partition = unread[0]
        raise RequestFailed(
            f"What {group} has committed of {topic}-{partition} is not known: {found.errors[unread[0]]}"
        )
    return {key: found.committed.get(key, begin) for key, (begin, _) in known.items()}
