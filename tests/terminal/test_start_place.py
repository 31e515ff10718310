"""`--go-to` in a real terminal: the program opens there, and the next time where it was left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.terminal.conftest import OpenTerminal
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal

NO_CLUSTER = ("-b", "127.0.0.1:9", "-z", "none")
START_SECONDS = 30.0


def at_connection(terminal: Terminal) -> None:
    terminal.wait_for(lambda terminal: terminal.row_with("bootstrap.servers"), START_SECONDS)


def leave(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.exit_code(START_SECONDS) == 0
    assert terminal.damage() == []


def test_it_opens_at_a_place_and_then_where_it_was_left(open_terminal: OpenTerminal) -> None:
    folder = Path(os.environ["KAFKATUI_STATE_DIR"], "visited")
    terminal = open_terminal(*NO_CLUSTER, "--go-to", "connection")
    at_connection(terminal)
    terminal.wait_for(lambda _: list(folder.glob("*.json")), START_SECONDS)
    leave(terminal)
    terminal = open_terminal(*NO_CLUSTER, "--go-to", "last")
    at_connection(terminal)
    leave(terminal)


def test_another_cluster_is_said_to_be_chosen_elsewhere(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal(*NO_CLUSTER, "--go-to", "cluster prod")
    terminal.wait_for("--cluster NAME chooses the cluster", START_SECONDS)
    assert terminal.exit_code(START_SECONDS) == 2
