"""The text of a cell that there is no room for, read further on: what → does where no column is left to show."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.tui.widgets.match_ranges import Range
from kafkatui.tui.widgets.table_layout import Placed
from kafkatui.tui.widgets.table_render import Piece
from kafkatui.view.cell import Cell
from kafkatui.view.column import Align
from kafkatui.view.span import Span
from kafkatui.view.text_width import ELLIPSIS, beginning, text_width

STEP_SHARE, STEP_MIN = 2, 8
"""A part of the widest cell that is cut, and cells: so far one press goes."""


def next_offset(offset: int, direction: int, window: Sequence[Placed], widths: Sequence[int]) -> int:
    """How far in the cut cells of a row are read after one step more (1) or less (−1).

    Args:
        window: the columns in view.
        widths: what each column's cell would need.
    """
    cut = [(widths[place.index] - place.width, place.width) for place in window if widths[place.index] > place.width]
    if not cut:
        return 0
    step = max(STEP_MIN, max(width for _, width in cut) // STEP_SHARE)
    return min(max(0, offset + direction * step), max(missing for missing, _ in cut))


def read_on(piece: Piece, offset: int, needed: int) -> Piece:
    """A cell that is cut from `offset` cells on, at most so far that its end is in view; any other as it is."""
    if offset <= 0 or needed <= piece.width:
        return piece
    # The ellipsis that stands for the beginning takes a cell of its own.
    spans, dropped = _without_beginning(piece.cell.spans, min(offset, needed - piece.width) + 1)
    shift = len(ELLIPSIS) - dropped
    matches: list[Range] = [
        (max(len(ELLIPSIS), low + shift), high + shift) for low, high in piece.matches if high > dropped
    ]
    return Piece(piece.start, piece.width, Cell(tuple(spans)), Align.LEFT, matches)


def _without_beginning(spans: Sequence[Span], cells: int) -> tuple[list[Span], int]:
    """The spans less so many cells, after an ellipsis; and how many characters went."""
    kept: list[Span] = []
    dropped = 0
    for text, tone in spans:
        if cells > 0:
            gone = beginning(text, cells)
            cells -= text_width(gone)
            dropped += len(gone)
            text = text[len(gone) :]
            if text:
                cells = 0
        if text:
            kept.append((text, tone) if kept else (f"{ELLIPSIS}{text}", tone))
    return kept, dropped
