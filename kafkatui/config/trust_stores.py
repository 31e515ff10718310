"""The authorities in a truststore of Java's as PEM, in memory, for clients that read nothing else."""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from ssl import DER_cert_to_PEM_cert

from kafkatui.config import pkcs12
from kafkatui.config.key_stores import StoreType, type_by_content
from kafkatui.model.errors import ConfigError
from kafkatui.model.extras import how_to_install

LOCATION = "ssl.ca.location"
PASSWORD = "ssl.truststore.password"
"""Java's name: librdkafka has no property for it."""

TEXT = "ssl.ca.pem"

OF_JAVA = (StoreType.JKS, StoreType.PKCS12)

_WHITENER = b"Mighty Aphrodite"
"""What sun.security.provider.JavaKeyStore puts between the password and the store, of which it keeps the SHA-1."""
_DIGEST_BYTES = 20
_KEY, _TRUSTED = 1, 2


def with_authorities(kafka: Mapping[str, str]) -> dict[str, str]:
    """The properties as clients know them: a truststore that a password opens gives way to what is in it.

    Raises:
        ConfigError: it cannot be read, or the password does not open it.
    """
    made = {name: value for name, value in kafka.items() if name != PASSWORD}
    path, password = kafka.get(LOCATION, ""), kafka.get(PASSWORD, "")
    if path and password and (kind := type_by_content(path)) in OF_JAVA:
        del made[LOCATION]
        made[TEXT] = authorities(path, kind, password)
    return made


def authorities(path: str, kind: StoreType, password: str) -> str:
    """The certificates of a truststore, PEM behind PEM.

    Args:
        kind: JKS or PKCS12.

    Raises:
        ConfigError: it cannot be read, is not whole, has no certificate, or the password does not open it.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(f"{LOCATION}: {path} cannot be read: {error.strerror}.", "Check the path.") from None
    found = _of_jks(data, path, password) if kind is StoreType.JKS else _of_pkcs12(data, path, password)
    if not found:
        raise ConfigError(f"{LOCATION}: there is no authority's certificate in {path}.", "Is it a keystore?")
    return "".join(found)


def _wrong_password(path: str) -> ConfigError:
    return ConfigError(f"{PASSWORD} does not open {path}.", "`keytool -list -keystore` tries it.")


def _of_pkcs12(data: bytes, path: str, password: str) -> list[str]:
    if not pkcs12.is_readable():
        raise ConfigError(f"{path} is PKCS12, and what reads it is not there.", how_to_install("stores"))
    try:
        return pkcs12.authorities_of(data, password)
    except ValueError:
        raise _wrong_password(path) from None


def _of_jks(data: bytes, path: str, password: str) -> list[str]:
    body, digest = data[:-_DIGEST_BYTES], data[-_DIGEST_BYTES:]
    expected = hashlib.sha1(password.encode("utf-16-be") + _WHITENER + body, usedforsecurity=False).digest()
    if not hmac.compare_digest(expected, digest):
        raise _wrong_password(path)
    try:
        return [DER_cert_to_PEM_cert(certificate) for certificate in _trusted(body)]
    except (struct.error, ValueError):
        raise ConfigError(f"{LOCATION}: {path} holds more than keys and certificates.", "Give it as PKCS12.") from None


def _trusted(body: bytes) -> Iterator[bytes]:
    """The certificates that stand for themselves, not for a key, in DER.

    Raises:
        struct.error, ValueError: it is not as JavaKeyStore writes it.
    """
    at = 0

    def number(layout: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from(layout, body, at)
        at += struct.calcsize(layout)
        return int(value)

    def text(layout: str) -> bytes:
        nonlocal at
        length = number(layout)
        at += length
        return body[at - length : at]

    def certificate(version: int) -> bytes:
        if version > 1:
            text(">H")  # its kind: X.509
        return text(">I")

    number(">I")  # what it begins with
    version = number(">I")
    for _ in range(number(">I")):
        tag, _, _ = number(">I"), text(">H"), number(">Q")  # then its alias, and since when it is there
        if tag == _TRUSTED:
            yield certificate(version)
        elif tag == _KEY:
            text(">I")
            for _ in range(number(">I")):
                certificate(version)
        else:
            raise ValueError(tag)
