"""A line below a dialog's list: all of what the line under its cursor has no room for."""

from __future__ import annotations

from typing import Any

from textual.widgets import Static

from kafkatui.tui.content import to_content
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.span import Span, Tone


class CutCells(Static):
    """Says what is cut; it is not there before something is, and then keeps its room, so that nothing jumps."""

    DEFAULT_CSS = """
    CutCells { height: auto; min-height: 2; max-height: 4; color: $dim; margin-top: 1; display: none; }
    CutCells.-some { display: block; }
    """

    def tell(self, table: TableView[Any]) -> None:
        """Say what is cut of the line under the cursor of `table`."""
        spans: list[Span] = []
        for cell in table.cut_cells():
            spans += [*([(" · ", Tone.DIM)] if spans else []), *((text.strip(" "), tone) for text, tone in cell.spans)]
        self.update(to_content(spans))
        if spans:
            self.add_class("-some")
