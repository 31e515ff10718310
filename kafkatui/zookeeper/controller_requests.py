"""What Kafka's controller was asked for through ZooKeeper, below Kafka 2.4: elections and moves, a znode for each.

The controller deletes the znode once everything in it is done; while it is there, nothing more can be asked for.
"""

from __future__ import annotations

import json

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import NotFound
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.tree import read_znode

ELECTION = "/admin/preferred_replica_election"
REASSIGNMENT = "/admin/reassign_partitions"


def read_requested(connection: ZooKeeperConnection, path: str) -> dict[TopicPartition, tuple[int, ...]]:
    """The partitions that the request at `path` still has, each with the replicas it is to have; none once it is done.

    Raises:
        KafkatuiError: it could not be read.
    """
    try:
        data = read_znode(connection, path, with_acl=False).data
    except NotFound:
        return {}
    asked = json.loads(data or b"{}").get("partitions", ())
    return {(each["topic"], each["partition"]): tuple(each.get("replicas", ())) for each in asked}
