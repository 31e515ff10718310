"""Where the filter of records is typed: the same expressions as for a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from kafkatui.insight.search.known_fields import KnownFields
from kafkatui.insight.search.search import Search, compile_search
from kafkatui.session.memory import Memory
from kafkatui.tui.chrome.completer import Completer
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.searches import SearchesScreen
from kafkatui.view.span import Span


class RecordFilterBar(FilterBar):
    """The filter of records that are followed; whole keys, values and headers are looked at.

    Args:
        memory: the cluster's: where expressions are kept.
        known: the fields of the records at hand, to be offered.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "dialog.complete", "searches", actions={"dialog.complete": "complete"}
    )

    grammar: ClassVar[str] = "text  key:text  value.user.id = 42  header.NAME:text  /regex/  and or not"

    @dataclass
    class Searched(Message):
        """The expression to filter by, None for all records."""

        search: Search | None

    def __init__(self, memory: Memory, known: Callable[[], KnownFields]) -> None:
        super().__init__()
        self._memory = memory
        self._completer = Completer(known)

    def hint(self) -> Sequence[Span]:
        line = self.query_one(Input)
        return self._completer.hint(line.value, line.cursor_position) if line.has_focus else ()

    def action_searches(self) -> None:
        """Take one of the saved and the earlier expressions."""
        self.app.push_screen(SearchesScreen(self._memory), self._take_search)

    def _take_search(self, text: str | None) -> None:
        if text is not None:
            self.put(text)
        self.open()

    def action_complete(self) -> None:
        """Take what fits, or the next that does; where nothing fits Tab goes on to the next pane."""
        line = self.query_one(Input)
        made = self._completer.take(line.value, line.cursor_position)
        if made is None:
            self.screen.focus_next()
        else:
            line.value, line.cursor_position = made

    def compiled(self, text: str) -> Message:
        """The expression, made ready.

        Raises:
            UsageError: it cannot be meant.
        """
        return self.Searched(compile_search(text, datetime.now().astimezone()) if text.strip() else None)
