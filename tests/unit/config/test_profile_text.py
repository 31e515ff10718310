"""Editing the settings file's text: only what is meant changes, however the file is written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kafkatui.config.profile_text import ProfileText, cluster_toml, flattened
from kafkatui.model.errors import ConfigError

PATH = Path("config.toml")

COMMENTED = """\
# all of ours
theme = "nord"   # dark

# the one that counts
[clusters.prod]   # careful
bootstrap_servers = "a:1"   # first rack
# no writes
read_only = true

[clusters.prod.kafka]
"sasl.username" = "me"     # not you
sasl.password = "s3cret"
enable.ssl.certificate.verification = false

# Übung
[clusters."größe α"]
bootstrap_servers = [
  "b:1",  # one
  "b:2",
]

[keymap]   # between them
refresh = "r"

[[clusters.prod.mask]]
topic = "users*"
field = "value.email"
"""


def edited(text: str) -> ProfileText:
    return ProfileText(text, PATH)


def clusters(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff"))["clusters"]  # type: ignore[no-any-return]


def changed(text: str, name: str, **values: Any) -> str:
    """The text after values of a cluster were set; None takes one out, `kafka` is merged."""
    editing = edited(text)
    entry = editing.entry(name)
    for key, value in values.items():
        if key == "kafka":
            merged = {**entry.get("kafka", {}), **value}
            entry[key] = {each: text for each, text in merged.items() if text is not None}
        elif value is None:
            del entry[key]
        else:
            entry[key] = value
    return editing.with_changed(name, entry)


def test_one_value_is_changed_and_nothing_else() -> None:
    text = changed(COMMENTED, "prod", bootstrap_servers="z:9")
    assert text == COMMENTED.replace('bootstrap_servers = "a:1" ', 'bootstrap_servers = "z:9" ')


def test_properties_are_changed_whether_quoted_or_dotted() -> None:
    names = {"sasl.username": "you", "sasl.password": "${env:P}", "enable.ssl.certificate.verification": None,
             "client.id": "mine"}  # fmt: skip
    text = changed(COMMENTED, "prod", kafka=names)
    assert flattened(clusters(text)["prod"])["kafka"] == {
        "sasl.username": "you", "sasl.password": "${env:P}", "client.id": "mine",
    }  # fmt: skip
    for kept in ("# not you", "# first rack", "# no writes", "# careful", "# the one that counts", "# between them"):
        assert kept in text
    assert "s3cret" not in text


def test_a_new_value_of_a_cluster_does_not_land_in_one_of_its_tables() -> None:
    text = changed(COMMENTED, "prod", zookeeper="zk:2181", protected=True)
    prod = clusters(text)["prod"]
    assert (prod["zookeeper"], prod["protected"]) == ("zk:2181", True)
    assert "zookeeper" not in prod["kafka"]
    assert "# Übung" in text


@pytest.mark.parametrize(
    "text",
    [
        'clusters.p.bootstrap_servers = "a:1"\nclusters.p.kafka."client.id" = "x"\n',
        '[clusters]\np.bootstrap_servers = "a:1"\np.kafka.client.id = "x"\n',
        '[clusters]\np = { bootstrap_servers = "a:1", kafka = { "client.id" = "x" } }\n',
        'clusters = { p = { bootstrap_servers = "a:1", kafka = { client.id = "x" } } }\n',
        '[clusters.p]\nbootstrap_servers = "a:1"\nkafka = { client.id = "x" }\n',
        "[clusters.p]\nbootstrap_servers = 'a:1'\n[clusters.p.kafka.client]\nid = 'x'\n",
        '[clusters.p]\nbootstrap_servers = """\na:1"""\nkafka."client.id" = "x"',
    ],
)
def test_every_way_to_write_a_cluster_can_be_changed_removed_and_added_to(text: str) -> None:
    text = f"# mine\n\n{text}"
    set_anew = changed(text, "p", bootstrap_servers="z:9", kafka={"client.id": "y", "client.rack": "r"})
    assert flattened(clusters(set_anew)["p"]) == {
        "bootstrap_servers": "z:9", "kafka": {"client.id": "y", "client.rack": "r"},
    }  # fmt: skip
    taken_out = changed(text, "p", kafka={"client.id": None})
    assert not flattened(clusters(taken_out)["p"]).get("kafka")
    added = edited(text).with_added("q", {"bootstrap_servers": "q:1", "kafka": {"a.b": "c"}})
    assert list(clusters(added)) == ["p", "q"]
    assert added.startswith("# mine\n")
    without = edited(added).without("p")
    assert list(tomllib.loads(without).get("clusters", {})) == ["q"]
    assert without.startswith("# mine\n")


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff" + COMMENTED.replace("\n", "\r\n")
    for made in (
        changed(text, "prod", zookeeper="zk:1", kafka={"client.id": "ö"}),
        edited(text).with_added("new", {"bootstrap_servers": "n:1"}),
        edited(text).without("prod"),
    ):
        assert made.startswith("\ufeff# all of ours\r\n")
        assert "\n" not in made.replace("\r\n", "")


def test_removing_takes_its_comments_and_leaves_those_of_the_others() -> None:
    text = edited(COMMENTED).without("prod")
    assert list(clusters(text)) == ["größe α"]
    for gone in ("the one that counts", "careful", "first rack", "no writes", "not you", "users*"):
        assert gone not in text
    for kept in ("# all of ours", "# dark", "# Übung\n[clusters", "# one", "# between them"):
        assert kept in text
    assert "\n\n\n" not in text


def test_commands_with_fields_are_written_as_they_were_meant() -> None:
    command = {"command": ["ls", "{topic}"], "on": "topic", "fields": {"count": {"kind": "number", "default": 3}}}
    entry = {"bootstrap_servers": "a:1", "aliases": {"lag": "groups"}, "commands": {"head": command}}
    assert tomllib.loads(cluster_toml("prod", entry))["clusters"]["prod"] == entry


def test_renaming_keeps_everything_inside() -> None:
    editing = edited(COMMENTED)
    text = editing.with_changed("prod", editing.entry("prod"), "pro d")
    assert list(clusters(text)) == ["pro d", "größe α"]
    assert text == COMMENTED.replace("clusters.prod", 'clusters."pro d"').replace("]   # careful", "] # careful")


def test_what_looks_like_a_heading_in_a_text_is_none() -> None:
    text = (
        '[clusters.a]\nbootstrap_servers = "a:1"\nurl_template = """\n[clusters.b]\n# no comment\n"""\n[clusters.b]\n'
    )
    without = edited(text).without("a")
    assert clusters(without) == {"b": {}}
    assert clusters(edited(text).without("b"))["a"]["url_template"] == "[clusters.b]\n# no comment\n"


def test_a_file_that_is_no_toml_is_not_touched() -> None:
    with pytest.raises(ConfigError, match=r"config\.toml"):
        edited("a = = 1")
    with pytest.raises(ConfigError, match="clusters is a table"):
        edited("clusters = 1")


def test_an_empty_file_gets_its_first_cluster() -> None:
    assert edited("").with_added("p", {"bootstrap_servers": "a:1"}) == '[clusters.p]\nbootstrap_servers = "a:1"\n'


texts = st.text(max_size=12)
entries = st.fixed_dictionaries(
    {"bootstrap_servers": texts},
    optional={
        "read_only": st.booleans(),
        "kafka": st.dictionaries(texts, st.one_of(texts, st.integers(0, 99), st.booleans()), min_size=1, max_size=3),
        "topics": st.dictionaries(texts, st.fixed_dictionaries({"decode_key": texts}), min_size=1, max_size=2),
        "mask": st.lists(st.fixed_dictionaries({"topic": texts, "field": texts}), min_size=1, max_size=2),
    },
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(texts, entries, min_size=1, max_size=3), texts, entries)
def test_whatever_is_added_changed_and_removed_is_there_as_it_was_meant(
    there: dict[str, dict[str, Any]], name: str, entry: dict[str, Any]
) -> None:
    text = "".join(f"# {index}\n{cluster_toml(each, value)}" for index, (each, value) in enumerate(there.items()))
    wanted = {each: flattened(value) for each, value in there.items()}
    editing = edited(text)
    assert {each: editing.entry(each) for each in editing.names} == wanted
    first = next(iter(there))
    entry = flattened(entry)
    made = editing.with_changed(first, entry)
    assert flattened(clusters(made)[first]) == entry
    if name not in there:
        assert flattened(clusters(editing.with_added(name, entry))[name]) == entry
    assert first not in tomllib.loads(editing.without(first)).get("clusters", {})
