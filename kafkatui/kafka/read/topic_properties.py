"""A few properties of very many topics: only those are asked for, of all brokers at once.

A broker takes half a millisecond to put together a topic's configuration; most of the rest is what it need not send.
librdkafka can only ask for all properties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from confluent_kafka import KafkaError, KafkaException
from kafka.errors import KafkaConnectionError, NodeNotReadyError
from kafka.errors import KafkaError as KafkaPythonError
from kafka.protocol.admin import DescribeConfigsRequest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.read.configs import SOURCES
from kafkatui.model.config_entry import ConfigEntry

TOPICS_A_REQUEST = 250

_TOPIC = 2
"""The type of a resource that is a topic (Kafka's ConfigResource.Type)."""

_UNKNOWN_TOPIC = 3

Properties = dict[str, tuple[ConfigEntry, ...]]


def read_topic_properties(
    connection: KafkaConnection, names: Sequence[str], properties: Sequence[str], broker_ids: Iterable[int]
) -> Mapping[str, tuple[ConfigEntry, ...]]:
    """Those `properties` of each topic; topics that do not exist (any more) are left out.

    Args:
        broker_ids: who may be asked; those that do not answer are not.

    Raises:
        NotWithThisProfile: kafka-python cannot connect with these properties.
        KafkatuiError: the first failure when a request failed, or when no topic at all could be read.
    """
    connection.meter.count("describe configs")
    silent = connection.silent_brokers()
    brokers = [broker_id for broker_id in broker_ids if broker_id not in silent]

    return connection.kafka_python.read(
        "read the topics' configuration", lambda client: run_with_manager(client, _ask, names, properties, brokers)
    )


async def _ask(manager: Any, names: Sequence[str], properties: Sequence[str], brokers: Sequence[int]) -> Properties:
    """One request at each broker at a time: they are answered one after another, and each has its own time-out."""
    found: Properties = {}
    refusal = 0
    pending = batches(names, TOPICS_A_REQUEST)
    while some := list(islice(pending, max(1, len(brokers)))):
        messages = [_message(batch, properties) for batch in some]
        sent = [_send(manager, message, node) for message, node in zip(messages, brokers or (None,), strict=False)]
        for message, answer in zip(messages, sent, strict=True):
            for result in (await _first_of(manager, message, answer)).results:
                if result.error_code:
                    refusal = refusal or result.error_code
                else:
                    found[result.resource_name] = tuple(map(_entry, result.configs))
    if refusal and not found and refusal != _UNKNOWN_TOPIC:
        raise KafkaException(KafkaError(refusal))
    return found


def _send(manager: Any, message: Any, node: int | None) -> Any:
    """The answer to come; None where the broker cannot even be asked."""
    try:
        return manager.send(message, node_id=node)
    except KafkaPythonError:
        return None


async def _first_of(manager: Any, message: Any, answer: Any) -> Any:
    """The broker's answer, or any other's where that one is gone: they all know every topic's configuration."""
    try:
        if answer is not None:
            return await answer
    except (KafkaConnectionError, NodeNotReadyError):
        pass
    return await manager.send(message)


def _message(names: Sequence[str], properties: Sequence[str]) -> Any:
    resource = DescribeConfigsRequest.DescribeConfigsResource
    return DescribeConfigsRequest(
        resources=[
            resource(resource_type=_TOPIC, resource_name=name, configuration_keys=list(properties)) for name in names
        ],
        include_synonyms=False,
        include_documentation=False,
    )


def _entry(answer: Any) -> ConfigEntry:
    source = SOURCES.get(getattr(answer, "config_source", -1), "unknown")
    return ConfigEntry(
        name=answer.name,
        value=None if answer.is_sensitive else answer.value,
        source=source,
        is_read_only=bool(answer.read_only),
        is_sensitive=bool(answer.is_sensitive),
        is_own=source == "topic",
    )
