"""A pseudo-terminal with kafkatui in it: its keys, its screen, how it leaves."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import pyte

from tests.drive.signals import hear_signals
from tests.terminal.screen_filter import ALTERNATE_SCREEN, CURSOR_SHOWN, MOUSE_MODES, REPORT_MODES, ScreenFilter

T = TypeVar("T")

KEYS: Mapping[str, bytes] = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "space": b" ",
    "backspace": b"\x7f",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "delete": b"\x1b[3~",
    "ctrl+c": b"\x03",
    "ctrl+q": b"\x11",
    "ctrl+s": b"\x13",
    "ctrl+z": b"\x1a",
}
"""What keys send that are not characters."""

# A session leader without a terminal gets the first one it opens as its controlling terminal.
_LAUNCH = ["/bin/sh", "-c", 'tty=$1; shift; exec "$@" <>"$tty" >&0 2>&0', "sh"]


class NotSeen(AssertionError):
    """What was waited for did not come; the message ends with the screen."""


def _without_size() -> dict[str, str]:
    """The environment but for a size of some other terminal, which a worker of the tests has and Textual goes by."""
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


class Terminal:
    """A program in a pseudo-terminal, its output on a pyte screen; also a context manager that ends it.

    Args:
        arguments: of `python -m kafkatui`; or the whole command line when `command` is given.
        columns, rows: the size at the start.
        environment: variables on top of this process's own.
        command: what is run instead of `python -m kafkatui`.
        is_drawn: whether there is a screen to read; without one a lot of output costs little.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        columns: int = 160,
        rows: int = 50,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str] = (sys.executable, "-m", "kafkatui"),
        is_drawn: bool = True,
    ) -> None:
        self._is_drawn = is_drawn
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._filter = ScreenFilter(self._write, self._screen.reset)
        self._changed = threading.Condition()
        self._master, self._slave = pty.openpty()
        self._is_open = True
        self.output = bytearray()
        self._set_size(columns, rows)
        self._attributes_before: list[Any] = termios.tcgetattr(self._slave)
        self._process = subprocess.Popen(
            [*_LAUNCH, os.ttyname(self._slave), *command, *arguments],
            start_new_session=True,
            preexec_fn=hear_signals,
            stdin=subprocess.DEVNULL,
            env={**_without_size(), "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})},
        )
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    # What is on the screen

    def lines(self) -> list[str]:
        """The rows of the screen, without spaces at their ends."""
        with self._changed:
            return [line.rstrip() for line in self._screen.display]

    def screen_text(self) -> str:
        """The screen's rows as one text."""
        return "\n".join(self.lines())

    def row_with(self, *texts: str) -> str:
        """The first row with all `texts` in it; empty when there is none."""
        return next((line for line in self.lines() if all(text in line for text in texts)), "")

    def colour_of(self, text: str, *, in_row_with: str = "") -> str:
        """The foreground colour (RRGGBB or a name) of `text` where it is first seen; empty when it is not."""
        with self._changed:
            for number, line in enumerate(self._screen.display):
                column = line.find(text) if in_row_with in line else -1
                if column >= 0:
                    return str(self._screen.buffer[number][_cell_of(self._screen.buffer[number], column)].fg)
        return ""

    @property
    def cursor_is_shown(self) -> bool:
        return CURSOR_SHOWN in self._filter.modes

    def wait_for(self, wanted: str | Callable[[Terminal], T], timeout_seconds: float = 10.0) -> T | str:
        """Waits until a text is on the screen or a condition is true, and returns the text or what it gave.

        Raises:
            NotSeen: it did not happen in time.
        """
        deadline = time.monotonic() + timeout_seconds
        while True:
            found = (wanted if wanted in self.screen_text() else "") if isinstance(wanted, str) else wanted(self)
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0 or not self.is_running:
                self._drain()
                name = wanted if isinstance(wanted, str) else getattr(wanted, "__name__", "condition")
                how = f"within {timeout_seconds} s" if self.is_running else "before the program ended"
                raise NotSeen(f"not seen {how}: {name!r}\n{self.screen_text()}")
            with self._changed:
                self._changed.wait(min(left, 0.1))

    # What a user does

    def press(self, *keys: str) -> None:
        """Presses keys one after the other: names of KEYS, or characters."""
        for key in keys:
            self._write(KEYS.get(key, key.encode()))
            if key == "escape":
                time.sleep(0.15)  # what follows at once would be read as Alt and a key

    def write(self, text: str) -> None:
        """Types a text in one burst."""
        self._write(text.encode())

    def send(self, data: bytes) -> None:
        """Sends bytes as a terminal does that reports something."""
        self._write(data)

    def spoil(self) -> None:
        """Does to the terminal what a shell may do that got it unasked: its line settings, and text all over it."""
        termios.tcsetattr(self._slave, termios.TCSANOW, self._attributes_before)
        with self._changed:
            self._screen.reset()

    def resize(self, columns: int, rows: int) -> None:
        """Changes the size, of which the program is told by SIGWINCH."""
        with self._changed:
            self._screen.resize(rows, columns)
        self._set_size(columns, rows)

    # How it ends

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def signal(self, number: int) -> None:
        """Sends the program a signal."""
        os.kill(self._process.pid, number)

    def hang_up(self) -> None:
        """Takes the terminal away, as a closed window or a lost ssh connection does."""
        self._is_open = False
        self._reader.join(2)
        os.close(self._slave)
        os.close(self._master)
        self._slave = self._master = -1

    def exit_code(self, timeout_seconds: float = 5.0) -> int:
        """Waits for the program's end; −N when signal N ended it.

        Raises:
            NotSeen: it did not end in time.
        """
        try:
            code = self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            raise NotSeen(f"still running after {timeout_seconds} s\n{self.screen_text()}") from None
        if self._is_open:
            self._drain()
        return code

    def wait_for_end(self, timeout_seconds: float) -> bool:
        """Waits for the program's end; whether it came in time."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout_seconds)
        return not self.is_running

    def damage(self) -> list[str]:
        """What of the terminal is not as it was before the program; empty when all is restored."""
        if self._is_open:
            self._drain()
        modes = self._filter.modes
        attributes = termios.tcgetattr(self._slave)
        checks = {
            "alternate screen": ALTERNATE_SCREEN in modes,
            "cursor hidden": CURSOR_SHOWN not in modes,
            "mouse reports": bool(modes & MOUSE_MODES),
            "paste, focus, size or frame reports": bool(modes & REPORT_MODES),
            "keyboard protocol": self._filter.keyboard_depth > 0,
            "line settings": attributes != self._attributes_before,
        }
        return [name for name, is_damaged in checks.items() if is_damaged]

    def close(self) -> None:
        """Ends the program, if need be by force."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(5)
        if self._is_open:
            self.hang_up()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # The pseudo-terminal

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _write(self, data: bytes) -> None:
        if self._is_open:
            os.write(self._master, data)

    def _read(self) -> None:
        while self._is_open:
            self._read_once(0.1)

    def _read_once(self, timeout_seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], timeout_seconds)
        if not ready:
            return False
        with self._changed:
            data = os.read(self._master, 65536)
            self.output += data
            for text in self._filter.split(self._decoder.decode(data)):
                if self._is_drawn:
                    self._stream.feed(text)
            self._changed.notify_all()
        return True

    def _drain(self) -> None:
        """Waits until all output has been taken in."""
        deadline = time.monotonic() + 2.0
        while select.select([self._master], [], [], 0.05)[0] and time.monotonic() < deadline:
            time.sleep(0.02)
        with self._changed:
            return


def _cell_of(row: Mapping[int, Any], character: int) -> int:
    """The cell in which the `character`-th character of a row begins; a wide one takes two cells."""
    column = seen = 0
    while seen < character:
        column += 1
        if row[column].data != "":
            seen += len(row[column].data)
    return column
