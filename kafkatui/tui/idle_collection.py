"""Garbage in cycles is collected when nobody is waiting for a key."""

from __future__ import annotations

import gc
import time

from textual.app import App

LOOK_SECONDS = 5.0
IDLE_SECONDS = 10.0
"""So long after the last key or click a full collection, which takes up to 0.15 s, is not in anybody's way."""


class IdleCollection:
    """Collects what pages and dialogs that were closed have left; `calm_garbage_collection` has Python never do it.

    Only input opens and closes pages: where there was none since the last time there is nothing to collect.
    """

    def __init__(self) -> None:
        self._input_at: float | None = None

    def begin(self, app: App[int]) -> None:
        """Look now and then, from the app's loop."""
        app.set_interval(LOOK_SECONDS, self.look)

    def hear(self) -> None:
        """There was a key, a click or a paste."""
        self._input_at = time.monotonic()

    def look(self) -> None:
        """Collect, when there is something and nobody waits."""
        if self._input_at is not None and time.monotonic() - self._input_at >= IDLE_SECONDS:
            self._input_at = None
            gc.collect()
