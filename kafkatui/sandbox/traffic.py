"""Keeps the demo alive: a producer of about 30 records a second, and groups that keep up or fall behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kafkatui.sandbox import records, topics
from kafkatui.sandbox.contents import send
from kafkatui.sandbox.readiness import QUIET_CLIENT
from kafkatui.sandbox.records import PlannedRecord

_FIRST_NUMBER = 100_000
_STOP_SECONDS = 3.0
_POLL_SECONDS = 0.5

_TOPIC_GONE = frozenset({"_UNKNOWN_TOPIC", "_UNKNOWN_PARTITION", "UNKNOWN_TOPIC_OR_PART"})
"""A topic or partition that somebody deleted: its records are not produced, the others' are."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Records produced at a steady rate."""

    records_per_second: float
    record: Callable[[int], PlannedRecord]


@dataclass(frozen=True, slots=True)
class Member:
    """A consumer in a group; `pause_seconds` after each record makes it fall behind."""

    group: str
    client_id: str
    topics: Sequence[str]
    pause_seconds: float = 0.0


STREAMS: tuple[Stream, ...] = (
    Stream(15, records.click),
    Stream(6, records.order),
    Stream(6, records.payment),
    Stream(1, records.word),
    Stream(1, lambda number: records.customer(number % records.CUSTOMER_COUNT, number)),
)

MEMBERS: tuple[Member, ...] = (
    Member("myGroup", "rdkafka-go", (topics.MY_TOPIC, "^aRegex.*[Tt]opic")),
    Member("billing", "billing-1", (topics.PAYMENTS,)),
    Member("billing", "billing-2", (topics.PAYMENTS,)),
    Member("warehouse", "warehouse-1", (topics.ORDERS,), pause_seconds=0.25),
    Member("analytics", "analytics-1", (topics.CLICKS, topics.ORDERS)),
)


class Traffic:
    """Threads that produce and consume until stopped; a broker that is down only makes them wait."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._client: dict[str, Any] = {"bootstrap.servers": bootstrap_servers, **QUIET_CLIENT}
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, members: Sequence[Member] = MEMBERS) -> None:
        """Starts the producer and one consumer per member."""
        jobs = [threading.Thread(target=self._produce, name="demo-producer", daemon=True)]
        jobs += [
            threading.Thread(target=self._consume, args=(member,), name=member.client_id, daemon=True)
            for member in members
        ]
        for job in jobs:
            job.start()
        self._threads += jobs

    def stop(self, timeout_seconds: float = _STOP_SECONDS) -> None:
        """Stops everything; members leave their groups if the cluster answers within the time-out."""
        self._stop.set()
        deadline = time.monotonic() + timeout_seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _produce(self) -> None:
        from confluent_kafka import Producer

        settings = {
            "linger.ms": 5,
            "partitioner": "murmur2_random",
            "client.id": "web-shop",
            "allow.auto.create.topics": False,  # whoever deletes a topic of the demo has deleted it
        }
        producer = Producer({**self._client, **settings})
        started = time.monotonic()
        sent = [0] * len(STREAMS)
        while not self._stop.wait(0.05):
            elapsed = time.monotonic() - started
            now = int(time.time() * 1000)
            for index, stream in enumerate(STREAMS):
                while sent[index] < elapsed * stream.records_per_second:
                    self._send(producer, stream.record(_FIRST_NUMBER + sent[index]), now)
                    sent[index] += 1
        producer.flush(1.0)

    @staticmethod
    def _send(producer: Any, record: PlannedRecord, now: int) -> None:
        from confluent_kafka import KafkaException

        try:
            send(producer, record, now, None)
        except BufferError:
            producer.poll(0.1)  # the cluster is down: this record is lost, as live traffic may be
        except KafkaException as error:
            if error.args[0].name() not in _TOPIC_GONE:
                raise

    def _consume(self, member: Member) -> None:
        from confluent_kafka import Consumer

        settings = {
            "group.id": member.group,
            "client.id": member.client_id,
            "auto.offset.reset": "earliest",
            "auto.commit.interval.ms": 1000,
            "queued.max.messages.kbytes": 1024,
            "topic.metadata.refresh.interval.ms": 10_000,
            "session.timeout.ms": 10_000,
        }
        consumer = Consumer({**self._client, **settings})
        consumer.subscribe(list(member.topics))
        while not self._stop.is_set():
            message = consumer.poll(_POLL_SECONDS)
            if message is not None and member.pause_seconds:
                self._stop.wait(member.pause_seconds)
        consumer.close()
