"""Moving a broker's replicas from one of its log directories to another (KIP-113), with an outcome for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.write.outcomes import outcome_of_code, outcome_of_exception
from kafkatui.model.cluster import TopicPartition, partition_text
from kafkatui.model.errors import ConnectError, KafkatuiError
from kafkatui.model.outcome import TargetOutcome

_WORDS = {56: "the disk is offline", 57: "the broker has no such log directory"}
"""KAFKA_STORAGE_ERROR, LOG_DIR_NOT_FOUND."""


def move_replicas(
    connection: KafkaConnection, broker_id: int, directories: Mapping[TopicPartition, str]
) -> tuple[TargetOutcome, ...]:
    """Have the broker copy replicas into other directories of its own; it goes on with that by itself.

    A replica that is told to move to where it is stays, and a copy that was under way is given up.

    Args:
        directories: where each replica shall be; absolute paths, as the broker names them.

    Returns:
        An outcome for each, in this order, called `topic-partition`; DONE means that it was accepted.
    """
    targets = {partition: partition_text(partition) for partition in directories}
    connection.meter.count("move replicas between log directories")

    try:
        if broker_id in connection.silent_brokers():
            raise ConnectError(f"Broker {broker_id} does not answer.")
        codes = connection.kafka_python.call(
            "move replicas", lambda client: run_with_manager(client, _send, broker_id, directories)
        )
    except KafkatuiError as error:
        return tuple(outcome_of_exception(target, error.__cause__ or error) for target in targets.values())
    return tuple(
        outcome_of_code(target, codes.get(partition, -1), _WORDS.get(codes.get(partition, -1)))
        for partition, target in targets.items()
    )


async def _send(manager: Any, broker_id: int, directories: Mapping[TopicPartition, str]) -> dict[TopicPartition, int]:
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import AlterReplicaLogDirsRequest

    directory_type = AlterReplicaLogDirsRequest.AlterReplicaLogDir
    by_path: dict[str, dict[str, list[int]]] = {}
    for (topic, partition), path in directories.items():
        by_path.setdefault(path, {}).setdefault(topic, []).append(partition)
    dirs = [
        directory_type(
            path=path,
            topics=[
                directory_type.AlterReplicaLogDirTopic(name=topic, partitions=partitions)
                for topic, partitions in topics.items()
            ],
        )
        for path, topics in by_path.items()
    ]
    response = await manager.send(AlterReplicaLogDirsRequest(dirs=dirs), node_id=broker_id)
    return {
        (topic.topic_name, entry.partition_index): entry.error_code
        for topic in response.results
        for entry in topic.partitions
    }
