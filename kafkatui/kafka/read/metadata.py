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
NO_TOPICS: Mapping[str, Topic] = {}

_TOPICS_BETWEEN_YIELDS = 200
"""After so many topics other threads get their turn: about 3 ms of work."""


def read_metadata(
    connection: KafkaConnection,
    timeout_seconds: float | None = None,
    identities: Mapping[str, str] = NO_IDENTITIES,
    before: Mapping[str, Topic] = NO_TOPICS,
) -> ClusterMetadata:
    """All brokers and all topics, in one request; the brokers are watched for reachability from then on.

    Topics are never asked for by name: with auto-creation on, that creates them.

    Args:
        timeout_seconds: None takes the profile's.
        identities: of topics, as far as known; librdkafka's metadata leaves topic ids out.
        before: the topics as they were read last.

    Returns:
        Topics that are as they were are the same objects again, and `before` itself where all of them are: whoever
        compares two readings of 40,000 partitions has nothing to do then.
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
        topics=topics_of(answer.topics, identities, before),
    )


def topics_of(
    answer: dict[str, Any], identities: Mapping[str, str], before: Mapping[str, Topic] = NO_TOPICS
) -> Mapping[str, Topic]:
    """The topics that librdkafka tells, by name in order.

    Equal replica lists share one tuple, which saves megabytes at 40,000 partitions.
    The answer is emptied on the way: to free all of it at once would hold up every other thread.
    """
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    topics: dict[str, Topic] = {}
    is_same = answer.keys() == before.keys()
    for count, name in enumerate(sorted(answer), start=1):
        told, identity, topic = answer.pop(name), identities.get(name), before.get(name)
        if topic is None or not _is_as_told(topic, told, identity):
            topic, is_same = _topic(name, told, identity, shared), False
        topics[name] = topic
        if count % _TOPICS_BETWEEN_YIELDS == 0:
            time.sleep(0)
    return before if is_same else topics


def _is_as_told(topic: Topic, told: Any, identity: str | None) -> bool:
    now = told.partitions
    if told.error is not None or topic.error or topic.identity != identity or len(now) != len(topic.partitions):
        return False
    for before in topic.partitions:
        after = now.get(before.id)
        if after is None or after.leader != before.leader:
            return False
        if tuple(after.replicas) != before.replicas or tuple(after.isrs) != before.isr:
            return False
    return True


def _topic(name: str, told: Any, identity: str | None, shared: dict[tuple[int, ...], tuple[int, ...]]) -> Topic:
    partitions = []
    for partition_id, partition in sorted(told.partitions.items()):
        replicas, isr = tuple(partition.replicas), tuple(partition.isrs)
        replicas, isr = shared.setdefault(replicas, replicas), shared.setdefault(isr, isr)
        partitions.append(Partition(name, partition_id, partition.leader, replicas, isr))
    error = error_words(told.error) if told.error is not None else ""
    return Topic(name, tuple(partitions), name.startswith("__"), error, identity)
