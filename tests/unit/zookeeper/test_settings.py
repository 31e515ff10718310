"""A profile's ZooKeeper settings become kazoo's arguments, or an error that names the setting."""

from __future__ import annotations

import pytest

from kafkatui.model.errors import ConfigError
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.zookeeper.settings import client_options, parse_connect


@pytest.mark.parametrize(
    ("connect", "hosts", "chroot"),
    [
        ("zk", (("zk", 2181),), ""),
        ("zk1:2182, zk2/kafka/prod/", (("zk1", 2182), ("zk2", 2181)), "/kafka/prod"),
        ("[::1]:2181/", (("::1", 2181),), ""),
    ],
)
def test_connect_string_is_kafkas_syntax(connect: str, hosts: tuple[tuple[str, int], ...], chroot: str) -> None:
    assert parse_connect(connect) == (hosts, chroot)


@pytest.mark.parametrize("connect", ["", "zk1:2181,", "zk:port", "zk:99999", "zk:2181//kafka//x"])
def test_malformed_connect_string_is_refused(connect: str) -> None:
    with pytest.raises(ConfigError):
        parse_connect(connect)


def test_any_tls_setting_turns_tls_and_host_name_checks_on() -> None:
    arguments = client_options(ZooKeeperSettings("zk", {"tls.ca": "/ca.pem"})).kazoo_arguments()
    assert arguments["use_ssl"]
    assert arguments["check_hostname"]
    assert arguments["ca"] == "/ca.pem"


def test_tls_without_verification_checks_no_host_name_either() -> None:
    arguments = client_options(ZooKeeperSettings("zk", {"tls.verify": "false"})).kazoo_arguments()
    assert arguments["use_ssl"]
    assert not arguments["verify_certs"]
    assert not arguments["check_hostname"]


def test_digest_password_may_contain_colons_and_is_not_in_the_repr() -> None:
    options = client_options(ZooKeeperSettings("zk", {"auth": "digest:alice:a:b"}))
    assert options.auth == (("digest", "alice:a:b"),)
    assert "a:b" not in repr(options)


@pytest.mark.parametrize(
    "properties",
    [{"auth": "alice"}, {"tls.verify": "perhaps"}, {"session.timeout.seconds": "soon"}, {"sasl.username": "alice"}],
)
def test_bad_setting_is_refused_without_showing_its_secret(properties: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as caught:
        client_options(ZooKeeperSettings("zk", properties))
    assert "alice" not in str(caught.value)
