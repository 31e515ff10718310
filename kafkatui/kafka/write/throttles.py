"""Setting and taking away the throttle of moving replicas (KIP-73), property by property (Kafka 2.3)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.configs import read_broker_config, read_topic_configs
from kafkatui.kafka.write.settings import alter_broker_settings
from kafkatui.kafka.write.topic_configs import alter_topic_configs
from kafkatui.model.errors import KafkatuiError, RequestFailed
from kafkatui.model.outcome import TargetOutcome
from kafkatui.model.throttle import FOLLOWERS, LEADERS, RATES, Throttle

HEARD_SECONDS = 10.0
"""So long brokers may take to hear of what was set."""

LOOK_SECONDS = 0.1

HIDDEN = "not told"


def set_throttle(connection: KafkaConnection, throttle: Throttle) -> None:
    """Set all of it, and wait until the brokers go by it: what began before would be copied as fast as it goes.

    Brokers learn of changes in their order: one that tells its rate knows the topics' replicas, which are set before.

    Raises:
        RequestFailed: one of it was refused, or not answered, or a broker does not go by it; what is set by then stays.
        KafkatuiError: nobody answers.
    """
    if throttle.topics:
        _require(alter_topic_configs(connection, {topic: throttle.of_topic(topic) for topic in throttle.topics}))
    rates = dict.fromkeys(RATES, str(throttle.rate))
    _require(alter_broker_settings(connection, broker, rates) for broker in throttle.brokers)
    deadline = time.monotonic() + HEARD_SECONDS
    for broker in throttle.brokers:
        while set(_as_set(_rates_of(connection, broker), rates)) != set(rates):
            if time.monotonic() > deadline:
                raise RequestFailed(f"Broker {broker} does not go by its throttle yet.", "Nothing was moved.")
            time.sleep(LOOK_SECONDS)


def take_throttle_away(connection: KafkaConnection, throttle: Throttle) -> tuple[str, ...]:
    """Take away what is still as it was set; what somebody else has set since stays.

    Returns:
        What could not be taken away, each with the reason.
    """
    ours = dict.fromkeys(RATES, str(throttle.rate))
    problems: list[str] = []
    for broker in throttle.brokers:
        try:
            gone = _as_set(_rates_of(connection, broker), ours)
        except KafkatuiError as error:
            problems.append(f"{broker}: {error.what}")
            continue
        if gone and not (outcome := alter_broker_settings(connection, broker, gone)).is_done:
            problems.append(f"{broker}: {outcome.reason}")
    try:
        now = _replicas_of(connection, throttle.topics)
        set_here = {topic: _as_set(now.get(topic, {}), throttle.of_topic(topic)) for topic in throttle.topics}
        changes = {topic: gone for topic, gone in set_here.items() if gone}
        outcomes = alter_topic_configs(connection, changes) if changes else ()
    except KafkatuiError as error:
        return (*problems, error.what)
    return (*problems, *(f"{each.target}: {each.reason}" for each in outcomes if not each.is_done))


def read_throttles(
    connection: KafkaConnection, brokers: Sequence[int], topics: Sequence[str]
) -> tuple[dict[int, str], dict[str, str]]:
    """The throttles that are set now: rates by broker, replicas by topic.

    Raises:
        KafkatuiError: one of them could not be read.
    """
    rates = {broker: _rates_of(connection, broker) for broker in brokers}
    replicas = _replicas_of(connection, topics)
    return (
        {broker: " ".join(dict.fromkeys(values.values())) for broker, values in rates.items() if values},
        {topic: " ".join(values.values()) for topic, values in replicas.items() if values},
    )


def _rates_of(connection: KafkaConnection, broker: int) -> dict[str, str]:
    """The rates that were set for this very broker; `HIDDEN` where it does not say which, as on Kafka 2.3."""
    return {
        entry.name: HIDDEN if entry.value is None else entry.value
        for entry in read_broker_config(connection, broker)
        if entry.name in RATES and entry.source == "broker (dynamic)"
    }


def _replicas_of(connection: KafkaConnection, topics: Sequence[str]) -> dict[str, dict[str, str]]:
    """The replicas that were set for these very topics; topics that are gone are left out."""
    if not topics:
        return {}
    return {
        topic: {
            entry.name: entry.value
            for entry in entries
            if entry.is_own and entry.value and entry.name in (LEADERS, FOLLOWERS)
        }
        for topic, entries in read_topic_configs(connection, topics).items()
    }


def _as_set(now: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str | None]:
    """What takes those away that are as they were set, as far as can be told: they were set where there were none."""
    return {name: None for name, value in ours.items() if now.get(name) in (value, HIDDEN)}


def _require(outcomes: Iterable[TargetOutcome]) -> None:
    for outcome in outcomes:
        if not outcome.is_done:
            raise RequestFailed(f"Could not throttle {outcome.target}: {outcome.reason}", "Nothing was moved.")
