"""Typing in bursts, as a fast hand, a script or a slow connection does: one write to the pseudo-terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kafkatui.sandbox.cluster import Sandbox
from tests.terminal.conftest import OpenTerminal
from tests.terminal.terminal import Terminal
from tests.terminal.traffic import own_topic

pytestmark = [pytest.mark.cluster, pytest.mark.terminal]

TOPICS = ("typed-alpha", "typed-beta", "typed-orders")


@pytest.fixture(scope="module")
def typed_topics(killable_sandbox: Sandbox) -> Iterator[Sandbox]:
    """A cluster with no other topics than those that are typed here; nobody kills it meanwhile."""
    with ExitStack() as topics:
        for topic in TOPICS:
            topics.enter_context(own_topic(killable_sandbox, topic, [[1]]))
        yield killable_sandbox


@pytest.fixture
def at_topics(typed_topics: Sandbox, open_terminal: OpenTerminal) -> Terminal:
    """kafkatui at the list of topics."""
    terminal = open_terminal("-b", typed_topics.bootstrap_servers, "-z", "none")
    terminal.wait_for(lambda terminal: all(len(re.findall(topic, terminal.screen_text())) >= 2 for topic in TOPICS), 20)
    return terminal


def test_a_place_typed_at_once_is_gone_to(at_topics: Terminal) -> None:
    at_topics.write(":topic typed-orders\r")
    at_topics.wait_for("Topics › typed-orders")


def test_a_filter_typed_at_once_stays_at_the_list(at_topics: Terminal) -> None:
    at_topics.write("/typed-ord\r")
    at_topics.wait_for("1 of ")
    at_topics.wait_for("/ typed-ord")
    assert "›" in at_topics.lines()[0]
    assert "Topics › " not in at_topics.lines()[0]


def test_filter_open_and_next_tab_typed_at_once_arrive_in_order(at_topics: Terminal) -> None:
    at_topics.write("/typed-ord\r\r]")
    at_topics.wait_for("Topics › typed-orders")
    at_topics.wait_for("following")


def test_ordinary_keys_in_a_burst_act_one_by_one(at_topics: Terminal) -> None:
    at_topics.write("/typed\r")
    at_topics.wait_for("/ typed")
    at_topics.write("gjjjjk\r")
    at_topics.wait_for("Topics › typed-beta")


def test_esc_closes_the_help_and_stays_on_the_page(at_topics: Terminal) -> None:
    at_topics.write(":topic typed-beta\r?")
    at_topics.wait_for("Terms, columns and keys")
    at_topics.press("escape")
    at_topics.wait_for(lambda terminal: "Terms, columns and keys" not in terminal.screen_text())
    assert "Topics › typed-beta" in at_topics.lines()[0]
    at_topics.press("escape")
    at_topics.wait_for(lambda terminal: "Topics ›" not in terminal.lines()[0])
