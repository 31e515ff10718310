"""Brokers' racks, which librdkafka's metadata leaves out."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Set

from confluent_kafka import KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.cluster import Broker, ClusterMetadata
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.replacing import replace

ASK_AGAIN_SECONDS = 5.0
"""A cluster that does not tell is asked again this much later."""

PATIENCE_SECONDS = 2.0
"""Racks are nice to have: what is asked with them does not wait longer."""


class RackLookup:
    """Adds `broker.rack` to the brokers of metadata, asking only when a broker came or moved. Thread-safe.

    A rack once told is kept until another is told: while a broker is dead nobody knows better.
    """

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._racks: Mapping[int, str | None] = {}
        self._told: frozenset[tuple[int, str]] = frozenset()
        self._asked_at = float("-inf")

    def ask(self, brokers: Mapping[int, Broker]) -> Mapping[int, str | None]:
        """The racks last told, by broker id; read where one of `brokers` came or moved. Raises nothing."""
        named = {(broker.id, broker.address) for broker in brokers.values()}
        with self._lock:
            self._told &= named
            is_news = not named <= self._told
        if is_news and time.monotonic() - self._asked_at > ASK_AGAIN_SECONDS:
            self._ask(named)
        return self._racks

    def complete(self, metadata: ClusterMetadata) -> ClusterMetadata:
        """The metadata with the racks that `ask` has found out; asks nobody."""
        racks = self._racks
        brokers = {
            broker_id: replace(broker, rack=racks.get(broker_id)) for broker_id, broker in metadata.brokers.items()
        }
        return replace(metadata, brokers=brokers)

    def _ask(self, named: Set[tuple[int, str]]) -> None:
        self._asked_at = time.monotonic()
        try:
            told = self._ask_controller() or self._ask_any_broker()
        except KafkatuiError:
            return
        with self._lock:
            self._racks = {**self._racks, **told}
            self._told |= {(broker_id, address) for broker_id, address in named if broker_id in told}

    def _ask_controller(self) -> dict[int, str | None]:
        """The racks by broker id, none when the controller does not tell: librdkafka asks nobody else."""
        timeout_seconds = min(PATIENCE_SECONDS, self._connection.timeout_seconds)
        self._connection.meter.count("describe cluster")
        future = self._connection.admin().describe_cluster(request_timeout=timeout_seconds)
        try:
            answer = future.result(timeout_seconds)
        except (KafkaException, TimeoutError):
            return {}
        return {node.id: node.rack for node in answer.nodes}

    def _ask_any_broker(self) -> dict[int, str | None]:
        """The racks by broker id, while the controller is dead.

        Raises:
            KafkatuiError: nobody told.
        """
        answer = self._connection.kafka_python.read("ask for racks", lambda client: client.describe_cluster())
        return {broker["broker_id"]: broker["rack"] for broker in answer["brokers"]}
