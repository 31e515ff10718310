"""Where Kafka is, of a profile with ZooKeeper alone."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kafkatui.config.file import parse_config
from kafkatui.config.options import Options
from kafkatui.config.profiles import Profiles
from kafkatui.config.resolve import resolve
from kafkatui.model.errors import ConfigError, ConnectError
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.registration import BrokerEndpoint, BrokerRegistration
from kafkatui.model.znode import ZnodeStat
from kafkatui.session.kafka_addresses import addresses_of, with_kafka_addresses

STAT = ZnodeStat(1, 1, 1, 0, 0, 0, 0, 0, 7, 0, 0)
FILE = parse_config("[clusters.z]\nzookeeper = 'z:1/k'\n[clusters.n]\nread_only = true\n", Path("config.toml"))


def broker(number: int, *endpoints: BrokerEndpoint) -> BrokerRegistration:
    return BrokerRegistration(number, endpoints, None, None, 5, STAT)


def test_the_listener_of_the_profiles_protocol_is_taken() -> None:
    plain, tls = BrokerEndpoint("IN", "h", 1, "PLAINTEXT"), BrokerEndpoint("OUT", "::1", 2, "SSL")
    brokers = [broker(1, plain, tls), broker(2, plain), broker(3, tls)]
    assert addresses_of(brokers, "PLAINTEXT") == ["h:1", "h:1"]
    assert addresses_of(brokers, "SSL") == ["[::1]:2", "[::1]:2"]
    assert addresses_of(brokers, "SASL_SSL") == []


def test_a_profile_may_name_its_ensemble_only() -> None:
    profile, _ = resolve(Options(cluster="z"), {}, FILE)
    assert profile.bootstrap_servers == ""
    assert not profile.is_assumed
    assert profile.zookeeper is not None
    assert (profile.zookeeper.connect, profile.zookeeper.is_assumed) == ("z:1/k", False)
    known = Profiles(Options(), {}, FILE, is_read_only=False).known()
    assert [each.problem for each in known] == ["", "bootstrap_servers is missing."]
    with pytest.raises(ConfigError, match="bootstrap_servers is missing"):
        resolve(Options(cluster="n"), {}, FILE)


def test_a_profile_with_addresses_asks_nobody_and_one_without_says_who_does_not_answer() -> None:
    with socket.socket() as bound:  # taken, and nobody listens
        bound.bind(("127.0.0.1", 0))
        _connects_to(bound.getsockname()[1])


def _connects_to(closed_port: int) -> None:
    profile = Profile("p", {"bootstrap.servers": "a:1"}, ZooKeeperSettings(f"127.0.0.1:{closed_port}"))
    assert with_kafka_addresses(profile) is profile
    alone = Profile("p", {"bootstrap.servers": ""}, ZooKeeperSettings(f"127.0.0.1:{closed_port}", timeout_seconds=0.5))
    with pytest.raises(ConnectError, match="cannot be reached"):
        with_kafka_addresses(alone)
