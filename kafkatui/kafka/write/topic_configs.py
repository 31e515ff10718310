"""Changing topics' configuration, property by property (KIP-339, Kafka 2.3), with an outcome for each topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from confluent_kafka.admin import AlterConfigOpType, ConfigEntry, ConfigResource  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.write.topics import change_each
from kafkatui.model.outcome import TargetOutcome

Changes = Mapping[str, str | None]
"""The new value by property; None takes the topic's own away."""


def alter_topic_configs(
    connection: KafkaConnection,
    changes: Mapping[str, Changes],
    *,
    validate_only: bool = False,
    timeout_seconds: float | None = None,
) -> tuple[TargetOutcome, ...]:
    """Changes properties of topics; those that are not named stay as they are.

    Args:
        changes: by topic.
        validate_only: nothing is changed; DONE means that it would be.
        timeout_seconds: the bound on each request, of at most 100 topics; None takes the profile's.

    Returns:
        An outcome for each topic, in this order; brokers may tell the old values a moment longer.

    Raises:
        KafkatuiError: no broker answers; nothing was sent.
    """

    def send(some: Sequence[str], timeout: float) -> Mapping[str, Future[Any]]:
        answer = connection.admin().incremental_alter_configs(
            [_resource(name, changes[name]) for name in some], validate_only=validate_only, request_timeout=timeout
        )
        return {resource.name: future for resource, future in answer.items()}

    return change_each(connection, "alter configs", list(changes), timeout_seconds, send)


def _resource(topic: str, changes: Changes) -> ConfigResource:
    entries = [
        ConfigEntry(
            name,
            value,
            incremental_operation=AlterConfigOpType.DELETE if value is None else AlterConfigOpType.SET,
        )
        for name, value in changes.items()
    ]
    return ConfigResource(ConfigResource.Type.TOPIC, topic, incremental_configs=entries)
