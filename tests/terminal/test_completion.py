"""Tab in bash, zsh and fish, as a person presses it, completes verbs, options and names."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.programs import require_programs

pytestmark = pytest.mark.terminal

PATIENCE_SECONDS = 60.0

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(kafkatui completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u; eval "$(kafkatui completion zsh)"'),
    "fish": (["fish", "--no-config", "--interactive"], "kafkatui completion fish | source"),
}


class Shell:
    """A shell in a terminal of its own."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.text = ""

    def type(self, text: str) -> None:
        os.write(self._handle, text.encode())

    def until(self, wanted: str) -> None:
        """Read what it prints until `wanted` is in it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while wanted not in self.text:
            assert time.monotonic() < deadline, f"{wanted!r} did not come: {self.text!r}"
            if select.select([self._handle], [], [], 0.2)[0]:
                data = os.read(self._handle, 4096)
                self.text += data.decode(errors="replace")
                if b"\x1b[c" in data:  # fish waits for a terminal to say what it is
                    self.type("\x1b[?62c")


@contextmanager
def shell(command: list[str], folder: Path) -> Iterator[Shell]:
    """One that finds this kafkatui, without anybody's settings."""
    process, handle = pty.fork()
    if process == 0:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        os.execvpe(
            command[0], command, {"PATH": path, "HOME": str(folder), "TERM": "dumb", "PS1": "> ", "LANG": "C.UTF-8"}
        )
    try:
        yield Shell(handle)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(handle)


@pytest.mark.parametrize("name", SHELLS)
def test_tab_completes_a_verb_an_option_and_a_name(name: str, tmp_path: Path) -> None:
    require_programs(name)
    command, setup = SHELLS[name]
    (tmp_path / "a.toml").write_text("[clusters.production]\nbootstrap_servers = 'a:1'\n")
    with shell(command, tmp_path) as typed:
        typed.type(f"{setup}; echo re''ady\n")
        typed.until("ready")
        typed.text = ""
        typed.type("kafkatui quor\t")
        typed.until("quorum")
        typed.text = ""
        typed.type("--outp\t")
        typed.until("--output")
        typed.text = ""
        typed.type(f"\x15kafkatui --config {tmp_path}/a.toml cluster remove prod\t")
        typed.until("production")
