"""Who the controller really is."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

from kafkatui.kafka.connection import KafkaConnection
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import KafkatuiError, NotSupported

ASK_AGAIN_SECONDS = 5.0
"""How long a quorum's leader is believed."""


class ControllerLookup:
    """Replaces the controller named in metadata, which on KRaft is any broker, by the quorum's leader. Thread-safe."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._is_kraft: bool | None = None
        self._leader: int | None = None
        self._asked_at = float("-inf")

    def correct(self, metadata: ClusterMetadata) -> ClusterMetadata:
        """The metadata with the right `controller_id`: unchanged with ZooKeeper, None where nobody tells.

        Blocks for the request's time-out at most; later calls within `ASK_AGAIN_SECONDS` cost nothing. Raises nothing.
        """
        with self._lock:
            if self._is_kraft is not False and time.monotonic() - self._asked_at > ASK_AGAIN_SECONDS:
                self._ask()
            return metadata if self._is_kraft is False else replace(metadata, controller_id=self._leader)

    def _ask(self) -> None:
        self._asked_at = time.monotonic()
        try:
            answer = self._connection.kafka_python.call("ask for the controller", _describe_quorum)
        except NotSupported:
            self._is_kraft = False
        except KafkatuiError:
            # Asked again later; an old leader may have gone, so nobody is named meanwhile.
            self._leader = None
        else:
            self._is_kraft = True
            self._leader = _leader(answer)


def _describe_quorum(client: Any) -> Any:
    return client.describe_metadata_quorum()


def _leader(answer: dict[str, Any]) -> int | None:
    """The leader in an answer of DescribeQuorum (KIP-595); −1 while there is none."""
    for topic in answer["topics"]:
        for partition in topic["partitions"]:
            leader = int(partition["leader_id"])
            return leader if leader >= 0 else None
    return None
