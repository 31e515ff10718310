"""Moves of partitions that are under way (ListPartitionReassignments, KIP-455)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.kafka.connect.any_broker import ask_any_broker
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.errors import NotAuthorized, NotSupported
from kafkatui.model.replica_sets import Reassignment


def read_all_reassignments(connection: KafkaConnection) -> Mapping[TopicPartition, Reassignment]:
    """The moves of all topics.

    Raises:
        NotSupported: brokers below Kafka 2.4.
        NotAuthorized: no DESCRIBE right on the cluster.
        KafkatuiError: the controller did not tell.
    """

    def call(client: Any) -> Any:
        return ask_any_broker(client, lambda: client.list_partition_reassignments(None))

    answer = connection.kafka_python.call("list what moves", call)
    return {
        (key.topic, key.partition): Reassignment(tuple(move["adding_replicas"]), tuple(move["removing_replicas"]))
        for key, move in answer.items()
    }


def read_reassignments(connection: KafkaConnection, topic: Topic) -> Mapping[int, Reassignment]:
    """The moves of `topic` by partition id.

    None below Kafka 2.4 and where listing them is not allowed, as in Kafka's own tool.

    Raises:
        KafkatuiError: the controller did not tell.
    """
    ids = [partition.id for partition in topic.partitions]

    def call(client: Any) -> Any:
        return ask_any_broker(client, lambda: client.list_partition_reassignments({topic.name: ids}))

    try:
        answer = connection.kafka_python.call(f"list what moves in {topic.name}", call)
    except (NotAuthorized, NotSupported):
        return {}
    return {
        key.partition: Reassignment(tuple(move["adding_replicas"]), tuple(move["removing_replicas"]))
        for key, move in answer.items()
    }
