"""The columns of a table of records as a table, to be chosen from."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.codec.sanitise import sanitise
from kafkatui.view.cell import Cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


class ColumnChoice(Struct, frozen=True):
    """A column that is shown or not.

    Attributes:
        is_fixed: whether it is always shown, as it tells which row it is.
    """

    id: str
    title: str
    help: str
    is_shown: bool
    is_fixed: bool = False


def _title_cell(row: ColumnChoice) -> Cell:
    check = ("✓ ", Tone.DIM if row.is_fixed else Tone.KAFKA) if row.is_shown else ("· ", Tone.DIM)
    return Cell((check, (sanitise(row.title), Tone.BRIGHT if row.is_shown else Tone.DIM)))


COLUMNS_TABLE: TableDefinition[ColumnChoice] = TableDefinition(
    id="columns",
    noun="column",
    noun_plural="columns",
    columns=[
        Column("title", "Column", "Its heading; ✓ is shown.", cell=_title_cell, min_width=12, max_width=40),
        Column("help", "Shows", "What it shows.", cell=lambda row: text_cell(row.help, Tone.DIM), max_width=200),
    ],
    key=lambda row: row.id,
    filter_text=lambda row: row.title,
)
