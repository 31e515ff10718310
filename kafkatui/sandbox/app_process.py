"""Runs the app in the foreground of the demo's terminal and puts the terminal back in order when the app died."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence

from kafkatui.sandbox.processes import ProcessGuard
from kafkatui.sandbox.signals import EndingSignals, Signalled
from kafkatui.sandbox.terminal import restore_terminal, save_terminal

_END_SECONDS = 3.0


def run_app(
    command: Sequence[str], guard: ProcessGuard, signals: EndingSignals, environment: Mapping[str, str] | None = None
) -> int:
    """Runs `command` until it ends; its exit code, 128 + N when signal N ended it.

    Args:
        environment: variables on top of this process's own.

    Raises:
        Signalled: this process was told to end; the app was told the same and has ended.
    """
    terminal = save_terminal()
    app = subprocess.Popen(command, env={**os.environ, **(environment or {})})
    guard.end_app_at_end(app.pid, terminal)
    code = -1
    try:
        code = _wait(app)
    except Signalled as signalled:
        signals.ignore()
        code = _end(app, signalled.number)
        raise
    finally:
        signals.ignore()
        guard.forget(app.pid)
        if terminal is not None:
            restore_terminal(terminal, leave_full_screen=code != 0)
    return code if code >= 0 else 128 - code


def _wait(app: subprocess.Popen[bytes]) -> int:
    """Waits for the app's end; stops with it when it is suspended, so that the shell gets its terminal."""
    while True:
        _, status = os.waitpid(app.pid, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            os.kill(os.getpid(), signal.SIGSTOP)
        else:
            app.returncode = os.waitstatus_to_exitcode(status)
            return app.returncode


def _end(app: subprocess.Popen[bytes], number: int) -> int:
    app.send_signal(number)
    app.send_signal(signal.SIGCONT)  # a suspended app could not act on it
    try:
        return app.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        app.kill()
        return app.wait(_END_SECONDS)
