"""The table of topics, whose prefixes open to the right and fold to the left."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from kafkatui.report.topic_prefixes import PrefixRow
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.topic_prefixes_table import TopicLine


class FoldingTable(VirtualTable[TopicLine]):
    """→ on a prefix opens it, ← folds it, or the one that the topic is in; else they scroll sideways."""

    fold_of: Callable[[str], str | None] = staticmethod(lambda _: None)
    """The line that has what another one had, by their keys, now that it is folded or is no more."""

    def instead_of(self, key: str) -> str | None:
        return self.fold_of(key)

    class Turned(Message):
        """The line under the cursor is to be opened, or folded."""

        def __init__(self, row: TopicLine, *, is_open: bool) -> None:
            super().__init__()
            self.row = row
            self.is_open = is_open

    def action_scroll_columns(self, distance: int) -> None:
        row = self.cursor_row
        opens = distance > 0 and isinstance(row, PrefixRow) and not row.prefix.is_open
        if row is not None and (opens or (distance < 0 and self.column_offset == 0 and _can_fold(row))):
            self.post_message(self.Turned(row, is_open=opens))
        else:
            super().action_scroll_columns(distance)


def _can_fold(row: TopicLine) -> bool:
    if isinstance(row, PrefixRow):
        return row.prefix.is_open or row.prefix.depth > 0
    return row.depth > 0
