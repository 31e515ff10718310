"""What commands of the user's own wrote, kept for as long as the cluster is open."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from threading import Event

from kafkatui.codec.log_lines import MOST_CHARACTERS
from kafkatui.model.server_log import LogWanted, RawLine

MOST_LINES = 10_000
"""So many of the newest are kept of all commands together."""

LOOK_SECONDS = 0.1


class CommandOutput:
    """The newest lines, by the command's name. Any thread may add and look."""

    def __init__(self) -> None:
        self._lines: deque[tuple[str, RawLine]] = deque()
        self._counts: Counter[str] = Counter()
        self._added = 0
        self._listeners: list[Callable[[], object]] = []
        self._lock = threading.Lock()

    def add(self, command: str, texts: Sequence[str]) -> None:
        """Add what a command just wrote; a line that has no end is cut."""
        if not texts:
            return
        now = time.time()
        with self._lock:
            before = len(self._counts)
            self._lines.extend((command, RawLine(text[:MOST_CHARACTERS], now)) for text in texts)
            self._counts[command] += len(texts)
            self._added += len(texts)
            have_changed = len(self._counts) != before
            while len(self._lines) > MOST_LINES:
                oldest, _ = self._lines.popleft()
                self._counts[oldest] -= 1
                if not self._counts[oldest]:
                    del self._counts[oldest]
                    have_changed = True
            listeners = tuple(self._listeners) if have_changed else ()
        for listener in listeners:
            listener()

    @property
    def commands(self) -> tuple[str, ...]:
        """Those that lines are kept of, the one that began first before the others."""
        with self._lock:
            return tuple(self._counts)

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Call `listener` whenever `commands` has changed, from whatever thread; what is returned ends that."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return end

    def after(self, seen: int) -> tuple[list[tuple[str, RawLine]], int]:
        """The lines that were added after the first `seen`, as far as they are kept, and how many there were by now."""
        with self._lock:
            new = min(self._added - seen, len(self._lines))
            return (list(self._lines)[len(self._lines) - new :] if new else []), self._added

    def reader(self, command: str) -> OutputReader:
        """What reads one command's lines as a log."""
        return OutputReader(self, command)


class OutputReader:
    """One command's lines as a `LogReader` gives a server's."""

    def __init__(self, output: CommandOutput, command: str) -> None:
        self._output = output
        self._command = command

    @property
    def where(self) -> str:
        return "commands of your own"

    def close(self) -> None:
        """Nothing: a look never waits."""

    def batches(self, wanted: LogWanted, stopped: Event) -> Iterator[Sequence[RawLine]]:
        """As `LogReader` has it."""
        seen, is_first = 0, True
        while not stopped.is_set():
            found, seen = self._output.after(seen)
            lines = [line for command, line in found if command == self._command]
            if wanted.since_seconds is not None:
                since = wanted.since_seconds
                lines = [line for line in lines if line.at_seconds is None or line.at_seconds >= since]
            if is_first and wanted.lines is not None:
                lines = lines[-wanted.lines :] if wanted.lines else []
            is_first = False
            if lines:
                yield lines
            yield []
            if not wanted.follows:
                return
            stopped.wait(LOOK_SECONDS)
