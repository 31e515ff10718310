"""Writes a table's rows as text, JSON, CSV or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from kafkatui.cli.options import Output, is_plain
from kafkatui.cli.terminal import is_terminal, write_line
from kafkatui.view.table import TableDefinition

R = TypeVar("R")


def with_columns(table: TableDefinition[R], ids: Iterable[str]) -> TableDefinition[R]:
    """The same table with only these columns, in this order; KeyError for one it has not."""
    return table.with_columns(ids)


def write_list(table: TableDefinition[R], rows: Sequence[R], output: Output) -> None:
    """The rows on standard output; a table's width is the terminal's, unlimited in a pipe."""
    from kafkatui.view.markdown import render_markdown
    from kafkatui.view.output import render_csv, render_json, render_table
    from kafkatui.view.plain import render_plain

    if output is Output.JSON:
        text = render_json(table, rows)
    elif output is Output.CSV:
        text = render_csv(table, rows)
        text = text.replace("\r\n", "\n") if is_terminal() else text
    elif output is Output.MARKDOWN:
        text = render_markdown(table, rows)
    elif is_plain():
        text = render_plain(table, rows)
    else:
        text = render_table(table, rows, width=terminal_width())
    if text:
        write_line(text.rstrip("\n"))


def terminal_width() -> int | None:
    """Columns of the screen, None when standard output is none."""
    if not is_terminal():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns
