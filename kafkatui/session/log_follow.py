"""Follows the logs of servers, each in a thread of its own; the newest lines are kept in one ring."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from kafkatui.codec.log_lines import LogParser
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.replacing import replace
from kafkatui.model.server_log import FollowedLog, LogLine, LogServer, LogUnknown, LogWanted, RawLine

if TYPE_CHECKING:
    from kafkatui.logs.reader import LogReader

MOST_LINES = 50_000
MOST_CHARACTERS = 32 * 1024 * 1024
"""What is kept, whichever is reached first."""

RETRY_SECONDS = 1.0
"""After so long a log is looked for again that could not be read."""

JUST_AFTER_SECONDS = 1e-6
MOST_BATCHES = 100
PUT_SECONDS = 0.2

TOGETHER_SECONDS = 1.5
"""So long the beginnings of several logs are waited for, to be put in the order of time."""


class LogRing:
    """The newest lines, by serial number. Any thread may look; the follower appends."""

    def __init__(self, most_lines: int = MOST_LINES, most_characters: int = MOST_CHARACTERS) -> None:
        self._lines: deque[LogLine] = deque()
        self._most_lines = most_lines
        self._most_characters = most_characters
        self._characters = 0
        self._lock = threading.Lock()
        self.first_serial = 0

    @property
    def next_serial(self) -> int:
        """The serial the next line will get."""
        with self._lock:
            return self.first_serial + len(self._lines)

    def row_at(self, serial: int) -> LogLine | None:
        """A line; None when it has fallen out."""
        with self._lock:
            index = serial - self.first_serial
            return self._lines[index] if 0 <= index < len(self._lines) else None

    def append(self, lines: Sequence[LogLine]) -> None:
        """Add the newest; the oldest fall out."""
        with self._lock:
            for line in lines:
                self._lines.append(line)
                self._characters += len(line.text)
            while len(self._lines) > self._most_lines or (
                self._characters > self._most_characters and len(self._lines) > 1
            ):
                self._characters -= len(self._lines.popleft().text)
                self.first_serial += 1

    def __len__(self) -> int:
        return len(self._lines)


class LogFollow:
    """Reads logs from when it is made until it is stopped.

    Args:
        servers: whose logs.
        opened: gives what reads a server's log; called in the server's thread, again after a failure.
        wanted: where to begin.
        on_wake: called from any thread when there is something new; must not wait.
    """

    def __init__(
        self,
        servers: Sequence[LogServer],
        opened: Callable[[LogServer], LogReader],
        wanted: LogWanted,
        on_wake: Callable[[], None],
        ring: LogRing | None = None,
    ) -> None:
        self.ring = LogRing() if ring is None else ring
        self._opened = opened
        self._wanted = replace(wanted, follows=True)
        self._on_wake = on_wake
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._readers: dict[str, LogReader] = {}
        self._logs = {server.name: FollowedLog() for server in servers}
        self._begun: list[LogLine] | None = [] if len(servers) > 1 else None
        self._held: deque[LogLine] | None = None
        for server in servers:
            threading.Thread(target=self._follow, args=(server,), name=f"log-{server.name}", daemon=True).start()
        if self._begun is not None:
            threading.Thread(target=self._begin_late, name="logs", daemon=True).start()

    @property
    def logs(self) -> Mapping[str, FollowedLog]:
        """How each server's log is read, by its name."""
        with self._lock:
            return dict(self._logs)

    @property
    def is_paused(self) -> bool:
        """Whether what comes is held back."""
        return self._held is not None

    @property
    def held_count(self) -> int:
        """Lines that came since it was paused."""
        held = self._held
        return 0 if held is None else len(held)

    def pause(self) -> None:
        """Show nothing new; what comes is kept, as much as the ring holds."""
        with self._lock:
            if self._held is None:
                self._held = deque(maxlen=MOST_LINES)

    def resume(self) -> None:
        """Go on with what was held back."""
        with self._lock:
            held, self._held = self._held, None
            if held:
                self.ring.append(tuple(held))
        self._on_wake()

    def stop(self) -> None:
        """Read no more. Returns at once; the threads end within a moment."""
        self._stopped.set()
        with self._lock:
            readers = tuple(self._readers.values())
        for reader in readers:
            reader.close()

    def _follow(self, server: LogServer) -> None:
        wanted, parser = self._wanted, LogParser(server.name)
        while not self._stopped.is_set():
            try:
                reader = self._opened(server)
                with self._lock:
                    self._readers[server.name] = reader
                for batch in reader.batches(wanted, self._stopped):
                    self._take(server.name, [parser.parse(raw) for raw in batch], reader.where)
                    if batch:  # what takes its place is read from its beginning, or from where an engine left off
                        wanted = LogWanted(since_seconds=_just_after(batch[-1]), follows=True)
            except KafkatuiError as error:
                self._fail(server.name, error)
                self._begin_together()
            self._stopped.wait(RETRY_SECONDS)

    def _take(self, name: str, lines: list[LogLine], where: str) -> None:
        if self._stopped.is_set():
            return
        if not lines:
            self._tell(name, where=where, problem="", advice="", is_unknown=False, is_caught_up=True)
            self._begin_together()
            return
        with self._lock:
            if self._begun is not None:
                self._begun += lines
                return
            self._keep(lines)
        self._on_wake()

    def _keep(self, lines: Sequence[LogLine]) -> None:
        if self._held is not None:
            self._held.extend(lines)
        else:
            self.ring.append(lines)

    def _begin_late(self) -> None:
        self._stopped.wait(TOGETHER_SECONDS)
        self._begin_together(is_late=True)

    def _begin_together(self, *, is_late: bool = False) -> None:
        """Put the beginnings of the logs in the order of time, once all are there or it has taken too long."""
        with self._lock:
            if self._begun is None or not (is_late or all(each.is_caught_up for each in self._logs.values())):
                return
            begun, self._begun = self._begun, None
            self._keep(sorted(begun, key=lambda line: line.at_seconds or 0.0))
        self._on_wake()

    def _fail(self, name: str, error: KafkatuiError) -> None:
        is_unknown = isinstance(error, LogUnknown)
        self._tell(name, problem=error.what, advice=error.advice, is_unknown=is_unknown, is_caught_up=True)

    def _tell(self, name: str, **changes: object) -> None:
        with self._lock:
            before = self._logs[name]
            self._logs[name] = replace(before, **changes)
            is_new = self._logs[name] != before
        if is_new:
            self._on_wake()


def _just_after(raw: RawLine) -> float | None:
    return None if raw.at_seconds is None else raw.at_seconds + JUST_AFTER_SECONDS


class LogQueue(LogRing):
    """A ring for whoever takes every line once: what is not taken yet holds the readers up instead of falling out."""

    def __init__(self) -> None:
        super().__init__()
        self._batches: queue.Queue[Sequence[LogLine]] = queue.Queue(MOST_BATCHES)
        self._is_closed = False

    def append(self, lines: Sequence[LogLine]) -> None:
        while not self._is_closed:
            with suppress(queue.Full):
                self._batches.put(lines, timeout=PUT_SECONDS)
                return

    def taken(self, timeout_seconds: float) -> Sequence[LogLine]:
        """What came next; nothing when nothing has come in time."""
        try:
            return self._batches.get(timeout=timeout_seconds)
        except queue.Empty:
            return ()

    def close(self) -> None:
        """Nobody takes any more."""
        self._is_closed = True
