"""What is in a PKCS#12 store, as PEM: Python and librdkafka read neither a truststore nor, Python, a keystore of it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from kafkatui.model.errors import ConfigError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates


def is_readable() -> bool:
    """Whether what reads such a store is installed (the extra `stores`)."""
    return find_spec("cryptography") is not None


def authorities_of(data: bytes, password: str) -> list[str]:
    """The certificates that stand for themselves.

    Raises:
        ValueError: the password does not open it, or it is none.
        ConfigError: what is in it cannot be read here.
    """
    from cryptography.hazmat.primitives.serialization import Encoding

    store = _opened(data, password)
    return [each.certificate.public_bytes(Encoding.PEM).decode() for each in store.additional_certs]


def key_pair_of(data: bytes, password: str) -> tuple[str, str]:
    """The certificate of the store's key with those above it, and the key, not encrypted: to stay in memory.

    Raises:
        ValueError: the password does not open it, it is none, or it has no key.
        ConfigError: what is in it cannot be read here.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    store = _opened(data, password)
    if store.key is None or store.cert is None:
        raise ValueError("no key")
    chain = [store.cert, *store.additional_certs]
    key = store.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return "".join(each.certificate.public_bytes(Encoding.PEM).decode() for each in chain), key.decode()


def _opened(data: bytes, password: str) -> PKCS12KeyAndCertificates:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    try:
        return load_pkcs12(data, password.encode())
    except UnsupportedAlgorithm as error:  # of its key, of a certificate in it, or of how it is encrypted
        raise ConfigError(f"What is in a PKCS12 store cannot be read here: {error}.", "Give it as PEM.") from None
