"""What happens when the terminal is taken away: a closed window, a lost connection."""

from __future__ import annotations

import os
import select
import signal
import threading
from collections.abc import Callable
from typing import TextIO

HANG_UP_CODE = 128 + signal.SIGHUP
END_SECONDS = 1.5
"""How long the app may take to end once its terminal is gone; it takes 0.3 s."""


class SurvivingOutput:
    """A terminal's output of which the end is no error: what is written after it goes nowhere.

    Textual's writer thread dies of the first OSError, and everything written after that, the sequences that restore
    the terminal among them, waits for ever in its queue of 30 (textual/drivers/_writer_thread.py).

    Args:
        file: the terminal.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.is_lost = False

    def write(self, text: str) -> int:
        """Write, unless the terminal is gone."""
        self._unless_lost(self._file.write, text)
        return len(text)

    def flush(self) -> None:
        """Flush, unless the terminal is gone."""
        self._unless_lost(self._file.flush)

    def fileno(self) -> int:
        """The terminal's file descriptor."""
        return self._file.fileno()

    def _unless_lost(self, call: Callable[..., object], *arguments: str) -> None:
        if self.is_lost:
            return
        try:
            call(*arguments)
        except OSError:
            self.is_lost = True


def watch_terminal(descriptor: int, on_lost: Callable[[], None]) -> None:
    """Call `on_lost`, in a thread of its own, once the terminal behind `descriptor` is gone.

    SIGHUP is not enough: Python handles it in the main thread, which does not wake when another thread receives it.
    """
    poller = select.poll()
    poller.register(descriptor, 0)  # only what is always reported: POLLHUP, POLLERR, POLLNVAL

    def wait() -> None:
        if any(event & select.POLLHUP for _, event in poller.poll()):
            on_lost()

    threading.Thread(target=wait, daemon=True, name="hang-up").start()


def end_without(
    terminal_end: threading.Event,
    close: Callable[[float], None],
    seconds: float = END_SECONDS,
    code: int = HANG_UP_CODE,
    restore: Callable[[], None] | None = None,
) -> None:
    """End the process although its main thread may hang, unless `terminal_end` is set within `seconds`.

    Nothing but kill would end it, and that would leave the terminal as it is.

    Args:
        terminal_end: set once the app has ended by itself.
        close: closes the session within the seconds it is given.
        code: the exit code.
        restore: gives the terminal back without waiting; there is none to give back when not given.
    """
    if terminal_end.wait(seconds):
        return
    if restore is not None:
        restore()
    closing = threading.Thread(target=close, args=(0.3,), daemon=True, name="hang-up-close")
    closing.start()
    closing.join(0.4)
    os._exit(code)
