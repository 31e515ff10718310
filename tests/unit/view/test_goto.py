"""What `:` completes to."""

from __future__ import annotations

import time

import pytest

from kafkatui.view.goto import COMPLETION_LIMIT, Names, complete

NAMES = Names(
    "local",
    ["orders", "payments"],
    [(1, "kafka-1:9092")],
    ["billing"],
    {"/": ["brokers", "config", "many"], "/brokers": ["ids", "topics"], "/brokers/topics": ["Orders", "__offsets"]},
)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/", ["/brokers", "/config", "/many", "/brokers/ids", "/brokers/topics"]),
        ("/br", ["/brokers", "/brokers/ids", "/brokers/topics"]),
        ("/brokers", ["/brokers", "/brokers/ids", "/brokers/topics"]),
        ("zk /BROKERS/i", ["/brokers/ids", "/BROKERS/i"]),
        ("zk brokers/t", ["/brokers/topics", "/brokers/topics/Orders", "/brokers/topics/__offsets", "/brokers/t"]),
        ("/brokers/topics/o", ["/brokers/topics/Orders", "/brokers/topics/o"]),
        ("/brokers/topics/Orders", ["/brokers/topics/Orders"]),
        ("/brokers/topics/Orders/x", ["/brokers/topics/Orders/x"]),
        ("/no", ["/no"]),
    ],
)
def test_znodes_are_completed_from_the_children_that_are_known(typed: str, offered: list[str]) -> None:
    paths = [completion.place.name for completion in complete(typed, NAMES)]
    assert [path for path in paths if path != "/"][: len(offered)] == offered


def test_of_too_many_the_first_are_offered_and_what_was_typed() -> None:
    names = Names("local", [], [], [], {"/many": [f"n{number}" for number in range(1_000)]})
    offered = [completion.place.name for completion in complete("/many/n", names)]
    assert len(offered) == COMPLETION_LIMIT
    assert offered[:2] == ["/many/n0", "/many/n1"]
    assert offered[-1] == "/many/n"


@pytest.mark.parametrize("typed", ["/many", "zk /many/", "/many/node-0", "/many/node-09999", "/many/nothing"])
def test_a_hundred_thousand_children_are_completed_at_once(typed: str) -> None:
    names = Names("local", [], [], [], {"/": ["many"], "/many": [f"node-{number:06}" for number in range(100_000)]})
    best = min(_seconds(typed, names) for _ in range(3))
    assert best < 0.05


def _seconds(typed: str, names: Names) -> float:
    started = time.thread_time()
    complete(typed, names)
    return time.thread_time() - started
