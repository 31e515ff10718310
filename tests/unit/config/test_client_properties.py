"""librdkafka's names to kafka-python's."""

from __future__ import annotations

import ssl

import pytest

from kafkatui.config import pkcs12
from kafkatui.config.client_properties import client_properties
from kafkatui.model.errors import ConfigError, NotWithThisProfile


def test_every_mapped_argument_exists_in_kafka_python() -> None:
    from kafka import KafkaAdminClient

    from kafkatui.config.client_properties import _ARGUMENTS

    assert {argument for argument, _ in _ARGUMENTS.values()} <= set(KafkaAdminClient.DEFAULT_CONFIG)


def test_security_and_addresses_are_mapped_and_the_rest_is_left_out() -> None:
    mapped = client_properties(
        {
            "bootstrap.servers": "SSL://a:1,[::1]:2",
            "security.protocol": "sasl_ssl",
            "sasl.mechanisms": "scram-sha-256",
            "sasl.username": "u",
            "sasl.password": "p",
            "ssl.endpoint.identification.algorithm": "none",
            "linger.ms": "5",
        },
        2.5,
    )
    context = mapped.pop("ssl_context")
    assert (context.check_hostname, context.verify_mode) == (False, ssl.CERT_REQUIRED)
    assert mapped == {
        "bootstrap_servers": ["a:1", "[::1]:2"],
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": "u",
        "sasl_plain_password": "p",
        "request_timeout_ms": 2500,
        "bootstrap_timeout_ms": 2500,
    }


@pytest.mark.parametrize("value", ["false", "F", "0"])
def test_verification_switched_off_checks_neither_certificate_nor_name(value: str) -> None:
    properties = {"security.protocol": "SSL", "enable.ssl.certificate.verification": value}
    context = client_properties(properties, 1)["ssl_context"]
    assert (context.check_hostname, context.verify_mode) == (False, ssl.CERT_NONE)


def test_names_are_checked_unless_told_otherwise() -> None:
    context = client_properties({"security.protocol": "SSL"}, 1)["ssl_context"]
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_without_tls_nothing_of_it_is_loaded() -> None:
    assert "ssl_context" not in client_properties({"ssl.ca.location": "/nowhere/ca.pem"}, 1)


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        ({"security.protocol": "SSL", "ssl.keystore.location": "/k.p12"}, "ssl.keystore.location"),
        (
            {"security.protocol": "SASL_SSL", "sasl.mechanism": "OAUTHBEARER", "sasl.oauthbearer.method": "oidc"},
            "OAUTHBEARER",
        ),
    ],
)
def test_a_login_that_kafka_python_lacks_is_refused_by_name(
    properties: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pkcs12, "is_readable", lambda: False)
    with pytest.raises(NotWithThisProfile, match=named) as refused:
        client_properties({**properties, "sasl.password": "hunter22"}, 1)
    assert "hunter22" not in str(refused.value)


def test_a_number_that_is_none_is_named() -> None:
    with pytest.raises(ConfigError, match=r"retry.backoff.ms is not a number"):
        client_properties({"retry.backoff.ms": "soon"}, 1)
