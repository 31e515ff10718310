"""Lines between the rows of a ring: where they stand among the rows' serials."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import ceil
from typing import Generic, TypeVar

R = TypeVar("R")


class InsertedLines(Generic[R]):
    """Lines behind rows. Each has a serial of its own: that of the row, and a fraction."""

    def __init__(self) -> None:
        self._rows: dict[float, R] = {}
        self._serials: list[float] = []
        """Of the lines, from the oldest to the newest."""

    def __len__(self) -> int:
        return len(self._serials)

    def row_at(self, serial: float) -> R | None:
        """A line; None when it is not there any more."""
        return self._rows.get(serial)

    def put(self, serial: int, rows: Sequence[R]) -> bool:
        """Have these lines behind a row, and no others there; False when they were there already."""
        begin, end = bisect_left(self._serials, serial), bisect_left(self._serials, serial + 1)
        if len(rows) == end - begin and [self._rows[each] for each in self._serials[begin:end]] == list(rows):
            return False
        for each in self._serials[begin:end]:
            del self._rows[each]
        mine = [serial + (at + 1) / (len(rows) + 1) for at in range(len(rows))]
        self._serials[begin:end] = mine
        self._rows.update(zip(mine, rows, strict=True))
        return True

    def drop_before(self, first: int) -> None:
        """The rows before have fallen out, and what was inserted behind them."""
        gone = bisect_left(self._serials, first)
        for serial in self._serials[:gone]:
            del self._rows[serial]
        del self._serials[:gone]

    def serial_at(self, first: int, index: int) -> float:
        """The serial of a line: a whole number where it is a row.

        Args:
            first: the serial of the row on the first line.
        """
        if not self._serials:
            return first + index
        at = bisect_left(range(len(self._serials)), index, key=lambda each: self._index(first, each))
        if at < len(self._serials) and self._index(first, at) == index:
            return self._serials[at]
        return first + index - at

    def index_of(self, first: int, serial: float) -> int:
        """The line that a row, or an inserted line, is on."""
        return max(0, ceil(serial) - first) + bisect_left(self._serials, serial)

    def _index(self, first: int, at: int) -> int:
        """The line that the inserted line `at` is on."""
        return ceil(self._serials[at]) - first + at
