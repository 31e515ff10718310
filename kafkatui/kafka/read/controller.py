"""Who the controller really is."""

from __future__ import annotations

import threading
import time
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import NotSupported
from kafkatui.model.replacing import replace

BELIEVED_SECONDS = 15.0
"""How long a quorum's leader is named after nobody could be asked for it any more."""


class ControllerLookup:
    """Replaces the controller named in metadata, which on KRaft is any broker, by the quorum's leader. Thread-safe."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._is_kraft: bool | None = None
        self._leader: int | None = None
        self._told_at = float("-inf")

    @property
    def is_kraft(self) -> bool | None:
        """Whether the cluster has a quorum instead of ZooKeeper; None until `ask` has found out."""
        return self._is_kraft

    def ask(self) -> int | None:
        """The quorum's leader, which `correct` names from then on; None with ZooKeeper, where only the first call asks.

        Raises:
            KafkatuiError: nobody told.
        """
        if self._is_kraft is False:
            return None
        try:
            leader = _leader(self._connection.kafka_python.read("ask for the controller", _describe_quorum))
        except NotSupported:
            self._is_kraft = False
            return None
        with self._lock:
            self._is_kraft, self._leader, self._told_at = True, leader, time.monotonic()
        return leader

    def correct(self, metadata: ClusterMetadata) -> ClusterMetadata:
        """The metadata with the controller as far as `ask` has found it out; asks nobody.

        Before the first answer the metadata is believed only where the profile has a ZooKeeper.
        """
        with self._lock:
            if self._is_kraft is False or (self._is_kraft is None and self._connection.profile.zookeeper is not None):
                return metadata
            if time.monotonic() - self._told_at > BELIEVED_SECONDS:
                return replace(metadata, controller_id=None, is_controller_known=False)
            return replace(metadata, controller_id=self._leader)


def _describe_quorum(client: Any) -> Any:
    return client.describe_metadata_quorum()


def _leader(answer: dict[str, Any]) -> int | None:
    """The leader in an answer of DescribeQuorum (KIP-595); −1 while there is none."""
    for topic in answer["topics"]:
        for partition in topic["partitions"]:
            leader = int(partition["leader_id"])
            return leader if leader >= 0 else None
    return None
