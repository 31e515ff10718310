"""The completions of `:` as a table."""

from __future__ import annotations

from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.goto import Completion
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

GOTO_TABLE: TableDefinition[Completion] = TableDefinition(
    id="goto",
    noun="place",
    noun_plural="places",
    columns=[
        Column("text", "Place", "What to type.", cell=lambda row: text_cell(row.text), min_width=30, grow=1),
        Column("remark", "What it is", "What it is.", cell=lambda row: text_cell(row.remark, Tone.DIM)),
    ],
    key=lambda row: row.text,
    filter_text=lambda row: row.text,
)
