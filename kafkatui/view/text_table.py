"""A small table within a panel's text, as wide as what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.view.cell import Cell
from kafkatui.view.column import Align
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width

Line = tuple[Span, ...]

GAP = 2
"""Blank cells between two columns."""


def table_lines(headings: Sequence[tuple[str, Align]], rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The heading, dim, and a line for each row."""
    texts = [[heading for heading, _ in headings], *([cell.text for cell in row] for row in rows)]
    widths = [max(map(text_width, column)) for column in zip(*texts, strict=True)]
    cells = [[Cell(((heading, Tone.DIM),)) for heading, _ in headings], *rows]
    return [_line(row, [align for _, align in headings], widths) for row in cells]


def _line(row: Sequence[Cell], aligns: Sequence[Align], widths: Sequence[int]) -> Line:
    spans: list[Span] = []
    for index, (each, align, width) in enumerate(zip(row, aligns, widths, strict=True)):
        blank = " " * (width - text_width(each.text))
        gap = " " * (GAP if index else 0)
        before, after = (gap + blank, "") if align is Align.RIGHT else (gap, blank)
        spans += [(before, Tone.PLAIN)] if before else []
        spans += each.spans
        spans += [(after, Tone.PLAIN)] if after and index < len(widths) - 1 else []
    return tuple(spans)
