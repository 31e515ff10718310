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
    rich.cells._split_text = _split_text
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


def _split_text(text: str, cell_position: int, unicode_version: str = "auto") -> tuple[str, str]:
    """The first `cell_position` cells and the rest; a cluster that stands across becomes blanks on both sides."""
    used = 0
    for start, end, cells in _split_graphemes(text)[0]:
        if used == cell_position and cells:
            return text[:start], text[start:]
        if used + cells > cell_position:
            before, after = " " * (cell_position - used), " " * (used + cells - cell_position)
            return text[:start] + before, after + text[end:]
        used += cells
    return text, ""


@lru_cache(4096)
def _split_cells(cls: type[Segment], segment: Segment, cut: int) -> tuple[Segment, Segment]:
    text, style, control = segment
    before, after = _split_text(text, cut)
    return cls(before, style, control), cls(after, style, control)
