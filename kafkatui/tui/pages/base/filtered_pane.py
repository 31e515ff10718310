"""A tab with a table and the filter below it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from textual import on

from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.span import Span, Tone


class FilteredPane(Pane):
    """Filter and marks of one table, and how Esc takes them back. A subclass makes the table and composes it."""

    can_filter = True

    table: VirtualTable[Any] | RingTable[Any]

    def focus_main(self) -> None:
        self.table.focus()

    def start_filter(self) -> None:
        self.query_one(FilterBar).open()

    @on(FilterBar.Changed)
    def _apply_filter(self, event: FilterBar.Changed) -> None:
        event.stop()
        chosen = event.filter
        find = chosen.find_parts if self.table.definition.shown_text else chosen.find
        self.table.set_filter(None if chosen.is_empty else chosen.matches, chosen.text, find)
        self.on_filter(chosen.text)

    @abstractmethod
    def on_filter(self, text: str) -> None:
        """The table is filtered by `text` now."""

    @on(FilterBar.Left)
    def _leave_filter(self, event: FilterBar.Left) -> None:
        event.stop()
        self.table.focus()

    def leave(self) -> bool:
        bar = self.query_one(FilterBar)
        if bar.text:
            bar.clear()
            return True
        if self.table.mark_count:
            self.table.clear_marks()
            return True
        return False

    def marked_spans(self) -> Sequence[Span]:
        """How many rows are marked, for the foot."""
        marked = self.table.mark_count
        return [(f" · {marked:,} marked", Tone.BRIGHT)] if marked else []
