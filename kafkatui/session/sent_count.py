"""How many records were handed on: several tasks count up while a page takes back what it sends again."""

from __future__ import annotations

import threading


class SentCount:
    """A count that any thread may change: `+=` on a plain number loses one when another thread comes between."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    @property
    def value(self) -> int:
        """The count now."""
        return self._count

    def add(self, count: int = 1) -> None:
        """So many more; fewer when negative."""
        with self._lock:
            self._count += count
