"""The librdkafka properties of a profile: checked without a network, and made silent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from kafkatui.kafka.errors import kafka_error_of
from kafkatui.model.errors import ConfigError
from kafkatui.model.secrets import mask_text, secret_values

_TAKES_CODE = frozenset(
    {"logger", "opaque", "interceptors", "default_topic_conf", "default.topic.config", "on_delivery", "on_commit"}
)
"""Properties whose value is a function or an object of the program, beside those that end in `_cb`."""

_QUIET = {"log_level": 0, "client.id": "kafkatui"}
"""librdkafka logs to stderr, that is onto the screen, unless told otherwise."""


def quiet(properties: Mapping[str, str]) -> dict[str, Any]:
    """The properties with logging to the terminal switched off and our client id where there is none."""
    return {**_QUIET, **properties, "log_level": 0}


def check_properties(properties: Mapping[str, str]) -> None:
    """Check names and values as librdkafka does, without contacting anybody (about 2 ms).

    Raises:
        ConfigError: naming the property and, where librdkafka tells, what is wrong with it. Never shows a secret.
    """
    for name, value in properties.items():
        if name.endswith("_cb") or name in _TAKES_CODE:
            raise ConfigError(f"The Kafka property {name} takes program code and cannot be set here.", "Remove it.")
        if name == "group.id" and not value:
            # librdkafka aborts the whole process on it (Consumer_init: Assertion failed).
            raise ConfigError("The Kafka property group.id is empty.", "Remove it: kafkatui joins no group.")
    if not properties.get("bootstrap.servers", "").strip():
        raise ConfigError("The Kafka property bootstrap.servers is empty.", "Give host:port of at least one broker.")
    secrets = secret_values(properties)
    try:
        AdminClient(_without_network(properties))
    except (KafkaException, TypeError, ValueError) as error:
        inner = kafka_error_of(error)
        text = " ".join((inner.str() if inner is not None else str(error)).split())
        raise _refusal(mask_text(text, secrets)) from None


def _without_network(properties: Mapping[str, str]) -> dict[str, Any]:
    """The properties less those that make librdkafka talk to somebody at once: brokers and the OIDC token service."""
    talking = ("bootstrap.servers", "metadata.broker.list", "sasl.oauthbearer.method")
    return {name: value for name, value in quiet(properties).items() if name not in talking}


def _refusal(text: str) -> ConfigError:
    text = text.removeprefix("Failed to create admin client: ").rstrip(".")
    unknown = re.match(r'No such configuration property: "([^"]+)"', text)
    if unknown is not None:
        return ConfigError(f"There is no Kafka property {unknown[1]}.", "librdkafka's CONFIGURATION.md lists them all.")
    if "No provider for SASL mechanism GSSAPI" in text:
        return ConfigError(
            "The Kafka property sasl.mechanism asks for GSSAPI (Kerberos), which this librdkafka is built without.",
            "Install confluent-kafka from source against a librdkafka with SASL GSSAPI.",
        )
    return ConfigError(f"A Kafka property is not valid: {text}.")
