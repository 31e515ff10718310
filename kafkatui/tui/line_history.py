"""Going through lines that were typed before."""

from __future__ import annotations

from collections.abc import Callable, Sequence


class LineHistory:
    """Where one is among earlier lines; what was being typed is kept, and comes after the newest.

    Args:
        lines: those that there are, the newest first.
    """

    def __init__(self, lines: Callable[[], Sequence[str]]) -> None:
        self._lines = lines
        self._at = -1
        self._typed = ""

    def earlier(self, shown: str) -> str:
        """The line before the one shown; the oldest stays."""
        return self._move(shown, 1)

    def later(self, shown: str) -> str:
        """The line after the one shown."""
        return self._move(shown, -1)

    def _move(self, shown: str, step: int) -> str:
        lines = self._lines()
        if not 0 <= self._at < len(lines) or lines[self._at] != shown:  # something else was typed meanwhile
            self._at, self._typed = -1, shown
        at = min(self._at + step, len(lines) - 1)
        if step > 0 and at >= 0 and lines[at] == shown:
            at = min(at + 1, len(lines) - 1)
        self._at = max(at, -1)
        return self._typed if self._at < 0 else lines[self._at]
