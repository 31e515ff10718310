"""Each broker's version, as far as its request versions tell (ApiVersions, KIP-35)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection


def read_broker_versions(connection: KafkaConnection, broker_ids: Sequence[int]) -> Mapping[int, str]:
    """ "3.9" by broker id; brokers that do not answer are left out.

    Raises:
        KafkatuiError: no broker can be asked.
    """

    async def ask_each(manager: Any) -> Mapping[int, str]:
        await manager.cluster.refresh_metadata()
        found = {}
        for broker_id in broker_ids:
            manager.reset_backoff(broker_id)
            try:
                connection = await manager.get_connection(broker_id)  # which asks for them as it begins
                found[broker_id] = ".".join(map(str, connection.broker_version_data.broker_version))
            except Exception:  # it raises many kinds
                continue
        return found

    found: Mapping[int, str] = connection.kafka_python.read(
        "ask the brokers for their versions", lambda client: client._manager.run(ask_each, client._manager)
    )
    return found
