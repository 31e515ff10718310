"""Partitions whose log no longer, or not yet, reaches the position they are to be read from."""

from __future__ import annotations

import time
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka import TopicPartition as ClientTopicPartition
from confluent_kafka.admin import OffsetSpec  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.cluster import OffsetRange, TopicPartition

ASK_AGAIN_SECONDS = 1.0


class LostPositions:
    """Finds out where such partitions begin and end now, without waiting; used by one thread."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._asked: dict[TopicPartition, tuple[Future[Any], Future[Any]]] = {}
        self._due: dict[TopicPartition, float] = {}

    def note(self, key: TopicPartition) -> None:
        """A fetch of this partition was out of its log's range."""
        if key not in self._asked:
            self._due.setdefault(key, 0.0)

    def forget(self, key: TopicPartition) -> None:
        """It is read from elsewhere now."""
        self._asked.pop(key, None)
        self._due.pop(key, None)

    def found(self) -> dict[TopicPartition, OffsetRange]:
        """The logs that became known since the last call."""
        now = time.monotonic()
        for key in [key for key, due in self._due.items() if due <= now]:
            del self._due[key]
            self._asked[key] = (
                self._ask(key, OffsetSpec.earliest()),  # type: ignore[no-untyped-call]
                self._ask(key, OffsetSpec.latest()),  # type: ignore[no-untyped-call]
            )
        known: dict[TopicPartition, OffsetRange] = {}
        for key, futures in list(self._asked.items()):
            if not all(future.done() for future in futures):
                continue
            del self._asked[key]
            begin, end = map(_offset, futures)
            if begin is None or end is None:
                self._due[key] = now + ASK_AGAIN_SECONDS
            else:
                known[key] = OffsetRange(begin, end)
        return known

    def _ask(self, key: TopicPartition, spec: OffsetSpec) -> Future[Any]:
        self._connection.meter.count("list offsets")
        asked = {ClientTopicPartition(*key): spec}
        answer: dict[ClientTopicPartition, Future[Any]] = self._connection.admin().list_offsets(
            asked, request_timeout=self._connection.timeout_seconds
        )
        return next(iter(answer.values()))


def _offset(future: Future[Any]) -> int | None:
    try:
        offset = int(future.result().offset)
    except KafkaException:
        return None
    return offset if offset >= 0 else None
