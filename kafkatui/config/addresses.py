"""Addresses as people type them: `host:port,host:port`, for ZooKeeper with a chroot behind."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

from kafkatui.model.errors import ConfigError

KAFKA_PORT = 9092
ZOOKEEPER_PORT = 2181
MAX_PORT = 65535

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)://")
_PROTOCOL = re.compile(r"(?i:plaintext|ssl|sasl_plaintext|sasl_ssl)://")
_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?")
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


def check_bootstrap_servers(text: str, source: str) -> str:
    """Kafka's addresses, checked, each with its port.

    Args:
        text: comma separated `host[:port]`, a host also as `[IPv6]`; librdkafka's `PROTOCOL://` prefix is allowed.
        source: where it was typed, for the message: "--bootstrap-server".

    Returns:
        The same addresses in the same order, without spaces, a missing port filled in with 9092.

    Raises:
        ConfigError: names the address by its position and says what is wrong with it.
    """
    example = "kafka-1:9092,kafka-2:9092"
    try:
        return _check_list(text, source, KAFKA_PORT, example)
    except ConfigError:
        _refuse_credentials(text, source, "Give them as sasl.username and sasl.password.")
        raise


def check_zookeeper_connect(text: str, source: str) -> str:
    """ZooKeeper's connect string `host[:port],…[/chroot]`, checked as `check_bootstrap_servers` does."""
    try:
        return _checked_connect(text, source)
    except ConfigError:
        _refuse_credentials(
            text, source, "Give them in zookeeper_properties, as auth or sasl.username and sasl.password."
        )
        raise


def _refuse_credentials(text: str, source: str, advice: str) -> None:
    """An error that repeats nothing, if the wrong text may hold a password: whatever stands before an @."""
    if "@" in text:
        raise ConfigError(f"{source}: user and password are no part of an address.", advice) from None


def _checked_connect(text: str, source: str) -> str:
    if scheme := _SCHEME.match(text):
        raise ConfigError(
            f"{source}: an address of ZooKeeper has no scheme.",
            f"Leave out {scheme.group(1)}://, as in zoo1:2181,zoo2:2181/chroot.",
        )
    servers, slash, chroot = text.partition("/")
    checked = _check_list(servers, source, ZOOKEEPER_PORT, "zoo1:2181,zoo2:2181/chroot")
    path = f"/{chroot.rstrip('/').strip()}" if slash else ""
    if path in ("", "/"):
        return checked
    if "," in path or ":" in path:
        raise ConfigError(
            f"{source}: the chroot {path} holds what looks like another server.",
            "The chroot comes once, after the last server: zoo1:2181,zoo2:2181/chroot.",
        )
    if any(part in ("", ".", "..") for part in path[1:].split("/")) or not path.isprintable():
        raise ConfigError(f"{source}: {path} is no path in ZooKeeper.", "Write it like zoo1:2181/kafka/east.")
    return checked + path


def split_servers(checked: str) -> list[tuple[str, int]]:
    """(host, port) of each of the addresses that `check_bootstrap_servers` returned."""
    servers = []
    for server in checked.split(","):
        host, _, port = _PROTOCOL.sub("", server.strip()).rpartition(":")
        servers.append((host.strip("[]"), int(port)) if port.isdecimal() and host else (server.strip(), KAFKA_PORT))
    return servers


def _check_list(text: str, source: str, default_port: int, example: str) -> str:
    if not text.strip(", \t\n"):
        raise ConfigError(f"{source}: no server is named.", f"Write it like {example}.")
    # Kafka and ZooKeeper take a comma at the end.
    items = [item.strip() for item in text.rstrip(", \t\n").split(",")]
    checked = []
    for position, item in enumerate(items, start=1):
        try:
            checked.append(_check_server(item, default_port))
        except ValueError as error:
            ordinal = _ORDINALS.get(position, f"{position}th")
            where = f" ({ordinal} of {len(items)})" if len(items) > 1 else ""
            subject = f"{item}{where}" if item else f"the {ordinal} of {len(items)} servers"
            raise ConfigError(f"{source}: {subject}: {error}.", f"Write it like {example}.") from None
    return ",".join(checked)


def _check_server(server: str, default_port: int) -> str:
    """`host:port` with its port; ValueError says what is wrong."""
    if not server:
        raise ValueError("there is nothing between two commas")
    protocol = _PROTOCOL.match(server)
    prefix = protocol.group() if protocol else ""
    rest = server[len(prefix) :]
    if "://" in rest:
        raise ValueError("an address has no URL scheme, only plaintext, ssl, sasl_plaintext or sasl_ssl")
    host, port = _split_bracketed(rest) if rest.startswith("[") else _split_plain(rest)
    return f"{prefix}{host}:{_check_port(port) if port is not None else default_port}"


def _split_bracketed(text: str) -> tuple[str, str | None]:
    address, bracket, rest = text[1:].partition("]")
    if not bracket:
        raise ValueError("the bracket [ is never closed")
    if rest and not rest.startswith(":"):
        raise ValueError("after ] comes :port")
    try:
        IPv6Address(address)
    except AddressValueError:
        raise ValueError(f"{address} is no IPv6 address") from None
    return f"[{address}]", rest[1:] if rest else None


def _split_plain(text: str) -> tuple[str, str | None]:
    if text.count(":") > 1:
        raise ValueError("an IPv6 address goes in brackets, as [::1]:9092, and servers are separated by commas")
    host, colon, port = text.partition(":")
    if not host:
        raise ValueError("the host is missing")
    if not _HOST.fullmatch(host):
        raise ValueError(f"{host!r} is no host name")
    return host, port if colon else None


def _check_port(text: str) -> int:
    if not text:
        raise ValueError("the port is missing after the colon")
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MAX_PORT:
        raise ValueError(f"the port {text} is not a number from 1 to {MAX_PORT}")
    return int(text)
