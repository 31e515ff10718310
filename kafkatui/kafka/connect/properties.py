"""The librdkafka properties of a profile: checked without a network, and made silent."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from kafkatui.config.key_stores import StoreType, pem_of_truststore, pkcs12_of_keystore, type_by_content
from kafkatui.config.log_file import LIBRDKAFKA
from kafkatui.config.oauth import OURS, TOKEN, TOKEN_URL, TokenKind, token_kind, uses_oauth
from kafkatui.config.trust_stores import LOCATION, OF_JAVA, PASSWORD, with_authorities
from kafkatui.kafka.connect.errors import kafka_error_of
from kafkatui.model.errors import ConfigError
from kafkatui.model.secrets import mask_text, secret_values

_TAKES_CODE = frozenset(
    {"logger", "opaque", "interceptors", "default_topic_conf", "default.topic.config", "on_delivery", "on_commit"}
)
"""Properties whose value is a function or an object of the program, beside those that end in `_cb`."""

REGISTRY_PREFIX = "schema.registry."
"""Properties of the schema registry, which librdkafka does not know."""

CONNECT_PREFIX = "connect."
"""Properties of Kafka Connect's workers, which librdkafka does not know either."""

JMX_PREFIX = "jmx."
"""Where the brokers' JMX figures are, which is not its either."""

_QUIET = {"log_level": 0, "client.id": "kafkatui"}
"""librdkafka logs to stderr, that is onto the screen, unless told otherwise."""


def quiet(properties: Mapping[str, str]) -> dict[str, Any]:
    """The properties with our client id where there is none, and logging to the terminal switched off: what `debug`
    asks for goes into the log. Authorities are taken out of a truststore that librdkafka does not read.

    Raises:
        ConfigError: that truststore does not open.
    """
    properties = {
        name: value
        for name, value in with_authorities(properties).items()
        if not name.startswith((REGISTRY_PREFIX, CONNECT_PREFIX, JMX_PREFIX)) and name not in OURS
    }
    logger = {"logger": logging.getLogger(LIBRDKAFKA)} if "debug" in properties else {}
    return {**_QUIET, **properties, **logger, "log_level": 0}


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
    _check_files(properties)
    if uses_oauth(properties) and token_kind(properties) is TokenKind.NONE:
        advice = f"Set sasl.oauthbearer.method=oidc and {TOKEN_URL}, or {TOKEN}, to ${{command:…}} or ${{file:…}}."
        raise ConfigError(
            "The Kafka property sasl.mechanism is OAUTHBEARER, and nothing says where the token is.", advice
        )
    secrets = secret_values(properties)
    try:
        AdminClient(_without_network(properties))
    except (KafkaException, TypeError, ValueError) as error:
        inner = kafka_error_of(error)
        text = " ".join((inner.str() if inner is not None else str(error)).split())
        raise _refusal(mask_text(text, secrets), properties) from None


def _check_files(properties: Mapping[str, str]) -> None:
    """What librdkafka says of a file that is not there is "BIO lib"."""
    for name, path in properties.items():
        if not name.endswith(".location") or not name.startswith("ssl.") or path in ("", "probe"):
            continue
        try:
            if not Path(path).is_dir():
                open(path, "rb").close()
        except OSError as error:
            raise ConfigError(f"The Kafka property {name}: {path}: {error.strerror}.", "Check the path.") from None
        _check_store(name, path, is_opened=bool(properties.get(PASSWORD)))


def _check_store(name: str, path: str, *, is_opened: bool) -> None:
    """What it says of a store of Java's is "bad base64" or the like."""
    kind = type_by_content(path)
    if name == LOCATION and kind in OF_JAVA and not is_opened:
        pem, steps = pem_of_truststore(path, kind)
        raise ConfigError(
            f"The Kafka property {name}: {path} is {kind.value}, and librdkafka reads PEM.",
            f"{PASSWORD} opens it; or {pem} is made by: {steps}",
        )
    if name == "ssl.keystore.location" and kind is StoreType.JKS:
        pkcs12, step = pkcs12_of_keystore(path)
        raise ConfigError(
            f"The Kafka property {name}: {path} is JKS, and librdkafka reads PKCS12.", f"{pkcs12} is made by: {step}"
        )


def _without_network(properties: Mapping[str, str]) -> dict[str, Any]:
    """The properties less those that make librdkafka talk to somebody at once: brokers and the OIDC token service."""
    talking = ("bootstrap.servers", "metadata.broker.list", "sasl.oauthbearer.method")
    return {name: value for name, value in quiet(properties).items() if name not in talking}


_LOADING_FAILURES: Sequence[tuple[str, str, str]] = (
    (
        "ssl.keystore",
        "The keystore in ssl.keystore.location does not open",
        "It is PKCS#12; check ssl.keystore.password.",
    ),
    ("ssl.key.", "The private key in ssl.key.* does not open", "It is PEM; check ssl.key.password."),
    ("ssl.certificate.", "The certificate in ssl.certificate.* cannot be loaded", "It is PEM."),
    ("ssl.ca.", "The authorities in ssl.ca.* cannot be loaded", "They are PEM, -----BEGIN CERTIFICATE----- and on."),
)
"""What librdkafka's own sentence names, and what it means."""


def _refusal(text: str, properties: Mapping[str, str]) -> ConfigError:
    text = text.removeprefix("Failed to create admin client: ").rstrip(".")
    unknown = re.match(r'No such configuration property: "([^"]+)"', text)
    if unknown is not None:
        return ConfigError(f"There is no Kafka property {unknown[1]}.", "librdkafka's CONFIGURATION.md lists them all.")
    if "routines:" in text:  # OpenSSL's
        for name, what, advice in _LOADING_FAILURES:
            if name in text:
                return ConfigError(f"{what}.", advice)
    if "No provider for SASL mechanism GSSAPI" in text:
        if not properties.keys() & {"sasl.mechanism", "sasl.mechanisms"}:
            return ConfigError(
                "The Kafka property sasl.mechanism is missing.", "Set it, to SCRAM-SHA-512 or PLAIN for instance."
            )
        return ConfigError(
            "The Kafka property sasl.mechanism asks for GSSAPI (Kerberos), which this librdkafka is built without.",
            "Install confluent-kafka from source against a librdkafka with SASL GSSAPI.",
        )
    return ConfigError(f"A Kafka property is not valid: {text}.")
