"""The newest N records of several partitions together, however many offsets between them hold none."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from confluent_kafka import Message

from kafkatui.kafka.stream.assignment import Assignment
from kafkatui.kafka.stream.policy import Policy, key_of
from kafkatui.kafka.stream.records import entries_size_bytes
from kafkatui.kafka.stream.tail_plan import TailPlan
from kafkatui.model.cluster import TopicPartition

LOOK_BACK_COUNT = 1_000
"""Offsets looked through at least, when a partition's last N offsets hold fewer than N records."""

LATER_COUNT = 10_000
"""New records of partitions that are done, beyond which those wait until the others are done, too."""

_SLACK = 10_000
"""How many more than N are collected before the oldest are let go."""

_Ranked = tuple[int, str, int, int, Message]
"""How new a message counts, its topic, partition and offset, itself."""


@dataclass(slots=True)
class _Span:
    """What is collected of one partition.

    Attributes:
        low, high: the offsets read in this pass.
        begin: where its log begins.
        found: messages in order, those of earlier passes after those of later ones.
        passing: what this pass found.
        new_from: from here on records are new, neither among the last nor seen yet.
        is_full: older records are of no use.
    """

    low: int
    high: int
    begin: int
    new_from: int
    found: deque[Message] = field(default_factory=deque)
    passing: list[Message] = field(default_factory=list)
    is_done: bool = False
    is_full: bool = False


class LastRecords:
    """Collects the last records of each partition and merges them by timestamp, then lets another policy go on.

    Markers of transactions, aborted records and what compaction took leave holes: a partition whose last offsets hold
    fewer records than are wanted is read further back, twice as far each time, until it has enough or begins.

    Within a partition the order of offsets is kept even where timestamps run backwards: a record counts as at least as
    new as those before it.

    Args:
        count: how many to keep over all partitions, or of each one.
        plan: where each partition's log begins, where its reading begins, and where its log ended.
        then: what is done with everything from the ends on.
        max_bytes: bound on keys and values that are kept, for who shows no more anyway.
    """

    def __init__(
        self,
        count: int,
        assignment: Assignment,
        then: Policy,
        plan: TailPlan,
        *,
        is_of_each: bool = False,
        max_bytes: int | None = None,
    ) -> None:
        self._count = count
        self._is_of_each = is_of_each
        self._assignment = assignment
        self._then = then
        self._max_bytes = max_bytes
        self._ends: dict[TopicPartition, int] = {}
        self._spans: dict[TopicPartition, _Span] = {}
        self._waiting: set[TopicPartition] = set()
        self._later: list[Message] = []
        self._is_delivered = False
        self._collected_count = 0
        self._collected_bytes = 0
        for key in plan.starts:
            self.add(key, plan)
        self._is_delivered = not self._waiting

    @property
    def is_loading(self) -> bool:
        return not self._is_delivered

    @property
    def is_done(self) -> bool:
        return self._is_delivered and self._then.is_done

    def take(self, batch: Sequence[Message], last_offsets: Mapping[TopicPartition, int]) -> Sequence[Message]:
        if self._is_delivered:
            return self._then.take(batch, last_offsets)
        for message in batch:
            self._collect(key_of(message), message)
        if self._max_bytes is not None:
            self._collected_bytes += entries_size_bytes(batch)
        self._trim()
        if len(self._later) > LATER_COUNT:
            self._assignment.hold(key for key, span in self._spans.items() if span.is_done)
        return self._deliver()

    def passed(self, key: TopicPartition, offset: int) -> Sequence[Message]:
        if self._is_delivered:
            return self._then.passed(key, offset)
        span = self._spans.get(key)
        if span is not None and not span.is_done and offset >= span.high:
            self._end_pass(key, span)
        return self._deliver()

    def give_up(self, keys: Sequence[TopicPartition]) -> Sequence[Message]:
        if self._is_delivered:
            return self._then.give_up(keys)
        for key in keys:
            span = self._spans.get(key)
            if span is not None and not span.is_done:
                span.is_full = True
                self._end_pass(key, span)
        self._then.give_up(keys)
        return self._deliver()

    def add(self, key: TopicPartition, plan: TailPlan) -> None:
        if not self._is_delivered and key not in self._ends:
            end = self._ends[key] = plan.last_end(key)
            if plan.starts[key] < end:
                self._spans[key] = _Span(plan.starts[key], end, plan.begins[key], end)
                self._waiting.add(key)
        self._then.add(key, plan)

    def is_finished(self, key: TopicPartition) -> bool:
        return self._is_delivered and self._then.is_finished(key)

    def wanted_count(self, key: TopicPartition, position: int, end: int | None) -> int:
        return self._then.wanted_count(key, position, end)

    def _collect(self, key: TopicPartition, message: Message) -> None:
        span, offset = self._spans.get(key), message.offset() or 0
        if span is None:
            self._later.append(message)
        elif offset >= span.new_from:
            self._later.append(message)
            span.new_from = offset + 1
            if not span.is_done and key not in self._assignment.sought:
                self._end_pass(key, span)
        elif not span.is_done and key not in self._assignment.sought:
            if offset < span.high:
                span.passing.append(message)
                self._collected_count += 1
            if offset >= span.high - 1:
                self._end_pass(key, span)

    def _end_pass(self, key: TopicPartition, span: _Span) -> None:
        """All of [low, high) has been read: enough, or further back."""
        span.found.extendleft(reversed(span.passing))
        span.passing = []
        is_looking_back = span.high < self._ends[key]
        if span.is_full or len(span.found) >= self._count or span.low <= span.begin:
            span.is_done = True
            self._waiting.discard(key)
            if is_looking_back:
                self._assignment.seek(key, span.new_from)
            return
        distance = max(LOOK_BACK_COUNT, 2 * (self._ends[key] - span.low))
        span.low, span.high = max(span.begin, span.low - distance), span.low
        self._assignment.seek(key, span.low)

    def _deliver(self) -> Sequence[Message]:
        """The newest N, oldest first, and after them everything that came meanwhile; nothing before all are there."""
        if self._waiting:
            return ()
        self._is_delivered = True
        self._assignment.release()
        merged, later = self._merged(), self._later
        for key in self._spans:
            self._then.passed(key, self._ends[key])
        self._spans, self._later = {}, []
        last_offsets = {key_of(message): message.offset() or 0 for message in later}
        return [*merged, *(self._then.take(later, last_offsets) if later else ())]

    def _ranked(self) -> list[_Ranked]:
        """All that was found with how new it counts, the oldest first."""
        entries = []
        for (topic, partition), span in self._spans.items():
            newest = -1
            for message in (*span.found, *span.passing):
                newest = max(newest, message.timestamp()[1])
                entries.append((newest, topic, partition, message.offset() or 0, message))
        entries.sort(key=lambda entry: entry[:4])
        return entries

    def _merged(self) -> list[Message]:
        return [entry[4] for entry in self._newest()]

    def _newest(self) -> list[_Ranked]:
        """The newest N of all that was found, or of each partition, the oldest first."""
        entries = self._ranked()
        if not self._is_of_each:
            return entries[max(0, len(entries) - self._count) :]
        left = dict.fromkeys(self._spans, self._count)
        newest = []
        for entry in reversed(entries):
            key = entry[1:3]
            left[key] -= 1
            if left[key] >= 0:
                newest.append(entry)
        return newest[::-1]

    def _trim(self) -> None:
        """Let go what cannot be among the newest N, or not be kept, once that is much."""
        count = self._count * max(1, len(self._spans)) if self._is_of_each else self._count
        is_over = self._max_bytes is not None and self._collected_bytes > 2 * self._max_bytes
        if self._collected_count <= 2 * count + _SLACK and not is_over:
            return
        kept = self._newest()
        if self._max_bytes is not None:
            kept, self._collected_bytes = _within(kept, self._max_bytes)
        oldest = dict.fromkeys(self._spans, 2**63)
        for _, topic, partition, offset, _message in kept:
            oldest[topic, partition] = min(oldest[topic, partition], offset)
        for key, span in self._spans.items():
            before = len(span.found) + len(span.passing)
            span.found = deque(message for message in span.found if (message.offset() or 0) >= oldest[key])
            span.passing = [message for message in span.passing if (message.offset() or 0) >= oldest[key]]
            span.is_full = span.is_full or len(span.found) + len(span.passing) < before
        self._collected_count = len(kept)


def _within(entries: list[_Ranked], max_bytes: int) -> tuple[list[_Ranked], int]:
    """The newest of `entries` that fit, one at least, and their size."""
    total = first = 0
    for first in range(len(entries) - 1, -1, -1):
        size = entries_size_bytes([entries[first][4]])
        if total and total + size > max_bytes:
            return entries[first + 1 :], total
        total += size
    return entries, total
