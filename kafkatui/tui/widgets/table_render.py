"""Cells to segments: truncation, alignment and gaps, in terminal cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kafkatui.view.column import Align, Cell, Span, Tone

ELLIPSIS = "…"


def text_width(text: str) -> int:
    """The terminal cells a text takes; wide characters take two."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """The beginning of a text in exactly `width` cells (a wide character that does not fit becomes a space)."""
    if width <= 0:
        return ""
    return text[:width] if text.isascii() else set_cell_size(text, width)


def truncate(spans: Iterable[Span], width: int) -> list[Span]:
    """Spans that take at most `width` cells; what does not fit is replaced by an ellipsis."""
    spans = list(spans)
    if sum(text_width(text) for text, _ in spans) <= width:
        return spans
    if width <= 0:
        return []
    kept: list[Span] = []
    room = width - 1
    for text, tone in spans:
        taken = text_width(text)
        if taken > room:
            kept.append((cut(text, room).rstrip() + ELLIPSIS, tone))
            return kept
        kept.append((text, tone))
        room -= taken
    return kept


def line_segments(
    pieces: Iterable[tuple[int, int, Cell, Align]],
    width: int,
    style: Callable[[Tone], Style],
    blank: Style,
) -> list[Segment]:
    """One line of cells.

    Args:
        pieces: for each cell where it begins, its width, itself and its alignment; from left to right.
        width: of the line.
        style: tone to style.
        blank: the style of padding.
    """
    segments: list[Segment] = []
    x = 0
    for start, room, cell, align in pieces:
        spans = truncate(cell.spans, room)
        used = sum(text_width(text) for text, _ in spans)
        left = start - x + (room - used if align is Align.RIGHT else 0)
        if left > 0:
            segments.append(Segment(" " * left, blank))
        segments.extend(Segment(text, style(tone)) for text, tone in spans)
        x = x + left + used
    if x < width:
        segments.append(Segment(" " * (width - x), blank))
    return segments


def centred_lines(
    lines: Sequence[Cell], width: int, height: int, style: Callable[[Tone], Style], blank: Style
) -> dict[int, Strip]:
    """A message of several lines in the middle of a view, by line."""
    strips: dict[int, Strip] = {}
    top = max(0, (height - len(lines)) // 2)
    for number, cell in enumerate(lines[:height]):
        spans = truncate(cell.spans, width)
        used = sum(text_width(text) for text, _ in spans)
        piece = ((width - used) // 2, used, Cell(tuple(spans)), Align.LEFT)
        strips[top + number] = Strip(line_segments([piece], width, style, blank), width)
    return strips
