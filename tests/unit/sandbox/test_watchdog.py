"""The watchdog ends and removes what it was told of, once its pipe ends, and nothing that was forgotten."""

from __future__ import annotations

import subprocess
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from kafkatui.sandbox.terminal import TerminalState
from kafkatui.sandbox.watchdog import _terminal, terminal_argument, watch


@pytest.fixture
def sleepers() -> Iterator[list[subprocess.Popen[bytes]]]:
    processes = [subprocess.Popen(["sleep", "60"], start_new_session=True) for _ in range(2)]
    yield processes
    for process in processes:
        process.kill()
        process.wait()


def test_servers_are_killed_but_not_those_forgotten(sleepers: list[subprocess.Popen[bytes]]) -> None:
    first, second = sleepers
    watch([f"kill {first.pid}\n", f"kill {second.pid}\n", f"forget {second.pid}\n"])
    assert first.wait(30) == -9
    assert second.poll() is None


def test_the_app_is_asked_to_end_first(
    sleepers: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kafkatui.sandbox.watchdog._GRACE_SECONDS", 0.2)  # it stays a zombie of this test's
    watch([f"interrupt {sleepers[0].pid}\n"])
    assert sleepers[0].wait(30) == -15


def test_directories_and_files_are_removed(tmp_path: Path) -> None:
    directory, file = tmp_path / "data", tmp_path / "state.json"
    directory.mkdir()
    (directory / "log").touch()
    file.touch()
    watch([f"remove {directory}\n", f"remove {file}\n", f"remove {tmp_path / 'never-there'}\n"])
    assert not directory.exists()
    assert not file.exists()


def test_a_terminals_settings_survive_the_pipe() -> None:
    attributes = [1, 2, 3, 4, termios.B9600, termios.B9600, [b"\x03", b"\xff", 0, 1]]
    state = TerminalState("/dev/pts/0", attributes)
    assert _terminal(terminal_argument(state)) == state
