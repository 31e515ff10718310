"""Brokers, topics and partitions of the whole cluster."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from confluent_kafka import KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import error_words
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic

NO_IDENTITIES: Mapping[str, str] = {}

_TOPICS_BETWEEN_YIELDS = 200
"""After so many topics other threads get their turn: about 3 ms of work."""


def read_metadata(
    connection: KafkaConnection, timeout_seconds: float | None = None, identities: Mapping[str, str] = NO_IDENTITIES
) -> ClusterMetadata:
    """All brokers and all topics, in one request; the brokers are watched for reachability from then on.

    Topics are never asked for by name: with auto-creation on, that creates them.

    Args:
        timeout_seconds: None takes the profile's.
        identities: of topics, as far as known; librdkafka's metadata leaves topic ids out.

    Returns:
        `controller_id` as the brokers name it: on KRaft that is any broker (see `controller.ControllerLookup`).

    Raises:
        ConnectError, TimedOut, NotAuthorized: with librdkafka's own reason where it gave one.
    """
    connection.meter.count("metadata")
    timeout = connection.timeout_seconds if timeout_seconds is None else timeout_seconds
    doing = "read the cluster's metadata"
    connection.await_broker(doing, timeout)
    try:
        answer: Any = connection.admin().list_topics(timeout=timeout)
    except KafkaException as error:
        raise connection.failure(error, doing) from error
    brokers = {
        broker_id: Broker(broker_id, broker.host, broker.port) for broker_id, broker in sorted(answer.brokers.items())
    }
    connection.watch_brokers(brokers.values())
    return ClusterMetadata(
        cluster_id=answer.cluster_id or None,
        controller_id=answer.controller_id if answer.controller_id >= 0 else None,
        brokers=brokers,
        topics=_topics(answer.topics, identities),
    )


def _topics(answer: dict[str, Any], identities: Mapping[str, str]) -> dict[str, Topic]:
    """Topics by name in order; equal replica lists share one tuple, which saves megabytes at 40,000 partitions."""
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    topics: dict[str, Topic] = {}
    for count, name in enumerate(sorted(answer), start=1):
        topic = answer[name]
        partitions = []
        for partition_id, partition in sorted(topic.partitions.items()):
            replicas, isr = tuple(partition.replicas), tuple(partition.isrs)
            replicas, isr = shared.setdefault(replicas, replicas), shared.setdefault(isr, isr)
            partitions.append(Partition(name, partition_id, partition.leader, replicas, isr))
        error = error_words(topic.error) if topic.error is not None else ""
        topics[name] = Topic(name, tuple(partitions), name.startswith("__"), error, identities.get(name))
        if count % _TOPICS_BETWEEN_YIELDS == 0:
            time.sleep(0)
    return topics
