"""Server processes that never outlive this one.

Each server leads its own session, so that no signal of the terminal reaches it. Two guards stop it when this process
dies without a chance to: a watchdog process that sees the end of a pipe (everywhere), and PR_SET_PDEATHSIG (Linux),
which also covers the death of the watchdog.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kafkatui.sandbox.terminal import TerminalState
from kafkatui.sandbox.watchdog import terminal_argument

_PR_SET_PDEATHSIG = 1
# Checks the parent after the call: when it died before, the signal would never come.
_DIE_WITH_PARENT = (
    "import ctypes, os, sys\n"
    f"ctypes.CDLL(None).prctl({_PR_SET_PDEATHSIG}, {int(signal.SIGKILL)})\n"
    "os.getppid() == int(sys.argv[1]) or os._exit(1)\n"
    "os.execv(sys.argv[2], sys.argv[2:])\n"
)
_BARE_PYTHON = [sys.executable, "-I", "-S", "-c"]
_PACKAGES = str(Path(__file__).parents[2])
_RUN_WATCHDOG = f"import sys; sys.path.append({_PACKAGES!r}); from kafkatui.sandbox.watchdog import main; main()"


class ServerProcess:
    """One running server, its log beside it."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], log_path: Path) -> None:
        self.name = name
        self.log_path = log_path
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the server; nothing happens when it is gone."""
        if self.is_running:
            self._process.send_signal(number)

    def wait(self, timeout_seconds: float) -> bool:
        """Waits until the server is gone; false when it is not within the time-out."""
        try:
            self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def log_tail(self, lines: int = 5) -> str:
        """The last lines of its log, for an error message."""
        text = self.log_path.read_text(errors="replace") if self.log_path.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


class ProcessGuard:
    """Spawns servers and makes sure that they go when this process goes."""

    def __init__(self) -> None:
        # PR_SET_PDEATHSIG follows the thread that forked, so one thread forks and lives as long as the guard.
        self._spawner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox-spawn")
        self._watchdog = subprocess.Popen(
            [*_BARE_PYTHON, _RUN_WATCHDOG],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def watchdog_pid(self) -> int:
        return self._watchdog.pid

    def spawn(self, name: str, command: Sequence[str], directory: Path, log_path: Path) -> ServerProcess:
        """Starts `command` (an absolute path and its arguments) in `directory`, appending its output to `log_path`."""
        process = self._spawner.submit(self._spawn, command, directory, log_path).result()
        return ServerProcess(name, process, log_path)

    def end_app_at_end(self, pid: int, terminal: TerminalState | None) -> None:
        """Has the app `pid` ended, gently first, and its terminal set back when this process dies."""
        if terminal is not None:
            self._tell(f"terminal {terminal_argument(terminal)}")
        self._tell(f"interrupt {pid}")

    def remove_at_end(self, path: Path) -> None:
        """Has `path` deleted when this process dies or closes the guard."""
        self._tell(f"remove {path}")

    def forget(self, pid: int) -> None:
        """To be called once `pid` is gone, so that its number cannot hit somebody else."""
        self._tell(f"forget {pid}")

    def close(self) -> None:
        """Ends the watchdog, which kills whatever was not forgotten and removes what it was told to."""
        assert self._watchdog.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # the watchdog was killed
            self._watchdog.stdin.close()
        try:
            self._watchdog.wait(10)
        except subprocess.TimeoutExpired:
            self._watchdog.kill()
            self._watchdog.wait(1)
        self._spawner.shutdown()

    def _tell(self, command: str) -> None:
        assert self._watchdog.stdin is not None
        try:
            self._watchdog.stdin.write(f"{command}\n".encode())
            self._watchdog.stdin.flush()
        except (BrokenPipeError, ValueError):
            return  # the watchdog was killed: PR_SET_PDEATHSIG and an orderly stop remain

    def _spawn(self, command: Sequence[str], directory: Path, log_path: Path) -> subprocess.Popen[bytes]:
        if sys.platform == "linux":
            command = [*_BARE_PYTHON, _DIE_WITH_PARENT, str(os.getpid()), *command]
        with log_path.open("ab") as log:
            process = subprocess.Popen(
                command, cwd=directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        # Told here, where no signal handler can come between: the caller may be interrupted before it has the process.
        self._tell(f"kill {process.pid}")
        return process
