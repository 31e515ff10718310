"""What is typed of truststores and keystores, and the properties that come of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kafkatui.model.errors import FieldError
from kafkatui.model.secrets import MASK
from kafkatui.session.profile_fields import FIELDS, entry_of
from tests.unit.config.stores import PASSWORD, jks_of

KAFKALYTICS = {
    "bootstrap_servers", "name", "ca", "truststore_type", "truststore_password", "keystore", "keystore_type",
    "keystore_password", "key_password", "timeouts", "security_protocol", "sasl_mechanism", "jaas", "properties",
}  # fmt: skip
"""What its dialog asks for."""

JKS, PKCS12, PEM = b"\xfe\xed\xfe\xed\0\0\0\2", b"\x30\x82\x0a\x00", b"-----BEGIN CERTIFICATE-----\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def jks() -> bytes:
    return jks_of([b"an authority"])


def kafka(**values: Any) -> dict[str, str]:
    found: dict[str, str] = entry_of({"bootstrap_servers": "a:1", **values}, {})["kafka"]
    return found


def test_every_field_of_kafkalytics_dialog_is_there() -> None:
    assert {field.name for field in FIELDS} | {"name"} >= KAFKALYTICS


@pytest.mark.parametrize(("data", "typed"), [(JKS, ""), (PEM, "JKS"), (PKCS12, ""), (b"?", "PKCS12")])
def test_a_truststore_that_librdkafka_does_not_read_is_refused_with_what_makes_it_pem(
    store: Path, data: bytes, typed: str
) -> None:
    store.write_bytes(data)
    with pytest.raises(FieldError) as raised:
        kafka(ca=str(store), truststore_type=typed)
    assert raised.value.field == "ca"
    assert "librdkafka reads PEM only" in raised.value.what
    assert f"or {store}.pem, made by: " in raised.value.advice
    assert ("keytool" in raised.value.advice) is (data == JKS or typed == "JKS")


def test_the_password_of_a_truststore_is_tried_and_kept(store: Path, jks: bytes) -> None:
    path = str(store)
    store.write_bytes(jks)
    opened = {"ssl.ca.location": path, "ssl.truststore.password": PASSWORD}
    assert kafka(ca=path, truststore_password=PASSWORD) == opened
    referred = kafka(ca=path, truststore_password="${env:STORE_PASSWORD}")
    assert referred["ssl.truststore.password"] == "${env:STORE_PASSWORD}"
    with pytest.raises(FieldError, match="does not open") as raised:
        kafka(ca=path, truststore_password="other")
    assert raised.value.field == "truststore_password"
    store.write_bytes(PEM)
    with pytest.raises(FieldError, match="PEM has no password"):
        kafka(ca=path, truststore_password=PASSWORD)
    assert kafka(ca=path) == {"ssl.ca.location": path}


def test_a_password_that_is_masked_or_of_a_store_that_is_not_there_yet_stays(store: Path, jks: bytes) -> None:
    old = {"kafka": {"ssl.ca.location": str(store), "ssl.truststore.password": "in clear"}}
    store.write_bytes(jks)
    values = {"bootstrap_servers": "a:1", "ca": str(store), "truststore_password": MASK}
    assert entry_of(values, old)["kafka"]["ssl.truststore.password"] == "in clear"
    store.unlink()
    typed = kafka(ca=str(store), truststore_type="JKS", truststore_password=PASSWORD)
    assert typed["ssl.truststore.password"] == PASSWORD


def test_a_keystore_is_kept_as_what_it_is(store: Path) -> None:
    store.write_bytes(PKCS12)
    path = str(store)
    kept = {"ssl.keystore.location": path, "ssl.keystore.password": "pw"}
    assert kafka(keystore=path, keystore_password="pw") == kept
    store.write_bytes(PEM)
    pem = {"ssl.certificate.location": path, "ssl.key.location": path, "ssl.key.password": "pw"}
    assert kafka(keystore=path, keystore_password="pw") == pem
    assert kafka(keystore=path, keystore_password="pw", key_password="own", key="/k.pem") == {
        "ssl.certificate.location": path, "ssl.key.location": "/k.pem", "ssl.key.password": "own",
    }  # fmt: skip
    assert kafka(keystore=path, keystore_type="PKCS12")["ssl.keystore.location"] == path
    store.write_bytes(JKS)
    with pytest.raises(FieldError, match="is JKS, and librdkafka reads PKCS12 or PEM"):
        kafka(keystore=path)


def test_what_is_not_there_yet_is_left_to_who_opens_it(store: Path) -> None:
    assert kafka(ca=str(store), keystore="${env:STORE}") == {
        "ssl.ca.location": str(store), "ssl.keystore.location": "${env:STORE}",
    }  # fmt: skip


def test_a_type_that_there_is_not_is_said_at_its_field(store: Path) -> None:
    with pytest.raises(FieldError, match="Valid: PEM, PKCS12, JKS") as raised:
        kafka(ca=str(store), truststore_type="DER")
    assert raised.value.field == "truststore_type"
