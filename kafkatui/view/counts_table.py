"""The table of counted records."""

from __future__ import annotations

from kafkatui.report.record_counts import CountRow
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import MISSING_MARK, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def _counted(value: int, row: CountRow, tone: Tone = Tone.PLAIN) -> Cell:
    spans = [(numbers.count(value), tone if value else Tone.DIM)]
    if row.problem:
        spans.append((f" {MISSING_MARK}", Tone.WARNING))
    return Cell(tuple(spans))


def _number(id_: str, title: str, sentence: str, name: str, tone: Tone = Tone.PLAIN) -> Column[CountRow]:
    return Column(
        id_,
        title,
        sentence,
        cell=lambda row: _counted(getattr(row.count, name), row, tone),
        sort_key=lambda row: getattr(row.count, name),
        json_name=id_,
        json_value=lambda row: getattr(row.count, name),
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
        _number("records", "Records", "What a consumer that reads only what is committed is given, counted from the "
                "headings of the batches.", "records", Tone.BRIGHT),
        _number("open", "Open", "Records behind the last stable offset: whether their transactions are committed is "
                "not decided.", "open"),
        _number("aborted", "Aborted", "Records of transactions that were taken back.", "aborted"),
        _number("markers", "Markers", "Commit and abort markers, which no consumer is given.", "markers"),
        _number("missing", "Holes", "Offsets with nothing in them: compacted away, or never used.", "missing"),
        _number("offsets", "Offsets", "End minus begin: what other tools call the number of records.", "offsets"),
        _number("batches", "Batches", "Batches that hold all of them.", "batches"),
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
