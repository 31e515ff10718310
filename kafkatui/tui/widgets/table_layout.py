"""How wide each column of a table is, and which columns are in view when they do not all fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from kafkatui.view.column import Align, Column

GAP = 2
"""Blank cells between two columns."""

SHRINK_AFTER_SECONDS = 10.0
"""What a column has shown within so long, or twice as long, it keeps the space for."""

ROOM_SHARE, ROOM_MIN = 0.35, 20
"""Of the width, and in cells, what a column that grows shall have before others give way to it."""

SHRUNK_SHARE, SHRINK_BELOW = 0.25, 5
"""Of the width what a column that shrinks is cut to, and which of those that give way it does that for."""

PARTIAL_MIN = 3
"""A column cut by the right edge is shown from this many cells on."""


class Placed(Struct, frozen=True):
    """A column in view: its index, where it begins and how many cells it has."""

    index: int
    x: int
    width: int


def _least(column: Column[Any]) -> int:
    """Cells that a column has whatever it shows. Of one that gives width back it is what it keeps, and no more than
    its longest text."""
    return column.reserve if column.grow else max(column.min_width, column.reserve)


class ColumnLayout:
    """Column widths that fit what is visible without wobbling.

    A column begins with the cells that it reserves, and grows at once when a wider value appears. It gives space back
    only when somebody does something: at once when asked to (`shrink`, after a sort), and when another line was gone to
    what has not been needed for `SHRINK_AFTER_SECONDS`. What comes by itself makes nothing narrower, but for the time
    that stands behind a stale value: it goes as it came.

    Where a column that grows would get too little, others give way to it (`Column.gives_way`): they are not in view
    before one scrolls sideways.
    """

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self._columns = columns
        self._natural = [0] * len(columns)
        self._recent = [0] * len(columns)
        self._before = [0] * len(columns)
        """What was wanted since `_recent_since`, and in the time before that."""
        self._recent_since = 0.0
        self.widths = [0] * len(columns)
        self.first_widths = [0] * len(columns)
        """Before one scrolls sideways; 0 of columns that have given way."""
        self.available = 0

    def fit(
        self,
        headings: Sequence[int],
        contents: Sequence[int],
        available: int,
        now: float,
        shrink: bool = False,
        has_moved: bool = True,
        lasting: Sequence[int] | None = None,
    ) -> bool:
        """Adapt to what is visible.

        Args:
            headings: width of each heading, in cells.
            contents: width of the widest visible cell of each column.
            available: cells for all columns and the gaps between them.
            now: a monotonic clock in seconds.
            shrink: give back at once what is not needed.
            has_moved: whether somebody has gone to another line since it was last adapted.
            lasting: `contents` less what is there for a while only, which no column stays wide for; None: all lasts.

        Returns:
            Whether any width changed.
        """
        wanted = self._wanted(headings, contents if lasting is None else lasting)
        if now - self._recent_since > SHRINK_AFTER_SECONDS:
            self._before, self._recent, self._recent_since = self._recent, list(wanted), now
        self._recent = [max(pair) for pair in zip(self._recent, wanted, strict=True)]
        if shrink:
            self._natural, self._before, self._recent, self._recent_since = [0] * len(wanted), wanted, wanted, now
        elif has_moved:
            self._natural = [max(pair) for pair in zip(self._before, self._recent, strict=True)]
        self._natural = [max(pair) for pair in zip(self._natural, wanted, strict=True)]
        natural = self._natural
        if lasting is not None and lasting != contents:
            natural = [max(pair) for pair in zip(natural, self._wanted(headings, contents), strict=True)]
        widths = self._distribute(headings, available, natural)
        first = self._distribute(headings, available, self._at_first(available, natural))
        changed = (widths, first, available) != (self.widths, self.first_widths, self.available)
        self.widths, self.first_widths, self.available = widths, first, available
        return changed

    def _wanted(self, headings: Sequence[int], contents: Sequence[int]) -> list[int]:
        """What each column is to have for what is in view."""
        return [
            min(max(heading, content, _least(column)), max(column.max_width, column.min_width))
            for column, heading, content in zip(self._columns, headings, contents, strict=True)
        ]

    def _at_first(self, available: int, natural: Sequence[int]) -> Sequence[int]:
        """Natural widths, and 0 of the columns that give way so that those that grow have room for what they show."""
        widths = list(natural)
        columns = self._columns
        enough = max(ROOM_MIN, int(available * ROOM_SHARE))
        wanted = sum(min(widths[index], column.room or enough) for index, column in enumerate(columns) if column.grow)

        def has_room() -> bool:
            others = [width for width, column in zip(widths, columns, strict=True) if width and not column.grow]
            return available - sum(others) - GAP * len(others) >= wanted

        for level in sorted({column.gives_way for column in columns if column.gives_way}, reverse=True):
            if level <= SHRINK_BELOW and not has_room():
                self._shrink(widths, available)
            if has_room():
                break
            widths = [0 if column.gives_way == level else widths[index] for index, column in enumerate(columns)]
        return widths

    def _shrink(self, widths: list[int], available: int) -> None:
        for index, column in enumerate(self._columns):
            if column.shrinks:
                widths[index] = min(widths[index], max(column.min_width, int(available * SHRUNK_SHARE)))

    def _distribute(self, headings: Sequence[int], available: int, natural: Sequence[int]) -> list[int]:
        """Natural widths, with what is missing taken from the columns that grow; those of no width are not in view.

        What is left stays at the right edge, where no column fills it: a name is not torn from its figures.
        """
        widths = list(natural)
        shown = [index for index, width in enumerate(widths) if width]
        growers = [index for index in shown if self._columns[index].grow > 0]
        fillers = [index for index in shown if self._columns[index].fills > 0]
        spare = available - sum(widths) - GAP * max(0, len(shown) - 1)
        if spare > 0 and fillers:
            shares = sum(self._columns[index].fills for index in fillers)
            left = spare
            for index in fillers[:-1]:
                share = spare * self._columns[index].fills // shares
                widths[index] += share
                left -= share
            widths[fillers[-1]] += left
        floors = [max(self._columns[each].min_width, min(headings[each], widths[each])) for each in growers]
        overflows = spare + sum(widths[growers[at]] - floor for at, floor in enumerate(floors)) < 0
        for index in reversed(growers):  # where one scrolls anyway, names stay such that they are told from each other
            if spare >= 0:
                break
            least = ROOM_MIN if overflows and index == shown[0] else headings[index]
            floor = max(self._columns[index].min_width, min(max(least, headings[index]), widths[index]))
            taken = min(-spare, max(0, widths[index] - floor))
            widths[index] -= taken
            spare += taken
        if spare < 0 and len(shown) > 1:
            first = shown[0]
            floor = max(self._columns[first].min_width, available // 2)
            widths[first] = min(widths[first], floor)
        return widths

    @property
    def total(self) -> int:
        """Cells that all columns and gaps need."""
        return sum(self.widths) + GAP * max(0, len(self.widths) - 1)

    @property
    def max_offset(self) -> int:
        """How many columns after the frozen first one can be scrolled out on the left."""
        has_given_way = 0 in self.first_widths and self.available > 0
        if len(self.widths) < 2 or (self.total <= self.available and not has_given_way):
            return 0
        room = self.available - self.widths[0]
        offset = len(self.widths) - 1
        while offset > 0 and room >= self.widths[offset] + GAP:
            room -= self.widths[offset] + GAP
            offset -= 1
        return min(max(offset, int(has_given_way)), len(self.widths) - 2)

    def window(self, offset: int, indent: int) -> tuple[Placed, ...]:
        """The columns in view.

        Args:
            offset: columns scrolled out on the left, the first column staying where it is.
            indent: where the first column begins.
        """
        placed: list[Placed] = []
        x, end = indent, indent + self.available
        for index, width in enumerate(self.widths if offset else self.first_widths):
            if 0 < index <= offset or not width:
                continue
            room = end - x
            is_figure = self._columns[index].align is Align.RIGHT  # the beginning of one would be taken for another
            if room < (width if is_figure and placed else min(width, PARTIAL_MIN)):
                break
            placed.append(Placed(index, x, min(width, room)))
            x += width + GAP
        return tuple(placed)
