"""Registrations of every format Kafka wrote are read; nonsense is said, not raised."""

from __future__ import annotations

from kafkatui.model.registration import BrokerEndpoint
from kafkatui.model.znode import ZnodeStat
from kafkatui.zookeeper.registrations import parse_broker

STAT = ZnodeStat(1, 1, 1, 0, 0, 0, 0, 0, 7, 0, 0)


def test_listeners_keep_their_names_protocols_and_the_hosts_case() -> None:
    data = b"""{"listener_security_protocol_map":{"IN_SIDE":"SASL_SSL"},"endpoints":["IN_SIDE://Kafka-1:9093",
        "SASL_PLAINTEXT://[::1]:9094"],"rack":"r1","jmx_port":9999,"port":-1,"host":null,"version":5,
        "timestamp":"1795371351987","features":{"f":{"min_version":1}}}"""
    broker = parse_broker(1, data, STAT)
    assert broker.endpoints == (
        BrokerEndpoint("IN_SIDE", "Kafka-1", 9093, "SASL_SSL"),
        BrokerEndpoint("SASL_PLAINTEXT", "::1", 9094, "SASL_PLAINTEXT"),
    )
    assert (broker.rack, broker.timestamp_ms, broker.version, broker.jmx_port) == ("r1", 1795371351987, 5, 9999)


def test_version_1_had_one_plain_endpoint_and_minus_one_is_no_jmx() -> None:
    broker = parse_broker(2, b'{"jmx_port":-1,"timestamp":"12","host":"old","version":1,"port":9092}', STAT)
    assert broker.endpoints == (BrokerEndpoint("PLAINTEXT", "old", 9092, "PLAINTEXT"),)
    assert broker.jmx_port is None


def test_unreadable_registration_says_so() -> None:
    for data in (b"", b"\xff\xfe", b"[1]", b"{", b"[" * 100_000):
        assert parse_broker(3, data, STAT).error


def test_wrong_types_are_unknown() -> None:
    broker = parse_broker(4, b'{"endpoints":"x","timestamp":true,"rack":7,"version":"?","host":1,"port":"a"}', STAT)
    assert broker.endpoints == ()
    assert (broker.timestamp_ms, broker.rack, broker.version) == (None, None, 0)
