"""Where the filter of records is typed: the same expressions as for a search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.message import Message

from kafkatui.insight.search.search import Search, compile_search
from kafkatui.tui.chrome.filter_bar import FilterBar


class RecordFilterBar(FilterBar):
    """The filter of records that are followed; whole keys, values and headers are looked at."""

    grammar: ClassVar[str] = "text  key:text  value.user.id = 42  header.NAME:text  /regex/  and or not"

    @dataclass
    class Searched(Message):
        """The expression to filter by, None for all records."""

        search: Search | None

    def compiled(self, text: str) -> Message:
        """The expression, made ready.

        Raises:
            UsageError: it cannot be meant.
        """
        return self.Searched(compile_search(text, datetime.now().astimezone()) if text.strip() else None)
