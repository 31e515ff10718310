"""ZooKeeper's four-letter words: what the server says of itself to anyone who may ask.

kazoo's own `command()` reads once and truncates at 8 KB (`mntr` of a busy server is longer), so the reader is ours.
Since ZooKeeper 3.5 only `srvr` is allowed by default (4lw.commands.whitelist): an answer that is not there is unknown,
never an error.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Mapping

from kafkatui.model.znode import ZooKeeperClients, ZooKeeperStatus
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.registrations import read_cluster_id
from kafkatui.zookeeper.settings import ClientOptions

_MAX_BYTES = 8 << 20
"""`cons`, `wchp` and `dump` grow with the number of clients and watches; more than this is cut off."""
_CLIENT = re.compile(r"^\s*\S*/(\S+?)\[\d+\]\(.*\bsid=(0x[0-9a-f]+)", re.MULTILINE)
"""A line of `cons`: " /10.0.0.7:44046[1](queued=0,recved=9,sent=9,sid=0x1000d8b8a0c0001,lop=PING,…)"."""
_NOT_ALLOWED = re.compile(r"^\w{4} is not executed because it is not in the whitelist", re.IGNORECASE)


def four_letter(
    endpoint: tuple[str, str, int], word: str, options: ClientOptions, timeout_seconds: float
) -> str | None:
    """A server's answer to a four-letter word.

    Args:
        endpoint: (host as configured, address, port); the host is what a TLS certificate is checked against.
        word: "srvr", "mntr", "envi", "ruok" …
        timeout_seconds: bounds connecting and reading together.

    Returns:
        The whole answer, or None when the server does not allow the word, hangs up or cannot be reached.
    """
    try:
        return ask_word(endpoint, word, options, timeout_seconds)
    except (OSError, ValueError):
        return None


def ask_word(
    endpoint: tuple[str, str, int], word: str, options: ClientOptions, timeout_seconds: float
) -> str | None:  # fmt: skip
    """The same, but None only when the server does not allow the word.

    Raises:
        OSError: it cannot be reached, or does not answer in time.
        ValueError: the TLS settings do not fit its name.
    """
    host, address, port = endpoint
    deadline = time.monotonic() + timeout_seconds
    with socket.create_connection((address, port), timeout_seconds) as plain:
        if options.use_tls:
            with options.tls_context().wrap_socket(plain, server_hostname=host) as secured:
                answer = _ask(secured, word, deadline)
        else:
            answer = _ask(plain, word, deadline)
    text = answer.decode("utf-8", "replace")
    return None if not text.strip() or _NOT_ALLOWED.match(text) else text


def _ask(sock: socket.socket, word: str, deadline: float) -> bytes:
    sock.sendall(word.encode("ascii"))
    parts: list[bytes] = []
    size = 0
    while size < _MAX_BYTES:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        sock.settimeout(remaining)
        part = sock.recv(65_536)
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def parse_srvr(text: str) -> dict[str, str]:
    """`Name: value` lines of `srvr` by their name in lower case; those of `stat`'s client list are left out."""
    fields = {}
    for line in text.splitlines():
        name, separator, value = line.partition(": ")
        if separator and not line.startswith((" ", "/")):
            fields[name.strip().lower()] = value.strip()
    return fields


def parse_mntr(text: str) -> dict[str, str]:
    """`zk_name<TAB>value` lines of `mntr`, without the prefix."""
    pairs = (line.partition("\t") for line in text.splitlines())
    return {name.removeprefix("zk_"): value.strip() for name, separator, value in pairs if separator}


def parse_envi(text: str) -> dict[str, str]:
    """`name=value` lines of `envi`."""
    pairs = (line.partition("=") for line in text.splitlines())
    return {name.strip(): value.strip() for name, separator, value in pairs if separator}


def parse_cons(text: str) -> dict[int, str]:
    """Addresses of the clients by session id; a connection without a session (as the one that asks) has none."""
    return {int(session, 16): address for address, session in _CLIENT.findall(text)}


def read_clients(connection: ZooKeeperConnection) -> ZooKeeperClients:
    """The clients of the server in use. Never raises: what may not be asked stays unknown."""
    endpoint = connection.endpoint
    if endpoint is None or not connection.is_usable:
        return ZooKeeperClients(connection.server, None)
    text = four_letter(endpoint, "cons", connection.options, connection.request_timeout_seconds)
    return ZooKeeperClients(connection.server, None if text is None else parse_cons(text))


def read_status(connection: ZooKeeperConnection) -> ZooKeeperStatus:
    """What the server in use says of itself, and Kafka's cluster id; what the server does not tell stays unknown.

    Raises:
        KafkatuiError: the connection was lost meanwhile. A status without a cluster id would say that there is none.
    """
    endpoint = connection.endpoint
    srvr: dict[str, str] = {}
    mntr: dict[str, str] = {}
    envi: dict[str, str] = {}
    if endpoint is not None and connection.is_usable:
        timeout = connection.request_timeout_seconds
        srvr = parse_srvr(four_letter(endpoint, "srvr", connection.options, timeout) or "")
        if not srvr:
            mntr = parse_mntr(four_letter(endpoint, "mntr", connection.options, timeout) or "")
        if not srvr and not mntr:
            envi = parse_envi(four_letter(endpoint, "envi", connection.options, timeout) or "")
    return status_of(connection, srvr, mntr, envi, read_cluster_id(connection))


def status_of(
    connection: ZooKeeperConnection,
    srvr: Mapping[str, str],
    mntr: Mapping[str, str],
    envi: Mapping[str, str],
    cluster_id: str | None,
) -> ZooKeeperStatus:
    """The status from whichever answers there are."""
    version = srvr.get("zookeeper version") or mntr.get("version") or envi.get("zookeeper.version", "")
    return ZooKeeperStatus(
        session_state=connection.state,
        version=short_version(version),
        cluster_id=cluster_id,
        server=connection.server,
        chroot=connection.chroot,
        mode=srvr.get("mode") or mntr.get("server_state", ""),
        znode_count=_count(srvr.get("node count") or mntr.get("znode_count")),
        connections=_count(srvr.get("connections") or mntr.get("num_alive_connections")),
        latency_ms=latency_of(srvr, mntr),
        set_back_at_seconds=connection.set_back_at_seconds,
    )


def short_version(text: str) -> str:
    """ "3.8.4" of "3.8.4-9316c2a7a97e1666d8f4593f34dd6fc36ecc436c, built on 2024-02-12 22:16 UTC"."""
    match = re.match(r"\d+(?:\.\d+)+(?:-(?:alpha|beta|rc)\w*)?", text, re.IGNORECASE)
    return match.group() if match else ""


def latency_of(srvr: Mapping[str, str], mntr: Mapping[str, str]) -> tuple[float, float, float] | None:
    """(min, avg, max) in milliseconds."""
    text = srvr.get("latency min/avg/max")
    parts = text.split("/") if text else [mntr.get(f"{name}_latency", "") for name in ("min", "avg", "max")]
    try:
        low, average, high = (float(part) for part in parts)
    except ValueError:
        return None
    return (low, average, high)


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None
