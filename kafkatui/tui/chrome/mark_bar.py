"""Where the regular expression of `*` is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import perf_counter
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input, Static

from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.markable import Markable

SLICE_SECONDS = 0.008
"""How long one slice of looking may hold the event loop."""

SLICE_PAUSE_SECONDS = 0.004
"""What the loop gets for itself between two slices."""


class MarkBar(Horizontal):
    """An input below a list: Enter marks what is shown of which the expression matches a text in full.

    Very many rows are looked through in slices; Enter then marks when all have been looked at.

    Args:
        markable: where it marks; it gets the focus back.
    """

    DEFAULT_CSS = """
    MarkBar {
        height: 1; width: 1fr; background: $bar;
        & > .mark--sign { width: 2; color: $kafka; text-style: bold; }
        & > Input { width: 1fr; min-width: 10; height: 1; border: none; padding: 0; background: $bar; }
        & > .mark--remark { width: auto; max-width: 70%; color: $dim; padding: 0 1; }
        &.-problem > .mark--remark { color: $error; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("leave", actions={"leave": "leave"})

    def __init__(self, markable: Markable) -> None:
        super().__init__()
        self._markable = markable
        self._pattern: re.Pattern[str] | None = None
        self._items: Iterator[tuple[Any, Any]] = iter(())
        self._found: list[Any] = []
        self._looked_count = self._count = 0
        self._is_done = self._is_entered = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        subject = self._markable.mark_subject
        yield Static("*", classes="mark--sign")
        yield Input(placeholder=f"regular expression that matches all of {subject}; Enter marks")
        yield Static("", classes="mark--remark", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look_for(event.value)

    def _look_for(self, text: str) -> None:
        """Begin to look for the rows that `text` matches, or say what is wrong with it."""
        if self._timer is not None:
            self._timer.stop()
        self._pattern, self._found, self._looked_count, self._is_entered = None, [], 0, False
        problem = ""
        try:
            self._pattern = re.compile(text) if text else None
        except re.error as error:
            problem = f"{error.msg} at {(error.pos or 0) + 1}"
        self.set_class(bool(problem), "-problem")
        self._is_done = self._pattern is None
        if self._is_done:
            self._say(problem)
            return
        self._items, self._count = iter(self._markable.shown_items()), self._markable.line_count
        self._look()

    def _look(self) -> None:
        """Look at some rows; a timer goes on with the rest."""
        deadline = perf_counter() + SLICE_SECONDS
        while not self._is_done and perf_counter() < deadline:  # a single row may be megabytes
            identity, row = next(self._items, (None, None))
            self._is_done = identity is None
            self._looked_count += not self._is_done
            if row is not None and self._matches(row):
                self._found.append(identity)
        left = "" if self._is_done else f", {self._looked_count:,} looked at"
        self._say(f"{len(self._found):,} of {self._count:,}{left}")
        if not self._is_done:
            self._timer = self.set_timer(SLICE_PAUSE_SECONDS, self._look)
        elif self._is_entered:
            self._mark()

    def _matches(self, row: Any) -> bool:
        fullmatch = self._pattern.fullmatch if self._pattern is not None else None
        return fullmatch is not None and any(fullmatch(text) for text in self._markable.mark_texts(row))

    def _say(self, remark: str) -> None:
        self.query_one(".mark--remark", Static).update(remark)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._is_done:
            self._mark()
        else:
            self._is_entered = True

    def _mark(self) -> None:
        self._is_entered = False
        if self._found:
            self._markable.mark(self._found)
            self._close()

    def action_leave(self) -> None:
        """Mark nothing."""
        self._close()

    def _close(self) -> None:
        self._markable.focus()
        self.remove()
