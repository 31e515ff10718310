"""A program that runs without the terminal, as a task: what it writes is kept, and cancelling the task ends it."""

from __future__ import annotations

import os
import select
import shlex
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from kafkatui.model.errors import RequestFailed
from kafkatui.model.secrets import mask_text
from kafkatui.session.command_output import CommandOutput
from kafkatui.session.tasks import TaskControl

Take = Callable[[Sequence[bytes]], None]

LOOK_SECONDS = 0.1
"""How soon a task that is cancelled ends the program."""

END_SECONDS = 2.0
"""So long a program may take to end before it is killed."""

READ_BYTES = 65_536
MOST_PENDING_BYTES = 262_144
"""A line that has no end by then is taken as it is."""

LAST_LINES = 3
"""So many of the last lines are told when it fails."""


def run_in_background(
    name: str,
    argv: Sequence[str],
    environ: Mapping[str, str],
    secrets: Sequence[str],
    output: CommandOutput,
    control: TaskControl,
) -> tuple[int, str]:
    """Run a program to its end.

    Args:
        secrets: masked in what it writes.
        output: takes that.

    Returns:
        its exit code, −N when signal N ended it, and the last lines it wrote.

    Raises:
        RequestFailed: it cannot be started.
        Cancelled: the task was; the program and what it started are gone.
    """
    began = time.monotonic()
    output.add(name, [mask_text(f"$ {shlex.join(argv)}", secrets)])
    try:
        process = _started(argv, environ)
    except RequestFailed as error:
        output.add(name, [f"ERROR {error.what}"])
        raise
    last: deque[str] = deque(maxlen=LAST_LINES)

    def take(lines: Sequence[bytes]) -> None:
        texts = [mask_text(line.decode("utf-8", "replace").rstrip("\r"), secrets) for line in lines]
        output.add(name, texts)
        last.extend(text for text in texts if text.strip())
        if last:
            control.say(last[-1])

    try:
        _read_to_its_end(process, take, control)
        code = process.wait()
    finally:
        _end(process)
    words = f"exit code {code}" if code >= 0 else f"ended by signal {-code}"
    output.add(name, [f"{'INFO' if code == 0 else 'ERROR'} {words} after {time.monotonic() - began:.1f} s"])
    return code, " / ".join(last)


def _started(argv: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(environ),
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise RequestFailed(f"{argv[0]}: {error.strerror}.", "Check its name and its rights.") from None


def _read_to_its_end(process: subprocess.Popen[bytes], take: Take, control: TaskControl) -> None:
    assert process.stdout is not None
    source, pending = process.stdout.fileno(), b""
    while True:
        control.check()
        if not select.select([source], [], [], LOOK_SECONDS)[0]:
            if process.poll() is not None:  # what it left behind in the background may hold the pipe open
                break
            continue
        data = os.read(source, READ_BYTES)
        if not data:
            break
        *lines, pending = (pending + data).split(b"\n")
        if len(pending) > MOST_PENDING_BYTES:
            lines, pending = [*lines, pending], b""
        if lines:
            take(lines)
    if pending:
        take([pending])


def _end(process: subprocess.Popen[bytes]) -> None:
    """Make sure that a program that has not ended by itself is gone, with all it started."""
    if process.stdout is not None:
        process.stdout.close()
    if process.poll() is not None:
        return
    for number in (signal.SIGTERM, signal.SIGKILL):  # what it started may stay longer than it does
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)
        until = time.monotonic() + END_SECONDS
        while _is_there(process.pid) and number is signal.SIGTERM and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)


def _is_there(group: int) -> bool:
    """Whether one of a group of processes is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # all that is left has another's rights
        return False
    return True
