"""The table of a topic's analysis."""

from __future__ import annotations

from typing import Any

from kafkatui.codec.sanitise import sanitise
from kafkatui.report.topic_analysis import Accuracy, AnalysisRow, Unit, Value
from kafkatui.view import numbers
from kafkatui.view.bar import bar
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import FAILED
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

BAR_CELLS = 8

_MARKS = {Accuracy.EXACT: "", Accuracy.ESTIMATE: "≈", Accuracy.NEAR: "≈", Accuracy.AT_LEAST: "≥"}


def shown(value: Value, unit: Unit) -> str:
    """A figure as people read it."""
    if value is None:
        return FAILED
    if isinstance(value, str) or unit is Unit.TEXT:
        return str(value)
    match unit:
        case Unit.BYTES:
            return numbers.size(round(value))
        case Unit.TIME:
            return numbers.timestamp(int(value))
        case Unit.DURATION:
            return numbers.duration(value / 1000)
        case Unit.RATIO:
            return f"{value:,.2f}×"
    return numbers.count(value) if isinstance(value, int) else f"{value:,.1f}"


def label(row: AnalysisRow) -> str:
    """What is told, with which one: "partition 3", "64 B – 127 B"."""
    if row.of is None:
        return row.figure
    if row.until is None:
        return f"{row.figure} {row.of}"
    if row.of_unit is Unit.TIME:
        return f"from {shown(row.of, Unit.TIME)}"
    return shown(row.of, row.of_unit) if row.of == row.until else f"{row.of:,} – {row.until:,} B"


def _value_cell(row: AnalysisRow) -> Cell:
    if row.value is None:
        return EMPTY_CELL
    tone = Tone.DIM if row.value == 0 else Tone.WARNING if row.is_wrong else Tone.BRIGHT
    mark = _MARKS[row.accuracy]
    spans: list[Span] = [(f"{mark} ", Tone.WARNING)] if mark else []
    return Cell((*spans, (shown(row.value, row.unit), tone)))


def _share_cell(row: AnalysisRow) -> Cell:
    if row.share is None or not row.value:
        return EMPTY_CELL
    return cell(f"{bar(row.share, 1.0, BAR_CELLS)} {numbers.percent(row.share):>5}", Tone.KAFKA)


def _rest_cell(row: AnalysisRow) -> Cell:
    spans: list[Span] = []
    for detail in row.details:
        if spans:
            spans.append((" · ", Tone.DIM))
        spans += [(f"{detail.name} ", Tone.DIM), (shown(detail.value, detail.unit), Tone.PLAIN)]
    if row.help:
        spans.append((f"{'  ' if spans else ''}{sanitise(row.help)}", Tone.WARNING if row.is_wrong else Tone.DIM))
    return Cell(tuple(spans))


def _plain(value: Value, unit: Unit) -> Any:
    return numbers.iso_timestamp(int(value)) if unit is Unit.TIME and isinstance(value, int) else value


def _details(row: AnalysisRow) -> dict[str, Any] | None:
    found = {each.name.replace(" ", "_"): _plain(each.value, each.unit) for each in row.details}
    return found or None


def _sort_key(row: AnalysisRow) -> float | None:
    return row.value if isinstance(row.value, int | float) else None


def _next_step(row: AnalysisRow) -> str:
    if not row.is_wrong:
        return ""
    if row.section == "partitions":
        return "See who leads it and whether that broker answers (Partitions), then read again: A."
    return "Read the topic with another decoder (t on Messages), or find who wrote them: producers stand below."


ANALYSIS_TABLE: TableDefinition[AnalysisRow] = TableDefinition(
    id="analysis",
    noun="figure",
    noun_plural="figures",
    columns=(
        text_column("topic", "Topic", "The topic.", lambda row: row.topic, min_width=12),
        text_column("section", "About", "What the figure is about.", lambda row: row.section,
                    tone=lambda row: Tone.KAFKA, min_width=7, max_width=10),
        Column(
            "figure", "Figure", "What is told; bars of a histogram by where they begin and end, of sizes in bytes.",
            cell=lambda row: cell(sanitise(label(row)), Tone.WARNING if row.is_wrong else Tone.PLAIN),
            sort_key=lambda row: label(row).lower(), json_name="figure", json_value=lambda row: row.figure,
            json_marks=(("of", lambda row: _plain(row.of, row.of_unit)),
                        ("until", lambda row: _plain(row.until, row.of_unit))),
            min_width=12, max_width=44,
        ),
        Column(
            "value", "Value", "The figure; ≈ is near and ≥ at least, since too many were different to keep them all.",
            cell=_value_cell, align=Align.RIGHT, sort_key=_sort_key, json_name="value",
            json_value=lambda row: _plain(row.value, row.unit),
            json_marks=(("unit", lambda row: row.unit.value), ("accuracy", lambda row: row.accuracy.value or "exact")),
            min_width=8, max_width=26,
        ),
        Column(
            "share", "Share", "Of the records read; of a histogram's bar of all its bars.", cell=_share_cell,
            sort_key=lambda row: row.share, json_name="share",
            json_value=lambda row: None if row.share is None else round(row.share, 6), min_width=6,
            max_width=BAR_CELLS + 6,
        ),
        Column(
            "rest", "", "What belongs to it, and what it means.", cell=_rest_cell, json_name="details",
            json_value=_details,
            json_remarks=(("problem", lambda row: row.help if row.is_wrong else None),),
            min_width=10, max_width=160, grow=1,
        ),
    ),
    key=lambda row: f"{row.topic} {row.section} {row.figure} {row.of}",
    filter_text=lambda row: f"{row.section} {label(row)} {row.help}",
    is_wrong=lambda row: row.is_wrong,
    next_step=_next_step,
    naming=("figure",),
)  # fmt: skip
"""Several topics; on one topic's own page the first column says nothing."""
