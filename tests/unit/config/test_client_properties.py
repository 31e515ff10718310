"""librdkafka's names to kafka-python's."""

from __future__ import annotations

import ssl

import pytest

from kafkatui.config.client_properties import client_properties
from kafkatui.model.errors import ConfigError


def test_every_mapped_argument_exists_in_kafka_python() -> None:
    from kafka import KafkaAdminClient

    from kafkatui.config.client_properties import _ARGUMENTS

    assert {argument for argument, _ in _ARGUMENTS.values()} <= set(KafkaAdminClient.DEFAULT_CONFIG)


def test_security_and_addresses_are_mapped_and_the_rest_is_told() -> None:
    mapped = client_properties(
        {
            "bootstrap.servers": "SSL://a:1,[::1]:2",
            "security.protocol": "sasl_ssl",
            "sasl.mechanisms": "scram-sha-256",
            "sasl.username": "u",
            "sasl.password": "p",
            "ssl.ca.location": "/ca.pem",
            "ssl.endpoint.identification.algorithm": "none",
            "ssl.ca.pem": "-----",
            "linger.ms": "5",
        },
        2.5,
    )
    assert mapped.arguments == {
        "bootstrap_servers": ["a:1", "[::1]:2"],
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": "u",
        "sasl_plain_password": "p",
        "ssl_cafile": "/ca.pem",
        "ssl_check_hostname": False,
        "request_timeout_ms": 2500,
        "bootstrap_timeout_ms": 2500,
    }
    assert mapped.unmapped == ("ssl.ca.pem",)
    assert "'p'" not in repr(mapped)


def test_verification_switched_off_becomes_a_context() -> None:
    mapped = client_properties({"bootstrap.servers": "a:1", "enable.ssl.certificate.verification": "false"}, 1)
    assert mapped.arguments["ssl_context"].verify_mode is ssl.CERT_NONE
    assert mapped.unmapped == ()


def test_a_number_that_is_none_is_named() -> None:
    with pytest.raises(ConfigError, match=r"retry.backoff.ms is not a number"):
        client_properties({"retry.backoff.ms": "soon"}, 1)
