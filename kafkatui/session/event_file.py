"""A file that events are added to as they come, and read back from when the cluster is opened the next time."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from kafkatui.codec.event_line import event_line, parse_event_line
from kafkatui.model.errors import NotFound
from kafkatui.model.event import Event
from kafkatui.session.event_log import EVENT_LIMIT, EventLog
from kafkatui.session.lane import Lane

MOST_BYTES = 8 * 1024 * 1024
"""Of the end of the file, what is read back."""

log = logging.getLogger(__name__)


class EventFile:
    """One cluster's. Safe from any thread; writing is done in a thread of its own, and what fails is in the log."""

    def __init__(self, path: Path, cluster: str) -> None:
        self.path = path
        self._cluster = cluster
        self._lane = Lane("events file")

    def read(self) -> list[Event]:
        """The newest events that are there, oldest first; lines that are none are passed over.

        Raises:
            NotFound: it is there and cannot be read.
        """
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - MOST_BYTES))
                lines = file.read().splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise NotFound(f"The events file {self.path} cannot be read: {error.strerror}.") from None
        if size > MOST_BYTES:
            lines = lines[1:]  # a part of one
        events = (parse_event_line(line, self._cluster) for line in lines[-EVENT_LIMIT:])
        return [event for event in events if event is not None]

    def recall(self, events: EventLog) -> None:
        """Put what is there before `events`; what cannot be read is in the log."""
        try:
            events.restore(self.read())
        except NotFound as error:
            log.warning(str(error))

    def append(self, events: Sequence[Event]) -> None:
        """Write them behind what is there. Returns at once."""
        lines = "".join(f"{event_line(event)}\n" for event in events)
        self._lane.submit(lambda: self._write(lines))

    def close(self, timeout_seconds: float) -> None:
        """Wait until what was appended is written, no longer than that; nothing is written after it."""
        self._lane.finish(timeout_seconds)

    def _write(self, lines: str) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with open(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(lines)
        except OSError as error:
            log.warning(f"{self.path} could not be written: {error}")
