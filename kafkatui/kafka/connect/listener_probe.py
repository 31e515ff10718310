"""A look at a listener that librdkafka cannot connect to, because librdkafka tells too little.

It calls an expired, a foreign and a misaddressed certificate the same, and says nothing at all when a plaintext client
meets a TLS listener. So one connection is made by hand, in the way the profile asks for, up to the point of failure.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Mapping, Sequence

from kafkatui.config.server_look import hangs_up_at_once, takes_tls
from kafkatui.config.tls import tls_context, uses_tls
from kafkatui.kafka.connect.reachability import PING
from kafkatui.kafka.connect.refusals import (
    Refusal,
    client_certificate_refused,
    no_sasl_here,
    speaks_no_tls,
    speaks_tls,
    takes_no_more,
    wants_sasl,
)
from kafkatui.model.errors import ConfigError, ConnectError

STEP_SECONDS = 1.5
"""How long one connection or answer is waited for; a look takes at most four of them."""

SERVERS_LOOKED_AT = 3

_CLIENT_ID = b"kafkatui"
_MECHANISM = b"PLAIN"
_HANDSHAKE_KEY, _HANDSHAKE_VERSION = 17, 1
_ILLEGAL_SASL_STATE = 34
_MAX_ANSWER_BYTES = 1 << 20

_EXPIRED, _NOT_YET_VALID, _REVOKED = 10, 9, 23
_WRONG_NAME = (62, 64)
_UNKNOWN_AUTHORITY = (2, 18, 19, 20, 21)
"""OpenSSL's X509_V_ERR_… numbers."""


def look_at(servers: Sequence[tuple[str, int]], kafka: Mapping[str, str]) -> Refusal | None:
    """What keeps each of the first servers from taking us, told of the first; None when one might.

    Returns within a few seconds, however slow the name service is.

    Args:
        kafka: librdkafka properties, of which TLS and SASL count.
    """
    looked_at = servers[:SERVERS_LOOKED_AT]
    found: dict[tuple[str, int], Refusal | None] = {}
    threads = [
        threading.Thread(target=_look_into, args=(server, kafka, found), name="listener-probe", daemon=True)
        for server in looked_at
    ]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 4 * STEP_SECONDS
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    refusals = [found.get(server) for server in looked_at]
    return refusals[0] if all(refusals) and refusals else None


def _look_into(server: tuple[str, int], kafka: Mapping[str, str], found: dict[tuple[str, int], Refusal | None]) -> None:
    with contextlib.suppress(OSError, ConfigError):  # not reachable, or a certificate that only librdkafka can load
        found[server] = _look(server, kafka)


def _look(server: tuple[str, int], kafka: Mapping[str, str]) -> Refusal | None:
    name = f"{server[0]}:{server[1]}"
    uses_sasl = kafka.get("security.protocol", "").lower().startswith("sasl")
    if uses_tls(kafka):
        return _look_with_tls(server, name, kafka, uses_sasl=uses_sasl)
    answers, mechanisms = _ask(server)
    if answers:
        return _compare_login(name, mechanisms, uses_sasl=uses_sasl, has_tls=False)
    if hangs_up_at_once(server, STEP_SECONDS):
        return takes_no_more(name)
    return speaks_tls(name, uses_sasl=uses_sasl) if takes_tls(server, STEP_SECONDS) else None


def _look_with_tls(server: tuple[str, int], name: str, kafka: Mapping[str, str], *, uses_sasl: bool) -> Refusal | None:
    try:
        answers, mechanisms = _ask(server, tls_context(kafka))
    except ssl.SSLCertVerificationError as error:
        return _certificate_refusal(name, server[0], error, kafka)
    except (OSError, EOFError) as error:
        if hangs_up_at_once(server, STEP_SECONDS):
            return takes_no_more(name)
        if isinstance(error, ssl.SSLError) and "ALERT" in (error.reason or "") and "CERTIFICATE" in error.reason:
            return client_certificate_refused(name)
        return speaks_no_tls(name, uses_sasl=uses_sasl) if _ask(server)[0] else None
    return _compare_login(name, mechanisms, uses_sasl=uses_sasl, has_tls=True) if answers else None


def _compare_login(name: str, mechanisms: tuple[str, ...] | None, *, uses_sasl: bool, has_tls: bool) -> Refusal | None:
    if uses_sasl and mechanisms is None:
        return no_sasl_here(name)
    if not uses_sasl and mechanisms is not None:
        return wants_sasl(name, mechanisms, uses_tls=has_tls)
    return None


def _certificate_refusal(
    name: str, host: str, error: ssl.SSLCertVerificationError, kafka: Mapping[str, str]
) -> Refusal:
    code = error.verify_code
    authorities = "ssl.ca.pem" if kafka.get("ssl.ca.pem") else kafka.get("ssl.ca.location", "")
    if code == _EXPIRED:
        reason, advice = "has a certificate that has expired", "It has to be renewed on the broker."
    elif code == _NOT_YET_VALID:
        reason, advice = "has a certificate that is not valid yet", "Check the clocks, here and there."
    elif code == _REVOKED:
        reason, advice = "has a certificate that was revoked", "It has to be replaced on the broker."
    elif code in _WRONG_NAME:
        reason = f"has a certificate for other hosts than {host}"
        advice = "Use a name that it is for, or set ssl.endpoint.identification.algorithm=none."
    elif code in _UNKNOWN_AUTHORITY:
        known = f"none in {authorities}" if authorities else "none this machine trusts"
        reason = f"has a certificate signed by an unknown authority, {known}"
        advice = "Point ssl.ca.location at the PEM file of the authority that signed it."
    else:
        reason, advice = f"has a certificate that does not hold: {error.verify_message}", "Check the ssl.* properties."
    return Refusal(ConnectError, name, reason, advice)


def _ask(server: tuple[str, int], context: ssl.SSLContext | None = None) -> tuple[bool, tuple[str, ...] | None]:
    """Whether Kafka's protocol is spoken there, and the SASL mechanisms offered; None for a listener without SASL.

    Raises:
        OSError, EOFError: the connection fails; without TLS only when it cannot be opened.
    """
    with socket.create_connection(server, STEP_SECONDS) as plain:
        plain.settimeout(STEP_SECONDS)
        if context is None:
            try:
                return _converse(plain)
            except (OSError, EOFError):
                return False, None
        with context.wrap_socket(plain, server_hostname=server[0]) as secured:
            return _converse(secured)


def _converse(connection: socket.socket) -> tuple[bool, tuple[str, ...] | None]:
    connection.sendall(PING)
    if _answer(connection)[:4] != b"\0\0\0\0":  # the correlation id
        return False, None
    header = struct.pack(f">hhih{len(_CLIENT_ID)}s", _HANDSHAKE_KEY, _HANDSHAKE_VERSION, 1, len(_CLIENT_ID), _CLIENT_ID)
    body = header + struct.pack(f">h{len(_MECHANISM)}s", len(_MECHANISM), _MECHANISM)
    connection.sendall(struct.pack(">i", len(body)) + body)
    try:
        answer = _answer(connection)
        error_code, count = struct.unpack_from(">hi", answer, 4)
        return True, None if error_code == _ILLEGAL_SASL_STATE else _texts(answer, 10, count)
    except (EOFError, struct.error):
        return True, None


def _texts(data: bytes, at: int, count: int) -> tuple[str, ...]:
    texts = []
    for _ in range(count):
        (length,) = struct.unpack_from(">h", data, at)
        texts.append(data[at + 2 : at + 2 + length].decode("ascii", "replace"))
        at += 2 + length
    return tuple(texts)


def _answer(connection: socket.socket) -> bytes:
    size = int.from_bytes(_exactly(connection, 4), "big")
    return _exactly(connection, size) if size <= _MAX_ANSWER_BYTES else b""


def _exactly(connection: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            raise EOFError("closed by the other end")
        parts += part
    return bytes(parts)
