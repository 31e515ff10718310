"""Which kind a truststore or keystore is, and what makes one that librdkafka reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from kafkatui.config.key_stores import (
    StoreType,
    pem_of_truststore,
    pkcs12_of_keystore,
    type_by_content,
    type_by_name,
)
from kafkatui.kafka.connect.properties import check_properties
from kafkatui.model.errors import ConfigError

CONTENTS = {
    StoreType.JKS: b"\xfe\xed\xfe\xed\0\0\0\2",
    StoreType.PKCS12: b"\x30\x82\x0a\x00",
    StoreType.PEM: b"Bag Attributes\n-----BEGIN CERTIFICATE-----\n",
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_content_tells_whatever_the_name_says(kind: StoreType, tmp_path: Path) -> None:
    path = tmp_path / "store.pem"
    path.write_bytes(CONTENTS[kind])
    assert type_by_content(str(path)) is kind
    assert type_by_name(str(path)) is StoreType.PEM


def test_what_is_none_or_cannot_be_read_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("hello")
    assert [type_by_content(str(tmp_path / name)) for name in ("notes", "missing", "")] == [None] * 3


def test_the_commands_go_by_what_there_is() -> None:
    convert = "keytool -importkeystore -srckeystore '/a b.jks' -destkeystore '/a b.p12' -deststoretype PKCS12"
    pem = "openssl pkcs12 -in '/a b.p12' -nokeys -out '/a b.pem'"
    assert pem_of_truststore("/a b.jks", StoreType.JKS) == ("/a b.pem", f"{convert} && {pem}")
    assert pem_of_truststore("/a b.p12", StoreType.PKCS12) == ("/a b.pem", pem)
    assert pkcs12_of_keystore("/a b.jks") == ("/a b.p12", convert)


def test_a_profile_that_names_one_that_librdkafka_does_not_read_says_what_to_do(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.write_bytes(CONTENTS[StoreType.JKS])
    for name, made in (("ssl.ca.location", "store.pem"), ("ssl.keystore.location", "store.p12")):
        with pytest.raises(ConfigError) as raised:
            check_properties({"bootstrap.servers": "a:1", "security.protocol": "ssl", name: str(store)})
        assert "is JKS, and librdkafka reads P" in raised.value.what
        assert made in raised.value.advice
        assert "keytool" in raised.value.advice
