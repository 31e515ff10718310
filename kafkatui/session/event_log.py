"""The timeline: what changed since the session began, and before, where that was kept in a file."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from kafkatui.insight.event_groups import SINGLE_LIMIT, group_of, is_with
from kafkatui.model.event import Event

EVENT_LIMIT = 5_000
"""Events kept; older ones fall out."""

MEMBER_LIMIT = 20_000
"""Changes kept that lines for many stand for; the oldest lines lose theirs first."""

TOGETHER_SECONDS = 5.0
"""Events of one cause that follow each other no slower than this become one line when they are many."""

_LOOKED_AT = 200
"""So many of the newest may belong to a new one."""


class EventLog:
    """A bounded, thread-safe list of events, oldest first."""

    def __init__(self, event_limit: int = EVENT_LIMIT, member_limit: int = MEMBER_LIMIT) -> None:
        self._event_limit, self._member_limit = event_limit, member_limit
        self._events: list[Event] = []
        self._member_count = 0
        self._lock = threading.Lock()

    def extend(self, events: Iterable[Event]) -> None:
        """Append `events`; what has a cause in common with the newest ones goes with them."""
        with self._lock:
            for event in events:
                self._append(event)
            self._trim()

    def restore(self, earlier: Sequence[Event]) -> None:
        """Put what an earlier run saw before what is there."""
        with self._lock:
            self._events[:0] = earlier
            self._member_count += sum(len(each.members) for each in earlier)
            self._trim()

    def all(self) -> tuple[Event, ...]:
        """Every event kept, oldest first."""
        with self._lock:
            return tuple(self._events)

    def newest(self, count: int) -> tuple[Event, ...]:
        """The newest `count` events, newest first."""
        with self._lock:
            return tuple(self._events[: -count - 1 : -1]) if count else ()

    def __len__(self) -> int:
        return len(self._events)

    def _append(self, event: Event) -> None:
        together = self._together(event)
        if sum(self._events[index].count for index in together) + event.count <= SINGLE_LIMIT:
            together = []
        taken = [self._events[index] for index in together]
        for index in reversed(together):
            del self._events[index]
        self._member_count -= sum(len(each.members) for each in taken)
        added = group_of([*taken, event]) if taken else event
        self._events.append(added)
        self._member_count += len(added.members)

    def _together(self, event: Event) -> list[int]:
        """Where those are that it belongs to, oldest first."""
        cause = event.cause
        if cause is None:
            return []
        first = max(0, len(self._events) - _LOOKED_AT)
        return [
            index
            for index in range(first, len(self._events))
            if is_with(self._events[index], cause, event.at_seconds, TOGETHER_SECONDS)
        ]

    def _trim(self) -> None:
        excess = len(self._events) - self._event_limit
        if excess > 0:
            self._member_count -= sum(len(each.members) for each in self._events[:excess])
            del self._events[:excess]
        for index, event in enumerate(self._events):
            if self._member_count <= self._member_limit:
                return
            if event.members:
                self._member_count -= len(event.members)
                self._events[index] = event.without_members()
