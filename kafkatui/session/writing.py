"""What writes, built on first use and never in read-only mode."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkatui.model.errors import KafkatuiError, ReadOnly
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.model.send_settings import DEFAULT_SETTINGS, SendSettings
from kafkatui.session.action_context import read_only_obstacle

if TYPE_CHECKING:
    from kafkatui.kafka.write.produce import KafkaProducer
    from kafkatui.session.clients import Clients

MOST_PRODUCERS = 4
"""Producers with different settings that are kept; of more, those that nothing is under way with are closed."""

CLOSE_SECONDS = 2.0


@dataclass(slots=True)
class _Kept:
    """A producer and how many of its records have no report yet."""

    producer: KafkaProducer
    unsent_count: int = 0


class Writers:
    """Holds the objects that write; without them nothing in the program can. Safe from any thread."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._kept: dict[SendSettings, _Kept] = {}
        self._lock = threading.Lock()

    def _take(self, settings: SendSettings) -> _Kept:
        """The producer of these settings, with one more record under way.

        Raises:
            ReadOnly: the profile forbids writing.
        """
        if (obstacle := read_only_obstacle(self._clients.profile)) is not None:
            raise ReadOnly(obstacle.reason, obstacle.advice)
        idle: list[KafkaProducer] = []
        try:
            with self._lock:
                kept = self._kept.pop(settings, None)
                if kept is not None and kept.producer.is_spoilt and not kept.unsent_count:
                    idle.append(kept.producer)
                    kept = None
                if kept is None:
                    from kafkatui.kafka.write.produce import KafkaProducer

                    kept = _Kept(KafkaProducer(self._clients.kafka, settings))
                self._kept[settings] = kept  # the one used last is the last to go
                kept.unsent_count += 1
                for each in [each for each, other in self._kept.items() if not other.unsent_count]:
                    if len(self._kept) > MOST_PRODUCERS:
                        idle.append(self._kept.pop(each).producer)
        finally:  # also when none could be made instead
            for producer in idle:
                producer.close(CLOSE_SECONDS)
        return kept

    def send(
        self,
        record: OutgoingRecord,
        on_delivery: Callable[[Delivery], None],
        settings: SendSettings = DEFAULT_SETTINGS,
    ) -> int:
        """Send a record and count it as unsent until its report comes; its serial among those of its producer.

        Raises:
            ReadOnly: the profile forbids writing.
            KafkatuiError: the client refused it at once.
        """
        kept = self._take(settings)

        def delivered(delivery: Delivery) -> None:
            with self._lock:
                kept.unsent_count -= 1
            on_delivery(delivery)

        try:
            return kept.producer.send(record, delivered)
        except KafkatuiError:
            with self._lock:
                kept.unsent_count -= 1
            raise

    def partition_for(self, key: bytes | None, partition_count: int) -> int | None:
        """Where Kafka's own partitioner puts `key`; None without a key."""
        from kafkatui.kafka.write.murmur2 import partition_for

        return partition_for(key, partition_count)

    @property
    def unsent_count(self) -> int:
        """Records without a delivery report."""
        with self._lock:
            return sum(kept.unsent_count for kept in self._kept.values())

    def close(self, timeout_seconds: float) -> None:
        """Flush and close all of it within `timeout_seconds`; what is sent later gets producers of its own."""
        deadline = time.monotonic() + timeout_seconds
        with self._lock:
            producers = [kept.producer for kept in self._kept.values()]
            self._kept.clear()
        for producer in producers:
            producer.close(max(0.0, deadline - time.monotonic()))
