"""The loop of a group's member: partitions come and go, records are handed on, what was handed on is committed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import groupby

from confluent_kafka import OFFSET_STORED, Consumer, KafkaError, Message
from confluent_kafka import TopicPartition as ClientTopicPartition

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import error_advice, error_words
from kafkatui.kafka.stream.group_commits import GroupCommits
from kafkatui.kafka.stream.headers import HeaderReader, readable
from kafkatui.kafka.stream.policy import key_of
from kafkatui.kafka.stream.reading import BATCH_COUNT, Sink
from kafkatui.kafka.stream.records import divider
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import RequestFailed

NAMED_TOPICS = 4
"""Topics that a line names; it counts the others."""

_FINAL = frozenset(
    {
        "GROUP_AUTHORIZATION_FAILED", "INCONSISTENT_GROUP_PROTOCOL", "INVALID_SESSION_TIMEOUT", "INVALID_GROUP_ID",
        "GROUP_MAX_SIZE_REACHED", "UNSUPPORTED_ASSIGNOR", "UNSUPPORTED_VERSION", "_UNSUPPORTED_FEATURE",
    }
)  # fmt: skip
"""With these nobody becomes a member, however often it is tried."""

_PASSING = frozenset({"_TRANSPORT", "_ALL_BROKERS_DOWN", "_RESOLVE", "COORDINATOR_LOAD_IN_PROGRESS", "NOT_COORDINATOR"})
"""From these librdkafka goes on by itself."""


class GroupReading:
    """What one member has been given and how far it is. For the thread that owns the Consumer.

    Attributes:
        assigned: its partitions; None while it joins, or waits for a rebalance to end.
        at_end: those that have been read to their end at this moment.
        positions: the next offset of each, once something of it was read.
        received_count: records that came.
        problem: what hinders it, and what can be done; empty when nothing does.

    Args:
        is_handed_on_at_once: whether what the sink has counts as handed on; else somebody says so later.
        is_leaving: whether partitions are given back because the group is left.
        keeps_positions: whether the group takes all partitions of all members before it deals them out: what comes back
            then is read on from where it was, not again from the last commit or, without one, from somewhere else.
    """

    def __init__(
        self,
        connection: KafkaConnection,
        sink: Sink,
        commits: GroupCommits,
        *,
        is_handed_on_at_once: bool,
        is_leaving: Callable[[], bool],
        keeps_positions: bool,
    ) -> None:
        self.assigned: frozenset[TopicPartition] | None = None
        self.at_end: set[TopicPartition] = set()
        self.positions: dict[TopicPartition, int] = {}
        self.received_count = 0
        self.problem = ("", "")
        self._sink = sink
        self._commits = commits
        self._is_handed_on_at_once = is_handed_on_at_once
        self._is_leaving = is_leaving
        self._keeps_positions = keeps_positions
        self._kept: dict[TopicPartition, int] = {}
        self._headers = HeaderReader(connection)
        self._has_joined = False
        self._paused: frozenset[TopicPartition] = frozenset()
        self._has_news = False

    def join(self, consumer: Consumer, subscription: Sequence[str]) -> None:
        """Subscribe: partitions follow while it is polled."""
        consumer.subscribe(list(subscription), on_assign=self._take_over, on_revoke=self._give_back, on_lost=self._lose)

    def step(self, consumer: Consumer, wait_seconds: float, *, is_paused: bool) -> bool:
        """One round of at most `wait_seconds`; whether there is something new to show.

        Raises:
            RequestFailed: it never will be a member.
        """
        messages = consumer.consume(1, wait_seconds)
        if messages:
            messages += consumer.consume(BATCH_COUNT - 1, 0)
            self._take(messages)
        self._hold(consumer, (self.assigned or frozenset()) if is_paused else frozenset())
        self._commits.commit_some(consumer, self.assigned or ())
        news, self._has_news = self._has_news, False
        return news

    def lag(self, consumer: Consumer) -> int | None:
        """Records to the ends that came with the last fetches; None while one is not known."""
        lag = 0
        for key in self.assigned or ():
            if key in self.at_end:
                continue
            ends = consumer.get_watermark_offsets(ClientTopicPartition(*key), cached=True)
            if not ends or ends[1] < 0 or key not in self.positions:
                return None
            lag += max(0, ends[1] - self.positions[key])
        return lag

    def _take(self, messages: Sequence[Message]) -> None:
        records = [message for message in messages if message.error() is None]
        if records:
            last = {key_of(message): (message.offset() or 0) + 1 for message in records}
            self.positions.update(last)
            self.at_end.difference_update(last)
            self.received_count += len(records)
            self.problem = ("", "")
            self._sink.extend(readable(records, self._headers))
            if self._is_handed_on_at_once:
                self._commits.hand_on(last)
            self._has_news = True
        for message in messages:  # an end comes after the records before it
            if (error := message.error()) is not None:
                self._take_error(message, error)

    def _take_error(self, message: Message, error: KafkaError) -> None:
        if error.code() == KafkaError._PARTITION_EOF:
            key, offset = key_of(message), message.offset()
            self.at_end.add(key)
            if offset is not None:
                self.positions[key] = offset
        elif error.fatal() or error.name() in _FINAL:
            raise RequestFailed(f"Could not join the group: {error_words(error)}", error_advice(error))
        elif error.name() not in _PASSING:
            self.problem = (error_words(error).rstrip("."), error_advice(error))

    def _hold(self, consumer: Consumer, wanted: frozenset[TopicPartition]) -> None:
        """Fetch nothing of these partitions, and something of all others."""
        if wanted == self._paused:
            return
        if held := wanted - self._paused:
            consumer.pause([ClientTopicPartition(*key) for key in held])
        if freed := (self._paused - wanted) & (self.assigned or frozenset()):
            consumer.resume([ClientTopicPartition(*key) for key in freed])
        self._paused = wanted

    # Rebalances; called while the Consumer is polled or closed, which assigns by itself what is not assigned here

    def _take_over(self, consumer: Consumer, partitions: Sequence[ClientTopicPartition]) -> None:
        keys = _keys(partitions)
        kept, self._kept = {key: offset for key, offset in self._kept.items() if key in keys}, {}
        if kept:
            self.positions.update(kept)
            consumer.assign([ClientTopicPartition(*key, kept.get(key, OFFSET_STORED)) for key in sorted(keys)])
        self.assigned = (self.assigned or frozenset()) | keys
        what = "rebalance: reads" if self._has_joined else "joined: reads"
        self._has_joined = True
        self._say(f"{what} {partition_words(self.assigned)}")

    def _give_back(self, consumer: Consumer, partitions: Sequence[ClientTopicPartition]) -> None:
        keys = _keys(partitions)
        self._commits.commit_last(consumer, keys)
        if self._keeps_positions:
            self._kept = {key: self.positions[key] for key in keys if key in self.positions}
        self._drop(keys, "rebalance: gives back")

    def _lose(self, consumer: Consumer, partitions: Sequence[ClientTopicPartition]) -> None:
        keys = _keys(partitions)
        self._commits.forget(keys)
        self._drop(keys, "the group took away")

    def _drop(self, keys: frozenset[TopicPartition], what: str) -> None:
        self.assigned = (self.assigned or frozenset()) - keys or None
        self.at_end -= keys
        self._paused -= keys
        for key in keys:
            self.positions.pop(key, None)
        if keys and not self._is_leaving():
            self._say(f"{what} {partition_words(keys)}")

    def _say(self, text: str) -> None:
        self._sink.extend([divider("", text)])
        self._has_news = True


def _keys(partitions: Sequence[ClientTopicPartition]) -> frozenset[TopicPartition]:
    return frozenset((each.topic, each.partition) for each in partitions)


def partition_words(keys: Collection[TopicPartition]) -> str:
    """Partitions in words: `orders 0, 1 · payments 2`."""
    if not keys:
        return "no partition"
    parts = [
        f"{topic} {', '.join(str(partition) for _, partition in group)}"
        for topic, group in groupby(sorted(keys), key=lambda key: key[0])
    ]
    more = f" · and {len(parts) - NAMED_TOPICS} more topics" if len(parts) > NAMED_TOPICS else ""
    return " · ".join(parts[:NAMED_TOPICS]) + more
