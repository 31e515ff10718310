"""Rows of a table that are only made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

R = TypeVar("R")


class LazyRows(Sequence[R]):
    """A snapshot of many rows of which only the keys are made at once.

    A table that shows them in their own order makes those in view; sorting and exporting make the others.

    Args:
        keys: of all rows, as the table's definition would tell them.
        make: the row at an index; called when it is first looked at, from whatever thread; twice when two look at
            the same time. It must tell the same however late it is called.
        texts: gives what a filter looks at, as the table's `filter_text` would tell it; the keys when not given.
    """

    def __init__(self, keys: list[str], make: Callable[[int], R], texts: Callable[[], list[str]] | None = None) -> None:
        self.keys = keys
        self.texts = texts if texts is not None else lambda: keys
        self._make = make
        self._made: dict[int, R] = {}

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, index: int) -> R: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[R]: ...

    def __getitem__(self, index: int | slice) -> R | Sequence[R]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self.keys)))]
        if index < 0:
            index += len(self.keys)
        row = self._made.get(index)
        if row is None:
            if not 0 <= index < len(self.keys):
                raise IndexError(index)
            row = self._made[index] = self._make(index)
        return row

    @property
    def made_count(self) -> int:
        """How many rows were made so far."""
        return len(self._made)
