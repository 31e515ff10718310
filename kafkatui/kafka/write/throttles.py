"""Setting and taking away the throttle of moving replicas (KIP-73), property by property (Kafka 2.3)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
)

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import wait
from kafkatui.kafka.read.configs import read_broker_config, read_topic_configs
from kafkatui.kafka.write.outcomes import outcome_of_exception
from kafkatui.model.errors import KafkatuiError, RequestFailed
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.throttle import FOLLOWERS, LEADERS, RATES, Throttle

HEARD_SECONDS = 10.0
"""So long brokers may take to hear of what was set."""

LOOK_SECONDS = 0.1


def set_throttle(connection: KafkaConnection, throttle: Throttle) -> None:
    """Set all of it, and wait until the brokers go by it: what began before would be copied as fast as it goes.

    Brokers learn of changes in their order: one that tells its rate knows the topics' replicas, which are set before.

    Raises:
        RequestFailed: one of it was refused, or not answered, or a broker does not go by it; what is set by then stays.
    """
    for topic in throttle.topics:
        _require(_alter(connection, ConfigResource.Type.TOPIC, topic, throttle.of_topic(topic)))
    for broker in throttle.brokers:
        _require(_alter(connection, ConfigResource.Type.BROKER, str(broker), dict.fromkeys(RATES, str(throttle.rate))))
    deadline = time.monotonic() + HEARD_SECONDS
    for broker in throttle.brokers:
        while _of_broker(connection, str(broker)) != dict.fromkeys(RATES, str(throttle.rate)):
            if time.monotonic() > deadline:
                raise RequestFailed(f"Broker {broker} does not go by its throttle yet.", "Nothing was moved.")
            time.sleep(LOOK_SECONDS)


def take_throttle_away(connection: KafkaConnection, throttle: Throttle) -> tuple[str, ...]:
    """Take away what is still as it was set; what somebody else has set since stays.

    Returns:
        What could not be taken away, each with the reason.
    """
    problems: list[str] = []
    for broker in throttle.brokers:
        ours = dict.fromkeys(RATES, str(throttle.rate))
        problems += _delete(connection, ConfigResource.Type.BROKER, str(broker), ours, _of_broker)
    for topic in throttle.topics:
        problems += _delete(connection, ConfigResource.Type.TOPIC, topic, throttle.of_topic(topic), _of_topic)
    return tuple(problems)


def read_throttles(
    connection: KafkaConnection, brokers: tuple[int, ...], topics: tuple[str, ...]
) -> tuple[dict[int, str], dict[str, str]]:
    """The throttles that are set now: rates by broker, replicas by topic.

    Raises:
        KafkatuiError: one of them could not be read.
    """
    rates = {broker: _of_broker(connection, str(broker)) for broker in brokers}
    configs = read_topic_configs(connection, list(topics)) if topics else {}
    replicas = {
        topic: {
            entry.name: entry.value or "" for entry in entries if entry.is_own and entry.name in (LEADERS, FOLLOWERS)
        }
        for topic, entries in configs.items()
    }
    return (
        {broker: next(iter(set_by.values())) for broker, set_by in rates.items() if set_by},
        {topic: " ".join(filter(None, values.values())) for topic, values in replicas.items() if any(values.values())},
    )


def _delete(
    connection: KafkaConnection,
    kind: Any,
    name: str,
    ours: Mapping[str, str],
    read: Callable[[KafkaConnection, str], dict[str, str]],
) -> list[str]:
    try:
        now = read(connection, name)
    except KafkatuiError as error:
        return [f"{name}: {error.what}"]
    gone: dict[str, str | None] = {key: None for key, value in ours.items() if now.get(key) == value}
    if not gone:
        return []
    outcome = _alter(connection, kind, name, gone)
    return [] if outcome.is_done else [f"{name}: {outcome.reason}"]


def _of_broker(connection: KafkaConnection, name: str) -> dict[str, str]:
    """The rates that were set for this very broker."""
    entries = read_broker_config(connection, int(name))
    return {
        entry.name: entry.value
        for entry in entries
        if entry.name in RATES and entry.value is not None and entry.source.startswith("broker (d")
    }  # one that was deleted is told of without a value on 2.3


def _of_topic(connection: KafkaConnection, name: str) -> dict[str, str]:
    """The replicas that were set for this very topic; none when it is gone."""
    entries = read_topic_configs(connection, [name]).get(name, ())
    return {entry.name: entry.value or "" for entry in entries if entry.is_own and entry.name in (LEADERS, FOLLOWERS)}


def _alter(connection: KafkaConnection, kind: Any, name: str, values: Mapping[str, str | None]) -> TargetOutcome:
    """Set properties of a broker or topic; None deletes one. librdkafka asks each broker itself."""
    entries = [
        ConfigEntry(
            key,
            value,
            incremental_operation=AlterConfigOpType.DELETE if value is None else AlterConfigOpType.SET,
        )
        for key, value in values.items()
    ]
    connection.meter.count("alter configs")
    timeout = connection.timeout_seconds
    try:
        resource = ConfigResource(kind, name, incremental_configs=entries)
        futures = connection.admin().incremental_alter_configs([resource], request_timeout=timeout)
        wait(next(iter(futures.values())), timeout)
    except (KafkaException, TimeoutError, TypeError, ValueError) as error:
        return outcome_of_exception(name, error)
    return TargetOutcome(name, OutcomeState.DONE)


def _require(outcome: TargetOutcome) -> None:
    if not outcome.is_done:
        raise RequestFailed(f"Could not throttle {outcome.target}: {outcome.reason}", "Nothing was moved.")
