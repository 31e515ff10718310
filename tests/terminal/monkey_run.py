"""A monkey at kafkatui in a real pseudo-terminal, and what it must not be able to do."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pyte

from tests.terminal import timed_app
from tests.terminal.monkey import ESCAPE_SECONDS, SIZES, Input, Monkey
from tests.terminal.screen_filter import ScreenFilter
from tests.terminal.terminal import Terminal

PROBE = b"\x1b[57387u"
_ANSWER = b"\x1b]2;probe %d\x07"

_INPUTS_A_PROBE = 10
_START_SECONDS = 30.0
_ANSWER_SECONDS = 15.0
_END_SECONDS = 10.0
_LEAVE_TRIES = 6
_INTERRUPTED = (130, -2)
"""How it ends when a Ctrl+C comes after the terminal has been restored."""

_EDITOR = "sh -c 'echo edited >> \"$0\"'"
_REPORTED_INPUTS = 40
_REPLAYED_BYTES = 400_000


SHARED_MOST_SECONDS = 3.0
"""Where other workers and their clusters have the cores too: what takes a third of a second then takes over one."""


class Fault(AssertionError):
    """The monkey won."""


class MonkeyRun:
    """Lets a monkey at kafkatui; a context manager that ends what it started.

    Args:
        arguments: of kafkatui.
        seed: the monkey's.
        directory: an empty one, for what is written.
    """

    def __init__(self, arguments: Sequence[str], seed: int, directory: Path) -> None:
        self._arguments = arguments
        self._monkey = Monkey(seed)
        self._directory = directory
        self._stack = ExitStack()
        self._last: deque[str] = deque(maxlen=_REPORTED_INPUTS)
        self._count = 0
        self._size = SIZES[0]
        self._was_interrupted = False
        self._terminal = self._start()

    def __enter__(self) -> MonkeyRun:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def play(self, count: int) -> None:
        """So many inputs, and leaves.

        Raises:
            Fault: it crashed, it hung, an input waited too long, or the terminal was not restored.
        """
        for one in self._monkey.inputs(count):
            self._do(one)
            if one.may_end or self._count % _INPUTS_A_PROBE == 0:
                self._probe(one)
            if not self._terminal.is_running:
                self._check_end()
                self._terminal = self._start()
        self._leave()
        self._check_end()

    def waits(self) -> list[float]:
        """Of every input that was handled, the seconds it waited for that."""
        return [float(line.split()[0]) for line in (self._directory / "waits").read_text().splitlines()]

    def _start(self) -> Terminal:
        columns, rows = self._size
        terminal = Terminal(
            self._arguments,
            columns=columns,
            rows=rows,
            command=("/bin/sh", "-c", 'cd "$0" && exec "$@"', str(self._directory),
                     sys.executable, "-P", timed_app.__file__),
            environment={
                "EDITOR": _EDITOR,
                "HOME": str(self._directory),
                "KAFKATUI_STATE_DIR": str(self._directory),
                "MONKEY_MOST_SECONDS": str(SHARED_MOST_SECONDS if "PYTEST_XDIST_WORKER" in os.environ else 1),
            },
            is_drawn=False,
        )  # fmt: skip
        self._terminal = self._stack.enter_context(terminal)
        self._was_interrupted, self._probes, self._answered_at = False, 0, 0
        self._wait_for_answer(_START_SECONDS)
        return terminal

    def _do(self, one: Input) -> None:
        self._count += 1
        self._last.append(f"{self._count}: {one}")
        self._was_interrupted |= one.data == b"\x03"
        if one.size is not None:
            self._size = one.size
            self._terminal.resize(*one.size)
        if one.data:
            self._terminal.send(one.data)
        if one.pause_seconds:
            time.sleep(one.pause_seconds)

    def _probe(self, last: Input) -> None:
        """Waits until the app has come to all that was done, or has ended."""
        if last.may_be_cut:
            time.sleep(ESCAPE_SECONDS)
        self._probes += 1
        self._terminal.send(PROBE)
        self._wait_for_answer(_ANSWER_SECONDS)
        self._was_interrupted = self._was_interrupted and not self._terminal.is_running
        self._check_files()

    def _wait_for_answer(self, seconds: float) -> None:
        wanted = _ANSWER % self._probes
        deadline = time.monotonic() + seconds
        # Only what is new is searched: there are tens of megabytes in the end.
        begin = self._answered_at
        while self._terminal.is_running:
            end = len(self._terminal.output)
            at = self._terminal.output.find(wanted, begin)
            if at >= 0:
                self._answered_at = at
                return
            begin = max(begin, end - len(wanted))
            if time.monotonic() > deadline:
                raise self._fault(f"no answer within {seconds:.0f} s")
            time.sleep(0.01)

    def _leave(self) -> None:
        """As a user does who wants to go."""
        for _ in range(_LEAVE_TRIES):
            for key in (b"\x1b", b"\x1b", b"q", b"y"):
                if self._terminal.is_running:
                    self._do(Input("leaving", key, pause_seconds=ESCAPE_SECONDS))
            if self._terminal.wait_for_end(0.5):
                return
        raise self._fault("cannot be left")

    def _check_end(self) -> None:
        code = self._terminal.exit_code(_END_SECONDS)
        if code != 0 and not (self._was_interrupted and code in _INTERRUPTED):
            raise self._fault(f"ended with {code}")
        if damage := self._terminal.damage():
            raise self._fault(f"the terminal was left with: {', '.join(damage)}")
        if b"Traceback" in self._terminal.output:
            raise self._fault("a traceback on the terminal")
        self._check_files()

    def _check_files(self) -> None:
        faults = (self._directory / "faults").read_text()
        if faults:
            raise self._fault(faults)
        if any(mark in self._log() for mark in ("Traceback", " ERROR ")):
            raise self._fault("an error in the log")

    def _log(self) -> str:
        logs = self._directory.glob("kafkatui.log*")
        return "\n".join(path.read_text(errors="replace") for path in logs)

    def _fault(self, what: str) -> Fault:
        inputs = "\n".join(self._last)
        screen, log = _screen(bytes(self._terminal.output), self._size), self._log()[-6_000:]
        return Fault(f"{what}\n\nafter these inputs:\n{inputs}\n\nthe screen:\n{screen}\n\nthe log:\n{log}")


def _screen(output: bytes, size: tuple[int, int]) -> str:
    """What the last of the output drew."""
    screen = pyte.Screen(*size)
    stream, filtered = pyte.Stream(screen), ScreenFilter(lambda _: None, screen.reset)
    for text in filtered.split(output[-_REPLAYED_BYTES:].decode(errors="replace")):
        stream.feed(text)
    return "\n".join(line.rstrip() for line in screen.display)
