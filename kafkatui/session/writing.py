"""What writes, built on first use and never in read-only mode."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kafkatui.model.errors import KafkatuiError, ReadOnly
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.session.action_context import read_only_obstacle

if TYPE_CHECKING:
    from kafkatui.kafka.write.produce import KafkaProducer
    from kafkatui.session.clients import Clients


class Writers:
    """Holds the objects that write; without them nothing in the program can."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._producer: KafkaProducer | None = None
        self._lock = threading.Lock()
        self._unsent_count = 0

    def producer(self) -> KafkaProducer:
        """The cluster's one producer.

        Raises:
            ReadOnly: the profile forbids writing.
        """
        if (obstacle := read_only_obstacle(self._clients.profile)) is not None:
            raise ReadOnly(obstacle.reason, obstacle.advice)
        with self._lock:
            if self._producer is None:
                from kafkatui.kafka.write.produce import KafkaProducer

                self._producer = KafkaProducer(self._clients.kafka)
            return self._producer

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int:
        """Send a record and count it as unsent until its report comes."""

        def delivered(delivery: Delivery) -> None:
            with self._lock:
                self._unsent_count -= 1
            on_delivery(delivery)

        producer = self.producer()
        with self._lock:
            self._unsent_count += 1
        try:
            return producer.send(record, delivered)
        except KafkatuiError:
            with self._lock:
                self._unsent_count -= 1
            raise

    def partition_for(self, key: bytes | None, partition_count: int) -> int | None:
        """Where Kafka's own partitioner puts `key`; None without a key."""
        from kafkatui.kafka.write.murmur2 import partition_for

        return partition_for(key, partition_count)

    @property
    def unsent_count(self) -> int:
        """Records without a delivery report."""
        return self._unsent_count

    def close(self, timeout_seconds: float) -> None:
        """Flush and close within `timeout_seconds`."""
        if self._producer is not None:
            self._producer.close(timeout_seconds)
