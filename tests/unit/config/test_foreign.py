"""Profiles that other programs wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kafkatui.config.foreign.files import read_foreign
from kafkatui.config.foreign.format import ForeignFormat
from kafkatui.config.foreign.profile import ForeignProfile
from kafkatui.model.errors import ConfigError
from kafkatui.model.property_lines import java_properties


def read(tmp_path: Path, name: str, text: str | bytes, how: ForeignFormat | None = None) -> list[ForeignProfile]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_foreign(path, how)[1]


def one(tmp_path: Path, name: str, text: str | bytes) -> tuple[dict[str, Any], str]:
    """The entry of the only profile, and its remarks as one text."""
    (profile,) = read(tmp_path, name, text)
    return dict(profile.entry), "\n".join(profile.remarks)


def test_the_properties_of_a_java_client(tmp_path: Path) -> None:
    entry, remarks = one(
        tmp_path,
        "prod.properties",
        "# of the team\r\n"
        "bootstrap.servers=k1:9093,\\\r\n    k2:9093\r\n"
        "security.protocol = SASL_SSL\r\n"
        "sasl.mechanism:SCRAM-SHA-512\r\n"
        "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
        'username="m\\u00fcller" password="a\\\\"b;c=d # e";\r\n'
        "request.timeout.ms=20000\r\n"
        "ssl.endpoint.identification.algorithm=\r\n"
        "ssl.truststore.location=/etc/ca.pem\r\nssl.truststore.type=PEM\r\n"
        "ssl.keystore.location=/etc/me.p12\r\nssl.keystore.password=kp\r\nssl.key.password=kp\r\n"
        "key.deserializer=org.apache.kafka.common.serialization.StringDeserializer\r\n",
    )
    assert entry == {
        "bootstrap_servers": "k1:9093,k2:9093",
        "kafka": {
            "security.protocol": "SASL_SSL",
            "sasl.mechanism": "SCRAM-SHA-512",
            "ssl.key.password": "kp",
            "ssl.endpoint.identification.algorithm": "none",
            "sasl.username": "müller",
            "sasl.password": 'a"b;c=d # e',
            "ssl.ca.location": "/etc/ca.pem",
            "ssl.keystore.location": "/etc/me.p12",
            "ssl.keystore.password": "kp",
        },
        "timeouts": {"request": 20.0},
    }
    assert remarks == "Not taken over, no setting of a connection or none that librdkafka has: key.deserializer."


def test_what_librdkafka_does_not_read_is_said_with_what_makes_it_readable(tmp_path: Path) -> None:
    entry, remarks = one(
        tmp_path,
        "client.properties",
        "security.protocol=SSL\nssl.truststore.location=/my certs/trust.jks\n"
        "ssl.keystore.location=/my certs/key.jks\nssl.keystore.password=kp\nssl.key.password=other\n"
        "sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;\n"
        "sasl.login.callback.handler.class=x.Y\nrequest.timeout.ms=100\n",
    )
    assert entry["kafka"]["ssl.ca.location"] == "/my certs/trust.pem"
    assert entry["kafka"]["ssl.keystore.location"] == "/my certs/key.p12"
    assert entry["timeouts"] == {"request": 0.5}
    for said in (
        "The truststore is JKS", "keytool -importkeystore -srckeystore '/my certs/trust.jks'", "openssl pkcs12",
        "The keystore is JKS", "another password than its keystore", "IAMLoginModule, which is not known",
        "sasl.login.callback.handler.class", "request.timeout.ms=100 becomes 0.5 s",
    ):  # fmt: skip
        assert said in remarks
    assert "kp" not in remarks


def test_a_truststore_with_its_password_is_taken_over_as_it_is(tmp_path: Path) -> None:
    lines = "security.protocol=SSL\nssl.truststore.location=/trust.jks\nssl.truststore.password=tp\n"
    entry, remarks = one(tmp_path, "client.properties", lines)
    assert entry["kafka"]["ssl.ca.location"] == "/trust.jks"
    assert entry["kafka"]["ssl.truststore.password"] == "tp"
    assert remarks == ""


def test_a_value_that_would_run_or_read_something_here_is_left_out(tmp_path: Path) -> None:
    entry, remarks = one(
        tmp_path,
        "a.properties",
        "bootstrap.servers=a:1\nsasl.username=${env:USER_OF_KAFKA}\nsasl.password=${file:/opt/secrets.properties:pw}\n"
        "ssl.key.password=${command:touch /tmp/x}\nssl.certificate.location=$plain{}\n",
    )
    assert entry["kafka"] == {"sasl.username": "${env:USER_OF_KAFKA}", "ssl.certificate.location": "$plain{}"}
    assert "sasl.password is left out" in remarks
    assert "ssl.key.password is left out" in remarks


@pytest.mark.parametrize("reference", ["${command:touch /tmp/x}", "a${file:/etc/x}", "${keyring:k/u}", "${env:A:b}"])
def test_nothing_of_a_file_runs_or_reads_anything_wherever_it_stands(tmp_path: Path, reference: str) -> None:
    entry, remarks = one(tmp_path, "b.properties", f"bootstrap.servers={reference}\nsasl.username=u\n")
    assert entry == {"kafka": {"sasl.username": "u"}}
    assert "bootstrap_servers is left out" in remarks
    ours, remarks = one(
        tmp_path, "ours.toml",
        f"[clusters.p]\nbootstrap_servers = ['a:1', '{reference}']\nzookeeper = '{reference}'\nread_only = true\n"
        f"[clusters.p.kafka]\nsasl.password = '{reference}'\nsasl.username = '${{env:ME}}'\n"
        f"[clusters.p.zookeeper_properties]\nauth = '{reference}'\n[clusters.p.topics.t]\ndecode_key = '{reference}'\n",
    )  # fmt: skip
    assert reference not in str(ours)
    assert (ours["bootstrap_servers"], ours["kafka"], ours["read_only"]) == (
        ["a:1"],
        {"sasl.username": "${env:ME}"},
        True,
    )
    for name in ("zookeeper", "sasl.password", "zookeeper_properties.auth", "topics.t.decode_key"):
        assert f"{name} is left out" in remarks


@pytest.mark.parametrize(
    ("text", "properties"),
    [
        ("a=1\n#b=2\n!c=3\n\n d = 4 \n", {"a": "1", "d": "4 "}),
        ("a b\nc:d\ne\nf=\\\n   g\\\n  h", {"a": "b", "c": "d", "e": "", "f": "gh"}),
        ("a\\ b\\=c=\\u00e9\\t\\ud83d\\ude00\n", {"a b=c": "é\t😀"}),
        ("a=b\\\\\nc=d\\\\\\\n#e", {"a": "b\\", "c": "d\\#e"}),
        ("a=1\ra=2\r\n", {"a": "2"}),
    ],
)
def test_property_files_are_read_as_java_reads_them(text: str, properties: dict[str, str]) -> None:
    assert java_properties(text) == properties


def test_latin_1_is_read_as_java_reads_it(tmp_path: Path) -> None:
    entry, _ = one(tmp_path, "l.properties", "bootstrap.servers=a:1\nsasl.username=Jörg".encode("latin-1"))
    assert entry["kafka"]["sasl.username"] == "Jörg"


def test_oauth_and_kerberos(tmp_path: Path) -> None:
    entry, _ = one(
        tmp_path, "o.properties",
        "sasl.oauthbearer.token.endpoint.url=https://idp/token\nsasl.mechanism=OAUTHBEARER\nsasl.jaas.config="
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId='me' clientSecret='s' "
        "scope=\"a b\";",
    )  # fmt: skip
    assert entry["kafka"]["sasl.oauthbearer.client.secret"] == "s"
    assert entry["kafka"]["sasl.oauthbearer.scope"] == "a b"
    assert entry["kafka"]["sasl.oauthbearer.method"] == "oidc"
    entry, remarks = one(
        tmp_path, "k.properties",
        "sasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true "
        'keyTab="/etc/k.keytab" principal="me@REALM";\nsasl.kerberos.service.name=kafka',
    )  # fmt: skip
    assert entry["kafka"]["sasl.kerberos.principal"] == "me@REALM"
    assert "useKeyTab is not taken over" in remarks


def test_kcat(tmp_path: Path) -> None:
    entry, remarks = one(
        tmp_path, "kcat.conf",
        "# mine\nbootstrap.servers=k:9092\nsasl.username = me\nsasl.password=a=b#c\ngroup.id=x\ntopic.acks=1\n",
    )  # fmt: skip
    assert entry == {"bootstrap_servers": "k:9092", "kafka": {"sasl.username": "me", "sasl.password": "a=b#c"}}
    assert "group.id, topic.acks" in remarks


def test_kaf(tmp_path: Path) -> None:
    pytest.importorskip("yaml")
    first, second = read(
        tmp_path, "config",
        "current-cluster: prod\nclusters:\n- name: prod\n  brokers: ['k1:9092', k2:9092]\n  SASL:\n"
        "    mechanism: SCRAM-SHA-512\n    username: me\n    password: 'no: yes'\n  TLS:\n    cafile: /ca.pem\n"
        "    insecure: true\n  security-protocol: SASL_SSL\n  schema-registry-url: http://r:8081\n"
        "  schema-registry-credentials: {username: u, password: p}\n- name: plain\n  brokers: [a:1]\n  SASL: null\n"
        "  TLS: null\n",
    )  # fmt: skip
    assert (first.name, first.entry["bootstrap_servers"]) == ("prod", "k1:9092,k2:9092")
    assert first.entry["kafka"] == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "me",
        "sasl.password": "no: yes",
        "ssl.ca.location": "/ca.pem",
        "enable.ssl.certificate.verification": "false",
        "schema.registry.url": "http://r:8081",
        "schema.registry.basic.auth.user.info": "u:p",
    }
    assert (second.name, dict(second.entry)) == ("plain", {"bootstrap_servers": "a:1"})


@pytest.mark.parametrize("shape", ["by name", "list", "alone", "below clusters"])
def test_kafkalytic(tmp_path: Path, shape: str) -> None:
    cluster = {
        "bootstrap.servers": "k:9092", "name": "Größe", "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "PLAIN",
        "sasl.jaas.config": 'org.apache.kafka.common.security.plain.PlainLoginModule required '
                            'username="u" password="p";',
        "request.timeout.ms": "5000", "ssl.truststore.location": "", "ssl.endpoint.identification.algorithm": "",
        "ssl.key.password": None,
    }  # fmt: skip
    text = json.dumps(
        {"by name": {"Größe": cluster}, "list": [cluster], "alone": cluster, "below clusters": {"clusters": [cluster]}}[
            shape
        ]
    )
    (profile,) = read(tmp_path, "clusters.json", text)
    assert profile.name == "Größe"
    assert profile.remarks == ()
    assert profile.entry["timeouts"] == {"request": 5.0}
    assert profile.entry["kafka"] == {
        "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.username": "u", "sasl.password": "p",
        "ssl.endpoint.identification.algorithm": "none",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("clusters.json", "{", "line 1: it is no JSON"),
        ("clusters.json", "5", "no cluster with bootstrap.servers"),
        ("clusters.json", '{"a": {"name": "x"}}', "no cluster with bootstrap.servers"),
        ("x.properties", "\n#\n", "no property is in it"),
        ("kaf.yaml", "a: [", "it is no YAML"),
        ("kaf.yaml", "- a", "no list of clusters"),
        ("ours.toml", "a = =", "ours.toml: "),
    ],
)
def test_what_is_no_such_file_says_so(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read(tmp_path, name, text)


def test_a_file_without_a_telling_name_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    for text, how in [
        ("sasl.jaas.config=x y required;\n", ForeignFormat.JAVA),
        ("metadata.broker.list=a:1\n", ForeignFormat.KCAT),
        ("clusters:\n- name: a\n", ForeignFormat.KAF),
        ('{"bootstrap.servers": "a:1"}', ForeignFormat.KAFKALYTIC),
    ]:
        path = tmp_path / "config"
        path.write_text(text)
        assert read_foreign(path)[0] is how
