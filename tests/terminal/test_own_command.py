"""A command of the user's own that has the terminal: its last lines stay until Enter, then all is as it was."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.terminal.conftest import OpenTerminal
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal

SECONDS = 30.0

SETTINGS = """
[commands.hello]
command = 'echo "hello from {bootstrap_servers}"; exit 3'
shell = true
key = "Q"
"""


@pytest.fixture
def failed(open_terminal: OpenTerminal, isolated_user: Path) -> Terminal:
    """A terminal with what the command wrote."""
    file = isolated_user / "config/kafkatui/config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(SETTINGS)
    terminal = open_terminal("-b", "127.0.0.1:9", "-z", "none")
    terminal.wait_for("No connection to Kafka", SECONDS)
    terminal.press("Q")
    terminal.wait_for("hello from 127.0.0.1:9", SECONDS)
    terminal.wait_for("Exit code 3; Enter goes back", SECONDS)
    return terminal


def test_a_failure_stays_until_enter(failed: Terminal) -> None:
    terminal = failed
    terminal.press("enter")
    terminal.wait_for("hello: exit code 3", SECONDS)
    terminal.wait_for("q quit", SECONDS)
    terminal.press("q")
    assert terminal.exit_code(SECONDS) == 0
    assert terminal.damage() == []


def test_when_the_app_is_ended_nobody_waits_for_enter(failed: Terminal) -> None:
    failed.signal(signal.SIGTERM)
    assert failed.exit_code(SECONDS) == 128 + signal.SIGTERM
    assert failed.damage() == []
