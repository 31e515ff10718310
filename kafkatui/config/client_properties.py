"""librdkafka's property names to kafka-python's constructor arguments, for the requests librdkafka lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, SSLContext
from typing import Any

from kafkatui.model.errors import ConfigError


@dataclass(frozen=True, slots=True)
class ClientProperties:
    """What kafka-python is given, and what it cannot be given.

    Attributes:
        arguments: keyword arguments of `KafkaAdminClient` (kafka-python 3.0).
        unmapped: names of librdkafka properties that change how a connection is made and have no counterpart there;
            with any of them the connection may fail where librdkafka's does not.
    """

    arguments: dict[str, Any] = field(repr=False)
    unmapped: tuple[str, ...]


def _text(value: str) -> str:
    return value


def _number(value: str) -> int:
    return int(value)


def _upper(value: str) -> str:
    return value.upper()


def _servers(value: str) -> list[str]:
    """Without librdkafka's `PROTOCOL://` prefixes, which kafka-python does not know."""
    return [server.strip().rpartition("://")[2] for server in value.split(",") if server.strip()]


def _is_checked(value: str) -> bool:
    return value.lower() != "none"


_ARGUMENTS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "bootstrap.servers": ("bootstrap_servers", _servers),
    "metadata.broker.list": ("bootstrap_servers", _servers),
    "client.id": ("client_id", _text),
    "security.protocol": ("security_protocol", _upper),
    "sasl.mechanism": ("sasl_mechanism", _upper),
    "sasl.mechanisms": ("sasl_mechanism", _upper),
    "sasl.username": ("sasl_plain_username", _text),
    "sasl.password": ("sasl_plain_password", _text),
    "sasl.kerberos.service.name": ("sasl_kerberos_service_name", _text),
    "ssl.ca.location": ("ssl_cafile", _text),
    "ssl.certificate.location": ("ssl_certfile", _text),
    "ssl.key.location": ("ssl_keyfile", _text),
    "ssl.key.password": ("ssl_password", _text),
    "ssl.crl.location": ("ssl_crlfile", _text),
    "ssl.endpoint.identification.algorithm": ("ssl_check_hostname", _is_checked),
    "connections.max.idle.ms": ("connections_max_idle_ms", _number),
    "reconnect.backoff.ms": ("reconnect_backoff_ms", _number),
    "reconnect.backoff.max.ms": ("reconnect_backoff_max_ms", _number),
    "retry.backoff.ms": ("retry_backoff_ms", _number),
    "metadata.max.age.ms": ("metadata_max_age_ms", _number),
    "socket.receive.buffer.bytes": ("receive_buffer_bytes", _number),
    "socket.send.buffer.bytes": ("send_buffer_bytes", _number),
    "receive.message.max.bytes": ("receive_message_max_bytes", _number),
}

_CONNECTION_PREFIXES = (
    "sasl.",
    "ssl.",
    "enable.ssl.",
    "enable.sasl.",
    "security.",
    "broker.address.",
    "plugin.",
    "https.",
)
"""Properties that decide whether a connection can be made; all others concern producing and consuming only."""

_VERIFICATION = "enable.ssl.certificate.verification"


def client_properties(kafka: Mapping[str, str], request_timeout_seconds: float) -> ClientProperties:
    """kafka-python's arguments for the same cluster.

    Args:
        kafka: `Profile.kafka`, secrets included.
        request_timeout_seconds: bound on one request and on making the first connection.

    Raises:
        ConfigError: a property that should be a number is none.
    """
    timeout_ms = round(request_timeout_seconds * 1000)
    arguments: dict[str, Any] = {"request_timeout_ms": timeout_ms, "bootstrap_timeout_ms": timeout_ms}
    unmapped = []
    for name, value in kafka.items():
        if name in _ARGUMENTS:
            argument, convert = _ARGUMENTS[name]
            try:
                arguments[argument] = convert(value)
            except ValueError:
                raise ConfigError(f"{name} is not a number.", "Correct it in the profile or with -X.") from None
        elif name.startswith(_CONNECTION_PREFIXES):
            unmapped.append(name)
    if kafka.get(_VERIFICATION, "true").lower() == "false":
        unmapped.remove(_VERIFICATION)
        arguments["ssl_context"] = _unverified_context(kafka)
    return ClientProperties(arguments, tuple(sorted(unmapped)))


def _unverified_context(kafka: Mapping[str, str]) -> SSLContext:
    """TLS that checks no certificate; beside a context kafka-python ignores its other ssl_ arguments."""
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = CERT_NONE
    certificate = kafka.get("ssl.certificate.location")
    if certificate:
        try:
            context.load_cert_chain(certificate, kafka.get("ssl.key.location"), kafka.get("ssl.key.password", ""))
        except OSError as error:
            raise ConfigError(
                f"ssl.certificate.location: {certificate} cannot be loaded: {error.strerror or 'not a PEM file'}.",
                "Check it, ssl.key.location and ssl.key.password.",
            ) from None
    return context
