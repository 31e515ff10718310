"""What the cluster says of the topics being read: whether they exist, which they are, and who leads them."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from confluent_kafka import KafkaException, TopicCollection

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import kafka_error_of
from kafkatui.kafka.read.topic_ids import known_id

ASK_AGAIN_SECONDS = 3.0
ASK_SOON_SECONDS = 1.0
"""While something hinders the reading."""

SECOND_LOOK_SECONDS = 2.5
"""Two looks that find a topic missing are at least so far apart before it is believed to be gone."""

EVIDENCE_TIMEOUT_SECONDS = 2.0

GONE = frozenset({"UNKNOWN_TOPIC_OR_PART", "UNKNOWN_TOPIC_ID"})


@dataclass(frozen=True, slots=True)
class TopicSight:
    """A topic as a broker described it.

    Attributes:
        id: None below Kafka 2.8.
        leaders: who leads each partition; None where nobody does.
        asked_seconds: when it was asked for (monotonic): it is no older.
    """

    id: str | None
    leaders: Mapping[int, int | None]
    asked_seconds: float


class TopicWatch:
    """Asks about topics again and again; used by one thread, which waits only where a topic seems to be gone.

    A Consumer's fetches of a deleted topic just stop, and no error follows for many minutes (librdkafka 2.16). The
    description of a topic is a Metadata request that forbids auto-creation (v4, Kafka 0.11).

    A broker that has just started, or one that is cut off, knows no topic: that one is missing is believed only of a
    broker that names brokers of the cluster beside it, and only at the second look.
    """

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._asked: dict[str, Future[Any]] = {}
        self._asked_at = float("-inf")  # which topics these are must be known before they can be made anew
        self._missing_since: dict[str, float] = {}

    def look(self, topics: Collection[str], *, is_urgent: bool = False) -> Mapping[str, TopicSight | None]:
        """What is newly known of `topics`, nothing most of the time; None for a topic that is gone.

        Args:
            is_urgent: ask sooner than usual.
        """
        if not self._asked:
            interval = ASK_SOON_SECONDS if is_urgent else ASK_AGAIN_SECONDS
            if time.monotonic() - self._asked_at >= interval and topics:
                self._ask(topics)
            return {}
        if not all(future.done() for future in self._asked.values()):
            return {}
        answers, self._asked = self._asked, {}
        asked_seconds, self._asked_at = self._asked_at, time.monotonic()
        seen: dict[str, TopicSight | None] = {}
        missing = []
        for topic, future in answers.items():
            if (error := future.exception()) is None:
                seen[topic] = _sight(future.result(), asked_seconds)
                self._missing_since.pop(topic, None)
            elif _says_gone(error):
                missing.append(topic)
        if missing:
            seen.update(dict.fromkeys(self._surely_gone(missing)))
        return seen

    def _ask(self, topics: Collection[str]) -> None:
        self._asked_at = time.monotonic()
        self._connection.meter.count("describe topics")
        self._asked = self._connection.admin().describe_topics(
            TopicCollection(sorted(topics)), request_timeout=self._connection.timeout_seconds
        )

    def _surely_gone(self, topics: list[str]) -> list[str]:
        """Those that a broker who knows the cluster did not know twice."""
        self._connection.meter.count("metadata")
        try:
            answer: Any = self._connection.admin().list_topics(timeout=EVIDENCE_TIMEOUT_SECONDS)
        except KafkaException:  # also when a broker names neither brokers nor topics
            return []
        now = time.monotonic()
        gone = []
        for topic in topics:
            if topic in answer.topics or not answer.brokers:
                self._missing_since.pop(topic, None)
            elif now - self._missing_since.setdefault(topic, now) >= SECOND_LOOK_SECONDS:
                gone.append(topic)
        return gone


def _sight(description: Any, asked_seconds: float) -> TopicSight:
    leaders = {
        partition.id: partition.leader.id if partition.leader is not None and partition.leader.id >= 0 else None
        for partition in description.partitions
    }
    return TopicSight(known_id(description.topic_id), leaders, asked_seconds)


def _says_gone(error: BaseException) -> bool:
    inner = kafka_error_of(error) if isinstance(error, KafkaException) else None
    return inner is not None and inner.name() in GONE
