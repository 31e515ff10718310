"""Where the filter of records is typed: the same expressions as for a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.message import Message
from textual.widgets import Input

from kafkatui.insight.search.known_fields import KnownFields
from kafkatui.insight.search.search import Search, compile_search
from kafkatui.session.memory import Memory
from kafkatui.tui.chrome.expression_line import ExpressionLine
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.view.span import Span


class RecordFilterBar(FilterBar):
    """The filter of records that are followed; whole keys, values and headers are looked at.

    Args:
        memory: the cluster's: where expressions are kept.
        known: the fields of the records at hand, to be offered.
    """

    grammar: ClassVar[str] = "text  key:text  value.user.id = 42  header.NAME:text  /regex/  and or not"

    @dataclass
    class Searched(Message):
        """The expression to filter by, None for all records."""

        search: Search | None

    def __init__(self, memory: Memory, known: Callable[[], KnownFields]) -> None:
        super().__init__()
        self._memory = memory
        self._known = known

    def line(self) -> Input:
        return ExpressionLine(self._memory, self._known, self.grammar)

    def hint(self) -> Sequence[Span]:
        return self.query_one(ExpressionLine).hint()

    def compiled(self, text: str) -> Message:
        """The expression, made ready.

        Raises:
            UsageError: it cannot be meant.
        """
        return self.Searched(compile_search(text, datetime.now().astimezone()) if text.strip() else None)
