"""Truststores and keystores as Java's JKS has them, written by hand: no Java is needed to read them."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence

PASSWORD = "change it, größe"

JKS_MAGIC, JCEKS_MAGIC = b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce"


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text.encode())) + text.encode()


def _certificate(der: bytes) -> bytes:
    return _text("X.509") + struct.pack(">I", len(der)) + der


def trusted(alias: str, der: bytes) -> bytes:
    """An entry of an authority's certificate."""
    return struct.pack(">I", 2) + _text(alias) + struct.pack(">Q", 1) + _certificate(der)


def key(alias: str, chain: Sequence[bytes]) -> bytes:
    """An entry of a private key with its certificates."""
    head = struct.pack(">I", 1) + _text(alias) + struct.pack(">Q", 1) + struct.pack(">I", 3) + b"key"
    return head + struct.pack(">I", len(chain)) + b"".join(map(_certificate, chain))


def secret(alias: str) -> bytes:
    """The beginning of an entry of a secret key, which JCEKS alone has."""
    return struct.pack(">I", 3) + _text(alias) + struct.pack(">Q", 1) + b"\xac\xed"


def store_of(entries: Sequence[bytes], password: str = PASSWORD, magic: bytes = JKS_MAGIC) -> bytes:
    """A store with these entries and its digest."""
    body = magic + struct.pack(">II", 2, len(entries)) + b"".join(entries)
    whitened = password.encode("utf-16-be") + b"Mighty Aphrodite" + body
    return body + hashlib.sha1(whitened).digest()


def jks_of(authorities: Sequence[bytes]) -> bytes:
    """A truststore."""
    return store_of([trusted(f"größe-{number}", each) for number, each in enumerate(authorities)])
