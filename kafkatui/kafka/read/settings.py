"""Properties with all the layers they come from, through kafka-python.

librdkafka keys a property's synonyms by name, so that of a broker's, the cluster's and the file's value two are lost;
it refuses the empty name, which is the cluster-wide default; and it has neither loggers nor documentation.
"""

from __future__ import annotations

from typing import Any

from confluent_kafka import KafkaError, KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.read.configs import SOURCES
from kafkatui.model.errors import ConnectError
from kafkatui.model.setting import Layer, Setting, Settings

TOPIC, BROKER, BROKER_LOGGER = 2, 4, 8
"""Types of resources (Kafka's ConfigResource.Type)."""

CLUSTER_DEFAULT = ""
"""The name of the broker that stands for all of them."""

_LOGGER_SOURCE = 6
_DATA_TYPES = {
    1: "boolean", 2: "string", 3: "int", 4: "short", 5: "long", 6: "double", 7: "list", 8: "class", 9: "password",
}  # fmt: skip
_DOCUMENTATION_VERSION = 3
_UNKNOWN_SERVER_ERROR = -1


def read_broker_settings(
    connection: KafkaConnection, broker_id: int | None, *, with_documentation: bool = False
) -> Settings:
    """A broker's properties; with None what is set for all brokers at run time, and nothing else.

    Raises:
        KafkatuiError: the broker does not answer, or refuses.
    """
    name = CLUSTER_DEFAULT if broker_id is None else str(broker_id)
    what = "what is set for all brokers" if broker_id is None else f"the configuration of broker {broker_id}"
    return _read(connection, BROKER, name, broker_id, f"read {what}", with_documentation)


def read_topic_documentation(connection: KafkaConnection, topic: str) -> Settings:
    """A topic's properties with Kafka's sentences (2.6).

    Raises:
        KafkatuiError: no broker answers, or the topic does not exist.
    """
    return _read(connection, TOPIC, topic, None, f"read the configuration of {topic}", True)


def read_log_levels(connection: KafkaConnection, broker_id: int) -> dict[str, str]:
    """A broker's loggers with the level in effect, by name (KIP-412, Kafka 2.4).

    Empty where the broker logs with something that it cannot tell about.

    Raises:
        KafkatuiError: the broker does not answer, refuses, or does not know loggers.
    """
    doing = f"read the log levels of broker {broker_id}"
    settings = _read(connection, BROKER_LOGGER, str(broker_id), broker_id, doing, False)
    return {name: setting.value or "" for name, setting in sorted(settings.items())}


def _read(
    connection: KafkaConnection, kind: int, name: str, node: int | None, doing: str, with_documentation: bool
) -> Settings:
    if node is not None and node in connection.silent_brokers():
        raise ConnectError(f"Could not {doing}: broker {node} does not answer.")
    connection.meter.count("describe configs")

    return connection.kafka_python.read(
        doing, lambda client: run_with_manager(client, _ask, kind, name, node, with_documentation)
    )


async def _ask(manager: Any, kind: int, name: str, node: int | None, with_documentation: bool) -> Settings:
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import DescribeConfigsRequest

    version = int(manager.broker_version_data.api_version(DescribeConfigsRequest))
    resource = DescribeConfigsRequest.DescribeConfigsResource(
        resource_type=kind, resource_name=name, configuration_keys=None
    )
    message = DescribeConfigsRequest(
        resources=[resource],
        include_synonyms=True,
        include_documentation=with_documentation and version >= _DOCUMENTATION_VERSION,
    )
    (result,) = (await manager.send(message, node_id=node)).results
    if result.error_code == _UNKNOWN_SERVER_ERROR and kind == BROKER_LOGGER:
        return {}  # without log4j on its class path the broker fails to load what would tell
    if result.error_code:
        raise KafkaException(KafkaError(result.error_code, result.error_message or None))
    return {entry.name: _setting(entry) for entry in result.configs}


def _setting(answer: Any) -> Setting:
    is_hidden = bool(answer.is_sensitive)
    return Setting(
        name=answer.name,
        value=None if is_hidden else answer.value,
        source=_source(answer.config_source),
        is_read_only=bool(answer.read_only),
        is_sensitive=is_hidden,
        layers=tuple(
            Layer(_source(layer.source), layer.name, None if is_hidden else layer.value)
            for layer in answer.synonyms or ()
        ),
        data_type=_DATA_TYPES.get(getattr(answer, "config_type", 0), ""),
        documentation=(getattr(answer, "documentation", None) or "").strip(),
    )


def _source(code: int) -> str:
    return "broker (dynamic)" if code == _LOGGER_SOURCE else SOURCES.get(code, "unknown")
