"""Brokers' racks, which librdkafka's metadata leaves out."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace

from kafkatui.kafka.connection import KafkaConnection
from kafkatui.model.cluster import Broker, ClusterMetadata
from kafkatui.model.errors import KafkatuiError

ASK_AGAIN_SECONDS = 10.0
"""A cluster that does not tell is asked again this much later."""

PATIENCE_SECONDS = 2.0
"""Racks are nice to have: what is asked with them does not wait longer."""


class RackLookup:
    """Adds `broker.rack` to the brokers of metadata, asking only when a broker came or moved. Thread-safe."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._racks: Mapping[tuple[int, str], str | None] = {}
        self._asked_at = float("-inf")

    def ask(self, brokers: Mapping[int, Broker]) -> Mapping[tuple[int, str], str | None]:
        """The racks by broker id and address, read where one of `brokers` is not among them. Raises nothing."""
        is_news = any((broker.id, broker.address) not in self._racks for broker in brokers.values())
        if is_news and time.monotonic() - self._asked_at > ASK_AGAIN_SECONDS:
            self._ask(brokers)
        return self._racks

    def complete(self, metadata: ClusterMetadata) -> ClusterMetadata:
        """The metadata with the racks that `ask` has found out; asks nobody."""
        with self._lock:
            racks = self._racks
        brokers = {
            broker_id: replace(broker, rack=racks.get((broker_id, broker.address)))
            for broker_id, broker in metadata.brokers.items()
        }
        return replace(metadata, brokers=brokers)

    def _ask(self, brokers: Mapping[int, Broker]) -> None:
        self._asked_at = time.monotonic()
        timeout_seconds = min(PATIENCE_SECONDS, self._connection.timeout_seconds)
        try:
            self._connection.meter.count("describe cluster")
            future = self._connection.admin().describe_cluster(request_timeout=timeout_seconds)
            answer = future.result(timeout_seconds)
        except KafkatuiError:
            return
        except Exception as error:  # confluent-kafka raises KafkaException, TimeoutError and ValueError here
            self._connection.failure(error, "ask for racks")
            return
        told = {node.id: node.rack for node in answer.nodes}
        with self._lock:
            self._racks = {(broker.id, broker.address): told.get(broker.id) for broker in brokers.values()}
