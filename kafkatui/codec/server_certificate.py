"""From when until when an X.509 certificate holds, without a library for all the rest of it (RFC 5280, 4.1)."""

from __future__ import annotations

from datetime import UTC, datetime

from kafkatui.model.certificate import ServerCertificate

_SEQUENCE, _VERSION, _UTC_TIME, _GENERALIZED_TIME = 0x30, 0xA0, 0x17, 0x18
_CENTURY_TURN = 50
"""A UTCTime's year below it is of this century (4.1.2.5.1)."""


def server_certificate(side: str, server: str, shown: bytes | OSError) -> ServerCertificate:
    """What a handshake with a server gave.

    Args:
        side: "kafka" or "zookeeper".
        server: host:port.
        shown: its certificate in DER, or why there is none.
    """
    if isinstance(shown, OSError):
        return ServerCertificate(side, server, error=str(shown.strerror or shown))
    try:
        return ServerCertificate(side, server, *validity(shown))
    except ValueError as error:
        return ServerCertificate(side, server, error=str(error))


def validity(certificate: bytes) -> tuple[float, float]:
    """Its two times, in Unix seconds.

    Args:
        certificate: DER, as a TLS handshake gives it.

    Raises:
        ValueError: it is no certificate.
    """
    _, whole, _ = _element(certificate, 0)
    _, body, _ = _element(whole, 0)
    at = 0
    tag, _, after = _element(body, at)
    if tag == _VERSION:
        at = after
    for _ in range(3):  # serial number, signature's algorithm, issuer
        _, _, at = _element(body, at)
    tag, times, _ = _element(body, at)
    if tag != _SEQUENCE:
        raise ValueError("no certificate: no validity where it should be")
    first_tag, first, after = _element(times, 0)
    last_tag, last, _ = _element(times, after)
    return _seconds(first_tag, first), _seconds(last_tag, last)


def _element(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Tag and content of the element that begins there, and where the next one does."""
    if at + 2 > len(data):
        raise ValueError("no certificate: it ends too early")
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > len(data):
        raise ValueError("no certificate: it ends too early")
    return tag, data[start : start + length], start + length


def _seconds(tag: int, text: bytes) -> float:
    digits = text.decode("ascii", "replace")
    if tag == _UTC_TIME:
        digits = ("20" if digits[:2] < f"{_CENTURY_TURN}" else "19") + digits
    elif tag != _GENERALIZED_TIME:
        raise ValueError("no certificate: no time where it should be")
    return datetime.strptime(digits, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC).timestamp()
