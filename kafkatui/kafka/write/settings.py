"""Changing properties of brokers and levels of loggers, one by one (KIP-339), with an outcome for each resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.read.settings import BROKER, BROKER_LOGGER, CLUSTER_DEFAULT
from kafkatui.kafka.write.outcomes import outcome_of_code, outcome_of_exception
from kafkatui.model.errors import ConnectError, KafkatuiError
from kafkatui.model.outcome import TargetOutcome

_SET, _DELETE = 0, 1

Changes = Mapping[str, str | None]
"""The new value by property; None takes it away."""


def alter_broker_settings(
    connection: KafkaConnection,
    broker_id: int | None,
    changes: Changes,
    *,
    validate_only: bool = False,
    asked: int | None = None,
) -> TargetOutcome:
    """Change what is set for a broker at run time; with None, for all brokers.

    Args:
        validate_only: nothing is changed; DONE means that it would be.
        asked: who is asked about what is for all brokers: each may find another fault with it. None: any.

    Returns:
        the outcome, called by the broker's id, or "all brokers". Brokers hear of it a moment later.
    """
    name = CLUSTER_DEFAULT if broker_id is None else str(broker_id)
    return _alter(connection, BROKER, name, asked if broker_id is None else broker_id, changes, validate_only)


def alter_log_levels(
    connection: KafkaConnection, broker_id: int, changes: Changes, *, validate_only: bool = False
) -> TargetOutcome:
    """Change levels of a broker's loggers, until it is started again (KIP-412, Kafka 2.4); as above."""
    return _alter(connection, BROKER_LOGGER, str(broker_id), broker_id, changes, validate_only)


def _alter(
    connection: KafkaConnection, kind: int, name: str, node: int | None, changes: Changes, validate_only: bool
) -> TargetOutcome:
    target = name or "all brokers"
    if node is not None and node in connection.silent_brokers():
        return outcome_of_exception(target, ConnectError(f"Broker {node} does not answer."))
    connection.meter.count("alter configs")

    doing = "check the change" if validate_only else "change the configuration"
    try:
        answer = connection.kafka_python.call(
            doing, lambda client: run_with_manager(client, _send, kind, name, node, changes, validate_only)
        )
    except KafkatuiError as error:
        return outcome_of_exception(target, error.__cause__ or error)
    return outcome_of_code(target, answer.error_code, answer.error_message)


async def _send(manager: Any, kind: int, name: str, node: int | None, changes: Changes, validate_only: bool) -> Any:
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import IncrementalAlterConfigsRequest

    resource_type = IncrementalAlterConfigsRequest.AlterConfigsResource
    configs = [
        resource_type.AlterableConfig(name=key, config_operation=_DELETE if value is None else _SET, value=value)
        for key, value in changes.items()
    ]
    resource = resource_type(resource_type=kind, resource_name=name, configs=configs)
    message = IncrementalAlterConfigsRequest(resources=[resource], validate_only=validate_only)
    (response,) = (await manager.send(message, node_id=node)).responses
    return response
