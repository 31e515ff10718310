"""A shell in a container has the terminal, and the app has it back as it was."""

from __future__ import annotations

import pytest

from kafkatui.config.logs import LOGS_VARIABLE
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.docker_engine import running_engine
from tests.terminal.conftest import OpenTerminal

pytestmark = [pytest.mark.terminal, pytest.mark.cluster]


def test_a_shell_in_the_container_has_the_terminal_until_it_ends(
    cluster: Sandbox, open_terminal: OpenTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_engine() as engine:
        engine.run("kafka-one", "echo '[2026-11-29 06:00:00,123] INFO starting (kafka.Kafka)'; sleep 600")
        monkeypatch.setenv("DOCKER_HOST", engine.host)
        monkeypatch.setenv(LOGS_VARIABLE, "1=kafka-one")
        terminal = open_terminal("-b", cluster.bootstrap_servers, "-z", "none")
        terminal.wait_for("q quit", 12)
        terminal.press(":")
        terminal.write("logs")
        terminal.press("enter")
        terminal.wait_for("container kafka-one", 12)
        terminal.wait_for("starting", 12)
        terminal.press("$")
        terminal.wait_for("docker exec -it kafka-one", 12)
        terminal.press("ctrl+s")
        terminal.wait_for(lambda screen: "#" in screen.screen_text() and "q quit" not in screen.screen_text(), 12)
        terminal.write("test -t 0 && echo a-real-$((6*7)) > /seen; exit\r")
        terminal.wait_for("container kafka-one", 12)
        assert engine.docker("exec", "kafka-one", "/bin/cat", "/seen") == "a-real-42"
        terminal.press("q")
        assert terminal.exit_code(10) == 0
        assert terminal.damage() == []
        terminal = open_terminal("-b", cluster.bootstrap_servers, "-z", "none", "--read-only")
        terminal.wait_for("q quit", 12)
        terminal.press(":")
        terminal.write("logs")
        terminal.press("enter")
        terminal.wait_for("starting", 12)
        terminal.press("$")
        terminal.wait_for("open read-only", 10)
