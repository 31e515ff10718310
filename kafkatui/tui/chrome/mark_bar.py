"""Where the regular expression of `*` is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from kafkatui.session.tasks import TaskControl
from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.long_work import LongWork, in_slices
from kafkatui.tui.widgets.markable import Markable

SLICE_SECONDS = 0.002
"""How long one slice of looking lasts."""

SAY_SECONDS = 0.1
"""How often it is said how many were found so far."""


class MarkBar(Horizontal):
    """An input below a list: Enter marks what is shown of which the expression matches a text in full.

    They are looked through in a task; Enter marks when all have been looked at.

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
        self._looking = LongWork(self)
        self._found: list[Any] = []
        self._count = 0
        self._is_done = self._is_entered = False

    def compose(self) -> ComposeResult:
        subject = self._markable.mark_subject
        yield Static("*", classes="mark--sign")
        yield Input(placeholder=f"regular expression that matches all of {subject}; Enter marks")
        yield Static("", classes="mark--remark", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.set_interval(SAY_SECONDS, self._say_so_far)

    def on_unmount(self) -> None:
        self._looking.cancel()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look_for(event.value)

    def _look_for(self, text: str) -> None:
        """Begin to look for the rows that `text` matches, or say what is wrong with it."""
        self._looking.cancel()
        self._found, self._is_entered, pattern, problem = [], False, None, ""
        try:
            pattern = re.compile(text) if text else None
        except re.error as error:
            problem = f"{error.msg} at {(error.pos or 0) + 1}"
        self.set_class(bool(problem), "-problem")
        self._is_done = pattern is None
        if pattern is None:
            self._say(problem)
            return
        found, markable, count = self._found, self._markable, self._markable.line_count
        slices = found_in_slices(markable, markable.shown_items(), pattern, found)
        self._count = count

        def work(control: TaskControl) -> list[Any]:
            in_slices(control, slices, count, "rows")
            return found

        self._looking.start(f"Look through {count:,} rows for {text}", work, self._take)

    def _take(self, found: list[Any] | None) -> None:
        if found is None:
            return
        self._is_done = True
        self._say(f"{len(found):,} of {self._count:,}")
        if self._is_entered:
            self._mark()

    def _say_so_far(self) -> None:
        if self._looking.is_running and not self._is_done:
            self._say(f"{len(self._found):,} of {self._count:,}, looking …")

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


def found_in_slices(
    markable: Markable, items: Iterable[tuple[Any, Any]], pattern: re.Pattern[str], found: list[Any]
) -> Iterator[int]:
    """Fill `found` with the identities of rows that `pattern` matches; gives slice by slice how many were looked at."""
    until = perf_counter() + SLICE_SECONDS
    done = 0
    for done, (identity, row) in enumerate(items, start=1):
        if row is not None and any(pattern.fullmatch(text) for text in markable.mark_texts(row)):
            found.append(identity)
        if perf_counter() >= until:  # a single row may be megabytes
            yield done
            until = perf_counter() + SLICE_SECONDS
    yield done
