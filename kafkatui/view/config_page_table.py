"""A configuration as its page lists it: what is set here first, values as people say them, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.config_values import in_words
from kafkatui.model.replacing import replace
from kafkatui.report.config_explained import ExplainedRow
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.column import Column
from kafkatui.view.configs_table import is_hidden, marks_text, shown_default, shown_value
from kafkatui.view.explained_table import EXPLAINED_TABLE
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

ROUNDED = "≈"
"""What `in_words` begins with where the words are not all of the number."""

VALUE_WIDTH, DEFAULT_WIDTH, SENTENCE_WIDTH = 44, 24, 24
"""Cells a value and a default take at most, and a sentence at least: it is whole below, and → reads it on."""


def _words(row: ExplainedRow, value: str | None) -> str:
    return "" if is_hidden(row.entry) else in_words(row.entry.name, value)


def _value_cell(row: ExplainedRow) -> Cell:
    """ "7 d"; the number is told below, and beside words that are rounded."""
    words = _words(row, row.entry.value)
    if not words:
        return EXPLAINED_TABLE.column("value").cell(row)
    number = ((f" {row.entry.value}", Tone.DIM),) if words.startswith(ROUNDED) else ()
    return Cell(((words, Tone.BRIGHT if row.entry.is_own else Tone.DIM), *number))


def _default_cell(row: ExplainedRow) -> Cell:
    words = _words(row, row.entry.default)
    return cell(words, Tone.DIM) if words and row.entry.is_own else EXPLAINED_TABLE.column("default").cell(row)


def _sentence_cell(row: ExplainedRow) -> Cell:
    return cell(sanitise(row.sentence), Tone.DIM) if row.sentence else EMPTY_CELL


def _filter_text(row: ExplainedRow) -> str:
    entry = row.entry
    shown = shown_value(entry) or ""
    return f"{entry.name} {_words(row, entry.value)} {shown} {entry.source} {row.sentence}"


_CHANGED: dict[str, Callable[[Column[ExplainedRow]], Column[ExplainedRow]]] = {
    "name": lambda column: replace(column, max_width=48),
    "value": lambda column: replace(
        column, cell=_value_cell, text=lambda row: shown_value(row.entry) or "", max_width=VALUE_WIDTH, grow=0
    ),
    "default": lambda column: replace(column, cell=_default_cell, max_width=DEFAULT_WIDTH),
    "sentence": lambda column: replace(column, title="About", cell=_sentence_cell, min_width=SENTENCE_WIDTH, grow=1),
}


def _page_column(column_id: str) -> Column[ExplainedRow]:
    column = EXPLAINED_TABLE.column(column_id)
    change = _CHANGED.get(column_id)
    return column if change is None else change(column)


CONFIG_PAGE_TABLE: TableDefinition[ExplainedRow] = TableDefinition(
    id="config_page",
    noun="property",
    noun_plural="properties",
    columns=[_page_column(each) for each in ("name", "value", "source", "default", "marks", "sentence")],
    key=lambda row: row.entry.name,
    filter_text=_filter_text,
    is_wrong=lambda row: row.entry.is_own,
)
"""`!` keeps what is set for this very resource."""


def in_page_order(rows: Sequence[ExplainedRow]) -> list[ExplainedRow]:
    """What is set here first, each part by name."""
    return sorted(rows, key=lambda row: (not row.entry.is_own, row.entry.name))


def columns_without_content(rows: Sequence[ExplainedRow]) -> frozenset[str]:
    """The columns of which no row has something to show: an empty one takes the room of the sentences."""
    empty = set()
    if not any(row.entry.is_own and shown_default(row.entry) for row in rows):
        empty.add("default")
    if not any(marks_text(row.entry) for row in rows):
        empty.add("marks")
    if not any(row.sentence for row in rows):
        empty.add("sentence")
    return frozenset(empty)


def since_spans(changed_at: str, path: str) -> tuple[Span, ...]:
    """When ZooKeeper's copy of the configuration was changed last: no property of it was set later.

    Args:
        changed_at: local time, in words.
    """
    return ((changed_at, Tone.PLAIN), (f" or before: then {path} was changed last", Tone.DIM))
