"""Words of one's own for `:`: they lead where `:` leads, come first, and say when they stand for nothing."""

from __future__ import annotations

import pytest

from kafkatui.model.place import Place, PlaceKind
from kafkatui.view.aliases import checked_aliases
from kafkatui.view.goto import Alias, Completion, Names, complete

COMMANDS = {"refresh": "refresh", "topic.create": "topic.create", "theme nord": "theme nord", "head": "command.head"}
WRITTEN = {
    "lag": "group payments", "t": "topic", "o": "t orders", "l": "lag", "re": "refresh", "h": "head", "n": "theme nord",
    "ids": "/brokers/ids", "pr": "cluster prod", "big": "search orders,payments", "conf": "t orders config",
}  # fmt: skip
ALIASES, PROBLEMS = checked_aliases(WRITTEN, COMMANDS)
NAMES = Names("local", ["orders", "lagging"], [], ["payments"], {}, aliases=ALIASES, clusters=[("prod", "closed")])


def first(typed: str) -> Completion:
    return complete(typed, NAMES)[0]


def test_all_that_stand_for_something_are_taken() -> None:
    assert PROBLEMS == []
    assert ALIASES["l"] == Alias("l", "group payments")
    assert ALIASES["o"] == Alias("o", "topic orders")
    assert ALIASES["h"] == Alias("h", "head", "command.head")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("lag", Place("local", PlaceKind.GROUP, "payments")),
        ("LAG", Place("local", PlaceKind.GROUP, "payments")),
        ("l", Place("local", PlaceKind.GROUP, "payments")),
        ("o", Place("local", PlaceKind.TOPIC, "orders")),
        ("t", Place("local", PlaceKind.TOPICS)),
        ("t orders", Place("local", PlaceKind.TOPIC, "orders")),
        ("t new", Place("local", PlaceKind.TOPIC, "new")),
        ("ids", Place("local", PlaceKind.ZNODE, "/brokers/ids")),
        ("conf", Place("local", PlaceKind.TOPIC, "orders", tab="config")),
        ("pr", Place("prod", PlaceKind.CLUSTER)),
        ("big", Place("local", PlaceKind.MESSAGES, "orders,payments", tab="search")),
    ],
)
def test_the_word_leads_there_before_anything_else(typed: str, place: Place) -> None:
    assert (first(typed).place, first(typed).command) == (place, "")


@pytest.mark.parametrize(("typed", "command"), [("re", "refresh"), ("h", "command.head"), ("n", "theme nord")])
def test_the_word_does_a_command(typed: str, command: str) -> None:
    assert first(typed).command == command


def test_they_are_offered_by_their_beginning_and_while_nothing_is_typed() -> None:
    texts = [each.text for each in complete("la", NAMES)]
    assert texts.index("lag") < texts.index("topic lagging")
    offered = [each.text for each in complete("", NAMES)]
    assert set(WRITTEN) <= set(offered)
    assert next(each for each in complete("la", NAMES) if each.text == "lag").remark == "alias: group payments"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"topics": "groups"}, "topics means something already"),
        ({"cluster": "groups"}, "cluster means something already"),
        ({"refresh": "groups"}, "refresh means something already"),
        ({"a": "b", "b": "c", "c": "a"}, "a → b → c → a lead in a circle."),
        ({"a": "a"}, "a → a lead in a circle."),
        ({"lag": "groop payments"}, "lag: “groop payments” is no place and no command. Did you mean group payments?"),
        ({"lag": "topics now"}, "“topics now” is no place"),
        ({"lag": "payments"}, "Write topic NAME"),
        ({"lag": "cluster"}, "“cluster” is no place"),
        ({"n": "theme nrod"}, "Did you mean theme nord?"),
    ],
)
def test_what_stands_for_nothing_is_said_and_left_out(written: dict[str, str], problem: str) -> None:
    aliases, problems = checked_aliases({**written, "good": "overview"}, COMMANDS)
    assert list(aliases) == ["good"]
    assert problem in problems[0]
