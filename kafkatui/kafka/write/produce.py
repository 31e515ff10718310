"""Writing records: the only object of this room that writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import kafka_error_of
from kafkatui.kafka.write.murmur2 import partition_for
from kafkatui.kafka.write.refused import UNKNOWN_TOPIC, delivery_words, is_not_allowed, spoils_producer
from kafkatui.model.errors import KafkatuiError, NotAuthorized, QueueFull, ReadOnly, RequestFailed
from kafkatui.model.record import Delivery, OutgoingRecord, name_bytes
from kafkatui.model.send_settings import DEFAULT_SETTINGS, SendSettings

__all__ = ["KafkaProducer", "partition_for"]

DELIVERY_TIMEOUT_SECONDS = 10.0
DEFAULT_MAX_MESSAGE_BYTES = 1_000_000
"""librdkafka's message.max.bytes; brokers allow 1,048,588 by default."""

PRODUCER_PROPERTIES: dict[str, str | int | bool] = {
    # The choice Java's clients make, so that equal keys stay together; without a key it is any partition.
    "partitioner": "murmur2_random",
    "linger.ms": 0,
    "allow.auto.create.topics": False,
    # How long an unknown topic is waited for before its records fail.
    "topic.metadata.propagation.max.ms": 1_000,
}

_POLL_SECONDS = 0.1
ANY_PARTITION = -1
NOW = 0
"""As a timestamp: when it is sent."""

_TOO_LARGE = "MSG_SIZE_TOO_LARGE"
_PERHAPS_WRITTEN = frozenset(
    {
        "_MSG_TIMED_OUT",
        "_TIMED_OUT",
        "_PURGE_INFLIGHT",
        "REQUEST_TIMED_OUT",
        "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
    }
)
"""What a broker may have written although it did not confirm it: librdkafka does not tell which was sent."""


class KafkaProducer:
    """Sends records and reports what became of each. Thread-safe.

    Attributes:
        is_spoilt: it was refused something, and may go on refusing that itself once it is allowed.

    Args:
        settings: what goes before the profile's properties.
        extra: further properties, which go before those.

    Raises:
        ReadOnly: the profile may not write.
        ConfigError: librdkafka refuses the properties for a producer.
    """

    def __init__(
        self,
        connection: KafkaConnection,
        settings: SendSettings = DEFAULT_SETTINGS,
        extra: Mapping[str, str | int] | None = None,
    ) -> None:
        if connection.profile.read_only:
            raise ReadOnly(f"{connection.profile.name} is read-only.", "Start without --read-only to produce.")
        self._connection = connection
        self._max_bytes = int(connection.profile.kafka.get("message.max.bytes", DEFAULT_MAX_MESSAGE_BYTES))
        self._lock = threading.Lock()
        self._serial = 0
        self._closing = threading.Event()
        self.is_spoilt = False
        timeout_ms = round(min(DELIVERY_TIMEOUT_SECONDS, connection.timeout_seconds) * 1000)
        try:
            own = {"message.timeout.ms": timeout_ms, **(extra or {})}
            self._producer = Producer(connection.client_config(**PRODUCER_PROPERTIES, **_properties(settings), **own))
        except (KafkaException, TypeError, ValueError) as error:
            raise connection.failure(error, "set up the producer") from None
        self._poller = threading.Thread(target=self._poll, name="produce", daemon=True)
        self._poller.start()

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int:
        """Queue a record; `on_delivery` is called once, from the producer's thread, within the delivery time-out.

        Returns:
            The record's serial, from 1.

        Raises:
            QueueFull: too many records wait to be sent.
            RequestFailed: it can never be sent: too large, or a header's name is no UTF-8.
        """
        with self._lock:
            if self._closing.is_set():
                raise RequestFailed("Could not send the record: the producer was closed.")
            self._serial += 1
            serial = self._serial
        self._connection.meter.count("produce")
        deliver = partial(self._deliver, serial, record, time.monotonic(), on_delivery)
        try:
            self._producer.produce(
                record.topic,
                value=record.value,
                key=record.key,
                headers=list(record.headers),
                partition=ANY_PARTITION if record.partition is None else record.partition,
                timestamp=record.timestamp_ms or NOW,
                on_delivery=deliver,
            )
        except (KafkaException, BufferError) as error:
            raise self._refusal(record, error) from None
        except UnicodeEncodeError:
            raise RequestFailed("A header's name is no UTF-8, which the client cannot write.") from None
        return serial

    def flush(self, timeout_seconds: float) -> int:
        """Wait for what is queued; returns how many records are still on their way."""
        return self._producer.flush(timeout_seconds)

    def close(self, timeout_seconds: float = 2.0) -> int:
        """Flush for at most `timeout_seconds` and stop; returns how many records were given up (each is reported)."""
        with self._lock:
            self._closing.set()
        left = self._producer.flush(timeout_seconds)
        if left:
            self._producer.purge()
            self._producer.flush(0.1)
        self._poller.join(timeout_seconds)
        return left

    def _poll(self) -> None:
        while not self._closing.is_set():
            self._producer.poll(_POLL_SECONDS)

    def _deliver(
        self,
        serial: int,
        record: OutgoingRecord,
        sent_at: float,
        on_delivery: Callable[[Delivery], None],
        error: KafkaError | None,
        message: Message,
    ) -> None:
        latency = time.monotonic() - sent_at
        if error is None:
            offset = message.offset()
            is_told = offset is not None and offset >= 0  # without acknowledgements it is not
            on_delivery(Delivery(serial, record, message.partition(), offset if is_told else None, latency))
            return
        problem = self._too_large(record) if error.name() == _TOO_LARGE else None
        words, advice = (problem.what, problem.advice) if problem else delivery_words(error, record.topic)
        self.is_spoilt = self.is_spoilt or spoils_producer(error)
        if error.name() in UNKNOWN_TOPIC and record.partition is None:
            words, advice = f"The topic {record.topic} does not exist.", "Create it first: producing creates no topic."
        if error.name() == "_MSG_TIMED_OUT" and (complaints := self._connection.last_errors()):
            words = f"{words.rstrip('.')}: {complaints[0]}."
        is_unknown = error.name() in _PERHAPS_WRITTEN
        if is_unknown:
            advice = f"{advice} It may have arrived: look before it is sent again.".lstrip()
        on_delivery(Delivery(serial, record, record.partition, None, latency, words, advice, is_unknown))

    def _refusal(self, record: OutgoingRecord, error: KafkaException | BufferError) -> KafkatuiError:
        if isinstance(error, BufferError):
            return QueueFull("Too many records are waiting to be sent.", "Wait for the cluster to take them.")
        inner = kafka_error_of(error)
        if inner is not None and inner.name() == _TOO_LARGE:
            return self._too_large(record)
        self.is_spoilt = self.is_spoilt or (inner is not None and spoils_producer(inner))
        if inner is not None and is_not_allowed(inner):
            return NotAuthorized(*delivery_words(inner, record.topic))
        return self._connection.failure(error, f"send to {record.topic}")

    def _too_large(self, record: OutgoingRecord) -> KafkatuiError:
        size = len(record.key or b"") + len(record.value or b"")
        size += sum(len(name_bytes(name)) + len(value or b"") for name, value in record.headers)
        if size > self._max_bytes - 512:
            return RequestFailed(
                f"The record has {size:,} bytes; the client's limit (message.max.bytes) is {self._max_bytes:,}.",
                "Raise it with -X message.max.bytes=…; the topic's max.message.bytes must allow it too.",
            )
        return RequestFailed(
            f"The record has {size:,} bytes, more than the topic's max.message.bytes allows.",
            "See the topic's Config tab.",
        )


def _properties(settings: SendSettings) -> dict[str, str | bool]:
    """What the settings say, as librdkafka's properties."""
    properties: dict[str, str | bool] = {}
    if settings.compression:
        properties["compression.type"] = settings.compression
    if settings.acks:
        properties["acks"] = settings.acks
    if settings.is_idempotent:
        properties |= {"enable.idempotence": True, "acks": "all"}
    return properties
