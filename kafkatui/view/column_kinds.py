"""The recurring kinds of column: words, counts, and values that may be unknown, stale or failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kafkatui.model.observed import Observed
from kafkatui.view.cell import EMPTY_CELL, Cell
from kafkatui.view.cells import observed_cell, plain_count, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.span import Tone

R = TypeVar("R")
T = TypeVar("T")


def text_column(
    column_id: str,
    title: str,
    sentence: str,
    value: Callable[[R], str],
    *,
    json_name: str | None = None,
    tone: Callable[[R], Tone] | None = None,
    cell: Callable[[R], Cell] | None = None,
    min_width: int = 4,
    max_width: int = 60,
    grow: int = 0,
) -> Column[R]:
    """Words: left-aligned, sanitised, sorted without regard to case; an empty text is unknown and sorts last.

    Args:
        sentence: the column's help.
        json_name: the id when not given.
        tone: the row's tone, plain when not given.
        cell: draws the cell instead.
    """

    def draw(row: R) -> Cell:
        text = value(row)
        return text_cell(text, tone(row) if tone else Tone.PLAIN) if text else EMPTY_CELL

    return Column(
        id=column_id,
        title=title,
        help=sentence,
        cell=cell or draw,
        sort_key=lambda row: value(row).lower() or None,
        json_name=json_name or column_id,
        json_value=lambda row: value(row) or None,
        min_width=min_width,
        max_width=max_width,
        grow=grow,
    )


def number_column(
    column_id: str,
    title: str,
    sentence: str,
    value: Callable[[R], int | float | None],
    *,
    cell: Callable[[R], Cell] | None = None,
    json_name: str | None = None,
    json_marks: tuple[tuple[str, Callable[[R], object]], ...] = (),
    min_width: int = 4,
    max_width: int = 24,
    gives_way: int = 0,
    is_name: bool = False,
) -> Column[R]:
    """A figure that is there at once, None for unknown: right-aligned, a count unless `cell` draws it otherwise."""

    def draw(row: R) -> Cell:
        number = value(row)
        return EMPTY_CELL if number is None else plain_count(int(number))

    return Column(
        id=column_id,
        title=title,
        help=sentence,
        cell=cell or draw,
        align=Align.RIGHT,
        sort_key=value,
        json_name=json_name or column_id,
        json_value=value,
        json_marks=json_marks,
        min_width=min_width,
        max_width=max_width,
        gives_way=gives_way,
        is_name=is_name,
    )


def observed_column(
    column_id: str,
    title: str,
    sentence: str,
    value: Callable[[R], Observed[T]],
    *,
    show: Callable[[T], Cell],
    json_name: str | None = None,
    json_value: Callable[[T], object] | None = None,
    json_marks: tuple[tuple[str, Callable[[R], object]], ...] = (),
    sort_value: Callable[[T], Any] | None = None,
    align: Align = Align.RIGHT,
    is_lazy: bool = False,
    min_width: int = 4,
    max_width: int = 24,
) -> Column[R]:
    """A value that may be unknown, stale, failed or not supported; sorted and exported by its value, None without one.

    Args:
        show: draws a known value.
        json_value: the exported form of a known value, itself when not given.
        json_marks: as `Column.json_marks`.
        sort_value: what a known value is sorted by, itself when not given.
    """
    return Column(
        id=column_id,
        title=title,
        help=sentence,
        cell=lambda row: observed_cell(value(row), show),
        align=align,
        sort_key=_known(value, sort_value),
        json_name=json_name or column_id,
        json_value=_known(value, json_value),
        json_marks=json_marks,
        min_width=min_width,
        max_width=max_width,
        is_lazy=is_lazy,
    )


def _known(value: Callable[[R], Observed[T]], form: Callable[[T], Any] | None) -> Callable[[R], Any]:
    """A row's value in another form, itself when none is given; None where it is not known."""

    def known(row: R) -> Any:
        found = value(row).value
        return found if found is None or form is None else form(found)

    return known
