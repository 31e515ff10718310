"""The one consumer loop: batches, errors, ends, lost positions, topics made anew. Policies decide the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from confluent_kafka import Consumer, KafkaError, Message

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.assignment import Assignment
from kafkatui.kafka.stream.headers import HeaderReader, readable
from kafkatui.kafka.stream.hindrances import Hindrances
from kafkatui.kafka.stream.lost_positions import LostPositions
from kafkatui.kafka.stream.policy import Policy, key_of
from kafkatui.kafka.stream.record_buffer import BufferCounts
from kafkatui.kafka.stream.records import Entry, divider
from kafkatui.kafka.stream.tail_plan import TailPlan
from kafkatui.kafka.stream.topic_watch import GONE, TopicSight, TopicWatch
from kafkatui.model.cluster import OffsetRange, TopicPartition

BATCH_COUNT = 1_000

_UNKNOWN = GONE | {"_UNKNOWN_PARTITION", "_UNKNOWN_TOPIC"}
"""What the consumer reports of topics that are gone, and of all topics while brokers start: no more than a hint."""

DELETED = "the topic was deleted"
ANEW = "the topic was deleted and made anew"
ANEW_OR_CUT = "the log begins anew: the topic was made anew, or lost its last records"


class Sink(Protocol):
    """Where records go: bounded by letting the oldest fall out, or by waiting."""

    def extend(self, entries: Sequence[Entry]) -> None:
        """Take what was read, oldest first."""

    def counts(self) -> BufferCounts:
        """What became of it."""


class Reading:
    """Partitions being read with one Consumer into one sink. For the thread that owns it.

    Attributes:
        keys: all partitions asked for, those that cannot be read yet included.
        deleted_count: offsets that were to be read and were deleted first, by retention, by delete_records, or with
            their topic; an upper bound of the records, exact where a log has no holes.
        received_count: records that came, wanted or not.
        ends: where each partition ended when it was first asked.
        gone: topics that do not exist any more.
        has_news: whether something happened since it was last set to False that a state may depend on.

    Args:
        policy_of: makes the policy over the assignment.
        plan_more: where to read partitions of which nothing was known when the plan was made.
        watch: has been asked which topics these are before the plan was made.
    """

    def __init__(
        self,
        connection: KafkaConnection,
        consumer: Consumer,
        sink: Sink,
        plan: TailPlan,
        policy_of: Callable[[Assignment], Policy],
        plan_more: Callable[[Collection[TopicPartition]], TailPlan],
        leaders: Mapping[TopicPartition, int | None],
        watch: TopicWatch,
    ) -> None:
        self.deleted_count = 0
        self.received_count = 0
        self.gone: set[str] = set()
        self.has_news = True
        self.ends = dict(plan.ends)
        self.assignment = Assignment(consumer)
        self.hindrances = Hindrances(leaders)
        self._connection = connection
        self._consumer = consumer
        self._sink = sink
        self._plan_more = plan_more
        self._headers = HeaderReader(connection)
        self._watch = watch
        self._lost = LostPositions(connection)
        self._beyond: dict[TopicPartition, tuple[int, float]] = {}
        self._ids: dict[str, str] = {}
        self._renewed: set[str] = set()
        for key, reason in plan.problems.items():
            self.hindrances.note_reason(key, reason)
        self._assign(plan.starts, plan.problems)
        self.policy = policy_of(self.assignment)

    @property
    def pending(self) -> Collection[TopicPartition]:
        """Partitions whose ends nobody has told yet."""
        return self._pending

    def step(self, wait_seconds: float) -> bool:
        """One round of at most `wait_seconds` and a few requests' sending; whether records were handed on."""
        # consume(1000, t) would wait for a thousand; so wait for one and take what else is there.
        messages = self._consumer.consume(1, wait_seconds)
        delivered = False
        if messages:
            messages += self._consumer.consume(BATCH_COUNT - 1, 0)
            records = [message for message in messages if message.error() is None]
            self.assignment.sought.clear()
            if records:
                delivered = self._take_records(records)
            if len(records) != len(messages):  # an end comes after the records before it
                delivered = self._take_errors(messages) or delivered
        for key, log in self._lost.found().items():
            delivered = self._go_on(key, log) or delivered
        for topic, sight in self._watch.look(self._topics, is_urgent=self._is_hindered()).items():
            delivered = self._take_sight(topic, sight) or delivered
        return delivered

    def give_up(self, keys: Sequence[TopicPartition]) -> bool:
        """Finish these partitions without what cannot be read of them."""
        return self._deliver(self.policy.give_up(keys))

    def set_partitions(self, wanted: Sequence[TopicPartition], fresh: TailPlan) -> None:
        """Read these from now on: those of `fresh` as it says, the others from where they are."""
        positions = self.assignment.positions
        offsets = {**fresh.starts, **positions}
        known = {key: offsets[key] for key in wanted if key in offsets}
        pending = {key for key in (*self._pending, *fresh.problems) if key in wanted} - known.keys()
        self.ends.update(fresh.ends)
        self.hindrances.clear(fresh.starts)
        for key, reason in fresh.problems.items():
            self.hindrances.note_reason(key, reason)
        self._assign(known, pending)
        for key in fresh.starts:
            self.policy.add(key, fresh)
        self.has_news = True

    def _is_hindered(self) -> bool:
        return bool(self._pending or self._beyond or self._connection.unreachable_brokers or self.hindrances.has_any)

    def _take_records(self, records: list[Message]) -> bool:
        keys = list(zip(map(Message.topic, records), map(Message.partition, records), strict=True))
        last: dict[TopicPartition, int] = dict(zip(keys, map(Message.offset, records), strict=True))  # type: ignore[arg-type]
        self.assignment.advance(last)
        self.hindrances.clear(last)
        self.received_count += len(records)
        return self._deliver(self.policy.take(records, last))

    def _take_errors(self, messages: Sequence[Message]) -> bool:
        delivered = False
        self.has_news = True
        for message in messages:
            error = message.error()
            if error is None:
                continue
            key = key_of(message)
            if key in self.assignment.sought:
                continue  # of where it was read before
            if error.code() == KafkaError._PARTITION_EOF:
                self.assignment.at_end.add(key)
                self.hindrances.clear([key])
                delivered = self._deliver(self.policy.passed(key, message.offset() or 0)) or delivered
            elif error.code() == KafkaError._AUTO_OFFSET_RESET:
                self._lost.note(key)
            elif error.name() not in _UNKNOWN:
                self.hindrances.note(key, error)
        return delivered

    def _deliver(self, messages: Sequence[Message]) -> bool:
        if not messages:
            return False
        self._sink.extend(readable(messages, self._headers))
        return True

    def _go_on(self, key: TopicPartition, log: OffsetRange) -> bool:
        """A position was outside of the log: read on where the log is."""
        begin, end = log.begin or 0, log.end or 0
        position = self.assignment.positions.get(key, begin)
        self.has_news = True
        if key not in self.assignment.keys:
            return False
        if position >= begin and key[0] in self._ids:
            # It ended before the position: the next look at the topic tells whether it is still the same.
            self._beyond[key] = (log.end or 0, time.monotonic())
            return False
        if position > end:
            return self._begin_anew(key[0], ANEW if key[0] in self.gone else ANEW_OR_CUT)
        if position < begin and not self.policy.is_loading:
            self.deleted_count += self.policy.wanted_count(key, position, begin)
        self.assignment.seek(key, max(position, begin))
        return self._deliver(self.policy.passed(key, max(position, begin)))

    def _take_sight(self, topic: str, sight: TopicSight | None) -> bool:
        """What the cluster says of a topic now."""
        self.has_news = True
        if sight is None:
            return self._lose(topic)
        before, was_gone = self._ids.get(topic), topic in self.gone
        if sight.id is not None:
            self._ids[topic] = sight.id
        self.gone.discard(topic)
        self.hindrances.learn_leaders(topic, sight.leaders)
        is_another = was_gone if before is None else sight.id not in (None, before)
        if is_another:
            return self._begin_anew(topic, ANEW, sorted(sight.leaders))
        if topic in self._renewed:
            self._renewed.discard(topic)
            self._assign_topic(topic, sight.leaders, keeps_positions=True)
        delivered = self._cut_back(topic, sight.asked_seconds)
        silent = self._connection.unreachable_brokers
        led = [key for key in self._pending if key[0] == topic and not self.hindrances.leads_nobody(key, silent)]
        if led:
            self.set_partitions(self.keys, self._plan_more(led))
        return delivered

    def _lose(self, topic: str) -> bool:
        """A topic does not exist any more; the others go on, below a line that says so."""
        if topic in self.gone:
            return False
        self.gone.add(topic)
        if self._topics <= self.gone:
            return False  # the state says it of all
        lost = [key for key in self.keys if key[0] == topic]
        for key in lost:
            self.deleted_count += self.policy.wanted_count(key, self.assignment.positions.get(key, 0), None)
        self._deliver(self.policy.give_up(lost))
        self._sink.extend([divider(topic, DELETED)])
        return True

    def _cut_back(self, topic: str, asked_seconds: float) -> bool:
        """The same topic ended before positions that had been reached: its last records are gone."""
        is_cut = False
        for key, (end, noted_seconds) in list(self._beyond.items()):
            if key[0] != topic or noted_seconds > asked_seconds:
                continue
            del self._beyond[key]
            position = self.assignment.positions.get(key, end)
            if position > end:
                is_cut = True
                self._sink.extend([divider(topic, f"partition {key[1]} lost its last {position - end:,} offsets")])
            self.assignment.seek(key, min(position, end))
        return is_cut

    def _begin_anew(self, topic: str, what: str, partitions: Sequence[int] | None = None) -> bool:
        """Another topic has taken the name: read it from its beginning, below a line that says so."""
        old = [key for key in self.keys if key[0] == topic]
        for key in old:
            self.deleted_count += self.policy.wanted_count(key, self.assignment.positions.get(key, 0), None)
            self._beyond.pop(key, None)
            self._lost.forget(key)
        self.gone.discard(topic)
        self._deliver(self.policy.give_up(old))
        self._sink.extend([divider(topic, what)])
        if partitions is None:
            self._renewed.add(topic)  # how many partitions it has now, the next look tells
        ids = [key[1] for key in old] if partitions is None else partitions
        self.ends = {key: end for key, end in self.ends.items() if key[0] != topic}
        self._assign_topic(topic, ids, keeps_positions=False)
        return True

    def _assign_topic(self, topic: str, partitions: Iterable[int], *, keeps_positions: bool) -> None:
        """Read these partitions of the topic, new ones from their beginning, and all other topics as before."""
        positions = self.assignment.positions
        others = {key: positions.get(key, 0) for key in self.assignment.keys if key[0] != topic}
        keys = [(topic, partition) for partition in partitions]
        wanted = {key: positions.get(key, 0) if keeps_positions else 0 for key in keys}
        if {*others, *wanted} != set(self.assignment.keys) or not keeps_positions:
            self._assign({**others, **wanted}, [key for key in self._pending if key[0] != topic])

    def _assign(self, offsets: Mapping[TopicPartition, int], pending: Collection[TopicPartition]) -> None:
        """Read these partitions from their offsets; the others asked for wait until they tell where they are."""
        self.assignment.assign(offsets)
        self._pending = frozenset(pending)
        self.keys = (*offsets, *sorted(pending))
        self._topics = frozenset(topic for topic, _ in self.keys)
