"""Sizes on disk, which only the brokers themselves know (DescribeLogDirs, KIP-113)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from confluent_kafka import KafkaError, KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.errors import ConnectError, NotAuthorized, NotFound, NotSupported, RequestFailed

_TOPICS_BETWEEN_YIELDS = 200
_STORAGE_ERRORS = {56: "The disk is offline (KAFKA_STORAGE_ERROR).", 57: "The broker does not know this directory."}


def read_log_dirs(connection: KafkaConnection, broker_ids: Sequence[int] | None = None) -> tuple[LogDir, ...]:
    """The log directories of the brokers with all replicas in them.

    Args:
        broker_ids: None asks all live brokers.

    Returns:
        Ordered by broker and path. A broker that did not answer has one entry: an empty path and the `error`.

    Raises:
        NotSupported: brokers below Kafka 1.0.
        NotAuthorized: no DESCRIBE right on the cluster.
        ConnectError: no broker answered at all.
    """
    if broker_ids is None:
        cluster = connection.kafka_python.read("list the brokers", lambda client: client.describe_cluster())
        broker_ids = sorted(broker["broker_id"] for broker in cluster["brokers"])
    log_dirs: list[LogDir] = []
    unreachable = connection.silent_brokers()
    for broker_id in broker_ids:
        if broker_id in unreachable:
            log_dirs.append(LogDir(broker_id, "", (), error=f"Broker {broker_id} does not answer."))
            continue
        try:
            log_dirs.extend(_read_broker(connection, broker_id))
        except (NotSupported, NotAuthorized):
            raise
        except (ConnectError, NotFound, RequestFailed) as error:
            log_dirs.append(LogDir(broker_id, "", (), error=error.what))
    if log_dirs and all(not log_dir.path for log_dir in log_dirs):
        raise ConnectError(log_dirs[0].error)
    return tuple(log_dirs)


def _read_broker(connection: KafkaConnection, broker_id: int) -> list[LogDir]:
    results = connection.kafka_python.read(
        f"read the log directories of broker {broker_id}", lambda client: run_with_manager(client, _ask, broker_id)
    )
    return sorted((_log_dir(broker_id, result) for result in results), key=lambda log_dir: log_dir.path)


async def _ask(manager: Any, broker_id: int) -> Any:
    """All topics' replicas in one request to the broker itself.

    kafka-python's own describe_log_dirs asks any broker for the metadata of all topics first, each time.
    """
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import DescribeLogDirsRequest

    response = await manager.send(DescribeLogDirsRequest(topics=None), node_id=broker_id)
    if not response.results:
        # As Kafka's own client has it: below version 3 of the answer it has no error, only no directories.
        raise KafkaException(KafkaError(response.error_code or KafkaError.CLUSTER_AUTHORIZATION_FAILED))
    return response.results


def _log_dir(broker_id: int, result: Any) -> LogDir:
    path = result.log_dir
    replicas: list[ReplicaSize] = []
    for count, topic in enumerate(result.topics, start=1):
        replicas.extend(
            ReplicaSize(
                topic=topic.name,
                partition=partition.partition_index,
                broker_id=broker_id,
                log_dir=path,
                size_bytes=partition.partition_size,
                offset_lag=partition.offset_lag,
                is_future=bool(partition.is_future_key),
            )
            for partition in topic.partitions
        )
        if count % _TOPICS_BETWEEN_YIELDS == 0:
            time.sleep(0)
    code = result.error_code
    return LogDir(
        broker_id=broker_id,
        path=path,
        replicas=tuple(replicas),
        total_bytes=_volume_bytes(result.total_bytes),
        usable_bytes=_volume_bytes(result.usable_bytes),
        error="" if code == 0 else _STORAGE_ERRORS.get(code, f"The broker answered with error {code}."),
    )


def _volume_bytes(value: int | None) -> int | None:
    """KIP-827 uses −1 for unknown; brokers below 3.3 leave the field out."""
    return None if value is None or value < 0 else value
