"""librdkafka's ssl.* properties as a TLS context of Python's, for connections that librdkafka does not make."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, VERIFY_CRL_CHECK_LEAF, Purpose, SSLContext

from kafkatui.config import pkcs12
from kafkatui.config.trust_stores import with_authorities
from kafkatui.model.errors import ConfigError

_FALSE = ("false", "f", "0")
_SYSTEM_AUTHORITIES = ("", "probe")


def uses_tls(kafka: Mapping[str, str]) -> bool:
    """Whether the properties ask for TLS."""
    return kafka.get("security.protocol", "plaintext").lower() in ("ssl", "sasl_ssl")


def tls_context(kafka: Mapping[str, str]) -> SSLContext:
    """What librdkafka would use; a certificate in a PKCS#12 keystore is left out where nothing reads one.

    Raises:
        ConfigError: a file cannot be loaded; names its property.
    """
    kafka = with_authorities(kafka)
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    verifies = kafka.get("enable.ssl.certificate.verification", "true").lower() not in _FALSE
    context.check_hostname = verifies and kafka.get("ssl.endpoint.identification.algorithm", "https").lower() != "none"
    if verifies:
        _load_authorities(context, kafka)
    else:
        context.verify_mode = CERT_NONE
    _load_certificate(context, kafka)
    if ciphers := kafka.get("ssl.cipher.suites"):
        with _blamed("ssl.cipher.suites"):
            context.set_ciphers(ciphers)
    return context


def _load_authorities(context: SSLContext, kafka: Mapping[str, str]) -> None:
    location, text = kafka.get("ssl.ca.location", ""), kafka.get("ssl.ca.pem", "")
    if text:
        with _blamed("ssl.ca.pem"):
            context.load_verify_locations(cadata=text)
    elif location not in _SYSTEM_AUTHORITIES:
        with _blamed("ssl.ca.location"):
            is_directory = Path(location).is_dir()
            context.load_verify_locations(**{"capath" if is_directory else "cafile": location})
    else:
        context.load_default_certs(Purpose.SERVER_AUTH)
    if revoked := kafka.get("ssl.crl.location"):
        with _blamed("ssl.crl.location"):
            context.load_verify_locations(revoked)
        context.verify_flags |= VERIFY_CRL_CHECK_LEAF


def _load_certificate(context: SSLContext, kafka: Mapping[str, str]) -> None:
    kafka = _with_key_pair(kafka)
    certificate = _file_of(kafka, "ssl.certificate")
    key = _file_of(kafka, "ssl.key")
    with certificate as certificate_path, key as key_path:
        if certificate_path:
            with _blamed("ssl.certificate.* and ssl.key.*"):
                # Never None: OpenSSL would ask for the password on the terminal.
                password = kafka.get("ssl.key.password", "")
                context.load_cert_chain(certificate_path, key_path or None, password)


def _with_key_pair(kafka: Mapping[str, str]) -> Mapping[str, str]:
    """The properties with the key and certificate of a PKCS#12 keystore as PEM."""
    path = kafka.get("ssl.keystore.location", "")
    if not path or not pkcs12.is_readable():
        return kafka
    with _blamed("ssl.keystore.location"):
        data = Path(path).read_bytes()
    try:
        certificate, key = pkcs12.key_pair_of(data, kafka.get("ssl.keystore.password", ""))
    except ValueError:
        what = f"ssl.keystore.location: {path} does not open, or has no key."
        raise ConfigError(what, "It is PKCS#12; check ssl.keystore.password.") from None
    return {**kafka, "ssl.certificate.pem": certificate, "ssl.key.pem": key}


@contextmanager
def _file_of(kafka: Mapping[str, str], prefix: str) -> Iterator[str]:
    """The path of what `prefix`.pem or `prefix`.location gives; "" for neither."""
    text = kafka.get(f"{prefix}.pem", "")
    if not text:
        yield kafka.get(f"{prefix}.location", "")
    elif hasattr(os, "memfd_create"):  # Linux: a private key never reaches a disk
        descriptor = os.memfd_create("kafkatui")
        with os.fdopen(descriptor, "w", encoding="ascii", errors="replace") as file:
            file.write(text)
            file.flush()
            yield f"/proc/self/fd/{descriptor}"
    else:
        with tempfile.NamedTemporaryFile("w", encoding="ascii", errors="replace", suffix=".pem") as file:
            file.write(text)
            file.flush()
            yield file.name


@contextmanager
def _blamed(name: str) -> Iterator[None]:
    """Turns what OpenSSL raises into an error that names the property."""
    try:
        yield
    except OSError as error:  # ssl.SSLError is one
        reason = getattr(error, "reason", None) or error.strerror or "it cannot be read"
        text = reason.replace("_", " ").lower()
        raise ConfigError(f"{name}: {text}.", "Check that it is PEM and fits the password.") from None
