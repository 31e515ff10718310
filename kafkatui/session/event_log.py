"""The timeline: what changed since the session began."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

from kafkatui.model.event import Event

EVENT_LIMIT = 5_000
"""Events kept; older ones fall out."""


class EventLog:
    """A bounded, thread-safe list of events, oldest first."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=EVENT_LIMIT)
        self._lock = threading.Lock()

    def extend(self, events: Iterable[Event]) -> None:
        """Append `events`."""
        with self._lock:
            self._events.extend(events)

    def all(self) -> tuple[Event, ...]:
        """Every event kept, oldest first."""
        with self._lock:
            return tuple(self._events)

    def newest(self, count: int) -> tuple[Event, ...]:
        """The newest `count` events, newest first."""
        with self._lock:
            return tuple(self._events[-1 - index] for index in range(min(count, len(self._events))))

    def __len__(self) -> int:
        return len(self._events)
