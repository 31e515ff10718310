"""`u` — what was changed in this cluster, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.journal import JournalEntry
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.journal_table import JOURNAL_TABLE


class UndoScreen(ChoiceScreen[JournalEntry, JournalEntry]):
    """Gives the change to take back; what undoing it would do is shown before it is done.

    Args:
        entries: the journal, newest first.
    """

    DEFAULT_CSS = """
    UndoScreen > Vertical { width: 130; }
    """

    def __init__(self, entries: Sequence[JournalEntry]) -> None:
        super().__init__(JOURNAL_TABLE.without("id"), "Undo · what was changed here, newest first", "type to find")
        self._entries = entries

    def show_choices(self, typed: str) -> None:
        words = typed.lower().split()
        self.table.set_rows([entry for entry in self._entries if all(word in entry.summary.lower() for word in words)])

    def result_of(self, row: JournalEntry) -> JournalEntry:
        return row
