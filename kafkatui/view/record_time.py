"""How a table of records tells times: as they are, how long ago, or how long after the record above."""

from __future__ import annotations

import time
from enum import Enum

from kafkatui.model.replacing import replace
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.column import Align, Column
from kafkatui.view.records_table import RecordRow
from kafkatui.view.span import Tone

EXACT_BELOW_MS = 10_000
"""Shorter differences are told to the millisecond."""


class TimeForm(Enum):
    """How times are told."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    DELTA = "delta"


def time_column(column: Column[RecordRow], form: TimeForm) -> Column[RecordRow]:
    """The column of absolute times, or one that tells the same otherwise; what is written to a file stays absolute."""
    draw = column.cell
    match form:
        case TimeForm.ABSOLUTE:
            return column
        case TimeForm.RELATIVE:
            show, title = _ago_cell, "Age"
            help_text = "How long ago the record was made, or appended if the topic says so."
        case TimeForm.DELTA:
            show, title = _delta_cell, "Δ time"
            help_text = "How long after the record above it was made; before it, with a minus."

    def other_cell(row: RecordRow) -> Cell:
        is_note = bool(row.record.note) and row.marker is None
        return draw(row) if is_note or row.record.timestamp_ms is None else show(row)

    return replace(
        column,
        title=title,
        help=help_text,
        cell=other_cell,
        line=lambda row: draw(row).text,
        align=Align.RIGHT,
        min_width=7,
    )


def ago_text(seconds: float) -> str:
    """ "3s ago"; what lies ahead is "in 2m"."""
    return f"in {numbers.age(-seconds)}" if seconds <= -1 else f"{numbers.age(seconds)} ago"


def delta_text(milliseconds: int) -> str:
    """ "+0.012 s", "+2m14s", "-0.500 s"."""
    if abs(milliseconds) < EXACT_BELOW_MS:
        return f"{milliseconds / 1_000:+.3f} s"
    return f"{'-' if milliseconds < 0 else '+'}{numbers.duration(abs(milliseconds) / 1_000)}"


def _ago_cell(row: RecordRow) -> Cell:
    return cell(ago_text(time.time() - (row.record.timestamp_ms or 0) / 1_000), Tone.DIM)


def _delta_cell(row: RecordRow) -> Cell:
    if row.above_ms is None or row.record.timestamp_ms is None:
        return EMPTY_CELL
    return cell(delta_text(row.record.timestamp_ms - row.above_ms), Tone.DIM)
