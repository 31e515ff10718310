"""librdkafka's property names to kafka-python's constructor arguments, for the requests librdkafka lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any

from kafkatui.config import pkcs12
from kafkatui.config.oauth import TOKEN, TokenKind, token_kind
from kafkatui.config.tls import tls_context, uses_tls
from kafkatui.model.errors import ConfigError, NotWithThisProfile
from kafkatui.model.extras import how_to_install


def _text(value: str) -> str:
    return value


def _number(value: str) -> int:
    return int(value)


def _upper(value: str) -> str:
    return value.upper()


def _servers(value: str) -> list[str]:
    """Without librdkafka's `PROTOCOL://` prefixes, which kafka-python does not know."""
    return [server.strip().rpartition("://")[2] for server in value.split(",") if server.strip()]


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
    "connections.max.idle.ms": ("connections_max_idle_ms", _number),
    "reconnect.backoff.ms": ("reconnect_backoff_ms", _number),
    "reconnect.backoff.max.ms": ("reconnect_backoff_max_ms", _number),
    "retry.backoff.ms": ("retry_backoff_ms", _number),
    "metadata.max.age.ms": ("metadata_max_age_ms", _number),
    "socket.receive.buffer.bytes": ("receive_buffer_bytes", _number),
    "socket.send.buffer.bytes": ("send_buffer_bytes", _number),
    "receive.message.max.bytes": ("receive_message_max_bytes", _number),
}
"""Beside them the ssl.* properties, which become one `ssl_context`; all others concern librdkafka only."""

KEYSTORE = "ssl.keystore.location"

_PEM_ADVICE = "Give the same key as PEM: ssl.certificate.location and ssl.key.location."

_TLS_REFUSALS: Mapping[str, str] = {
    KEYSTORE: f"{how_to_install('stores')}, or: {_PEM_ADVICE}",
    "ssl.engine.location": _PEM_ADVICE,
    "ssl.engine.id": _PEM_ADVICE,
    "ssl.providers": "",
}
"""Properties that decide who kafkatui is and that kafka-python cannot be given, with what to do instead. A keystore can
where something reads it."""


def client_properties(kafka: Mapping[str, str], request_timeout_seconds: float) -> dict[str, Any]:
    """kafka-python's arguments for the same cluster, secrets included: keyword arguments of `KafkaAdminClient` (3.0).

    Args:
        kafka: `Profile.kafka`, secrets included.
        request_timeout_seconds: bound on one request and on making the first connection.

    Raises:
        NotWithThisProfile: kafka-python could not log in as librdkafka does.
        ConfigError: a property that should be a number is none, or a certificate cannot be loaded.
    """
    _check_login(kafka)
    timeout_ms = round(request_timeout_seconds * 1000)
    arguments: dict[str, Any] = {"request_timeout_ms": timeout_ms, "bootstrap_timeout_ms": timeout_ms}
    for name, value in kafka.items():
        if name in _ARGUMENTS:
            argument, convert = _ARGUMENTS[name]
            try:
                arguments[argument] = convert(value)
            except ValueError:
                raise ConfigError(f"{name} is not a number.", "Correct it in the profile or with -X.") from None
    if uses_tls(kafka):
        # kafka-python's own ssl_ arguments know neither PEM texts nor directories, and its ssl_crlfile raises.
        arguments["ssl_context"] = tls_context(kafka)
    return arguments


def _check_login(kafka: Mapping[str, str]) -> None:
    """Refuse what would make kafka-python somebody else than librdkafka, or nobody."""
    if uses_tls(kafka):
        for name, advice in _TLS_REFUSALS.items():
            if kafka.get(name) and not (name == KEYSTORE and pkcs12.is_readable()):
                raise _refusal(f"does not know {name}", advice)
    if not kafka.get("security.protocol", "").lower().startswith("sasl_"):
        return
    mechanism = (kafka.get("sasl.mechanism") or kafka.get("sasl.mechanisms") or "GSSAPI").upper()
    if mechanism == "OAUTHBEARER" and token_kind(kafka) in (TokenKind.LIBRDKAFKA, TokenKind.NONE):
        advice = f"The grant client_credentials works, and so does {TOKEN} with ${{command:…}} or ${{file:…}}."
        raise _refusal("cannot get this OAUTHBEARER token as librdkafka does", advice)
    if mechanism == "GSSAPI" and find_spec("gssapi") is None:
        raise _refusal("needs the package gssapi for Kerberos", "Install gssapi beside kafkatui.")


def _refusal(why: str, advice: str) -> NotWithThisProfile:
    what = f"Groups and sizes on disk cannot be read with this profile, because kafka-python, their client, {why}."
    return NotWithThisProfile(what, advice)
