"""Rows of a table as text for the verbs: a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from kafkatui.codec.sanitise import sanitise
from kafkatui.view.column import Align, Column
from kafkatui.view.table import TableDefinition
from kafkatui.view.text_width import cut, text_width

R = TypeVar("R")

GAP = "  "

_RISKY_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""What JSON allows bare but a terminal obeys or cannot print."""


def chosen_columns(definition: TableDefinition[R], columns: Iterable[str] | None) -> Sequence[Column[R]]:
    """The columns of those ids in that order; all when None. KeyError for an id the table has not."""
    return definition.columns if columns is None else [definition.column(column_id) for column_id in columns]


def render_table(
    definition: TableDefinition[R], rows: Iterable[R], width: int | None = None, columns: Iterable[str] | None = None
) -> str:
    """An aligned table with headings, each line ended by a newline.

    Args:
        width: cells per line; columns are cut to fit. None cuts nothing, for pipes.
        columns: ids of the columns to show, all when None (lazy ones too: leave out what was not loaded).
    """
    shown = chosen_columns(definition, columns)
    lines = [[column.title for column in shown]]
    lines += [[_shown(column, row, width) for column in shown] for row in rows]
    widths = [max(text_width(line[index]) for line in lines) for index in range(len(shown))]
    if width is not None:
        widths = _fitted(shown, widths, width)
    return "".join(_line(shown, line, widths) for line in lines)


def _shown(column: Column[R], row: R, width: int | None) -> str:
    """What stands in the table: where nothing is cut, all of it."""
    return sanitise(column.cell(row).text if width is not None else column.whole_line(row))


def _line(columns: Sequence[Column[R]], texts: Sequence[str], widths: Sequence[int]) -> str:
    parts = []
    for column, text, width in zip(columns, texts, widths, strict=True):
        shown = cut(text, width)
        blank = " " * (width - text_width(shown))
        parts.append(blank + shown if column.align is Align.RIGHT else shown + blank)
    return GAP.join(parts).rstrip() + "\n"


def _fitted(columns: Sequence[Column[R]], widths: list[int], total: int) -> list[int]:
    """Widths that fit `total`: first everything to its maximum, then the widest of the words, then of the figures."""
    fitted = [min(width, max(column.max_width, 1)) for column, width in zip(columns, widths, strict=True)]
    available = total - len(GAP) * (len(columns) - 1)
    for align in (Align.LEFT, Align.RIGHT):
        candidates = [index for index, column in enumerate(columns) if column.align is align]
        while sum(fitted) > available:
            candidates = [index for index in candidates if fitted[index] > columns[index].min_width]
            if not candidates:
                break
            fitted[max(candidates, key=fitted.__getitem__)] -= 1
    return fitted


def _exported(columns: Sequence[Column[R]]) -> list[tuple[str, Callable[[R], Any]]]:
    """Names and values of the columns, each followed by its marks and remarks."""
    found: list[tuple[str, Callable[[R], Any]]] = []
    for column in columns:
        if column.json_name is not None and column.json_value is not None:
            found += [(column.json_name, column.json_value), *column.json_marks, *column.json_remarks]
    return found


def _fields(columns: Sequence[Column[R]], row: R) -> dict[str, Any]:
    """The row as a JSON object."""
    remarks = {name for column in columns for name, _ in column.json_remarks}
    fields = {name: value(row) for name, value in _exported(columns)}
    return {name: value for name, value in fields.items() if value is not None or name not in remarks}


def render_json(definition: TableDefinition[R], rows: Iterable[R], columns: Iterable[str] | None = None) -> str:
    """A JSON list with one object per row, numbers as numbers, unknown as null, UTF-8, ended by a newline.

    Characters that a terminal would obey are written as \\u escapes, so the value stays what it was.
    """
    shown = chosen_columns(definition, columns)
    objects = [_fields(shown, row) for row in rows]
    return _escaped(json.dumps(objects, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def json_line(definition: TableDefinition[R], row: R) -> str:
    """One row as a JSON object on one line, without the newline; escaped as `render_json` does."""
    return _escaped(json.dumps(_fields(definition.columns, row), ensure_ascii=False, allow_nan=False))


def _escaped(text: str) -> str:
    return _RISKY_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def render_csv(definition: TableDefinition[R], rows: Iterable[R], columns: Iterable[str] | None = None) -> str:
    """CSV after RFC 4180 with a heading: CRLF, quotes where needed, unknown empty, lists joined by spaces."""
    exported = _exported(chosen_columns(definition, columns))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([name for name, _ in exported])
    writer.writerows([_csv_value(value(row)) for _, value in exported] for row in rows)
    return buffer.getvalue()


def _csv_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple) and not any(isinstance(each, dict) for each in value):
        return " ".join(map(_csv_value, value))
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
