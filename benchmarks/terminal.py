"""A program in a pseudo-terminal, watched from outside: what it wrote, and when."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import resource
import select
import signal
import struct
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

COLUMNS, LINES = 160, 50
END_SECONDS = 5.0
_READ_BYTES = 1 << 16
_KEPT_BYTES = 1 << 22
"""Output older than this is forgotten; a full redraw is about 20 KB."""

_ESCAPE = re.compile(rb"\x1b\[[0-9;?<>=:]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|\x1b.")
_QUERIES = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[>0q": b"\x1bP>|bench\x1b\\"}
"""What programs ask a terminal, with its answer."""


def without_escapes(output: bytes) -> bytes:
    """The text a program wrote, without what moves the cursor and colours it."""
    return _ESCAPE.sub(b"", output)


class TerminalProgram:
    """A child process on a pseudo-terminal of 160×50 whose output a thread reads at once.

    Args:
        command: program and arguments.
        environment: added to this process's own.

    Attributes:
        started_at: `time.perf_counter()` right before the exec.
        recording: everything it wrote, with the time at which it came.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        variables = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self.command = list(command)
        self._output = bytearray()
        self._dropped = 0
        self._ends: list[tuple[int, float]] = []
        self.recording: list[tuple[float, bytes]] = []
        self._changed = threading.Condition()
        self.started_at = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), variables)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def send(self, keys: bytes) -> float:
        """Press keys; when that was."""
        os.write(self._terminal, keys)
        return time.perf_counter()

    @property
    def position(self) -> int:
        """How many bytes were written so far: `wait_for` takes it to look only at what follows."""
        with self._changed:
            return self._dropped + len(self._output)

    def wait_for(self, marker: bytes | re.Pattern[bytes], timeout_seconds: float, since: int = 0) -> float:
        """When the text on screen first contained `marker`, in seconds of `time.perf_counter()`.

        Args:
            marker: searched in the raw output; a pattern is searched in the output without escape sequences.
            since: a `position` before which nothing counts.

        Raises:
            TimeoutError: it did not.
        """
        deadline = time.perf_counter() + timeout_seconds
        looked_at = since
        with self._changed:
            while True:
                if (found := self._find(marker, max(since, looked_at - 8192))) is not None:
                    return found
                looked_at = self._dropped + len(self._output)
                remaining = deadline - time.perf_counter()
                if remaining <= 0:
                    raise TimeoutError(f"{marker!r} did not appear within {timeout_seconds:.0f} s")
                self._changed.wait(remaining)

    def written_since(self, position: int) -> tuple[bytes, int]:
        """The raw output from `position` on, and the position after it."""
        with self._changed:
            return bytes(self._output[max(0, position - self._dropped) :]), self._dropped + len(self._output)

    def wait_for_output(self, position: int, timeout_seconds: float) -> float:
        """When the first byte after `position` came.

        Raises:
            TimeoutError: none did.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._dropped + len(self._output) > position, timeout_seconds):
                raise TimeoutError(f"nothing was written for {timeout_seconds:.0f} s")
            return next(when for end, when in self._ends if end > position)

    @property
    def memory_bytes(self) -> int:
        """Resident memory of the program."""
        with open(f"/proc/{self.pid}/statm") as statistics:
            return int(statistics.read().split()[1]) * resource.getpagesize()

    @property
    def peak_memory_bytes(self) -> int:
        """The most resident memory it ever had."""
        with open(f"/proc/{self.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    @property
    def cpu_seconds(self) -> float:
        """Processor time it used."""
        with open(f"/proc/{self.pid}/stat") as statistics:
            fields = statistics.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program, in order if it lets itself, and reap it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                break
            if self._is_reaped(END_SECONDS):
                break
        self._reader.join(END_SECONDS)
        os.close(self._terminal)

    def __enter__(self) -> TerminalProgram:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _is_reaped(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
            time.sleep(0.02)
        return False

    def _find(self, marker: bytes | re.Pattern[bytes], since: int) -> float | None:
        start = max(0, since - self._dropped)
        if isinstance(marker, bytes):
            index = self._output.find(marker, start)
            end = index + len(marker) if index >= 0 else -1
        else:
            plain = without_escapes(bytes(self._output[start:]))
            end = len(self._output) if marker.search(plain) else -1
        if end < 0:
            return None
        return next((when for position, when in self._ends if position >= end + self._dropped), self._ends[-1][1])

    def _read(self) -> None:
        while True:
            try:
                select.select([self._terminal], [], [])
                data = os.read(self._terminal, _READ_BYTES)
            except OSError:  # how Linux says that the other side was closed
                return
            if not data:
                return
            now = time.perf_counter()
            self._answer(data)
            with self._changed:
                self.recording.append((now, data))
                self._output += data
                self._ends.append((self._dropped + len(self._output), now))
                if len(self._output) > 2 * _KEPT_BYTES:
                    self._dropped += _KEPT_BYTES
                    del self._output[:_KEPT_BYTES]
                    self._ends = [(end, when) for end, when in self._ends if end > self._dropped]
                self._changed.notify_all()

    def _answer(self, data: bytes) -> None:
        for query, answer in _QUERIES.items():
            if query in data:
                os.write(self._terminal, answer)
