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
        ("a:1,b:2, ", "a:1,b:2"),
    ],
)
def test_bootstrap_servers_are_completed(typed: str, checked: str) -> None:
    assert check_bootstrap_servers(typed, "-b") == checked


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "no server is named"),
        (",", "no server is named"),
        (",a:1", "the 1st of 2 servers: there is nothing between two commas"),
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
        ("zoo1:2181,", "zoo1:2181"),
        ("zoo1,zoo2,/kafka", "zoo1:2181,zoo2:2181/kafka"),
        ("zoo1/a@b", "zoo1:2181/a@b"),
    ],
)
def test_zookeeper_keeps_its_chroot(typed: str, checked: str) -> None:
    assert check_zookeeper_connect(typed, "-z") == checked


@pytest.mark.parametrize("typed", ["zoo1/kafka,zoo2:2181", "zoo1//kafka", "zoo1/../a", "/kafka"])
def test_a_wrong_chroot_is_refused(typed: str) -> None:
    with pytest.raises(ConfigError):
        check_zookeeper_connect(typed, "-z")


@pytest.mark.parametrize("scheme", ["zk", "http", "zookeeper", "PLAINTEXT"])
def test_a_scheme_before_zookeeper_is_what_is_wrong(scheme: str) -> None:
    with pytest.raises(ConfigError, match="has no scheme") as caught:
        check_zookeeper_connect(f"{scheme}://zoo:2181/kafka", "-z")
    assert f"Leave out {scheme}://" in caught.value.advice


@pytest.mark.parametrize(
    "typed",
    [
        "SASL_PLAINTEXT://u:s3cret@h:1",
        "u:s3cret@h",
        "SASL_SSL://u:s3cret,x@h:1",
        "h:1,u:s3cret@h:2",
        "http://u:s3cret@h",
        "u:s3cret/x@h:1",
        "zk://u:s3cret@h:1/kafka",
    ],
)
def test_a_password_in_an_address_is_never_repeated(typed: str) -> None:
    for check in (check_bootstrap_servers, check_zookeeper_connect):
        with pytest.raises(ConfigError) as caught:
            check(typed, "there")
        assert "s3cret" not in str(caught.value)
        assert "sasl.password" in caught.value.advice


def test_checked_addresses_are_split_into_hosts_and_ports() -> None:
    checked = check_bootstrap_servers("SSL://a:1, b, [::1]:2", "-b")
    assert split_servers(checked) == [("a", 1), ("b", 9092), ("::1", 2)]
