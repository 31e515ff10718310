"""The authorities in truststores of Java's are taken out of them, in memory, by their password."""

from __future__ import annotations

import datetime
from pathlib import Path
from ssl import DER_cert_to_PEM_cert

import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

from kafkatui.config.trust_stores import with_authorities
from kafkatui.kafka.connect.properties import check_properties, quiet
from kafkatui.model.errors import ConfigError
from tests.unit.config.stores import JCEKS_MAGIC, PASSWORD, jks_of, key, secret, store_of, trusted


@pytest.fixture(scope="module")
def authority() -> x509.Certificate:
    """Signed by itself."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority")])
    begin = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    made = made.serial_number(1).not_valid_before(begin).not_valid_after(begin + datetime.timedelta(days=36_500))
    return made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(private, SHA256())


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "trust"


def properties(store: Path, password: str = PASSWORD) -> dict[str, str]:
    return {
        "bootstrap.servers": "a:1", "security.protocol": "ssl", "ssl.ca.location": str(store),
        "ssl.truststore.password": password,
    }  # fmt: skip


def pkcs12_of(authority: x509.Certificate) -> bytes:
    return serialize_key_and_certificates(None, None, None, [authority], BestAvailableEncryption(PASSWORD.encode()))


def test_every_authority_is_found_and_nothing_of_the_store_is_left(store: Path) -> None:
    store.write_bytes(store_of([trusted("a", b"one"), key("mine", [b"own", b"above"]), trusted("b", b"two")]))
    found = with_authorities(properties(store))
    assert found["ssl.ca.pem"] == DER_cert_to_PEM_cert(b"one") + DER_cert_to_PEM_cert(b"two")
    assert not found.keys() & {"ssl.ca.location", "ssl.truststore.password"}


def test_both_kinds_are_taken_by_librdkafka_and_by_python(store: Path, authority: x509.Certificate) -> None:
    from kafkatui.config.tls import tls_context

    for data in (jks_of([authority.public_bytes(Encoding.DER)]), pkcs12_of(authority)):
        store.write_bytes(data)
        check_properties(properties(store))
        assert quiet(properties(store))["ssl.ca.pem"] == authority.public_bytes(Encoding.PEM).decode()
        [known] = tls_context(properties(store)).get_ca_certs()
        assert known["subject"] == ((("commonName", "an authority"),),)


def test_a_password_that_does_not_open_it_is_said(store: Path, authority: x509.Certificate) -> None:
    for data in (jks_of([b"one"]), pkcs12_of(authority)):
        store.write_bytes(data)
        with pytest.raises(ConfigError, match=r"ssl\.truststore\.password does not open") as raised:
            check_properties(properties(store, "another"))
        assert "another" not in str(raised.value)


def test_a_store_that_has_none_or_is_of_another_kind_is_said(store: Path) -> None:
    store.write_bytes(store_of([key("mine", [b"own"])]))
    with pytest.raises(ConfigError, match="no authority's certificate"):
        with_authorities(properties(store))
    store.write_bytes(store_of([secret("s"), trusted("a", b"one")], magic=JCEKS_MAGIC))
    with pytest.raises(ConfigError, match="holds more than keys and certificates"):
        with_authorities(properties(store))
    whole = jks_of([b"one"])
    store.write_bytes(whole[:40])
    with pytest.raises(ConfigError, match="does not open"):
        with_authorities(properties(store))


def test_what_is_no_store_of_javas_stays(store: Path) -> None:
    store.write_text("-----BEGIN CERTIFICATE-----\n")
    for path in (store, store.with_name("nobody")):
        assert with_authorities(properties(path))["ssl.ca.location"] == str(path)
        assert "ssl.truststore.password" not in with_authorities(properties(path))
    without = {"bootstrap.servers": "a:1", "ssl.ca.location": "probe"}
    assert with_authorities(without) == without


def test_a_store_with_what_nothing_here_can_read_is_said(
    store: Path, authority: x509.Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kafkatui.config.tls import tls_context

    def load(data: bytes, password: bytes) -> None:
        raise UnsupportedAlgorithm("Curve 1.3.132.0.31 is not supported")

    monkeypatch.setattr("cryptography.hazmat.primitives.serialization.pkcs12.load_pkcs12", load)
    store.write_bytes(pkcs12_of(authority))
    with pytest.raises(ConfigError, match=r"Curve 1\.3\.132\.0\.31 is not supported"):
        with_authorities(properties(store))
    with pytest.raises(ConfigError, match="Give it as PEM"):
        tls_context({"ssl.keystore.location": str(store), "ssl.keystore.password": PASSWORD})
