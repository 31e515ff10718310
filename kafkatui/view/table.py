"""One table definition for the screen, the verbs, the help and the exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from kafkatui.model.replacing import replace
from kafkatui.view.column import Column

R = TypeVar("R")


class TableDefinition(Struct, Generic[R], frozen=True):
    """A table: its columns, how its rows are told apart, and what to filter them by.

    Attributes:
        noun, noun_plural: what a row is, for the border's foot and the empty state.
        key: row to a string that identifies it across refreshes.
        filter_text: row to the text that `/` looks at.
        is_wrong: row to whether `!` keeps it.
        shown_text: row to the part of `filter_text` that its cells show, where that may be long; None: all of it.
        next_step: row to what to do next about it, one sentence; empty where nothing is to be done.
        naming: ids of the columns that tell which row it is, where that is not the first one; they are always shown.
        further: columns that only somebody who chose them is shown.
    """

    id: str
    noun: str
    noun_plural: str
    columns: Sequence[Column[R]]
    key: Callable[[R], str]
    filter_text: Callable[[R], str]
    is_wrong: Callable[[R], bool] | None = None
    shown_text: Callable[[R], str] | None = None
    next_step: Callable[[R], str] = lambda _: ""
    naming: tuple[str, ...] = ()
    further: Sequence[Column[R]] = ()

    @property
    def naming_ids(self) -> tuple[str, ...]:
        """The columns that tell which row it is: those that say so, else the first."""
        ids = {column.id for column in self.columns}
        return tuple(each for each in self.naming if each in ids) or tuple(column.id for column in self.columns[:1])

    @property
    def name_column(self) -> Column[R]:
        """The first of them."""
        return self.column(self.naming_ids[0])

    def column(self, column_id: str) -> Column[R]:
        """The column of that id, shown at first or not; KeyError when there is none."""
        for column in (*self.columns, *self.further):
            if column.id == column_id:
                return column
        raise KeyError(column_id)

    def with_columns(self, ids: Iterable[str]) -> TableDefinition[R]:
        """The same table with only these columns, in this order; KeyError for one it has not."""
        return replace(self, columns=[self.column(each) for each in ids])

    def without(self, *ids: str) -> TableDefinition[R]:
        """The same table without these columns."""
        return replace(self, columns=[column for column in self.columns if column.id not in ids])

    def reserving(self, **cells: int) -> TableDefinition[R]:
        """The same table, of which columns have so many cells from the beginning on: their values come after the rows,
        and nothing is to move when they do."""
        columns = [replace(each, reserve=cells.get(each.id, each.reserve)) for each in self.columns]
        return replace(self, columns=columns)

    def with_width(self, column_id: str, width: int) -> TableDefinition[R]:
        """The same table, of which a column has so many cells, whatever it shows: nothing moves when that changes."""
        columns = [
            replace(each, min_width=width, max_width=width) if each.id == column_id else each for each in self.columns
        ]
        return replace(self, columns=columns)

    def with_min_width(self, column_id: str, min_width: int) -> TableDefinition[R]:
        """The same table, of which a column keeps so many cells on a narrow screen."""
        columns = [replace(each, min_width=min_width) if each.id == column_id else each for each in self.columns]
        return replace(self, columns=columns)
