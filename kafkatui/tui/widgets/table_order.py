"""Sorting and filtering of many rows in slices, between which others may run.

Nothing here knows Textual: `compute_order` is a generator that yields between slices how many rows are done, and its
driver decides when to let others run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any, Generic, TypeVar

from msgspec import Struct

from kafkatui.report.lazy_rows import LazyRows
from kafkatui.tui.widgets.match_ranges import Find
from kafkatui.view.column import Column
from kafkatui.view.table import TableDefinition

R = TypeVar("R")

SLICE_ROWS = 1_000
"""Rows handled between two yields: under 2 ms of Python."""

RUN_ROWS = 4_096
"""Rows sorted at once; longer orders are merged from runs of this length."""

Slices = Generator[int, None, None]
"""Each gives how many rows are where they belong."""


class OrderRequest(Struct, Generic[R], frozen=True):
    """How rows are to be ordered.

    Attributes:
        sort_column: None for the order of the source.
        predicate: of `filter_text`; None keeps all.
        find: where the predicate's filter matches, if it can tell.
    """

    definition: TableDefinition[R]
    sort_column: Column[R] | None = None
    is_reversed: bool = False
    predicate: Callable[[str], bool] | None = None
    only_wrong: bool = False
    find: Find | None = None

    def sorts_like(self, other: OrderRequest[R] | None) -> bool:
        """Whether both put the same rows into the same order, filters apart."""
        return other is not None and self.sort_column is other.sort_column and self.is_reversed == other.is_reversed


@dataclass(slots=True)
class Order(Generic[R]):
    """Rows with the order in which they are shown.

    Attributes:
        rows: the snapshot.
        keys: of each row, by index.
        by_sort: indexes of all rows, in sort order.
        visible: indexes of the rows that pass the filter, in sort order.
        lost_marks: keys of marked rows that are no longer there.
    """

    rows: Sequence[R] = ()
    keys: list[str] = field(default_factory=list)
    by_sort: list[int] = field(default_factory=list)
    visible: list[int] = field(default_factory=list)
    lost_marks: set[str] = field(default_factory=set)
    request: OrderRequest[R] | None = None

    def position_of(self, key: str | None) -> int | None:
        """Where a key is shown; None when it is gone or filtered out. Linear, but at C speed."""
        if key is None:
            return None
        try:
            return self.visible.index(self.keys.index(key))
        except ValueError:
            return None


def compute_order(
    target: Order[R], rows: Sequence[R], request: OrderRequest[R], previous: Order[R], marks: set[str]
) -> Slices:
    """Fill `target` in slices.

    Args:
        target: an empty order that no one looks at yet.
        previous: what is on screen; sorting starts from its order, so that a refresh of mostly sorted rows is cheap.
        marks: keys of marked rows; those without a row any more end in `target.lost_marks`.
    """
    same_rows = rows is previous.rows
    target.rows, target.request = rows, request
    if same_rows:
        target.keys = previous.keys
    else:
        yield from _read_keys(target, request.definition.key, marks)
    if same_rows and request.sorts_like(previous.request):
        target.by_sort = previous.by_sort
    elif request.sort_column is None or request.sort_column.sort_key is None:
        target.by_sort = list(range(len(rows)))
        if request.is_reversed:
            target.by_sort.reverse()
        yield 0
    else:
        start: list[int] = []
        yield from _starting_order(start, target.keys, previous)
        yield from _sort(target, start, request.sort_column.sort_key, request.is_reversed)
    yield from _filter(target, request)


def _chunks(count: int) -> Iterable[tuple[int, int]]:
    return ((start, min(start + SLICE_ROWS, count)) for start in range(0, count, SLICE_ROWS))


def _read_keys(target: Order[R], key: Callable[[R], str], marks: set[str]) -> Slices:
    if isinstance(target.rows, LazyRows):
        target.keys = target.rows.keys
        if marks:
            target.lost_marks = marks.difference(target.keys)
        yield 0
        return
    target.lost_marks.update(marks)
    for start, end in _chunks(len(target.rows)):
        keys = [key(row) for row in target.rows[start:end]]
        target.keys += keys
        target.lost_marks.difference_update(keys)
        yield 0


def _starting_order(start: list[int], keys: list[str], previous: Order[R]) -> Slices:
    """The new rows in the order the old ones were in, new keys last: nearly sorted when little has changed."""
    count = len(keys)
    if keys == previous.keys:
        start += previous.by_sort
        yield 0
        return
    yield 0
    index_of: dict[str, int] = {}
    for begin, end in _chunks(count):
        index_of.update(zip(islice(keys, begin, end), range(begin, end), strict=True))
        yield 0
    was_known = bytearray(count)
    old_keys = previous.keys
    for begin, end in _chunks(len(previous.by_sort)):
        for old in previous.by_sort[begin:end]:
            index = index_of.get(old_keys[old])
            if index is not None and not was_known[index]:
                was_known[index] = 1
                start.append(index)
        yield 0
    for begin, end in _chunks(count):
        start += [index for index in range(begin, end) if not was_known[index]]
        yield 0


def _sort(target: Order[R], start: list[int], sort_key: Callable[[R], Any], is_reversed: bool) -> Slices:
    values: list[Any] = []
    for begin, end in _chunks(len(target.rows)):
        values += [sort_key(row) for row in target.rows[begin:end]]
        yield 0
    known: list[int] = []
    unknown: list[int] = []
    for begin, end in _chunks(len(start)):
        for index in start[begin:end]:
            (unknown if values[index] is None else known).append(index)
        yield 0
    yield from _merge_sort(known, values, is_reversed)
    yield from _settle_ties(target.by_sort, known, values)
    unknown.sort()
    target.by_sort += unknown
    yield 0


def _merge_sort(order: list[int], values: list[Any], is_reversed: bool) -> Slices:
    """Sort indexes by value, in place and stably: runs first, then merged two by two (timsort merges runs in C)."""
    of = values.__getitem__
    length = RUN_ROWS
    for begin in range(0, len(order), length):
        order[begin : begin + length] = sorted(order[begin : begin + length], key=of, reverse=is_reversed)
        yield 0
    while length < len(order):
        for begin in range(0, len(order), 2 * length):
            middle = begin + length
            if middle >= len(order) or not _is_out_of_order(of(order[middle - 1]), of(order[middle]), is_reversed):
                continue
            order[begin : begin + 2 * length] = sorted(order[begin : begin + 2 * length], key=of, reverse=is_reversed)
            yield 0
        length *= 2


def _settle_ties(result: list[int], order: list[int], values: list[Any]) -> Slices:
    """Append to `result` the order with equal values in the order of the source, whatever order sorting began with."""
    handled = 0
    for _, group in groupby(order, key=values.__getitem__):
        equals = list(group)
        if len(equals) > 1:
            equals.sort()
        result += equals
        handled += len(equals)
        if handled >= SLICE_ROWS:
            handled = 0
            yield 0


def _is_out_of_order(last: Any, first: Any, is_reversed: bool) -> bool:
    return bool(last < first if is_reversed else first < last)


def _filter(target: Order[R], request: OrderRequest[R]) -> Slices:
    predicate, is_wrong = request.predicate, request.definition.is_wrong
    checks_wrong = request.only_wrong and is_wrong is not None
    if predicate is None and not checks_wrong:
        target.visible = target.by_sort
        return
    rows, text, visible = target.rows, request.definition.filter_text, target.visible
    texts = rows.texts() if predicate is not None and isinstance(rows, LazyRows) else None
    for begin, end in _chunks(len(target.by_sort)):
        part = target.by_sort[begin:end]
        if checks_wrong and is_wrong is not None:
            part = [index for index in part if is_wrong(rows[index])]
        if predicate is not None and texts is not None:
            part = [index for index in part if predicate(texts[index])]
        elif predicate is not None:
            part = [index for index in part if predicate(text(rows[index]))]
        visible += part
        yield end
