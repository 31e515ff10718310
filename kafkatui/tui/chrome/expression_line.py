"""The line where an expression is typed: Tab completes it, Ctrl+R brings back saved and earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from kafkatui.insight.search.known_fields import KnownFields
from kafkatui.session.memory import Memory
from kafkatui.tui.chrome.completer import Completer
from kafkatui.tui.keys import bindings
from kafkatui.view.span import Span


class ExpressionLine(Input):
    """An input for the expressions of a search and of a filter of records.

    Args:
        memory: the cluster's: where expressions are kept.
        known: the fields of the records at hand, to be offered.
        placeholder: what may be typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "dialog.complete", "searches", actions={"dialog.complete": "complete"}
    )

    def __init__(self, memory: Memory, known: Callable[[], KnownFields], placeholder: str) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False)
        self._memory = memory
        self._completer = Completer(known)

    def hint(self) -> Sequence[Span]:
        """What Tab would take, and what else fits, while it is being typed."""
        return self._completer.hint(self.value, self.cursor_position) if self.has_focus else ()

    def put(self, text: str) -> None:
        """Show an expression, the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)

    def action_complete(self) -> None:
        """Take what fits, or the next that does; where nothing fits Tab goes on to the next pane."""
        made = self._completer.take(self.value, self.cursor_position)
        if made is None:
            self.screen.focus_next()
        else:
            self.value, self.cursor_position = made

    def action_searches(self) -> None:
        """Take one of the saved and the earlier expressions."""
        from kafkatui.tui.screens.searches import SearchesScreen

        self.app.push_screen(SearchesScreen(self._memory), self._take_search)

    def _take_search(self, text: str | None) -> None:
        if text is not None:
            self.put(text)
        self.focus()
