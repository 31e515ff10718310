"""Says what the demo is doing while it starts: one line that counts the seconds, or one line a step in a log."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

_TICK_SECONDS = 0.1
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class ProgressLine:
    """Call it with each step; a context manager that ends the line."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._started = time.monotonic()
        self._step = ""
        self._done = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="demo-progress", daemon=True)
        self._is_live = self._stream.isatty()

    def __call__(self, step: str) -> None:
        if step != self._step:
            self._step = step
            if not self._is_live:
                self._write(f"{self._elapsed_seconds:5.1f} s  {step}\n")

    def __enter__(self) -> ProgressLine:
        if self._is_live:
            self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._is_live:
            self._ticker.join(1)
            self._write("\r\x1b[K")

    @property
    def _elapsed_seconds(self) -> float:
        return time.monotonic() - self._started

    def _tick(self) -> None:
        frame = 0
        while not self._done.wait(_TICK_SECONDS):
            frame += 1
            self._write(f"\r\x1b[K{_FRAMES[frame % len(_FRAMES)]} {self._elapsed_seconds:4.1f} s  {self._step}")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._done.set()  # the terminal has hung up; the demo ends by the signal that comes with it
