"""Cells to segments: truncation, alignment and gaps, in terminal cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kafkatui.tui.widgets.match_ranges import Range, with_matches
from kafkatui.view.cell import Cell
from kafkatui.view.column import Align
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import ELLIPSIS, beginning, padded, text_width

_WORD = re.compile(r"\S+\s*|\s+")


class Piece(NamedTuple):
    """A cell on a line.

    Attributes:
        start: where it begins.
        width: the room it has.
        matches: the characters of its text that matched a filter.
    """

    start: int
    width: int
    cell: Cell
    align: Align = Align.LEFT
    matches: Sequence[Range] = ()


def spans_width(spans: Sequence[Span]) -> int:
    """The terminal cells of all spans."""
    if len(spans) == 1:  # nearly all are, and there are hundreds on a screen
        return text_width(spans[0][0])
    return sum([text_width(text) for text, _ in spans])


def cut(text: str, width: int) -> str:
    """The beginning of a text in exactly `width` cells (a wide character that does not fit becomes a space)."""
    if width <= 0:
        return ""
    return text[:width] if text.isascii() else padded(beginning(text, width), width)


def truncate(spans: Iterable[Span], width: int) -> list[Span]:
    """Spans that take at most `width` cells; what does not fit is replaced by an ellipsis."""
    spans = list(spans)
    if spans_width(spans) <= width:
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
    pieces: Iterable[Piece],
    width: int,
    style: Callable[[Tone | str], Style],
    blank: Style,
) -> list[Segment]:
    """One line of cells, in as few segments as look the same: each costs time to draw and 40 bytes to the terminal.

    Args:
        pieces: from left to right.
        width: of the line.
        style: tone, or named part of the palette, to style.
        blank: the style of padding.
    """
    segments: list[Segment] = []
    x = 0
    for start, room, cell, align, matches in pieces:
        spans: Sequence[Span] = cell.spans
        used = spans_width(spans)
        if used > room:
            spans = truncate(spans, room)
            used = spans_width(spans)
        left = start - x + (room - used if align is Align.RIGHT else 0)
        if left > 0:
            _add_blanks(segments, left, blank)
        for text, tone in with_matches(spans, matches) if matches else spans:
            _add(segments, text, style(tone))
        x = x + left + used
    if x < width:
        _add_blanks(segments, width - x, blank)
    return segments


def _add(segments: list[Segment], text: str, style: Style) -> None:
    if segments and segments[-1].style is style:
        segments[-1] = Segment(segments[-1].text + text, style)
    else:
        segments.append(Segment(text, style))


def _add_blanks(segments: list[Segment], count: int, blank: Style) -> None:
    last = segments[-1].style if segments else None
    _add(segments, " " * count, last if last is not None and _are_blanks_alike(last, blank) else blank)


@lru_cache(maxsize=1024)
def _are_blanks_alike(one: Style, other: Style) -> bool:
    """Whether nobody can tell blanks of both from each other, whatever colour and weight their letters have."""
    shown = [(style.bgcolor, style.underline, style.strike, style.reverse, style.link) for style in (one, other)]
    return shown[0] == shown[1]


def centred_lines(
    lines: Sequence[Cell], width: int, height: int, style: Callable[[Tone | str], Style], blank: Style
) -> dict[int, Strip]:
    """A message of several lines in the middle of a view, by line; long ones are wrapped at words."""
    strips: dict[int, Strip] = {}
    wrapped = [spans for cell in lines for spans in wrapped_spans(cell.spans, width - 2)]
    top = max(0, (height - len(wrapped)) // 2)
    for number, line in enumerate(wrapped[:height]):
        spans = truncate(line, width)
        used = spans_width(spans)
        piece = Piece((width - used) // 2, used, Cell(tuple(spans)))
        strips[top + number] = Strip(line_segments([piece], width, style, blank), width)
    return strips


def wrapped_spans(spans: Sequence[Span], width: int) -> list[list[Span]]:
    """The spans on as many lines as they need, broken before words."""
    if spans_width(spans) <= width:
        return [list(spans)]
    lines: list[list[Span]] = [[]]
    used = 0
    for text, tone in spans:
        for word in _WORD.findall(text):
            if used and used + text_width(word.rstrip()) > width:
                lines.append([])
                used = 0
            lines[-1].append((word, tone))
            used += text_width(word)
    return lines
