"""Each broker's version, as far as its request versions tell (ApiVersions, KIP-35)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import failure
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.connect.sending import send_to
from kafkatui.model.errors import ConnectError, KafkatuiError, NotFound, TimedOut

log = logging.getLogger(__name__)

_AWAY = (ConnectError, TimedOut, NotFound)
"""A broker that is down, hangs or has left: which is told elsewhere. Anything else is wrong with the asking."""


def read_broker_versions(connection: KafkaConnection, broker_ids: Sequence[int]) -> Mapping[int, str]:
    """ "3.9" by broker id; brokers that are away are left out.

    Each is asked itself: what a connection of kafka-python knows is the lower of its broker's and the bootstrap
    server's.

    Raises:
        KafkatuiError: no broker could be asked, or one refused to tell.
    """

    async def ask_each(manager: Any) -> Mapping[int, str]:
        await manager.cluster.refresh_metadata()
        found, away = {}, None
        for broker_id in broker_ids:
            manager.reset_backoff(broker_id)
            try:
                found[broker_id] = await _version(manager, broker_id)
            except Exception as error:  # kafka-python raises many kinds; the others' answers count all the same
                away = _away(error, broker_id)
                log.info("%s", away)
        if away is not None and not found:
            raise away
        return found

    found: Mapping[int, str] = connection.kafka_python.read(
        "ask the brokers for their versions", lambda client: run_with_manager(client, ask_each)
    )
    return found


async def _version(manager: Any, broker_id: int) -> str:
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.broker_version_data import BrokerVersionData
    from kafka.protocol.metadata import ApiVersionsRequest

    answer = await send_to(manager, ApiVersionsRequest(version=0), broker_id)
    told = {each.api_key: (each.min_version, each.max_version) for each in answer.api_keys}
    return ".".join(map(str, BrokerVersionData(api_versions=told).broker_version))


def _away(error: Exception, broker_id: int) -> KafkatuiError:
    """Why a broker did not answer; raised where it is there and something else is wrong."""
    problem = failure(error, f"ask broker {broker_id} for its version")
    if not isinstance(problem, _AWAY):
        raise problem from error
    return problem
