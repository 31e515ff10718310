"""What changed below `/brokers/topics` since it was read, so that only that is read again."""

from __future__ import annotations

import threading

MOST_KEPT = 5_000
"""Of more paths that changed everything is read again."""


class RegistryChanges:
    """Counts changes; whoever read at some count can ask what came after it. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_watched = False
        self._number = 0
        self._complete_since = 0
        self._numbers: dict[str, int] = {}

    @property
    def number(self) -> int:
        """How many changes there were, to be taken before reading; -1 while nobody tells of them."""
        with self._lock:
            return self._number if self._is_watched else -1

    def begin(self) -> None:
        """From now on every change is noted."""
        with self._lock:
            self._is_watched = True
            self._forget()

    def end(self) -> None:
        """Nothing is noted any more."""
        with self._lock:
            self._is_watched = False

    def note(self, path: str) -> None:
        """A znode changed, came or went."""
        with self._lock:
            self._number += 1
            self._numbers[path] = self._number
            if len(self._numbers) > MOST_KEPT:
                self._forget()

    def miss(self) -> None:
        """Something may have changed unnoticed: the connection was away."""
        with self._lock:
            self._forget()

    def since(self, number: int) -> frozenset[str] | None:
        """The paths that changed after that many changes; None when that is not known."""
        with self._lock:
            if not self._is_watched or number < self._complete_since:
                return None
            return frozenset(path for path, noted in self._numbers.items() if noted > number)

    def _forget(self) -> None:
        self._number += 1
        self._complete_since = self._number
        self._numbers.clear()
