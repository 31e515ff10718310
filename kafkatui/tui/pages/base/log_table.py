"""The table of a log's lines: a filter and a least level together."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from kafkatui.model.server_log import LogLevel, LogLine
from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.match_ranges import Find
from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.view.table import TableDefinition

Holds = Callable[[LogLine], bool]


class LogTable(RingTable[LogLine]):
    """Lines of a log; the space bar belongs to the page, `v` marks."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("pause")]

    def __init__(self, definition: TableDefinition[LogLine]) -> None:
        super().__init__(definition)
        self.least: LogLevel | None = None
        self._typed: tuple[Holds | None, str, Find | None] = (None, "", None)

    def set_row_filter(self, holds: Holds | None, text: str = "", find: Find | None = None) -> None:
        self._typed = (holds, text, find)
        self._filter()

    def set_least(self, least: LogLevel | None) -> None:
        """Show only lines that matter so much; None for all."""
        self.least = least
        self._filter()

    def _filter(self) -> None:
        holds, text, find = self._typed
        least = self.least
        if least is None:
            super().set_row_filter(holds, text, find)
        else:
            super().set_row_filter(lambda line: line.is_at_least(least) and (holds is None or holds(line)), text, find)
