"""Moves of partitions that are under way (ListPartitionReassignments, KIP-455)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.replica_sets import Reassignment


def read_reassignments(
    connection: KafkaConnection, topics: Iterable[Topic] | None = None
) -> Mapping[TopicPartition, Reassignment]:
    """The moves of `topics`; of all topics when None.

    Raises:
        NotSupported: brokers below Kafka 2.4.
        NotAuthorized: no DESCRIBE right on the cluster.
        KafkatuiError: the controller did not tell.
    """
    wanted = None if topics is None else {topic.name: [part.id for part in topic.partitions] for topic in topics}

    def call(client: Any) -> Any:
        return client.list_partition_reassignments(wanted)

    answer = connection.kafka_python.read("list what moves", call)
    return {
        (key.topic, key.partition): Reassignment(tuple(move["adding_replicas"]), tuple(move["removing_replicas"]))
        for key, move in answer.items()
    }
