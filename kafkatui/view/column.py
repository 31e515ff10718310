"""Columns and cells: one table definition for the screen, the verbs, the help and the exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Generic, TypeVar

R = TypeVar("R")


class Tone(Enum):
    """What a piece of text is, for the theme to colour. Never the only carrier of a meaning."""

    PLAIN = "plain"
    BRIGHT = "bright"
    DIM = "dim"
    KAFKA = "kafka"
    ZOOKEEPER = "zookeeper"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    KEY = "key"
    STRING = "string"
    NUMBER = "number"


Span = tuple[str, Tone]
"""A run of text in one tone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table shows in one place, already sanitised and of one line.

    Attributes:
        spans: the text, in runs of one tone.
    """

    spans: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The text without tones."""
        return "".join(text for text, _ in self.spans)


EMPTY_CELL = Cell()


def cell(text: str, tone: Tone = Tone.PLAIN) -> Cell:
    """A cell of one tone."""
    return Cell(((text, tone),)) if text else EMPTY_CELL


class Align(Enum):
    """Figures go right, words go left."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a table of rows R.

    Attributes:
        id: stable name, for settings, sort state and CSS.
        title: the heading.
        help: one glossary sentence, shown by `?`.
        cell: row to what is shown.
        sort_key: row to a comparable value, None for unknown (which sorts last in both directions); None: not sortable.
        json_name: the field's name in `--output json` and the CSV heading; None: not exported.
        json_value: row to a JSON value with its unit in the name; None for unknown.
        min_width, max_width: in terminal cells; the widget fits the visible rows between them.
        grow: takes what width is left, in proportion.
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
    min_width: int = 1
    max_width: int = 60
    grow: int = 0
    is_lazy: bool = False


@dataclass(frozen=True, slots=True)
class TableDefinition(Generic[R]):
    """A table: its columns, how its rows are told apart, and what to filter them by.

    Attributes:
        noun, noun_plural: what a row is, for the border's foot and the empty state.
        key: row to a string that identifies it across refreshes.
        filter_text: row to the text that `/` looks at.
        is_wrong: row to whether `!` keeps it.
    """

    id: str
    noun: str
    noun_plural: str
    columns: Sequence[Column[R]]
    key: Callable[[R], str]
    filter_text: Callable[[R], str]
    is_wrong: Callable[[R], bool] | None = None

    def column(self, column_id: str) -> Column[R]:
        """The column of that id; KeyError when there is none."""
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(column_id)

    def with_columns(self, ids: Iterable[str]) -> TableDefinition[R]:
        """The same table with only these columns, in this order; KeyError for one it has not."""
        return replace(self, columns=[self.column(each) for each in ids])

    def without(self, *ids: str) -> TableDefinition[R]:
        """The same table without these columns."""
        return replace(self, columns=[column for column in self.columns if column.id not in ids])

    def with_min_width(self, column_id: str, min_width: int) -> TableDefinition[R]:
        """The same table, of which a column keeps so many cells on a narrow screen."""
        columns = [replace(each, min_width=min_width) if each.id == column_id else each for each in self.columns]
        return replace(self, columns=columns)
