"""Which topics Kafka keeps in ZooKeeper, and since which transaction: what they are told apart by below Kafka 2.8."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import NoNodeError

from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.errors import translate

TOPICS = "/brokers/topics"
DELETIONS = "/admin/delete_topics"


def read_topic_czxids(
    connection: ZooKeeperConnection, topics: Sequence[str], timeout_seconds: float | None = None
) -> dict[str, int]:
    """The czxid of `/brokers/topics/NAME` of those of `topics` that are registered and not marked for deletion.

    Raises:
        KafkatuiError: as `errors.translate` names it, also when some of them could not be read.
    """
    doing = "look for topics"

    def exists(path: str) -> Any:
        def send(client: KazooClient) -> Any:
            return client.exists_async(path)

        return send

    sends = [exists(f"{folder}/{topic}") for topic in topics for folder in (TOPICS, DELETIONS)]
    outcomes = connection.outcomes(sends, doing, timeout_seconds)
    found: dict[str, int] = {}
    for index, topic in enumerate(topics):
        registered, deletion = outcomes[2 * index : 2 * index + 2]
        for outcome in (registered, deletion):
            if isinstance(outcome, Exception) and not isinstance(outcome, NoNodeError):
                raise translate(outcome, doing, connection.server) from outcome
        if registered is not None and not isinstance(registered, Exception) and deletion is None:
            found[topic] = registered.czxid
    return found
