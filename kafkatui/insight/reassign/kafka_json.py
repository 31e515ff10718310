"""Plans as `kafka-reassign-partitions.sh` reads and writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import UsageError
from kafkatui.model.partition_move import PartitionMove


def as_kafka_has_it(moves: Iterable[PartitionMove]) -> dict[str, Any]:
    """The document for `--reassignment-json-file`."""
    return {
        "version": 1,
        "partitions": [
            {"topic": move.topic, "partition": move.partition, "replicas": list(move.after)} for move in moves
        ],
    }


def parse(document: bytes | str) -> dict[TopicPartition, tuple[int, ...]]:
    """The replicas of each partition that the document names.

    Raises:
        UsageError: it is not such a document, or names a partition or one of its brokers twice.
    """
    try:
        value = json.loads(document)
        entries = [
            (str(each["topic"]), int(each["partition"]), tuple(int(broker) for broker in each["replicas"]))
            for each in value["partitions"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"It is not what kafka-reassign-partitions.sh reads: {type(error).__name__}: {error}.",
            'As in {"version":1,"partitions":[{"topic":"orders","partition":0,"replicas":[1,2]}]}.',
        ) from None
    found: dict[TopicPartition, tuple[int, ...]] = {}
    for topic, partition, replicas in entries:
        if (topic, partition) in found:
            raise UsageError(f"{topic}-{partition} is there twice.")
        if not replicas or len(set(replicas)) < len(replicas):
            raise UsageError(f"{topic}-{partition} needs different brokers, not {list(replicas)}.")
        found[topic, partition] = replicas
    return found
