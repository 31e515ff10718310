"""What a stream is read for: where it is finished, and what becomes of what comes.

The loop (`reading.Reading`) owns consumer, errors, ends and gaps; a policy decides. Following and reading to an end are
here, the last N in `last_records`; searching, counting and copying are further policies over the same loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from confluent_kafka import Message

from kafkatui.kafka.stream.assignment import Assignment
from kafkatui.kafka.stream.tail_plan import TailPlan
from kafkatui.model.cluster import TopicPartition


class Policy(Protocol):
    """All of it is called from the loop's thread, and may steer the assignment."""

    @property
    def is_loading(self) -> bool:
        """Whether records are being collected before any is handed on."""

    @property
    def is_done(self) -> bool:
        """Whether nothing of any partition is wanted any more."""

    def take(self, batch: Sequence[Message], last_offsets: Mapping[TopicPartition, int]) -> Sequence[Message]:
        """What of the batch, and of what was kept back, is handed on now.

        Args:
            batch: messages without errors, in order within a partition.
            last_offsets: the last offset of each partition in it.
        """

    def passed(self, key: TopicPartition, offset: int) -> Sequence[Message]:
        """Nothing below `offset` will come any more of this partition; what is handed on for that."""

    def give_up(self, keys: Sequence[TopicPartition]) -> Sequence[Message]:
        """These partitions cannot be read; what is handed on without them."""

    def add(self, key: TopicPartition, plan: TailPlan) -> None:
        """One more partition is read, as the plan has it."""

    def is_finished(self, key: TopicPartition) -> bool:
        """Whether nothing of this partition is wanted any more."""

    def wanted_count(self, key: TopicPartition, position: int, end: int | None) -> int:
        """How many of the offsets from `position` to `end` are still wanted; None where nobody knows the end."""


class Follow:
    """Everything that comes, without end."""

    is_loading = False
    is_done = False

    def take(self, batch: Sequence[Message], last_offsets: Mapping[TopicPartition, int]) -> Sequence[Message]:
        return batch

    def passed(self, key: TopicPartition, offset: int) -> Sequence[Message]:
        return ()

    def give_up(self, keys: Sequence[TopicPartition]) -> Sequence[Message]:
        return ()

    def add(self, key: TopicPartition, plan: TailPlan) -> None:
        pass

    def is_finished(self, key: TopicPartition) -> bool:
        return False

    def wanted_count(self, key: TopicPartition, position: int, end: int | None) -> int:
        return 0 if end is None else max(0, end - position)


class ToEnd:
    """Every record below the plan's stops, known by position and never by time.

    Args:
        assignment: partitions that are finished are fetched no further.
        plan: where each partition is read from, and the first offset that is not wanted.
    """

    is_loading = False

    def __init__(self, assignment: Assignment, plan: TailPlan) -> None:
        self._assignment = assignment
        self._ends: dict[TopicPartition, int] = {}
        self._finished: set[TopicPartition] = set()
        self._wanted: set[TopicPartition] = set()
        for key in plan.starts:
            self.add(key, plan)

    @property
    def is_done(self) -> bool:
        return not self._wanted

    def take(self, batch: Sequence[Message], last_offsets: Mapping[TopicPartition, int]) -> Sequence[Message]:
        ends = self._ends
        reached = [key for key, offset in last_offsets.items() if offset + 1 >= ends.get(key, 0)]
        if not reached:
            return batch
        self._finish(reached)
        return [message for message in batch if (message.offset() or 0) < ends.get(key_of(message), 0)]

    def passed(self, key: TopicPartition, offset: int) -> Sequence[Message]:
        if offset >= self._ends.get(key, 0):
            self._finish([key])
        return ()

    def give_up(self, keys: Sequence[TopicPartition]) -> Sequence[Message]:
        self._finish(keys)
        return ()

    def add(self, key: TopicPartition, plan: TailPlan) -> None:
        if key in self._ends:
            return
        self._ends[key] = plan.stops[key]
        self._wanted.add(key)
        if plan.starts[key] >= plan.stops[key]:
            self._finish([key])

    def is_finished(self, key: TopicPartition) -> bool:
        return key in self._finished

    def wanted_count(self, key: TopicPartition, position: int, end: int | None) -> int:
        last = self._ends.get(key, 0)
        return 0 if key in self._finished else max(0, (last if end is None else min(last, end)) - position)

    def _finish(self, keys: Sequence[TopicPartition]) -> None:
        new = set(keys) - self._finished
        self._finished |= new
        self._wanted -= new
        if new:
            self._assignment.hold(new)


class AtMost:
    """So many records of what another policy hands on, and then nothing more.

    Args:
        assignment: nothing is fetched any more once that many have been handed on.
    """

    def __init__(self, count: int, assignment: Assignment, then: Policy) -> None:
        self._left = count
        self._assignment = assignment
        self._then = then

    @property
    def is_loading(self) -> bool:
        return self._left > 0 and self._then.is_loading

    @property
    def is_done(self) -> bool:
        return self._left <= 0 or self._then.is_done

    def take(self, batch: Sequence[Message], last_offsets: Mapping[TopicPartition, int]) -> Sequence[Message]:
        return self._first(self._then.take(batch, last_offsets))

    def passed(self, key: TopicPartition, offset: int) -> Sequence[Message]:
        return self._first(self._then.passed(key, offset))

    def give_up(self, keys: Sequence[TopicPartition]) -> Sequence[Message]:
        return self._first(self._then.give_up(keys))

    def add(self, key: TopicPartition, plan: TailPlan) -> None:
        self._then.add(key, plan)

    def is_finished(self, key: TopicPartition) -> bool:
        return self._left <= 0 or self._then.is_finished(key)

    def wanted_count(self, key: TopicPartition, position: int, end: int | None) -> int:
        return min(max(0, self._left), self._then.wanted_count(key, position, end))

    def _first(self, messages: Sequence[Message]) -> Sequence[Message]:
        taken = messages[: self._left] if len(messages) > self._left else messages
        self._left -= len(taken)
        if messages and self._left <= 0:
            self._assignment.hold(self._assignment.keys)
        return taken


def key_of(message: Message) -> TopicPartition:
    """Topic and partition of a message."""
    partition = message.partition()
    return (message.topic() or "", -1 if partition is None else partition)
