"""What the cluster says of the topics being read: whether they exist, which they are, and who leads them."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Collection, Mapping
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException, TopicCollection
from msgspec import Struct

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import kafka_error_of
from kafkatui.kafka.read.topic_ids import known_id

ASK_AGAIN_SECONDS = 3.0
ASK_SOON_SECONDS = 1.0
"""While something hinders the reading."""

SECOND_LOOK_SECONDS = 2.5
"""Two looks that find a topic missing are at least so far apart before it is believed to be gone."""

ANSWER_TIMEOUT_SECONDS = 3.0

GONE = frozenset({"UNKNOWN_TOPIC_OR_PART", "UNKNOWN_TOPIC_ID"})


class TopicSight(Struct, frozen=True):
    """A topic as a broker described it.

    Attributes:
        id: None below Kafka 2.8, and where only any broker could be asked.
        leaders: who leads each partition; None where nobody does.
        asked_seconds: when it was asked for (monotonic): it is no older.
    """

    id: str | None
    leaders: Mapping[int, int | None]
    asked_seconds: float


class TopicWatch:
    """Asks about topics again and again, and never waits; used by one thread.

    A Consumer's fetches of a deleted topic just stop, and no error follows for many minutes (librdkafka 2.16). The
    description of a topic is a Metadata request that forbids auto-creation (v4, Kafka 0.11). librdkafka sends it to the
    controller alone, as long as it takes that broker for one; where that fails, any broker is asked for all topics,
    which also tells librdkafka who the controller is now.

    A broker that has just started, or one that is cut off, knows no topic: that one is missing is believed only of a
    broker that names brokers of the cluster beside it, and only at the second look.
    """

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._asked: dict[str, Future[Any]] = {}
        self._listing: _Listing | None = None
        self._in_doubt: list[str] = []
        self._asked_at = float("-inf")  # which topics these are must be known before they can be made anew
        self._missing_since: dict[str, float] = {}

    def look(self, topics: Collection[str], *, is_urgent: bool = False) -> Mapping[str, TopicSight | None]:
        """What is newly known of `topics`, nothing most of the time; None for a topic that is gone.

        Args:
            is_urgent: ask sooner than usual.
        """
        if self._listing is not None:
            return self._take_listing(self._listing)
        if self._asked:
            return self._take_answers() if all(future.done() for future in self._asked.values()) else {}
        interval = ASK_SOON_SECONDS if is_urgent else ASK_AGAIN_SECONDS
        if time.monotonic() - self._asked_at >= interval and topics:
            self._asked_at = time.monotonic()
            self._connection.meter.count("describe topics")
            timeout = min(ANSWER_TIMEOUT_SECONDS, self._connection.timeout_seconds)
            names = TopicCollection(sorted(topics))
            self._asked = self._connection.admin().describe_topics(names, request_timeout=timeout)
        return {}

    def _take_answers(self) -> Mapping[str, TopicSight | None]:
        answers, self._asked = self._asked, {}
        asked_seconds, self._asked_at = self._asked_at, time.monotonic()
        seen: dict[str, TopicSight | None] = {}
        self._in_doubt = []
        for topic, future in answers.items():
            if (error := future.exception()) is None:
                seen[topic] = _sight(future.result(), asked_seconds)
                self._missing_since.pop(topic, None)
            elif isinstance(error, KafkaException) and not _is_refused(error):
                self._in_doubt.append(topic)
        if self._in_doubt:
            self._connection.meter.count("metadata")
            self._listing = _Listing(self._connection, asked_seconds)
        return seen

    def _take_listing(self, listing: _Listing) -> Mapping[str, TopicSight | None]:
        """What any broker knows of the topics in doubt."""
        if not listing.is_done:
            return {}
        self._listing, self._asked_at = None, time.monotonic()
        answer, now = listing.answer, time.monotonic()
        seen: dict[str, TopicSight | None] = {}
        if answer is None or not answer.brokers:
            return seen
        for topic in self._in_doubt:
            if topic in answer.topics:
                self._missing_since.pop(topic, None)
                seen[topic] = TopicSight(None, _leaders(answer.topics[topic]), listing.asked_seconds)
            elif now - self._missing_since.setdefault(topic, now) >= SECOND_LOOK_SECONDS:
                seen[topic] = None
        return seen


class _Listing:
    """All topics, asked of any broker in a thread that ends with the answer: librdkafka has no other way to ask."""

    def __init__(self, connection: KafkaConnection, asked_seconds: float) -> None:
        self.asked_seconds = asked_seconds
        self.answer: Any = None
        self._admin = connection.admin()
        self._thread = threading.Thread(target=self._run, name="list topics", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether there is an answer, or will be none."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        with contextlib.suppress(KafkaException):  # also when a broker names neither brokers nor topics
            self.answer = self._admin.list_topics(timeout=ANSWER_TIMEOUT_SECONDS)


def _sight(description: Any, asked_seconds: float) -> TopicSight:
    leaders = {
        partition.id: partition.leader.id if partition.leader is not None and partition.leader.id >= 0 else None
        for partition in description.partitions
    }
    return TopicSight(known_id(description.topic_id), leaders, asked_seconds)


def _leaders(listed: Any) -> Mapping[int, int | None]:
    return {each.id: each.leader if each.leader >= 0 else None for each in listed.partitions.values()}


def _is_refused(error: KafkaException) -> bool:
    """Whether asking somebody else is of no use."""
    inner = kafka_error_of(error)
    return inner is not None and inner.name() == "TOPIC_AUTHORIZATION_FAILED"
