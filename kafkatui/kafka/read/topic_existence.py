"""Whether topics still exist, asked without waiting and without creating them."""

from __future__ import annotations

import time
from collections.abc import Collection
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException, TopicCollection

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import kafka_error_of

ASK_AGAIN_SECONDS = 3.0

_GONE = frozenset({"UNKNOWN_TOPIC_OR_PART", "UNKNOWN_TOPIC_ID"})


class TopicExistence:
    """Asks about topics again and again; used by one thread.

    A Consumer's fetches of a deleted topic just stop, and no error follows for many minutes (librdkafka 2.16). The
    description of a topic is a Metadata request that forbids auto-creation (v4, Kafka 0.11).
    """

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._asked: dict[str, Future[Any]] = {}
        self._asked_at = time.monotonic()

    def missing(self, topics: Collection[str]) -> frozenset[str] | None:
        """Which of `topics` do not exist, as soon as there is an answer; None most of the time. Never waits."""
        if not self._asked:
            if time.monotonic() - self._asked_at >= ASK_AGAIN_SECONDS and topics:
                self._asked_at = time.monotonic()
                self._connection.meter.count("describe topics")
                self._asked = self._connection.admin().describe_topics(
                    TopicCollection(sorted(topics)), request_timeout=self._connection.timeout_seconds
                )
            return None
        if not all(future.done() for future in self._asked.values()):
            return None
        answers, self._asked, self._asked_at = self._asked, {}, time.monotonic()
        return frozenset(topic for topic, future in answers.items() if _is_gone(future))


def _is_gone(future: Future[Any]) -> bool:
    error = future.exception()
    inner = kafka_error_of(error) if isinstance(error, KafkaException) else None
    return inner is not None and inner.name() in _GONE
