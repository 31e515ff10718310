"""File < environment < command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kafkatui.config.file import ConfigFile, load_config_file, parse_config
from kafkatui.config.options import Options
from kafkatui.config.references import masked
from kafkatui.config.resolve import resolve
from kafkatui.config.settings import SETTING_FIELDS, Settings
from kafkatui.model.errors import ConfigError
from kafkatui.model.secrets import MASK

NO_FILE = ConfigFile()
TWO = parse_config(
    """
theme = "nord"
request_timeout_seconds = 3
[clusters.prod]
bootstrap_servers = "prod:1"
zookeeper = "zoo:2"
read_only = true
managed_topics = ["connect-*", "_schemas"]
[clusters.prod.kafka]
"client.id" = "file"
"sasl.password" = "${env:PASSWORD}"
[clusters.prod.zookeeper_properties]
"auth" = "digest:u:${env:ZK}"
[clusters.test]
bootstrap_servers = "test:1"
""",
    Path("config.toml"),
)
SECRETS = {"PASSWORD": "s3cret", "ZK": "zk-s3cret"}


def test_nothing_typed_is_localhost_and_says_so() -> None:
    profile, settings = resolve(Options(), {}, NO_FILE)
    assert (profile.name, profile.bootstrap_servers, profile.is_assumed) == ("local", "localhost:9092", True)
    assert profile.zookeeper is not None
    assert (profile.zookeeper.connect, profile.zookeeper.is_assumed) == ("localhost:2181", True)
    assert settings == Settings()


def test_zookeeper_is_assumed_only_with_kafka() -> None:
    profile, _ = resolve(Options(bootstrap_servers="broker:9093"), {}, NO_FILE)
    assert profile.zookeeper is None
    assert (profile.name, profile.is_assumed) == ("broker:9093", False)


def test_a_typed_zookeeper_is_not_assumed() -> None:
    profile, _ = resolve(Options(zookeeper="zoo/x"), {}, NO_FILE)
    assert profile.is_assumed
    assert profile.zookeeper is not None
    assert (profile.zookeeper.connect, profile.zookeeper.is_assumed) == ("zoo:2181/x", False)


def test_zookeeper_none_means_none() -> None:
    assert resolve(Options(zookeeper="none"), {}, NO_FILE)[0].zookeeper is None


def test_the_command_line_goes_before_the_environment_before_the_file() -> None:
    environ = {"KAFKATUI_BOOTSTRAP_SERVERS": "env:1", "KAFKATUI_THEME": "dracula", "KAFKATUI_KAFKA_CLIENT_ID": "env"}
    from_environment, settings = resolve(Options(), environ, TWO)
    assert (from_environment.bootstrap_servers, settings.theme) == ("env:1", "dracula")
    assert from_environment.kafka["client.id"] == "env"
    typed, settings = resolve(
        Options(bootstrap_servers="typed:1", theme="gruvbox", properties=("client.id=typed",)), environ, TWO
    )
    assert (typed.bootstrap_servers, settings.theme, typed.kafka["client.id"]) == ("typed:1", "gruvbox", "typed")
    assert typed.request_timeout_seconds == 3


def test_topics_that_others_look_after_are_those_of_the_file() -> None:
    assert resolve(Options(cluster="prod"), SECRETS, TWO)[0].managed_topics == ("connect-*", "_schemas")
    assert resolve(Options(cluster="test"), SECRETS, TWO)[0].managed_topics == ()


def test_a_typed_cluster_goes_before_an_address_in_the_environment() -> None:
    environ = {"KAFKATUI_BOOTSTRAP_SERVER": "env:1", "KAFKATUI_ZOOKEEPER": "env:2", **SECRETS}
    profile, _ = resolve(Options(cluster="prod"), environ, TWO)
    assert (profile.name, profile.bootstrap_servers) == ("prod", "prod:1")
    assert profile.zookeeper is not None
    assert profile.zookeeper.connect == "zoo:2"


def test_a_typed_address_leaves_the_environments_cluster_and_its_secrets_out() -> None:
    profile, _ = resolve(Options(bootstrap_servers="typed:1"), {"KAFKATUI_CLUSTER": "prod"}, TWO)
    assert (profile.name, profile.zookeeper) == ("typed:1", None)
    assert "sasl.password" not in profile.kafka


def test_an_address_typed_with_a_cluster_replaces_only_the_address() -> None:
    profile, _ = resolve(Options(cluster="prod", bootstrap_servers="tunnel:1"), SECRETS, TWO)
    assert (profile.name, profile.bootstrap_servers, profile.kafka["sasl.password"]) == ("prod", "tunnel:1", "s3cret")


def test_the_only_cluster_of_a_file_is_opened_and_one_of_two_is_not() -> None:
    one = parse_config("[clusters.x]\nbootstrap_servers = 'x:1'", Path("config.toml"))
    assert resolve(Options(), {}, one)[0].name == "x"
    with pytest.raises(ConfigError, match="has the clusters prod and test, and none of them is named") as caught:
        resolve(Options(zookeeper="zoo:1"), {"KAFKATUI_CLUSTER": ""}, TWO)
    assert "--cluster prod" in caught.value.advice
    assert resolve(Options(), {"KAFKATUI_CLUSTER": "test"}, TWO)[0].name == "test"


def test_an_unknown_cluster_suggests_the_nearest() -> None:
    with pytest.raises(ConfigError, match="there is no cluster prd") as caught:
        resolve(Options(cluster="prd"), {}, TWO)
    assert caught.value.advice == "Did you mean prod?"
    with pytest.raises(ConfigError, match="there is no settings file"):
        resolve(Options(cluster="prd"), {}, NO_FILE)


@pytest.mark.parametrize(
    ("options", "environ", "read_only"),
    [
        (Options(cluster="prod"), SECRETS, True),
        (Options(cluster="prod"), {**SECRETS, "KAFKATUI_READ_ONLY": "no"}, True),
        (Options(cluster="prod"), {**SECRETS, "KAFKATUI_READ_ONLY": ""}, True),
        (Options(cluster="test"), {}, False),
        (Options(cluster="test"), {"KAFKATUI_READ_ONLY": " "}, False),
        (Options(cluster="test"), {"KAFKATUI_READ_ONLY": "yes"}, True),
        (Options(cluster="test", read_only=True), {"KAFKATUI_READ_ONLY": "0"}, True),
        (Options(bootstrap_servers="x"), {"KAFKATUI_READ_ONLY": "1"}, True),
    ],
)
def test_read_only(options: Options, environ: dict[str, str], read_only: bool) -> None:
    assert resolve(options, environ, TWO)[0].read_only is read_only


@pytest.mark.parametrize("in_file", [False, True])
@pytest.mark.parametrize("in_cluster", ["", "read_only = false", "read_only = true"])
@pytest.mark.parametrize("in_environment", [None, "", "0", "true"])
@pytest.mark.parametrize("typed", [False, True])
def test_read_only_anywhere_is_read_only(
    in_file: bool, in_cluster: str, in_environment: str | None, typed: bool
) -> None:
    text = f"read_only = {str(in_file).lower()}\n[clusters.x]\nbootstrap_servers = 'x'\n{in_cluster}"
    environ = {} if in_environment is None else {"KAFKATUI_READ_ONLY": in_environment}
    profile, settings = resolve(Options(read_only=typed), environ, parse_config(text, Path("config.toml")))
    elsewhere = in_file or typed or in_environment == "true"
    assert settings.read_only is elsewhere
    assert profile.read_only is (elsewhere or "true" in in_cluster)


@pytest.mark.parametrize(
    "name",
    [
        "BOOTSTRAP_SERVERS",
        "BOOTSTRAP_SERVER",
        "ZOOKEEPER",
        "CLUSTER",
        "CONFIG",
        "CONFIG_DIR",
        "KAFKA_GROUP_ID",
        *(field.upper() for field in SETTING_FIELDS),
    ],
)
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_is_no_value(name: str, value: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[clusters.x]\nbootstrap_servers = 'x'\nzookeeper = 'zoo'\n", encoding="utf-8")
    without = {"KAFKATUI_CONFIG_DIR": str(tmp_path)} if name == "CONFIG" else {"KAFKATUI_CONFIG": str(file)}
    environ = {**without, f"KAFKATUI_{name}": value}
    assert resolve(Options(), environ, load_config_file(environ)) == resolve(Options(), {}, load_config_file(without))


def test_references_are_resolved_masked_and_never_shown() -> None:
    profile, _ = resolve(Options(cluster="prod", properties=("sasl.username=${env:ZK}",)), SECRETS, TWO)
    assert profile.kafka["sasl.password"] == "s3cret"
    assert profile.zookeeper is not None
    assert profile.zookeeper.properties["auth"] == "digest:u:zk-s3cret"
    shown = masked(profile.kafka, profile.secret_properties)
    assert (shown["sasl.password"], shown["sasl.username"], shown["client.id"]) == (MASK, MASK, "file")
    assert "s3cret" not in repr(profile)
    assert "s3cret" not in str(shown)


def test_secrets_of_other_clusters_are_not_asked_for() -> None:
    assert resolve(Options(cluster="test"), {}, TWO)[0].bootstrap_servers == "test:1"
    with pytest.raises(ConfigError, match=r"sasl.password: the environment variable PASSWORD is not set"):
        resolve(Options(cluster="prod"), {}, TWO)


def test_a_secret_from_a_file_loses_its_newline(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from file\n")
    profile, _ = resolve(Options(properties=(f"sasl.password=${{file:{tmp_path}/secret}}",)), {}, NO_FILE)
    assert profile.kafka["sasl.password"] == "from file"
    with pytest.raises(ConfigError, match="cannot be read"):
        resolve(Options(properties=(f"sasl.password=${{file:{tmp_path}/none}}",)), {}, NO_FILE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sasl.username", "-X: sasl.username has no value"),
        ("group.id=", "group.id is empty"),
        ("=x", "no name of a client property"),
        ("stats_cb=f", "piece of program"),
        ("pass word", "-X: this has no value"),
    ],
)
def test_wrong_properties(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        resolve(Options(properties=(text,)), {}, NO_FILE)


def test_a_property_may_hold_equals_signs_and_the_address() -> None:
    profile, _ = resolve(Options(properties=("sasl.password=a=b", "bootstrap.servers=x:1")), {}, NO_FILE)
    assert (profile.kafka["sasl.password"], profile.bootstrap_servers, profile.zookeeper) == ("a=b", "x:1", None)


def test_a_wrong_variable_is_named() -> None:
    with pytest.raises(ConfigError, match=r"KAFKATUI_EXPLORER_WIDTH: explorer_width: "):
        resolve(Options(), {"KAFKATUI_EXPLORER_WIDTH": "wide"}, NO_FILE)
    with pytest.raises(ConfigError, match="KAFKATUI_BOOTSTRAP_SERVERS: "):
        resolve(Options(), {"KAFKATUI_BOOTSTRAP_SERVERS": "a:b"}, NO_FILE)


def test_options_before_and_after_the_verb_are_one() -> None:
    outer = Options(bootstrap_servers="a:1", theme="x", properties=("a=1",))
    inner = Options(bootstrap_servers="b:1", read_only=True, properties=("a=2",))
    assert inner.over(outer) == Options(bootstrap_servers="b:1", theme="x", read_only=True, properties=("a=1", "a=2"))


def test_a_cluster_has_time_outs_of_its_own_and_may_forbid_export() -> None:
    file = parse_config(
        "request_timeout_seconds = 3\n[clusters.p]\nbootstrap_servers = 'a:1'\nzookeeper = 'z:1'\nno_export = true\n"
        "[clusters.p.timeouts]\nrequest = 20\nzookeeper = 2.5\nregistry = 1\nconnect = 7\n"
        "[clusters.q]\nbootstrap_servers = 'a:1'\n",
        Path("config.toml"),
    )
    profile, _ = resolve(Options(cluster="p"), {}, file)
    assert profile.zookeeper is not None
    seconds = (profile.request_timeout_seconds, profile.zookeeper.timeout_seconds, profile.registry_timeout_seconds)
    assert seconds == (20.0, 2.5, 1.0)
    assert profile.no_export
    assert profile.connect_timeout_seconds == 7.0
    other, _ = resolve(Options(cluster="q"), {}, file)
    assert (other.request_timeout_seconds, other.registry_timeout_seconds, other.no_export) == (3.0, 5.0, False)
