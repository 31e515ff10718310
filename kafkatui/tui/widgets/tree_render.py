"""A node to its line: indent, arrow, label, and a quiet suffix on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.style import Style
from textual.strip import Strip

from kafkatui.tui.widgets.match_ranges import Range
from kafkatui.tui.widgets.table_render import Piece, line_segments
from kafkatui.tui.widgets.tree_marks import MARK
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.column import Align
from kafkatui.view.span import Tone
from kafkatui.view.text_width import text_width

INDENT = 1
"""Cells per level."""

ARROW_WIDTH = 2
"""The arrow, and the mark or a blank."""

MARGIN = 1
"""Cells right of the suffix, so that it does not touch a scroll bar."""

MIN_LABEL = 4
"""A label is cut down to this before the suffix gives way."""


def node_strip(
    label: Cell,
    suffix: Cell,
    arrow: str,
    depth: int,
    width: int,
    style: Callable[[Tone | str], Style],
    matches: Sequence[Range] = (),
    *,
    is_marked: bool = False,
) -> Strip:
    """The line of a node, `width` cells wide; `matches` are the characters of its label that matched a filter.

    Before the label is cut, dim parts at the end of the suffix give way, the first part never.
    """
    start = depth * INDENT
    end = max(0, width - MARGIN)
    room = end - start - ARROW_WIDTH
    suffix = _without_spare(suffix, room - text_width(label.text) - 1)
    suffix_width = text_width(suffix.text)
    if suffix_width and room - suffix_width - 1 < min(MIN_LABEL, text_width(label.text)):
        suffix, suffix_width = EMPTY_CELL, 0
    quiet = Cell(tuple((text, Tone.DIM if tone is Tone.PLAIN else tone) for text, tone in suffix.spans))
    label_room = max(0, room - (suffix_width + 1 if suffix_width else 0))
    pieces = [
        Piece(start, 1, cell(arrow, Tone.DIM)),
        Piece(start + 1, 1, cell(MARK, Tone.KAFKA) if is_marked else EMPTY_CELL),
        Piece(start + ARROW_WIDTH, label_room, label, matches=matches),
        Piece(end - suffix_width, suffix_width, quiet, Align.RIGHT),
    ]
    blank = style(Tone.PLAIN)
    return Strip(line_segments(pieces, width, style, blank)).adjust_cell_length(width, blank)


def _without_spare(suffix: Cell, room: int) -> Cell:
    spans = suffix.spans
    while len(spans) > 1 and spans[-1][1] is Tone.DIM and text_width("".join(text for text, _ in spans)) > room:
        spans = spans[:-1]
    return Cell(spans)
