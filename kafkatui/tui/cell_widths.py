"""Rich and Textual draw, pad and crop with the same widths that the tables count."""

from __future__ import annotations

from functools import lru_cache

import rich.cells
from rich.cells import CellSpan
from rich.segment import Segment

from kafkatui.view.text_width import clusters, text_width


def use_terminal_widths() -> None:
    """Let Rich measure by grapheme clusters. Its own tables (15.0) give spacing marks no cell and a lone skin tone
    none, so that a line with Hindi or Tamil in it is drawn a cell too long.

    What is replaced is what all of Rich's and Textual's measuring and cutting ends in; `tests/tui/test_cell_widths.py`
    fails when a new version does it elsewhere.
    """
    rich.cells._cell_len = _cell_len
    rich.cells.split_graphemes = _split_graphemes
    rich.cells.cached_cell_len.cache_clear()
    Segment._split_cells = classmethod(_split_cells)  # type: ignore[method-assign, assignment, arg-type]


def _cell_len(text: str, unicode_version: str = "auto") -> int:
    return text_width(text)


def _split_graphemes(text: str, unicode_version: str = "auto") -> tuple[list[CellSpan], int]:
    """Each cluster as (start, end, cells), and the cells of them all."""
    spans: list[CellSpan] = []
    start = total = 0
    for cluster in clusters(text):
        end, cells = start + len(cluster), text_width(cluster)
        spans.append((start, end, cells))
        start, total = end, total + cells
    return spans, total


@lru_cache(4096)
def _split_cells(cls: type[Segment], segment: Segment, cut: int) -> tuple[Segment, Segment]:
    """Two segments, the first of `cut` cells; a cluster that stands across becomes blanks on both sides."""
    text, style, control = segment
    used = 0
    for start, end, cells in _split_graphemes(text)[0]:
        if used == cut and cells:
            return cls(text[:start], style, control), cls(text[start:], style, control)
        if used + cells > cut:
            before, after = " " * (cut - used), " " * (used + cells - cut)
            return cls(text[:start] + before, style, control), cls(after + text[end:], style, control)
        used += cells
    return segment, cls("", style, control)
