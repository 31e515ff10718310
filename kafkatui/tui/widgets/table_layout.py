"""How wide each column of a table is, and which columns are in view when they do not all fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kafkatui.view.column import Column

GAP = 2
"""Blank cells between two columns."""

SHRINK_AFTER_SECONDS = 10.0
"""How long a column stays wider than its content before it gives the space back."""

PARTIAL_MIN = 3
"""A column cut by the right edge is shown from this many cells on."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column in view: its index, where it begins and how many cells it has."""

    index: int
    x: int
    width: int


class ColumnLayout:
    """Column widths that fit what is visible without wobbling.

    A column grows at once when a wider value appears, and shrinks only when asked to (`shrink`, after a sort or a
    resize) or after its content has been narrower for `SHRINK_AFTER_SECONDS`.
    """

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self._columns = columns
        self._natural = [0] * len(columns)
        self._recent = [0] * len(columns)
        self._recent_since = 0.0
        self.widths = [0] * len(columns)
        self.available = 0

    def fit(
        self, headings: Sequence[int], contents: Sequence[int], available: int, now: float, shrink: bool = False
    ) -> bool:
        """Adapt to what is visible.

        Args:
            headings: width of each heading, in cells.
            contents: width of the widest visible cell of each column.
            available: cells for all columns and the gaps between them.
            now: a monotonic clock in seconds.
            shrink: give back at once what is not needed.

        Returns:
            Whether any width changed.
        """
        wanted = [
            min(max(heading, content, column.min_width), max(column.max_width, column.min_width))
            for column, heading, content in zip(self._columns, headings, contents, strict=True)
        ]
        self._recent = [max(pair) for pair in zip(self._recent, wanted, strict=True)]
        if shrink:
            self._natural, self._recent, self._recent_since = list(wanted), list(wanted), now
        elif now - self._recent_since > SHRINK_AFTER_SECONDS:
            self._natural, self._recent, self._recent_since = self._recent, list(wanted), now
        self._natural = [max(pair) for pair in zip(self._natural, wanted, strict=True)]
        widths = self._distribute(headings, available)
        changed = widths != self.widths or available != self.available
        self.widths, self.available = widths, available
        return changed

    def _distribute(self, headings: Sequence[int], available: int) -> list[int]:
        """Natural widths with what is left given to, or what is missing taken from, the columns that grow."""
        widths = list(self._natural)
        growers = [index for index, column in enumerate(self._columns) if column.grow > 0]
        spare = available - sum(widths) - GAP * max(0, len(widths) - 1)
        if spare > 0 and growers:
            shares = sum(self._columns[index].grow for index in growers)
            left = spare
            for index in growers[:-1]:
                share = spare * self._columns[index].grow // shares
                widths[index] += share
                left -= share
            widths[growers[-1]] += left
        for index in reversed(growers):
            if spare >= 0:
                break
            floor = max(self._columns[index].min_width, min(headings[index], widths[index]))
            taken = min(-spare, max(0, widths[index] - floor))
            widths[index] -= taken
            spare += taken
        if spare < 0 and len(widths) > 1:
            floor = max(self._columns[0].min_width, available // 2)
            widths[0] = min(widths[0], floor)
        return widths

    @property
    def total(self) -> int:
        """Cells that all columns and gaps need."""
        return sum(self.widths) + GAP * max(0, len(self.widths) - 1)

    @property
    def max_offset(self) -> int:
        """How many columns after the frozen first one can be scrolled out on the left."""
        if self.total <= self.available or len(self.widths) < 2:
            return 0
        room = self.available - self.widths[0]
        offset = len(self.widths) - 1
        while offset > 0 and room >= self.widths[offset] + GAP:
            room -= self.widths[offset] + GAP
            offset -= 1
        return min(offset, len(self.widths) - 2)

    def window(self, offset: int, indent: int) -> tuple[Placed, ...]:
        """The columns in view.

        Args:
            offset: columns scrolled out on the left, the first column staying where it is.
            indent: where the first column begins.
        """
        placed: list[Placed] = []
        x, end = indent, indent + self.available
        for index, width in enumerate(self.widths):
            if 0 < index <= offset:
                continue
            room = end - x
            if room < min(width, PARTIAL_MIN):
                break
            placed.append(Placed(index, x, min(width, room)))
            x += width + GAP
        return tuple(placed)
