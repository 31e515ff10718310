"""What was on a terminal's screen, and when: played again afterwards, since reading a screen takes processor time."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Iterator, Sequence

import pyte

from benchmarks.terminal import COLUMNS, LINES
from tests.terminal.screen_filter import ScreenFilter

PATIENCE_SECONDS = 5.0
"""So long a recording that still grows may take to get to what is waited for."""

_LOOK_AGAIN_SECONDS = 0.05

Recording = Sequence[tuple[float, bytes]]
"""When bytes came, in seconds of `time.perf_counter()`, and which."""


class Replay:
    """A recording's screen, moved on from one write of the program to the next. Whole frames only are shown.

    Args:
        recording: may grow meanwhile; what it had before is where `texts` begins.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._next = 0
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._filter = ScreenFilter(lambda _: None, self._screen.reset)

    def texts(self) -> Iterator[tuple[float, Sequence[str]]]:
        """The lines on the screen after each further write, with its time."""
        while self._next < len(self._recording):
            when, data = self._recording[self._next]
            self._next += 1
            for text in self._filter.split(self._decoder.decode(data)):
                self._stream.feed(text)
            yield when, self._screen.display

    def when(self, is_shown: Callable[[Sequence[str]], bool], since: float) -> float:
        """When the screen was first seen so, at or after `since`; the replay goes on from there.

        Raises:
            TimeoutError: it never was.
        """
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while time.perf_counter() < deadline:
            for when, lines in self.texts():
                if when >= since and is_shown(lines):
                    return when
            time.sleep(_LOOK_AGAIN_SECONDS)
        raise TimeoutError("the recording ends before the screen was so")

    def cursor_rows(self) -> frozenset[int]:
        """The rows that have another background than most others: where a list's cursor is."""
        backgrounds = [self._screen.buffer[row][COLUMNS // 2].bg for row in range(LINES)]
        common = max(set(backgrounds), key=backgrounds.count)
        return frozenset(row for row, background in enumerate(backgrounds) if background != common)
