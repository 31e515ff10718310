"""What the brokers can do, from the request versions they offer (ApiVersions, KIP-35)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.capabilities import Capabilities, Capability

_DESCRIBE_QUORUM = 55
"""Only brokers in KRaft mode offer it (KIP-595)."""


def read_capabilities(connection: KafkaConnection) -> Capabilities:
    """Ask a broker what it can do; worth doing once for each connection.

    Raises:
        ConnectError, TimedOut, NotAuthorized: no broker told.
    """

    def request(client: Any) -> tuple[tuple[int, ...], Mapping[int, tuple[int, int]]]:
        versions = {int(key): (low, high) for key, (low, high) in client.api_versions().items()}
        return client.get_broker_version_data(_any_broker(client)).broker_version, versions

    generation, versions = connection.kafka_python.read("ask a broker what it can do", request)
    return capabilities_of(generation, versions)


def capabilities_of(generation: tuple[int, ...], versions: Mapping[int, tuple[int, int]]) -> Capabilities:
    """What a broker that offers these API versions can do.

    Args:
        generation: (3, 9).
        versions: (lowest, highest) version by API key.
    """
    available = frozenset(
        capability
        for capability in Capability
        if capability.api[0] in versions and versions[capability.api[0]][1] >= capability.api[1]
    )
    return Capabilities(".".join(str(part) for part in generation), _DESCRIBE_QUORUM in versions, available)


def _any_broker(client: Any) -> int:
    return int(client.describe_cluster()["brokers"][0]["broker_id"])
