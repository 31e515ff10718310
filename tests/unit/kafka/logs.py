"""Partitions in memory, with holes as compaction and transactions leave them, read as the consumer loop reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from confluent_kafka import TIMESTAMP_CREATE_TIME, Message

from kafkatui.kafka.stream.assignment import Assignment
from kafkatui.kafka.stream.policy import Policy, key_of
from kafkatui.kafka.stream.tail_plan import TailPlan
from kafkatui.model.cluster import TopicPartition


def message(partition: int, offset: int, timestamp: int, value: bytes = b"v") -> Message:
    return Message(
        topic="t", partition=partition, offset=offset, value=value, timestamp=(TIMESTAMP_CREATE_TIME, timestamp)
    )


def places(found: Sequence[Message]) -> list[tuple[int | None, int | None]]:
    return [(found_one.partition(), found_one.offset()) for found_one in found]


class Logs:
    """Stands for a Consumer and its cluster.

    Args:
        records: by partition, the offsets that hold a record and their timestamps.
        ends: by partition, the offset after the last one, which may be a marker.
    """

    def __init__(self, records: Mapping[int, Mapping[int, int]], ends: Mapping[int, int]) -> None:
        self.records = {partition: dict(offsets) for partition, offsets in records.items()}
        self.ends = dict(ends)
        self._positions: dict[int, int] = {}
        self._paused: set[int] = set()
        self._told_end: set[int] = set()

    def assign(self, partitions: Sequence[Any]) -> None:
        self._positions = {each.partition: each.offset for each in partitions}
        self._told_end.clear()
        self._paused.clear()

    def seek(self, partition: Any) -> None:
        self._positions[partition.partition] = partition.offset
        self._told_end.discard(partition.partition)

    def pause(self, partitions: Sequence[Any]) -> None:
        self._paused |= {each.partition for each in partitions}

    def resume(self, partitions: Sequence[Any]) -> None:
        self._paused -= {each.partition for each in partitions}

    def get_watermark_offsets(self, partition: Any, cached: bool = True) -> tuple[int, int]:
        return 0, self.ends[partition.partition]

    def consume(self, count: int) -> tuple[list[Message], list[tuple[TopicPartition, int]]]:
        """Some records of each partition that is not paused, and the ends that were reached."""
        batch: list[Message] = []
        ended: list[tuple[TopicPartition, int]] = []
        for partition, position in list(self._positions.items()):
            if partition in self._paused:
                continue
            there = sorted(offset for offset in self.records[partition] if offset >= position)[:count]
            batch += [message(partition, offset, self.records[partition][offset]) for offset in there]
            if there:
                self._positions[partition] = there[-1] + 1
                self._told_end.discard(partition)
            if self._positions[partition] >= self._last(partition) and partition not in self._told_end:
                self._positions[partition] = self.ends[partition]
                self._told_end.add(partition)
                ended.append((("t", partition), self.ends[partition]))
        return batch, ended

    def _last(self, partition: int) -> int:
        """The offset after its last record."""
        return max(self.records[partition], default=-1) + 1


def read(logs: Logs, plan: TailPlan, policy_of: Callable[[Assignment], Policy], batch_count: int = 7) -> list[Message]:
    """Everything a policy hands on until nothing comes any more."""
    assignment = Assignment(logs)  # type: ignore[arg-type]
    assignment.assign(plan.starts)
    policy = policy_of(assignment)
    given: list[Message] = []
    while True:
        batch, ended = logs.consume(batch_count)
        if not batch and not ended:
            return given
        assignment.sought.clear()
        if batch:
            last = {key_of(each): each.offset() or 0 for each in batch}
            assignment.advance(last)
            given += policy.take(batch, last)
        for key, offset in ended:
            if key in assignment.sought:
                continue
            given += policy.passed(key, offset)


def plan_of(begins: Mapping[int, int], starts: Mapping[int, int], ends: Mapping[int, int]) -> TailPlan:
    def keyed(offsets: Mapping[int, int]) -> dict[TopicPartition, int]:
        return {("t", partition): offset for partition, offset in offsets.items()}

    return TailPlan(keyed(begins), keyed(starts), keyed(ends), {}, keyed(ends))
