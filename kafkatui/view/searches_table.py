"""The expressions that were searched for as a table: those that were saved first."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.view.cell import cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


class SearchChoice(Struct, frozen=True):
    """An expression, and whether it is kept until it is taken away."""

    text: str
    is_saved: bool


SEARCHES_TABLE: TableDefinition[SearchChoice] = TableDefinition(
    id="searches",
    noun="search",
    noun_plural="searches",
    columns=[
        Column(
            "saved", "", "★ where it was saved.", cell=lambda row: cell("★" if row.is_saved else " ", Tone.KAFKA),
            min_width=1,
        ),
        Column("text", "Expression", "What was typed.", cell=lambda row: text_cell(row.text), min_width=30, grow=1),
    ],
    key=lambda row: row.text,
    filter_text=lambda row: row.text,
)  # fmt: skip


def search_rows(saved: Sequence[str], earlier: Sequence[str], typed: str) -> list[SearchChoice]:
    """The saved ones and, the newest first, the others, that hold what was typed in any case."""
    lowered = typed.strip().lower()
    rows = [SearchChoice(text, is_saved=True) for text in saved]
    rows += [SearchChoice(text, is_saved=False) for text in earlier if text not in saved]
    return [row for row in rows if lowered in row.text.lower()]
