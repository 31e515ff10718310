"""The table of counted records."""

from __future__ import annotations

from kafkatui.model.plan import PlanColumn
from kafkatui.report.record_counts import COUNTED, CountRow
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import MISSING_MARK, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def _counted(value: int, row: CountRow, tone: Tone) -> Cell:
    spans = [(numbers.count(value), tone if value else Tone.DIM)]
    if row.problem:
        spans.append((f" {MISSING_MARK}", Tone.WARNING))
    return Cell(tuple(spans))


def _figure(column: PlanColumn) -> Column[CountRow]:
    tone = Tone.BRIGHT if column.name == "records" else Tone.PLAIN

    def value(row: CountRow) -> int:
        figure: int = getattr(row.count, column.name)
        return figure

    return Column(
        column.name,
        column.title,
        column.help,
        cell=lambda row: _counted(value(row), row, tone),
        sort_key=value,
        json_name=column.name,
        json_value=value,
        align=Align.RIGHT,
    )


COUNTS_TABLE: TableDefinition[CountRow] = TableDefinition(
    id="counts",
    noun="topic",
    noun_plural="topics",
    columns=(
        Column(
            "topic", "Topic", "The topic.", cell=lambda row: text_cell(row.topic, Tone.BRIGHT),
            sort_key=lambda row: row.topic, json_name="topic", json_value=lambda row: row.topic, min_width=12,
            max_width=60,
        ),
        *map(_figure, COUNTED),
        Column(
            "problem", "", "Why some records are not in the count.",
            cell=lambda row: cell(row.problem, Tone.WARNING), json_name="problem",
            json_value=lambda row: row.problem or None, min_width=0, max_width=60,
        ),
    ),
    key=lambda row: row.topic,
    filter_text=lambda row: row.topic,
    is_wrong=lambda row: bool(row.problem),
)  # fmt: skip
