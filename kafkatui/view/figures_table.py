"""The table of a broker's JMX figures."""

from __future__ import annotations

from kafkatui.model.broker_figures import FigureUnit
from kafkatui.model.place import PlaceKind
from kafkatui.report.broker_figures import FigureRow
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def figure_text(row: FigureRow) -> str:
    """The figure with its unit; `?` when it was not told."""
    value = row.value
    if value is None:
        return "?"
    match row.figure.unit:
        case FigureUnit.PER_SECOND:
            return numbers.rate(value)
        case FigureUnit.BYTES_PER_SECOND:
            return f"{numbers.size(round(value))}/s"
        case FigureUnit.SHARE:
            return numbers.percent(value)
        case FigureUnit.MILLISECONDS:
            return numbers.latency(value / 1000)
        case FigureUnit.BYTES:
            return numbers.size(round(value))
    return numbers.count(round(value))


def _value_cell(row: FigureRow) -> Cell:
    if row.value is None:
        return cell("?", Tone.DIM)
    return cell(figure_text(row), Tone.WARNING if row.is_wrong else Tone.BRIGHT)


PARTITIONS_STEP = NextStep(
    "See which partitions these are, and which brokers are missing: :partitions.",
    page=PlaceKind.CLUSTER,
    tab="partitions",
)


def _next_step(row: FigureRow) -> str:
    if not row.is_wrong:
        return ""
    if row.figure.unit is FigureUnit.SHARE:
        return (
            "Its threads are busy: see who sends or asks so much, move leaders away, or give it more of them (Config)."
        )
    return PARTITIONS_STEP


FIGURES_TABLE: TableDefinition[FigureRow] = TableDefinition(
    id="figures",
    noun="figure",
    noun_plural="figures",
    columns=[
        text_column("figure", "Figure", "What is counted.", lambda row: row.figure.title, min_width=12, max_width=24),
        Column(
            "value",
            "Value",
            "As the broker's Java machine tells it; ? where it does not.",
            cell=_value_cell,
            sort_key=lambda row: row.value,
            json_name="value",
            json_value=lambda row: row.value,
            align=Align.RIGHT,
            min_width=9,
            max_width=16,
        ),
        Column(
            "meaning",
            "Meaning",
            "What it says; where it is not told, why.",
            cell=lambda row: cell(row.reason or row.figure.help, Tone.DIM),
            sort_key=lambda row: row.reason or row.figure.help,
            json_name="meaning",
            json_value=lambda row: row.reason or row.figure.help,
            min_width=20,
            max_width=110,
            grow=1,
        ),
    ],
    key=lambda row: row.figure.name,
    filter_text=lambda row: f"{row.figure.title} {row.figure.name} {row.figure.help}",
    is_wrong=lambda row: row.is_wrong,
    next_step=_next_step,
)
"""Rows are `FigureRow`s."""
