"""Ctrl+R in the line of a search: the saved and the earlier ones."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from kafkatui.session.memory import Memory
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.cell import cell
from kafkatui.view.searches_table import SEARCHES_TABLE, SearchChoice, search_rows
from kafkatui.view.span import Tone


class SearchesScreen(ChoiceScreen[SearchChoice, str]):
    """An input with the expressions that hold what is typed below; gives the one taken.

    Args:
        memory: the cluster's: where they are kept.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("searches.save", before_input=True)

    def __init__(self, memory: Memory) -> None:
        super().__init__(SEARCHES_TABLE, "Searches", "⏎ takes one · Ctrl+S saves it, or no longer · some of its text")
        self._memory = memory
        self._wanted = ""
        self.table.set_placeholder([cell("Nothing like that was searched for.", Tone.DIM)])

    def show_choices(self, typed: str) -> None:
        self._wanted = typed
        self.table.set_rows(search_rows(self._memory.saved_searches, self._memory.searches, typed))
        self.table.action_first()

    def result_of(self, row: SearchChoice) -> str:
        return row.text

    def action_save(self) -> None:
        """Keep the expression under the cursor until this is pressed again."""
        row = self.table.cursor_row
        if row is not None:
            self._memory.save_search(row.text, is_saved=not row.is_saved)
            self.table.set_rows(search_rows(self._memory.saved_searches, self._memory.searches, self._wanted))
            self.table.move_cursor_to(row.text)
