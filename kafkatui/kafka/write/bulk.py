"""Writing many records at librdkafka's speed: no report for each, but every record is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import kafka_error_of
from kafkatui.kafka.write.produce import ANY_PARTITION, NOW, PRODUCER_PROPERTIES
from kafkatui.kafka.write.refused import delivery_words, hits_every_record
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.record import OutgoingRecord

DELIVERY_TIMEOUT_SECONDS = 120.0
"""So long a record is tried again while a broker is away; Java's producers take as long."""

DEFAULT_BATCH_BYTES = 1_000_000

BULK_PROPERTIES: dict[str, str | int | bool] = {
    **PRODUCER_PROPERTIES,
    # In order and once each, also where a request has to be repeated.
    "enable.idempotence": True,
    "acks": "all",
    "linger.ms": 20,
    "queue.buffering.max.messages": 100_000,
    "queue.buffering.max.kbytes": 128 * 1024,
    "delivery.report.only.error": True,
    "message.timeout.ms": round(DELIVERY_TIMEOUT_SECONDS * 1000),
}

ROOM_COUNT = 50_000
AT_ONCE_BYTES = 500_000
"""So much fits into the queue in any case while no more than `ROOM_COUNT` records of that size are in it: a queue that
fills up amid one call could take a later record before an earlier one."""

_WAIT_SECONDS = 0.1


class BulkProducer:
    """Sends records in order within each partition. For one thread.

    Args:
        compression: what batches are packed with.
        batch_bytes: a batch's size at most, unless one record is larger.

    Attributes:
        sent: how many were handed over.
        failed: how many of them can never arrive; the others arrive or are still on their way.
        error, advice: why the first of these failed.
        is_refused: nothing that is sent from now on will arrive either.

    Raises:
        ConfigError: librdkafka refuses the properties.
    """

    def __init__(
        self, connection: KafkaConnection, compression: str = "none", batch_bytes: int = DEFAULT_BATCH_BYTES
    ) -> None:
        self.sent = 0
        self.failed = 0
        self.error = self.advice = ""
        self.is_refused = False
        self._connection = connection
        try:
            asked: dict[str, str | int] = {"compression.type": compression, "batch.size": batch_bytes}
            self._producer = Producer(connection.client_config(**BULK_PROPERTIES, **asked))
        except (KafkaException, TypeError, ValueError) as error:
            raise connection.failure(error, "set up the producer") from None

    @property
    def delivered(self) -> int:
        """How many have arrived for certain."""
        return self.sent - self.failed - len(self._producer)

    def send(self, records: Sequence[OutgoingRecord], check: Callable[[], None]) -> None:
        """Hand records over; waits while the queue is full.

        Args:
            check: called while it waits; raises to give up.
        """
        self._connection.meter.count("produce")
        while len(self._producer) > ROOM_COUNT:
            self._producer.poll(_WAIT_SECONDS)
            check()
        messages = _at_once(records)
        if messages is not None:
            self._send_at_once(records, messages, check)
        else:
            for record in records:
                self._send_one(record, check)
        self._producer.poll(0)

    def _send_at_once(
        self, records: Sequence[OutgoingRecord], messages: list[dict[str, Any]], check: Callable[[], None]
    ) -> None:
        try:
            taken = self._producer.produce_batch(records[0].topic, messages, on_delivery=self._report)
        except (BufferError, KafkaException):
            taken = -1
        if taken == len(records):
            self.sent += taken
            return
        for record, message in zip(records, messages, strict=True):
            if taken < 0 or "_error" in message:  # one by one it is told what is wrong with it
                self._send_one(record, check)
            else:
                self.sent += 1

    def _send_one(self, record: OutgoingRecord, check: Callable[[], None]) -> None:
        topic, key, value, headers, partition, timestamp_ms = record
        partition = ANY_PARTITION if partition is None else partition
        while True:
            try:
                # By place: names would take half as long again.
                self._producer.produce(
                    topic, value, key, partition, self._report, None, timestamp_ms or NOW, list(headers) or None
                )
            except BufferError:
                self._producer.poll(_WAIT_SECONDS)
                check()
                continue
            except KafkaException as error:
                self._refuse(error, topic)
            except UnicodeEncodeError:
                self._note("A header's name is no UTF-8, which the client cannot write.", "")
            self.sent += 1
            return

    def flush(self, check: Callable[[], None]) -> None:
        """Wait until each record has arrived or failed, for as long as librdkafka tries; `check` as above."""
        while self._producer.flush(_WAIT_SECONDS):
            check()

    def flush_for(self, seconds: float) -> None:
        """The same for so long at most."""
        self._producer.flush(seconds)

    def give_up(self) -> int:
        """Let go what is still on its way; how many records that are."""
        left = len(self._producer)
        self._producer.purge()
        self._producer.flush(_WAIT_SECONDS)
        return left

    def _report(self, error: KafkaError | None, message: Message) -> None:
        if error is not None:
            self.is_refused = self.is_refused or hits_every_record(error)
            self._note(*delivery_words(error, message.topic() or ""))

    def _refuse(self, error: KafkaException, topic: str) -> None:
        inner = kafka_error_of(error)
        if inner is not None and hits_every_record(inner):
            self.is_refused = True
            self._note(*delivery_words(inner, topic))
            return
        problem: KafkatuiError = self._connection.failure(error, "send a record")
        self._note(problem.what, problem.advice)

    def _note(self, what: str, advice: str) -> None:
        self.failed += 1
        if not self.error:
            self.error, self.advice = what, advice


def _at_once(records: Sequence[OutgoingRecord]) -> list[dict[str, Any]] | None:
    """Records as `produce_batch` takes them, in a third of the time; None where it cannot.

    They must be of one topic and small; headers and timestamps that call does not take.
    """
    if not records:
        return None
    messages: list[dict[str, Any]] = []
    wanted, size = records[0].topic, 0
    for topic, key, value, headers, partition, timestamp_ms in records:
        if headers or timestamp_ms or topic != wanted:
            return None
        message: dict[str, Any] = {"value": value} if key is None else {"value": value, "key": key}
        size += len(value or b"") + len(key or b"")
        if partition is not None:
            message["partition"] = partition
        messages.append(message)
    return messages if size <= AT_ONCE_BYTES else None
