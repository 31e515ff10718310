"""One row of a table as it was built last."""

from __future__ import annotations

from textual.strip import Strip

from kafkatui.tui.widgets.match_ranges import Find, Range
from kafkatui.tui.widgets.tones import LineState
from kafkatui.view.cell import Cell
from kafkatui.view.text_width import text_width

Matches = tuple[tuple[Range, ...], ...]
"""Of each cell the characters that matched the filter; empty when none did."""


class Line:
    """The cells of one row and the strips made of them.

    Attributes:
        widths, rooms, lasting: of each cell its text's; what it has, or may come to need; that less what passes.
        matches: what `found_by` found in the cells.
    """

    __slots__ = ("cells", "found_by", "generation", "lasting", "matches", "rooms", "strips", "widths")

    def __init__(self, cells: tuple[Cell, ...], generation: int) -> None:
        self.cells = cells
        self.widths = tuple(text_width(each.text) for each in cells)
        self.rooms = tuple(max(width, each.room) for width, each in zip(self.widths, cells, strict=True))
        self.lasting = tuple(
            max(width - each.passing, each.room) for width, each in zip(self.widths, cells, strict=True)
        )
        self.generation = generation
        self.found_by: Find | None = None
        self.matches: Matches = ()
        self.strips: dict[tuple[int, LineState, str, int, Matches], Strip] = {}
