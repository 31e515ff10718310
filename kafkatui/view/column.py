"""One column of a table: how a row is shown, sorted and exported."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Generic, TypeVar

from msgspec import Struct

from kafkatui.view.cell import Cell

R = TypeVar("R")


COUNT_CELLS, RATE_CELLS, SIZE_CELLS = 7, 7, 7
"""What is reserved for a count, messages per second, and bytes: "999,999", "1,204.5", "123 MB"."""


class Align(Enum):
    """Figures go right, words go left."""

    LEFT = "left"
    RIGHT = "right"


class Column(Struct, Generic[R], frozen=True):
    """One column of a table of rows R.

    Attributes:
        id: stable name, for settings, sort state and CSS.
        title: the heading.
        help: one glossary sentence, shown by `?`.
        cell: row to what is shown.
        sort_key: row to a comparable value, None for unknown (which sorts last in both directions); None: not sortable.
        json_name: the field's name in `--output json` and the CSV heading; None: not exported.
        json_value: row to a JSON value with its unit in the name; None for unknown.
        json_marks: what else is exported beside the value, as name and function: how it is to be taken (an upper
            bound, a part, of which type), where the cell has a mark for it; JSON leaves a mark that is None out.
        line: row to all that the cell shows a beginning of, sanitised, for exports as text; None: what the cell shows.
        text: row to its true text, for copying: not sanitised, without kafkatui's own words; None: the line.
        json_remarks: the same, left out of JSON where there is nothing to remark (None).
        min_width, max_width: in terminal cells; the widget fits the visible rows between them.
        reserve: cells it has on the screen from the beginning on, because its values come later than its rows.
        room: cells that it shall have, as far as it needs them, before others give way to it; 0: a share of the width.
        grow: gives width back first where there is too little, and others may give way to it.
        fills: takes what width is left beyond what it shows, in proportion: for what is other text with every refresh.
        falls: a figure among words, sorted as figures are.
        is_name: a figure that names something (a broker, a partition): sorted from the smallest on first.
        gives_way: 0 never; else how soon it is left out where a column that grows would get too little: 9 first.
        shrinks: before others than the least (`gives_way` over 5) give way, it is cut to a quarter of the width.
        is_lazy: the value is costly and loaded only for visible rows; sorting by it loads all.
    """

    id: str
    title: str
    help: str
    cell: Callable[[R], Cell]
    align: Align = Align.LEFT
    sort_key: Callable[[R], Any] | None = None
    json_name: str | None = None
    json_value: Callable[[R], Any] | None = None
    json_marks: tuple[tuple[str, Callable[[R], Any]], ...] = ()
    json_remarks: tuple[tuple[str, Callable[[R], Any]], ...] = ()
    line: Callable[[R], str] | None = None
    text: Callable[[R], str] | None = None
    min_width: int = 1
    max_width: int = 60
    reserve: int = 0
    room: int = 0
    grow: int = 0
    fills: int = 0
    is_name: bool = False
    falls: bool = False
    gives_way: int = 0
    shrinks: bool = False
    is_lazy: bool = False

    @property
    def falls_first(self) -> bool:
        """Whether it is sorted from the largest on first: of figures those are what is looked for."""
        return self.falls or (self.align is Align.RIGHT and not self.is_name)

    def whole_line(self, row: R) -> str:
        """What the cell shows, and all of it."""
        return self.cell(row).text.strip() if self.line is None else self.line(row)

    def whole_text(self, row: R) -> str:
        """What is copied of the row: nothing cut, nothing replaced."""
        return self.whole_line(row) if self.text is None else self.text(row)
