"""Going through lines that were typed before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class LineHistory(Generic[T]):
    """Where one is among earlier lines; what was being typed is kept, and comes after the newest.

    Args:
        lines: those that there are, the newest first.
    """

    def __init__(self, lines: Callable[[], Sequence[T]]) -> None:
        self._lines = lines
        self._at = -1
        self._typed: T | None = None

    def earlier(self, shown: T) -> T:
        """The line before the one shown; the oldest stays."""
        return self._move(shown, 1)

    def later(self, shown: T) -> T:
        """The line after the one shown."""
        return self._move(shown, -1)

    def _move(self, shown: T, step: int) -> T:
        lines = self._lines()
        if not 0 <= self._at < len(lines) or lines[self._at] != shown:  # something else was typed meanwhile
            self._at, self._typed = -1, shown
        at = min(self._at + step, len(lines) - 1)
        if step > 0 and at >= 0 and lines[at] == shown:
            at = min(at + 1, len(lines) - 1)
        self._at = max(at, -1)
        typed = shown if self._typed is None else self._typed
        return typed if self._at < 0 else lines[self._at]
