"""Addresses as people type them."""

from __future__ import annotations

import pytest

from kafkatui.config.addresses import check_bootstrap_servers, check_zookeeper_connect, split_servers
from kafkatui.model.errors import ConfigError


@pytest.mark.parametrize(
    ("typed", "checked"),
    [
        ("kafka-1:9092", "kafka-1:9092"),
        ("kafka-1", "kafka-1:9092"),
        (" a:1 , b:2 ", "a:1,b:2"),
        ("[::1]:9093", "[::1]:9093"),
        ("[fe80::1]", "[fe80::1]:9092"),
        ("SASL_SSL://broker.example.com:9093", "SASL_SSL://broker.example.com:9093"),
        ("my_host:1", "my_host:1"),
    ],
)
def test_bootstrap_servers_are_completed(typed: str, checked: str) -> None:
    assert check_bootstrap_servers(typed, "-b") == checked


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "no server is named"),
        ("a:9092,b:90x2,c", "b:90x2 (2nd of 3): the port 90x2 is not a number from 1 to 65535"),
        ("a:0", "the port 0 is not"),
        ("a:65536", "the port 65536 is not"),
        ("a:", "the port is missing"),
        (":9092", "the host is missing"),
        ("a:1,,b:2", "the 2nd of 3 servers: there is nothing between two commas"),
        ("::1:9092", "goes in brackets"),
        ("[::1:9092", "never closed"),
        ("[zz]:1", "no IPv6 address"),
        ("[::1]9092", "after ] comes :port"),
        ("http://a:1", "no URL scheme"),
        ("a b:1", "no host name"),
        ("a:٣", "is not a number"),
    ],
)
def test_a_wrong_address_says_which_and_why(typed: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_bootstrap_servers(typed, "--bootstrap-server")
    assert said in caught.value.what
    assert caught.value.what.startswith("--bootstrap-server: ")
    assert caught.value.advice == "Write it like kafka-1:9092,kafka-2:9092."


@pytest.mark.parametrize(
    ("typed", "checked"),
    [
        ("zoo1", "zoo1:2181"),
        ("zoo1:2181,zoo2/kafka/east/", "zoo1:2181,zoo2:2181/kafka/east"),
        ("zoo1/", "zoo1:2181"),
    ],
)
def test_zookeeper_keeps_its_chroot(typed: str, checked: str) -> None:
    assert check_zookeeper_connect(typed, "-z") == checked


@pytest.mark.parametrize("typed", ["zoo1/kafka,zoo2:2181", "zoo1//kafka", "zoo1/../a", "/kafka"])
def test_a_wrong_chroot_is_refused(typed: str) -> None:
    with pytest.raises(ConfigError):
        check_zookeeper_connect(typed, "-z")


def test_checked_addresses_are_split_into_hosts_and_ports() -> None:
    checked = check_bootstrap_servers("SSL://a:1, b, [::1]:2", "-b")
    assert split_servers(checked) == [("a", 1), ("b", 9092), ("::1", 2)]
