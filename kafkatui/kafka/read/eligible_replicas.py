"""Eligible leader replicas, which only DescribeTopicPartitions tells (KIP-966; KRaft only)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from confluent_kafka import KafkaError, KafkaException
from kafka.protocol.admin import DescribeTopicPartitionsRequest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import NotSupported
from kafkatui.model.replica_sets import EligibleReplicas

PARTITIONS_AN_ANSWER = 2000


def read_eligible_replicas(
    connection: KafkaConnection, topics: Sequence[str]
) -> Mapping[TopicPartition, EligibleReplicas]:
    """Those of every partition of `topics`; nothing with ZooKeeper. Like DescribeTopics it creates no topic.

    Raises:
        KafkatuiError: no broker told.
    """

    try:
        what = f"describe {topics[0]}" if len(topics) == 1 else f"describe {len(topics)} topics"
        found: Mapping[TopicPartition, EligibleReplicas] = connection.kafka_python.read(
            what, lambda client: run_with_manager(client, _ask, topics)
        )
    except NotSupported:
        return {}
    return found


async def _ask(manager: Any, topics: Sequence[str]) -> Mapping[TopicPartition, EligibleReplicas]:
    """kafka-python's own describe_topic_partitions makes no difference between none and not told."""
    found: dict[TopicPartition, EligibleReplicas] = {}
    names, cursor = [DescribeTopicPartitionsRequest.TopicRequest(name=topic) for topic in sorted(topics)], None
    while True:
        request = DescribeTopicPartitionsRequest(names, response_partition_limit=PARTITIONS_AN_ANSWER, cursor=cursor)
        response = await manager.send(request)
        for entry in response.topics:
            if entry.error_code:
                raise KafkaException(KafkaError(entry.error_code))
            for part in entry.partitions:
                elr, last_known = _ids(part.eligible_leader_replicas), _ids(part.last_known_elr)
                found[entry.name, part.partition_index] = EligibleReplicas(elr, last_known)
        if (following := response.next_cursor) is None:
            return found
        cursor = DescribeTopicPartitionsRequest.Cursor(
            topic_name=following.topic_name, partition_index=following.partition_index
        )


def _ids(ids: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if ids is None else tuple(ids)
