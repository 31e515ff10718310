"""Which columns a table of records has, in which order, and how its times are told: as chosen for a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from kafkatui.insight.search.field_path import parse_field
from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.model.plain_texts import plain_texts
from kafkatui.model.replacing import replace
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.chosen_columns import in_order
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column
from kafkatui.view.data_text import data_line, data_spans, name_text
from kafkatui.view.field_column import field_column
from kafkatui.view.record_time import TimeForm, time_column
from kafkatui.view.records_table import PREVIEW_CHARACTERS, RecordRow
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

Columns = Sequence[Column[RecordRow]]

HEADER_CHARACTERS = 80
"""Of one header's value, what a cell may show."""


def _header_values_cell(row: RecordRow) -> Cell:
    spans: list[Span] = []
    for name, value in row.record.headers:
        if sum(len(text) for text, _ in spans) > PREVIEW_CHARACTERS:
            break
        read = data_spans(row.reader.header(name).preview(value, HEADER_CHARACTERS), Tone.PLAIN)
        spans += [(f"{' ' if spans else ''}{name_text(name)}=", Tone.DIM), *read]
    return Cell(tuple(spans))


def _header_values_line(row: RecordRow) -> str:
    read = row.reader.header
    return " ".join(f"{name_text(name)}={data_line(read(name).decode(value))}" for name, value in row.record.headers)


EXTRA_COLUMNS: tuple[Column[RecordRow], ...] = (
    Column(
        "header_values",
        "Headers",
        "The headers themselves: name=value, in order.",
        cell=_header_values_cell,
        line=_header_values_line,
        min_width=8,
        max_width=60,
        gives_way=7,
        shrinks=True,
    ),
    number_column(
        "leader_epoch",
        "Epoch",
        "The leader epoch: how often the partition had changed its leader when the record was written.",
        lambda row: row.record.leader_epoch,
        min_width=1,
        gives_way=9,
    ),
    Column(
        "timestamp_type",
        "Stamp",
        "Whose time it is: create is the producer's, append the broker's (LogAppendTime).",
        cell=lambda row: text_cell(row.record.timestamp_type, Tone.DIM),
        json_name="timestamp_type",
        json_value=lambda row: row.record.timestamp_type or None,
        gives_way=9,
    ),
)
"""What a record has beside the columns shown when nothing was chosen."""


class RecordColumns(Struct, frozen=True):
    """What was chosen for the records of a topic.

    Attributes:
        order: ids of columns from left to right, shown or not; what is not among them stands where the table has it.
        hidden: of those the ones not shown.
        time: how times are told.
        fields: those of records that are columns of their own, by the names that expressions have for them.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    time: TimeForm = TimeForm.ABSOLUTE
    fields: tuple[str, ...] = ()

    def shows(self, column: Column[RecordRow]) -> bool:
        """Whether the column is shown."""
        if column.id in self.order:
            return column.id not in self.hidden
        return column not in EXTRA_COLUMNS

    def plain(self) -> dict[str, Any]:
        """The same as plain values, to be remembered."""
        return {
            "order": list(self.order),
            "hidden": sorted(self.hidden),
            "time": self.time.value,
            "fields": list(self.fields),
        }


def columns_of(plain: Mapping[str, Any]) -> RecordColumns:
    """What `RecordColumns.plain` gave; what makes no sense is left out."""
    try:
        time = TimeForm(plain.get("time"))
    except ValueError:
        time = TimeForm.ABSOLUTE
    hidden, fields = frozenset(plain_texts(plain.get("hidden"))), plain_texts(plain.get("fields"))
    order = plain_texts(plain.get("order"))
    return RecordColumns(order, hidden, time, tuple(each for each in fields if _is_field(each)))


def _is_field(name: str) -> bool:
    try:
        parse_field(name)
    except SearchSyntaxError:
        return False
    return True


def all_columns(base: TableDefinition[RecordRow], chosen: RecordColumns) -> list[Column[RecordRow]]:
    """Every column there is, shown or not, in the order chosen."""
    return in_order((*base.columns, *EXTRA_COLUMNS, *map(field_column, chosen.fields)), chosen.order)


def record_table(base: TableDefinition[RecordRow], chosen: RecordColumns) -> TableDefinition[RecordRow]:
    """The table with the columns chosen; `base` when none were."""
    if chosen == RecordColumns():
        return base
    shown = [column for column in all_columns(base, chosen) if chosen.shows(column)] or list(base.columns)
    columns = [_between_records(column, chosen) for column in shown]
    if not any(column.id == "value" for column in columns):
        columns[-1] = _with_notes(columns[-1])
    return replace(base, columns=columns)


def exported_table(base: TableDefinition[RecordRow], chosen: RecordColumns) -> TableDefinition[RecordRow]:
    """What is written to a file: the whole record, so that it can be imported, and what else is shown."""
    own = [column.id for column in base.columns]
    more = [column for column in all_columns(base, chosen) if column.id not in own and chosen.shows(column)]
    return replace(base, columns=[*base.columns, *(column for column in more if column.json_name)])


def _between_records(column: Column[RecordRow], chosen: RecordColumns) -> Column[RecordRow]:
    """The column as it is in a table with lines between records."""
    if column.id == "time":
        return time_column(column, chosen.time)
    if column not in EXTRA_COLUMNS:
        return column
    draw = column.cell
    return replace(column, cell=lambda row: EMPTY_CELL if row.record.note else draw(row))


def _with_notes(column: Column[RecordRow]) -> Column[RecordRow]:
    """The column that says what happened to the topic, where the value does not."""
    draw = column.cell
    return replace(
        column, cell=lambda row: cell(f"── {row.record.note} ──", Tone.WARNING) if row.record.note else draw(row)
    )
