"""Configuration of topics and brokers."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import ConfigResource, ConfigSource  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches, wait
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.errors import ConnectError, KafkatuiError

_TOPICSOURCES = frozenset({"topic"})
_BROKERSOURCES = frozenset({"broker (dynamic)", "cluster (dynamic)", "broker (static)"})

TOPICS_BATCH_SIZE = 200
"""Topics a request: each answers with about 34 entries."""

SOURCES = {
    ConfigSource.DYNAMIC_TOPIC_CONFIG.value: "topic",
    ConfigSource.DYNAMIC_BROKER_CONFIG.value: "broker (dynamic)",
    ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG.value: "cluster (dynamic)",
    ConfigSource.STATIC_BROKER_CONFIG.value: "broker (static)",
    ConfigSource.DEFAULT_CONFIG.value: "default",
    ConfigSource.GROUP_CONFIG.value: "group",
}


def read_topic_configs(connection: KafkaConnection, names: Sequence[str]) -> dict[str, tuple[ConfigEntry, ...]]:
    """Each topic's properties, ordered by name. Topics that do not exist (any more) are left out.

    Raises:
        KafkatuiError: the first failure when no topic at all could be read.
    """
    configs: dict[str, tuple[ConfigEntry, ...]] = {}
    first_failure: KafkatuiError | None = None
    for some in batches(names, TOPICS_BATCH_SIZE):
        for resource, future in _ask(connection, [ConfigResource(ConfigResource.Type.TOPIC, name) for name in some]):
            try:
                configs[resource.name] = _entries(wait(future, connection.timeout_seconds), _TOPICSOURCES)
            except (KafkaException, TimeoutError) as error:
                first_failure = first_failure or connection.failure(error, f"read the configuration of {resource.name}")
    if first_failure is not None and not configs:
        raise first_failure
    return configs


def read_broker_config(connection: KafkaConnection, broker_id: int) -> tuple[ConfigEntry, ...]:
    """A broker's properties, ordered by name; it must be alive, as it answers itself.

    Raises:
        ConnectError, TimedOut, NotAuthorized: it did not answer or refused.
    """
    if broker_id in connection.silent_brokers():
        raise ConnectError(f"Could not read the configuration of broker {broker_id}: it does not answer.")
    [(_, future)] = _ask(connection, [ConfigResource(ConfigResource.Type.BROKER, str(broker_id))])
    try:
        return _entries(wait(future, connection.timeout_seconds), _BROKERSOURCES)
    except (KafkaException, TimeoutError) as error:
        raise connection.failure(error, f"read the configuration of broker {broker_id}") from error


def _ask(connection: KafkaConnection, resources: list[ConfigResource]) -> list[tuple[ConfigResource, Future[Any]]]:
    connection.meter.count("describe configs")
    answer = connection.admin().describe_configs(resources, request_timeout=connection.timeout_seconds)
    return list(answer.items())


def _entries(answer: dict[str, Any], own_sources: frozenset[str]) -> tuple[ConfigEntry, ...]:
    return tuple(_entry(answer[name], own_sources) for name in answer)


def _entry(answer: Any, own_sources: frozenset[str]) -> ConfigEntry:
    source = SOURCES.get(answer.source, "unknown")
    return ConfigEntry(
        name=answer.name,
        value=None if answer.is_sensitive else answer.value,
        source=source,
        is_read_only=bool(answer.is_read_only),
        is_sensitive=bool(answer.is_sensitive),
        default=_default(answer, source, own_sources),
        is_own=source in own_sources,
    )


def _default(answer: Any, source: str, own_sources: frozenset[str]) -> str | None:
    """What would be in effect without the resource's own value.

    Synonyms come in order of precedence (KIP-226), but the client keys them by name, so that of two sources with the
    same name the weaker one is left: the one wanted here, except between a broker's cluster-wide and static values.
    Kafka names no synonym for some topic properties (retention.ms, whose default is log.retention.hours): None then.
    """
    if answer.is_sensitive:
        return None
    if source not in own_sources:
        return None if source == "unknown" else str(answer.value) if answer.value is not None else None
    for synonym in (answer.synonyms or {}).values():
        if SOURCES.get(synonym.source, "unknown") not in own_sources:
            return None if synonym.value is None else str(synonym.value)
    return None
