"""Lines that are drawn are freed as soon as nobody has them.

Textual's `Strip` keeps what was cut out of it, and where that is all of it, itself: each line that was ever drawn is a
cycle of some 25 objects then, which only Python's collector frees (8.2.8). A hundred pages made half a million of them,
and all threads stood for a second while those were looked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.style import Style
from textual.strip import Strip

_divide, _adjust_cell_length, _crop_extend = Strip.divide, Strip.adjust_cell_length, Strip.crop_extend


def break_cycles_of_strips() -> None:
    """Have a strip of which nothing is cut off be answered, and not kept in itself."""
    Strip.divide = divide  # type: ignore[method-assign, assignment]
    Strip.adjust_cell_length = adjust_cell_length  # type: ignore[method-assign, assignment]
    Strip.crop_extend = crop_extend  # type: ignore[method-assign, assignment]


def divide(strip: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    """As `Strip.divide`."""
    length = strip.cell_length
    within = [cut for cut in cuts if cut <= length]
    return [strip] if within == [length] else _divide(strip, within)


def adjust_cell_length(strip: Strip, cell_length: int, style: Style | None = None) -> Strip:
    """As `Strip.adjust_cell_length`."""
    return strip if strip.cell_length == cell_length else _adjust_cell_length(strip, cell_length, style)


def crop_extend(strip: Strip, start: int, end: int, style: Style | None) -> Strip:
    """As `Strip.crop_extend`."""
    return strip if start <= 0 and end == strip.cell_length else _crop_extend(strip, start, end, style)
