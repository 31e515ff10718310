"""Rows of a table as GitHub-flavoured Markdown, to be pasted into an issue or a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from kafkatui.codec.sanitise import sanitise
from kafkatui.view.column import Align
from kafkatui.view.table import TableDefinition
from kafkatui.view.text_width import text_width

R = TypeVar("R")

Heading = tuple[str, Align]

_ACTIVE = re.compile(r"[\\`*\[\]<>~|&]|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown would take for its own: within a word an underscore is one."""

LEAST_WIDTH = 3
"""Dashes that a column's rule has at least."""


def render_markdown(definition: TableDefinition[R], rows: Iterable[R]) -> str:
    """A table with headings, figures to the right, all of each value on one line; each line ended by a newline."""
    columns = definition.columns
    headings = [(column.title, column.align) for column in columns]
    return markdown_table(headings, ([column.whole_line(row) for column in columns] for row in rows))


def markdown_table(headings: Sequence[Heading], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, which are taken literally: what Markdown would take for its own is escaped.

    A line's end is shown as ␊. Columns are as wide as what they hold, so that the text reads as a table, too.
    """
    aligns = [align for _, align in headings]
    lines = [[escaped(text) for text in line] for line in ([title for title, _ in headings], *rows)]
    widths = [max(LEAST_WIDTH, *map(text_width, column)) for column in zip(*lines, strict=True)]
    rules = [
        f"{'-' * (width - 1)}:" if align is Align.RIGHT else "-" * width
        for align, width in zip(aligns, widths, strict=True)
    ]
    return "".join(_line(line, aligns, widths) for line in (lines[0], rules, *lines[1:]))


def escaped(text: str) -> str:
    """A cell's text, to be taken literally."""
    return _ACTIVE.sub(lambda match: f"\\{match.group()}", sanitise(text.strip()))


def _line(texts: Sequence[str], aligns: Sequence[Align], widths: Sequence[int]) -> str:
    parts = []
    for text, align, width in zip(texts, aligns, widths, strict=True):
        blank = " " * (width - text_width(text))
        parts.append(blank + text if align is Align.RIGHT else text + blank)
    return f"| {' | '.join(parts)} |\n"
