"""Runs as a process of its own: kills a sandbox's servers when the sandbox's process is gone, however it went.

It reads commands from its standard input, a pipe whose other end only the sandbox holds; the end of that pipe means
the sandbox is gone. Runs under `python -S`, so it imports nothing from outside the standard library.

Commands, one a line: `kill PID` and `forget PID` (a server, leader of its own process group), `interrupt PID` and
`forget PID` (the app: it gets the chance to leave in order), `remove PATH` (a directory or file to delete last),
`terminal JSON` (what to set back when there still is an app to end).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable

from kafkatui.sandbox.terminal import TerminalState, restore_terminal

_GRACE_SECONDS = 2.0


def watch(commands: Iterable[str]) -> None:
    """Follows `commands` until they end, then kills and removes what is left."""
    servers: set[int] = set()
    apps: set[int] = set()
    paths: list[str] = []
    terminal: TerminalState | None = None
    for line in commands:
        verb, _, argument = line.rstrip("\n").partition(" ")
        if verb == "kill":
            servers.add(int(argument))
        elif verb == "interrupt":
            apps.add(int(argument))
        elif verb == "forget":
            servers.discard(int(argument))
            apps.discard(int(argument))
        elif verb == "remove":
            paths.append(argument)
        elif verb == "terminal":
            terminal = _terminal(argument)
    for pid in servers:
        _signal(os.killpg, pid, signal.SIGKILL)
    _end_apps(apps)
    if apps and terminal is not None:
        restore_terminal(terminal, leave_full_screen=True)
    for path in paths:
        shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else _unlink(path)


def _end_apps(apps: set[int]) -> None:
    deadline = time.monotonic() + _GRACE_SECONDS
    for pid in apps:
        _signal(os.kill, pid, signal.SIGTERM)
    while time.monotonic() < deadline and any(_signal(os.kill, pid, 0) for pid in apps):
        time.sleep(0.02)
    for pid in apps:
        _signal(os.kill, pid, signal.SIGKILL)


def _terminal(text: str) -> TerminalState:
    path, attributes = json.loads(text)
    # The control characters travel as numbers where they are bytes: JSON has none.
    attributes[6] = [bytes([item]) if is_byte else item for item, is_byte in attributes[6]]
    return TerminalState(path, attributes)


def terminal_argument(state: TerminalState) -> str:
    """`state` as the `terminal` command takes it."""
    *flags, characters = state.attributes
    pairs = [(item[0], True) if isinstance(item, bytes) else (item, False) for item in characters]
    return json.dumps([state.path, [*flags, pairs]])


def _signal(send: Callable[[int, int], None], pid: int, number: int) -> bool:
    """Sends a signal with os.kill or os.killpg; false when there is no such process any more."""
    try:
        send(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def main() -> None:
    """Follows standard input; no signal of the terminal ends it before its time."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    watch(sys.stdin)
