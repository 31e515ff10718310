"""Every cluster of the file by name: listed without secrets, opened as `--cluster NAME` would."""

from __future__ import annotations

from pathlib import Path

import pytest

from kafkatui.config.file import parse_config
from kafkatui.config.options import Options
from kafkatui.config.profiles import Profiles
from kafkatui.config.resolve import resolve
from kafkatui.model.errors import ConfigError

FILE = parse_config(
    """
[clusters.prod]
bootstrap_servers = "prod:1"
zookeeper = "zoo:2"
read_only = true
protected = true
[clusters.prod.kafka]
"sasl.password" = "${env:PASSWORD}"
[clusters.test]
bootstrap_servers = "test:1"
zookeeper = "none"
[clusters.typo]
bootstrap_server = "test:1"
[clusters.nowhere]
protected = true
[clusters.careless.kafka]
"bootstrap.servers" = "SASL_SSL://me:hunter2@kafka:1"
""",
    Path("config.toml"),
)


def profiles(options: Options, environ: dict[str, str] | None = None) -> Profiles:
    first, settings = resolve(options, environ or {}, FILE)
    return Profiles(options, environ or {}, FILE, first, is_read_only=settings.read_only)


def test_they_are_listed_without_reading_a_secret_and_each_with_its_own_problem() -> None:
    known = {each.name: each for each in profiles(Options(cluster="test")).known()}
    assert list(known) == ["prod", "test", "typo", "nowhere", "careless"]
    prod = known["prod"]
    assert (prod.bootstrap_servers, prod.zookeeper, prod.problem) == ("prod:1", "zoo:2", "")
    assert (prod.is_read_only, prod.is_protected) == (True, True)
    assert (known["test"].bootstrap_servers, known["test"].zookeeper) == ("test:1", "")
    assert "a cluster has no bootstrap_server" in known["typo"].problem
    assert known["nowhere"].problem == "bootstrap_servers is missing."
    assert "hunter2" not in str(known["careless"])


def test_a_secret_is_read_when_its_cluster_is_opened_and_touches_no_other() -> None:
    from_test = profiles(Options(cluster="test"))
    with pytest.raises(ConfigError, match="PASSWORD is not set"):
        from_test.profile("prod")
    assert from_test.profile("test").bootstrap_servers == "test:1"
    prod = profiles(Options(cluster="test"), {"PASSWORD": "s3cret"}).profile("prod")
    assert prod.kafka["sasl.password"] == "s3cret"
    assert prod.protected


def test_a_broken_cluster_is_an_error_only_for_who_opens_it() -> None:
    assert profiles(Options(bootstrap_servers="x:1")).profile("x:1").bootstrap_servers == "x:1"
    with pytest.raises(ConfigError, match="a cluster has no bootstrap_server"):
        resolve(Options(cluster="typo"), {}, FILE)


def test_what_was_typed_for_the_first_cluster_is_not_sent_to_another() -> None:
    options = Options(bootstrap_servers="x:1", zookeeper="z:1", properties=("sasl.password=hunter2",))
    other = profiles(options).profile("test")
    assert dict(other.kafka) == {"bootstrap.servers": "test:1"}
    assert other.zookeeper is None


@pytest.mark.parametrize(
    ("options", "environ"),
    [
        (Options(cluster="test", read_only=True), {}),
        (Options(cluster="test"), {"KAFKATUI_READ_ONLY": "true"}),
    ],
)
def test_read_only_for_one_is_read_only_for_all(options: Options, environ: dict[str, str]) -> None:
    opened = profiles(options, environ)
    assert all(each.is_read_only for each in opened.known())
    assert opened.profile("test").read_only


def test_an_address_on_this_machine_is_not_taken_for_the_profile_called_local() -> None:
    file = parse_config('[clusters.local]\nbootstrap_servers = "far:1"', Path("config.toml"))
    typed, settings = resolve(Options(bootstrap_servers="localhost:9092"), {}, file)
    assert typed.name == "localhost:9092"
    opened = Profiles(Options(), {}, file, typed, is_read_only=settings.read_only)
    assert [each.name for each in opened.known()] == ["localhost:9092", "local"]
    assert opened.profile("local").bootstrap_servers == "far:1"


def test_a_comma_or_a_blank_at_the_end_of_an_address_is_taken_from_wherever_it_was_typed() -> None:
    file = parse_config(
        """
[clusters.typed]
bootstrap_servers = " a:1 , b:2, "
zookeeper = " zoo:2 , "
[clusters.listed]
bootstrap_servers = ["a:1", " b:2", ""]
zookeeper = " none "
""",
        Path("config.toml"),
    )
    typed, _ = resolve(Options(cluster="typed"), {}, file)
    listed, _ = resolve(Options(cluster="listed"), {}, file)
    environ = {"KAFKATUI_BOOTSTRAP_SERVERS": "a:1,b:2,", "KAFKATUI_ZOOKEEPER": "zoo:2,"}
    variables, _ = resolve(Options(), environ, parse_config("", Path("config.toml")))
    given, _ = resolve(Options(bootstrap_servers="a:1,b:2, ", zookeeper="zoo:2 ,"), {}, file)
    for profile in (typed, listed, variables, given):
        assert profile.bootstrap_servers == "a:1,b:2"
    for profile in (typed, variables, given):
        assert profile.zookeeper is not None
        assert profile.zookeeper.connect == "zoo:2"
    assert listed.zookeeper is None
    (entry,) = [
        each for each in Profiles(Options(), {}, file, typed, is_read_only=False).known() if each.name == "listed"
    ]
    assert (entry.zookeeper, entry.problem) == ("", "")
