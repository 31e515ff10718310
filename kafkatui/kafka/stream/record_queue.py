"""Records on their way to a reader who must lose none: bounded by waiting."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from kafkatui.kafka.stream.record_buffer import BufferCounts
from kafkatui.kafka.stream.records import Entry, RecordBatch, entries_size_bytes

DEFAULT_MAX_COUNT = 20_000
DEFAULT_MAX_BYTES = 16 * 1024 * 1024
WAIT_SECONDS = 0.1
PART_COUNT = 5_000
"""A batch that is larger goes in in parts, so that a reader can begin."""


class RecordQueue:
    """Hands records from one thread to another; who puts waits while it is full. Thread-safe."""

    def __init__(self, max_count: int = DEFAULT_MAX_COUNT, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        self._max_count = max_count
        self._max_bytes = max_bytes
        self._changed = threading.Condition()
        self._parts: deque[tuple[Sequence[Entry], int]] = deque()
        self._count = 0
        self._size_bytes = 0
        self._read_count = 0
        self._is_closed = False

    def extend(self, entries: Sequence[Entry]) -> None:
        """Put entries, waiting as long as there is no room; dropped only after `close`."""
        for first in range(0, len(entries), PART_COUNT):
            part = entries[first : first + PART_COUNT] if len(entries) > PART_COUNT else entries
            size = entries_size_bytes(part)
            with self._changed:
                while self._is_full() and not self._is_closed:
                    self._changed.wait(WAIT_SECONDS)
                if self._is_closed:
                    return
                self._parts.append((part, size))
                self._count += len(part)
                self._size_bytes += size
                self._read_count += len(part)
                self._changed.notify_all()

    def take(self, timeout_seconds: float) -> list[RecordBatch]:
        """Everything there is, as soon as there is anything; empty after the time-out."""
        with self._changed:
            if not self._parts and not self._is_closed:
                self._changed.wait(timeout_seconds)
            parts, self._parts = self._parts, deque()
            self._count = self._size_bytes = 0
            self._changed.notify_all()
        return [RecordBatch(entries) for entries, _ in parts]

    def wake(self) -> None:
        """Let `take` return, because something else happened."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def counts(self) -> BufferCounts:
        """How many were put and how many wait."""
        with self._changed:
            return BufferCounts(self._read_count, self._count, 0)

    def _is_full(self) -> bool:
        return self._count >= self._max_count or self._size_bytes >= self._max_bytes
