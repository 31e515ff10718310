"""Which kind a truststore or keystore is, and how one that librdkafka does not read becomes one that it does."""

from __future__ import annotations

import shlex
from enum import Enum
from pathlib import Path, PurePath

_MAGIC_BYTES = 4096


class StoreType(Enum):
    """The values are Java's words for them (`ssl.truststore.type`)."""

    PEM = "PEM"
    PKCS12 = "PKCS12"
    JKS = "JKS"


_BY_ENDING = {
    ".pem": StoreType.PEM,
    ".crt": StoreType.PEM,
    ".p12": StoreType.PKCS12,
    ".pfx": StoreType.PKCS12,
    ".jks": StoreType.JKS,
}
_JAVAS_MAGIC = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
"""What JKS, and its sibling JCEKS, begin with."""

_DER_SEQUENCE = b"\x30"


def type_by_name(path: str) -> StoreType | None:
    """By a file's ending; None for any other."""
    return _BY_ENDING.get(PurePath(path).suffix.lower())


def type_by_content(path: str) -> StoreType | None:
    """As the file looks; None where it cannot be read, or looks like none of them."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(_MAGIC_BYTES)
    except OSError:  # whoever uses it says so
        return None
    if head.startswith(_JAVAS_MAGIC):
        return StoreType.JKS
    if b"-----BEGIN " in head:
        return StoreType.PEM
    return StoreType.PKCS12 if head.startswith(_DER_SEQUENCE) else None


def pem_of_truststore(path: str, kind: StoreType) -> tuple[str, str]:
    """Where the authorities' certificates of a truststore will be as PEM, and the commands that bring them there."""
    pem, pkcs12 = (str(PurePath(path).with_suffix(ending)) for ending in (".pem", ".p12"))
    steps = [] if kind is StoreType.PKCS12 else [_to_pkcs12(path, pkcs12)]
    source = path if kind is StoreType.PKCS12 else pkcs12
    steps.append(f"openssl pkcs12 -in {shlex.quote(source)} -nokeys -out {shlex.quote(pem)}")
    return pem, " && ".join(steps)


def pkcs12_of_keystore(path: str) -> tuple[str, str]:
    """Where a JKS keystore will be as PKCS#12, and the command that makes it."""
    pkcs12 = str(PurePath(path).with_suffix(".p12"))
    return pkcs12, _to_pkcs12(path, pkcs12)


def _to_pkcs12(path: str, pkcs12: str) -> str:
    return (
        f"keytool -importkeystore -srckeystore {shlex.quote(path)} -destkeystore {shlex.quote(pkcs12)} "
        "-deststoretype PKCS12"
    )
