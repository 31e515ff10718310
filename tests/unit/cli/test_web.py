"""`kafkatui --web`: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.config.browser import IN_BROWSER
from kafkatui.tui.outside import NoProgram, outside
from tests.drive.signals import hear_signals


@pytest.mark.parametrize("arguments", [["--web-port", "80"], ["--web-write"], ["--web", "topics"]])
def test_what_does_not_go_together_is_said(arguments: list[str]) -> None:
    result = CliRunner().invoke(kafkatui, arguments)
    assert result.exit_code == 2
    assert "--web" in result.output


def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert exit_code_of(kafkatui, ["-b", "127.0.0.1:1", "--web", "--web-port", port]) == 1
    assert f"Not served: Port {port} cannot be had" in capsys.readouterr().err


def test_without_the_extra_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "kafkatui.web.server", raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    assert exit_code_of(kafkatui, ["-b", "127.0.0.1:1", "--web"]) == 1
    assert "pip install '.[web]'" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_an_address_with_a_token_and_ends_when_told_to(number: signal.Signals) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "kafkatui", "-b", "127.0.0.1:1", "--web"],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=hear_signals,
    )
    assert server.stdout is not None
    assert re.fullmatch(r"kafkatui is at http://127\.0\.0\.1:\d+/\?token=[\w-]{43}\n", server.stdout.readline())
    assert "Read-only" in server.stdout.readline()
    server.send_signal(number)
    assert server.wait(20) == 0


async def test_in_a_browser_no_program_is_given_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(IN_BROWSER, "1")
    from textual.app import App

    with pytest.raises(NoProgram, match="vi needs a terminal, which a browser is not"):
        await outside(App(), ["vi", os.devnull])
