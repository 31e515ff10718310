"""The settings file: what it gives, and what it says when it is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kafkatui.config.documentation import documented_defaults
from kafkatui.config.file import ConfigFile, config_path, load_config_file, parse_config
from kafkatui.config.settings import SETTING_FIELDS, Settings, description_of
from kafkatui.model.errors import ConfigError
from kafkatui.model.refresh import BY_HAND
from kafkatui.model.topic_settings import TopicSettings

PATH = Path("config.toml")

GOOD = """
theme = "nord"
record_buffer_count = 500

[keymap]
refresh = ["r", "f5"]

[clusters.prod]
bootstrap_servers = "a:1,b"
zookeeper = "zoo/kafka"
read_only = true
[clusters.prod.kafka]
"sasl.username" = "me"
enable.ssl.certificate.verification = false
"socket.timeout.ms" = 2000
[clusters.prod.zookeeper_properties]
"auth" = "digest:u:p"
"""


def test_a_file_gives_settings_keys_and_clusters() -> None:
    file = parse_config(GOOD, PATH)
    assert file.settings == {"theme": "nord", "record_buffer_count": 500, "keymap": {"refresh": "r,f5"}}
    prod = file.clusters["prod"]
    assert (prod.bootstrap_servers, prod.zookeeper, prod.read_only) == ("a:1,b:9092", "zoo:2181/kafka", True)
    assert prod.kafka == {
        "sasl.username": "me",
        "enable.ssl.certificate.verification": "false",
        "socket.timeout.ms": "2000",
    }
    assert prod.zookeeper_properties == {"auth": "digest:u:p"}


def _raise_problems(file: ConfigFile) -> None:
    for entry in file.clusters.values():
        if entry.problem is not None:
            raise entry.problem


@pytest.mark.parametrize(
    ("text", "what", "advice"),
    [
        ("\nthem = 'x'", "config.toml, line 2: there is no setting them.", "Did you mean theme?"),
        (
            "explorer_width = 'wide'",
            "config.toml, line 1: explorer_width: expected int, got str.",
            "explorer_width: Wid",
        ),
        ("explorer_width = 3", "line 1: explorer_width: expected int >= 16", "terminal columns"),
        ("[clusters.p]\nbootstrap_server = 'a:1'", "line 2: a cluster has no bootstrap_server.", "bootstrap_servers?"),
        ("[clusters.p]\nbootstrap_servers = 'a:x'", "line 2: bootstrap_servers: a:x: the port x", "kafka-1:9092"),
        ("[clusters.p]\nread_only = 'yes'", "line 2: read_only is true or false", ""),
        ("[clusters.p.kafka]\nsasl.username = ['x']", "line 2: sasl.username is a list", ""),
        ("[clusters.p.kafka]\n'group.id' = ''", "line 2: group.id is empty", "joins no group"),
        ("[clusters.p.kafka]\nerror_cb = 'x'", "line 2: error_cb is a piece of program", "Leave it out"),
        ("[clusters.p.zookeeper_properties]\n'tls.cert' = 'x'", "line 2: there is no ZooKeeper property", "tls."),
        ("[clusters.p.topics.t]\ndecode = 'x'", "line 2: a topic has no decode.", "decode_key?"),
        ("[clusters.p]\ncolour = 'bleu'", "line 2: colour: there is no colour bleu.", "Did you mean blue?"),
        ("[clusters.p]\ncolour = 7", "line 2: colour: there is no colour 7.", "Valid: blue"),
        ("[clusters.p]\nmanaged_topics = 'a*'", "line 2: managed_topics is a list of texts.", "connect-*"),
        ("[clusters.p]\nmanaged_topics = ['a', '']", "line 2: managed_topics is a list of texts.", "connect-*"),
        ("[clusters.p]\nurl_template = 'ui/{topic}'", "line 2: url_template is an address that begins with", "{topic}"),
        ("[clusters.p]\nurl_template = 'http://ui/{topics}'", "line 2: url_template: there is no {topics}.", "topic?"),
        ("[clusters.p]\nurl_template = 'http://ui/{offset'", "line 2: url_template: a brace stands alone", "{offset}"),
        ("[clusters.p.topics.t]\ndecode_value = 5", "line 2: decode_value is a text.", "avro:orders.avsc"),
        ("[clusters.p.topics.t]\ndecode_key = 'avro:#X'", "line 2: avro:#X names no file.", "avro:FILE.avsc"),
        ("[clusters.p.topics]\nt = 5", "line 2: clusters.p.topics.t is a table.", "Write [clusters.p.topics.t]"),
        ("[[clusters.p.mask]]\nfield = 'key'", "line 1: mask 1: topic is missing.", "users*"),
        ("[[clusters.p.mask]]\ntopic = 't'\nfield = 'email'", "mask 1: email is no field: it is key, value,", ""),
        ("[[clusters.p.mask]]\ntopic = 't'\nfield = 'key'\nwith = 'x'", "mask 1: with is one of ****, hash, last4", ""),
        ("[[clusters.p.mask]]\ntopics = 't'", "mask 1: it has no topics.", "Did you mean topic?"),
        ("[[clusters.p.mask]]\ntopic = 5", "mask 1: topic is a text.", "users*"),
        ("[clusters.p.mask]\ntopic = 't'", "line 1: mask is a list of tables.", "[[clusters.NAME.mask]]"),
        ("clusters = 3", "config.toml, line 1: clusters is a table.", "Write [clusters]"),
        ("[keymap]\nrefresh = 5", "line 2: refresh: a key is a text.", "ctrl+r"),
        ("[refresh]\ntopics = 0", 'line 2: topics is "off" or a number of seconds from 1 to 3600.', "topics = 10"),
        ("[refresh]\n\ntopics = 'never'", 'line 3: topics is "off" or a number of seconds from 1 to 3600.', ""),
        ("[refresh]\ntopics = true", "line 2: topics is ", ""),
        ("[refresh]\ntopic = 5", "line 2: there is no page topic.", "Did you mean topics?"),
        ("refresh = 5", "line 1: refresh is a table.", "Write [refresh]"),
        (f"a = {'[' * 5000}{']' * 5000}", "config.toml: its tables or lists are nested too deeply.", "No setting"),
        (f"[clusters.p.kafka]\n{'a.' * 5000}a = 1", "config.toml: its tables or lists are nested too deeply.", ""),
        (f"explorer_width = {'9' * 5000}", "config.toml: ", "TOML"),
        ("a = = 3", "config.toml: Invalid value (at line 1, column 5).", "TOML"),
    ],
)
def test_a_wrong_file_names_the_line_the_name_and_the_nearest(text: str, what: str, advice: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _raise_problems(parse_config(text, PATH))
    assert what in caught.value.what
    assert advice in caught.value.advice


def test_a_topics_decoders_are_found_from_the_file(tmp_path: Path) -> None:
    text = """
[clusters.p.topics.orders]
decode_key = "int64"
decode_value = "avro:schemas/order.avsc#shop.Order"
[clusters.p.topics."a.b"]
decode_headers = "protobuf:/abs/x.desc#M"
"""
    topics = parse_config(text, tmp_path / "config.toml").clusters["p"].topics
    assert topics == {
        "orders": TopicSettings("int64", f"avro:{tmp_path}/schemas/order.avsc#shop.Order"),
        "a.b": TopicSettings(decode_headers="protobuf:/abs/x.desc#M"),
    }


def test_what_is_hidden() -> None:
    text = """
[[clusters.p.mask]]
topic = "users*"
field = "value.email"
[[clusters.p.mask]]
topic = "t"
field = "header.token"
with = "hash"
"""
    rules = parse_config(text, PATH).clusters["p"].masks
    assert [(rule.topic, rule.part, rule.header, rule.mask.path, rule.mask.how.value) for rule in rules] == [
        ("users*", "value", "", ("email",), "****"),
        ("t", "header", "token", (), "hash"),
    ]
    assert [rule.is_of("users.eu") for rule in rules] == [True, False]


def test_where_the_file_is(tmp_path: Path) -> None:
    environ = {"KAFKATUI_CONFIG_DIR": str(tmp_path), "XDG_CONFIG_HOME": "/elsewhere"}
    assert config_path(environ) == tmp_path / "config.toml"
    assert config_path({**environ, "KAFKATUI_CONFIG": "/named.toml"}) == Path("/named.toml")
    assert config_path({**environ, "KAFKATUI_CONFIG": "/named.toml"}, "/typed.toml") == Path("/typed.toml")
    assert config_path({}).parts[-2:] == ("kafkatui", "config.toml")


def test_a_byte_order_mark_before_the_file_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbftheme = "nord"\n')
    assert load_config_file({}, str(path)).settings == {"theme": "nord"}
    path.write_bytes('theme = "nord"\n'.encode("utf-16"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config_file({}, str(path))


@pytest.mark.parametrize("typed", ["", " ", "~no-such-user/x.toml"])
def test_a_path_that_leads_nowhere_is_a_usage_error(typed: str) -> None:
    with pytest.raises(ConfigError, match="--config"):
        config_path({}, typed)


def test_only_a_file_that_was_named_must_exist(tmp_path: Path) -> None:
    assert load_config_file({"KAFKATUI_CONFIG_DIR": str(tmp_path)}).clusters == {}
    with pytest.raises(ConfigError, match="there is no such file"):
        load_config_file({}, str(tmp_path / "missing.toml"))
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config_file({}, str(tmp_path))


def test_the_documented_defaults_are_a_valid_file_of_the_defaults() -> None:
    text = documented_defaults()
    assert tomllib.loads(text) == {}
    bare = "\n".join(line.removeprefix("# ") for line in text.splitlines() if " = " in line or line.startswith("# ["))
    file = parse_config(bare, PATH)
    assert Settings(**{**file.settings, "keymap": {}, "refresh": {}}) == Settings()
    assert file.settings["refresh"] == {
        "topics": 10.0, "topic_partitions": 5.0, "group_progress": 1.0, "broker_log_dirs": BY_HAND,
    }  # fmt: skip
    assert set(SETTING_FIELDS) <= set(file.settings)
    assert file.clusters["production"].kafka["sasl.password"] == "${env:KAFKA_PASSWORD}"


def test_every_setting_is_described() -> None:
    assert all(description_of(name).endswith(".") for name in SETTING_FIELDS)
