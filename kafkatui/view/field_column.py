"""A field of a record as a column of its own: `value.user.id`."""

from __future__ import annotations

from typing import Any

from kafkatui.insight.search.field_path import field_text, field_value, parse_field
from kafkatui.insight.search.subject import MISSING, SearchedRecord
from kafkatui.insight.search.syntax import Field, FieldKind
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.data_text import NULL_TEXT
from kafkatui.view.records_table import PREVIEW_CHARACTERS, RecordRow
from kafkatui.view.span import Tone

MOST_BYTES = 262_144
"""Larger keys and values are not taken apart for a cell, which must not hold the screen up; for a file they are."""


def field_column(name: str) -> Column[RecordRow]:
    """The column of a field, as an expression names it.

    Raises:
        SearchSyntaxError: it names none.
    """
    field = parse_field(name)

    def found(row: RecordRow) -> Any:
        if row.record.note:
            return MISSING
        return field_value(field, SearchedRecord(row.record, row.reader, waits=False))

    return Column(
        id=name,
        title=name,
        help=f"The field {name} of the record; empty where there is none.",
        cell=lambda row: cell("…", Tone.DIM) if _is_too_large(field, row) else _cell(found(row)),
        json_name=name,
        json_value=lambda row: None if (value := found(row)) is MISSING else value,
        line=lambda row: text_cell(field_text(found(row))).text,
        text=lambda row: field_text(found(row)),
        min_width=6,
        max_width=40,
        shrinks=True,
    )


def _is_too_large(field: Field, row: RecordRow) -> bool:
    if field.kind is FieldKind.HEADER:
        return False
    data = row.record.key if field.kind is FieldKind.KEY else row.record.value
    return data is not None and len(data) > MOST_BYTES


def _cell(value: Any) -> Cell:
    if value is MISSING:
        return EMPTY_CELL
    if value is None:
        return cell(NULL_TEXT, Tone.DIM)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return text_cell(field_text(value)[:PREVIEW_CHARACTERS], Tone.NUMBER if is_number else Tone.PLAIN)
