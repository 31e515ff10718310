"""Signals as calls in a thread, which a loop that hangs cannot hold up."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from types import FrameType, TracebackType
from typing import Any

_NEVER_CAUGHT = {"SIGKILL", "SIGSTOP"}
_FAULTS = {"SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"}
"""After a handler in Python the faulty instruction would only run again."""
_JOB_CONTROL = {"SIGCONT", "SIGTSTP", "SIGTTIN", "SIGTTOU"}
_HARMLESS = {"SIGCHLD", "SIGURG", "SIGWINCH", "SIGINFO", "SIGPIPE", "SIGXFSZ"}
"""The system, or Python, does not end a program that gets one."""

ENDING = frozenset(
    number
    for number in signal.valid_signals()
    if getattr(number, "name", "") not in _NEVER_CAUGHT | _FAULTS | _JOB_CONTROL | _HARMLESS
    and (sys.platform == "linux" or number not in (getattr(signal, "SIGIO", None),))
)
"""Every signal that ends a program which does not expect it, as far as a program can know."""


class SignalThread:
    """Context manager, in the main thread: while it holds, each of `numbers` is told to `take`.

    Python runs its own handlers in the main thread between two steps of a program, so that one that hangs never hears
    of SIGTERM. The number is written to a pipe at once, in whatever thread the signal arrives.

    Args:
        numbers: signals; one that this process was started to ignore (nohup) stays ignored.
        take: called in the thread, one signal at a time.
    """

    def __init__(self, numbers: Iterable[int], take: Callable[[int], None]) -> None:
        self._numbers = frozenset(numbers)
        self._take = take
        self._earlier: dict[int, Any] = {}
        self._earlier_descriptor = self._writer = -1

    def __enter__(self) -> SignalThread:
        reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        self._earlier_descriptor = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for number in self._numbers:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._earlier[number] = signal.signal(number, _nothing)
        threading.Thread(target=self._run, args=(reader,), daemon=True, name="signals").start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._earlier.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        signal.set_wakeup_fd(self._earlier_descriptor)
        os.close(self._writer)  # which ends the thread

    def _run(self, reader: int) -> None:
        with os.fdopen(reader, "rb", buffering=0) as numbers:
            while number := numbers.read(1):
                if number[0] in self._earlier:
                    self._take(number[0])


def _nothing(number: int, frame: FrameType | None) -> None:
    """Being handled at all is what counts."""
