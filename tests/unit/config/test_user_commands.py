"""Commands of one's own and words for `:` in the settings file: what they are, and what is said when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kafkatui.config.file import parse_config
from kafkatui.config.options import Options
from kafkatui.config.own_files import Own, OwnFiles
from kafkatui.model.errors import ConfigError
from kafkatui.model.field import FieldKind

PATH = Path("config.toml")

GOOD = """
[aliases]
lag = "group   payments"

[commands.head]
command = "kcat -b {bootstrap_servers} -t {topic} -c {count}"
on = ["topic", "record"]
key = "ctrl+g"
background = true
[commands.head.fields.count]
kind = "number"
default = 10
required = true
[commands.head.fields.login]
kind = "secret"

[clusters.prod]
bootstrap_servers = "a:1"
theme = "red-alert"
[clusters.prod.aliases]
lag = "group billing"
[clusters.prod.commands.top]
command = ["htop"]
"""


def test_they_are_read_for_all_clusters_and_for_one() -> None:
    file = parse_config(GOOD, PATH)
    assert file.aliases == {"lag": "group payments"}
    head = file.commands["head"]
    assert head.words == ("kcat", "-b", "{bootstrap_servers}", "-t", "{topic}", "-c", "{count}")
    assert (head.on, head.key, head.background, head.confirm) == (("topic", "record"), "ctrl+g", True, False)
    assert [(field.name, field.kind, field.default) for field in head.fields] == [
        ("count", FieldKind.NUMBER, 10), ("login", FieldKind.SECRET, None),
    ]  # fmt: skip
    prod = file.clusters["prod"]
    assert prod.problem is None
    assert (prod.theme, prod.aliases["lag"], prod.commands["top"].on) == ("red-alert", "group billing", ("cluster",))


def test_a_clusters_own_words_go_before_those_for_all(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(GOOD)
    files = OwnFiles(Options(config=str(tmp_path / "config.toml")), {}, parse_config(GOOD, tmp_path / "config.toml"))
    prod, other = files.now.of("prod"), files.now.of("other")
    assert (prod.aliases["lag"], other.aliases["lag"]) == ("group billing", "group payments")
    assert (sorted(prod.commands), sorted(other.commands)) == (["head", "top"], ["head"])
    assert (prod.theme, other.theme, Own().of("any").theme) == ("red-alert", "", "")


def command(lines: str) -> str:
    return f"[commands.x]\n{lines}"


def field(name: str, lines: str = "", line: str = "a", on: str = "cluster") -> str:
    return f"[commands.x]\ncommand = '{line}'\non = '{on}'\n[commands.x.fields.{name}]\n{lines}"


@pytest.mark.parametrize(
    ("text", "what", "advice"),
    [
        ("aliases = 3", "line 1: aliases is a table.", "lag ="),
        ("[aliases]\nlag = 3", "line 2: lag is a text.", "group payments"),
        ('[aliases]\n"a b" = "topics"', "line 2: “a b” is no word", ""),
        ("[commands]\nx = 3", "line 2: commands.x is a table.", "[commands.NAME]"),
        (command("on = 'topic'"), "line 1: command is a list of texts, or a text.", "kcat"),
        (command("command = []"), "line 2: command names no program.", ""),
        (command("command = 'a \"b'"), "line 2: command: no closing quotation.", ""),
        (command("command = ['a']\nshell = true"), "line 2: command is a text, for sh.", ""),
        (command("command = 'a'\ncomand = 'b'"), "line 3: a command has no comand.", "Did you mean command?"),
        (command("command = 'a'\nconfirm = 'yes'"), "line 3: confirm is true or false", ""),
        (command("command = 'a'\nkey = 3"), "line 3: key is a text.", "alt+g"),
        (command("command = 'a'\non = 'topics'"), "line 3: on: no command acts on topics.", "Did you mean topic?"),
        (command("command = 'a'\non = ['cluster', 'topic']"), "line 3: on is cluster alone", ""),
        (command("command = 'a {topc}'\non = 'topic'"), "line 2: on topic there is no {topc}.", "topic?"),
        (command("command = 'a {offset}'\non = ['topic', 'record']"), "on topic or record there is no {offset}.", ""),
        (command("command = 'a {topic}'"), "on cluster there is no {topic}.", "write {{topic}}"),
        (command("command = \"a '{profile}'\"\nshell = true"), "{profile} stands in single quotes", "Leave"),
        (field("topic", on="topic"), "{topic} is known already.", ""),
        (field("pw", "kind = 'secret'", "a {pw}"), "{pw} is secret", "KAFKATUI_FIELD_PW"),
        (field("n", "kind = 'numbr'"), "there is no kind numbr.", "number?"),
        (field("n", "kind = ['text']"), "there is no kind ['text'].", ""),
        (field("n", "kind = 'choice'"), "a choice has choices", ""),
        (field("n", "kind = 'choice'\nchoices = 5"), "a choice has choices", ""),
        (field("n", "kind = 'choice'\nchoices = 'ab'"), "a choice has choices", ""),
        (field("n", "kind = 'number'\ndefault = 'x'"), "default is no number", ""),
        (field("n", "kind = 'choice'\nchoices = ['a']\ndefault = 'b'"), "default is none of the choices.", "Valid: a"),
        (field("N"), "N is no name of a field.", ""),
        ("[commands.X]\ncommand = 'a'", "X is no name of a command.", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, what: str, advice: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, PATH)
    assert what in caught.value.what
    assert advice in caught.value.advice


def test_what_is_wrong_in_a_cluster_is_said_when_that_is_opened() -> None:
    file = parse_config("[clusters.p]\nbootstrap_servers = 'a:1'\n[clusters.p.commands.x]\non = 'topic'", PATH)
    assert "command is a list of texts" in str(file.clusters["p"].problem)
