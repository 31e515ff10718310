"""Asking Kafka's controller for elections and moves through ZooKeeper, below Kafka 2.4."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import Conflict
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.controller_requests import ELECTION, REASSIGNMENT
from kafkatui.zookeeper.write.existence import create_znode


def request_election(connection: ZooKeeperConnection, partitions: Sequence[TopicPartition]) -> None:
    """Ask for the election of preferred replicas.

    Raises:
        Conflict: an election is under way.
        KafkatuiError: as for `create_znode`.
    """
    asked = [{"topic": topic, "partition": number} for topic, number in partitions]
    _ask(connection, ELECTION, asked, "An election is under way already: nothing was asked for.")


def request_moves(connection: ZooKeeperConnection, replicas: Mapping[TopicPartition, Sequence[int]]) -> None:
    """Ask for partitions to be moved to these replicas.

    Raises:
        Conflict: partitions are being moved.
        KafkatuiError: as for `create_znode`; RequestFailed: too many of them for one znode.
    """
    asked = [{"topic": topic, "partition": number, "replicas": list(ids)} for (topic, number), ids in replicas.items()]
    _ask(connection, REASSIGNMENT, asked, "Partitions are being moved already: nothing was asked for.")


def _ask(connection: ZooKeeperConnection, path: str, asked: Sequence[Mapping[str, Any]], conflict: str) -> None:
    data = json.dumps({"version": 1, "partitions": asked}, separators=(",", ":")).encode()
    try:
        create_znode(connection, path, data)
    except Conflict:
        raise Conflict(conflict, f"Wait until {path} is gone.") from None
