"""A table of any number of keyed rows: sorted, filtered, marked, and refreshed without losing its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, TypeVar

from textual.binding import BindingType

from kafkatui.model.replacing import replace
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.line_view import NO_CURSOR
from kafkatui.tui.widgets.long_work import LongWork, in_slices
from kafkatui.tui.widgets.match_ranges import Find
from kafkatui.tui.widgets.messages import LazySortRequested, MarksChanged, OrderChanged
from kafkatui.tui.widgets.table_order import Order, OrderRequest, compute_order
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.column import Align, Column
from kafkatui.view.table import TableDefinition

R = TypeVar("R")

SYNC_ROWS = 2_000
"""Up to here sorting and filtering is done at once; beyond, in a task while the old order stays on screen."""

ARROWS = {False: "▲", True: "▼"}


class VirtualTable(TableView[R]):
    """Rows that come as whole snapshots. Cursor, marks, scroll position, sort and filter survive by key.

    Example:
        table = VirtualTable(TOPIC_TABLE)
        table.set_rows(topics)
        table.sort_by("messages", is_reversed=True)
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("table.sort", "table.reverse")

    def __init__(
        self,
        definition: TableDefinition[R],
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(definition, name=name, id=id, classes=classes)
        self.filter_text = ""
        self._request: OrderRequest[R] = OrderRequest(definition)
        self._order: Order[R] = Order(request=self._request)
        self._newest_rows: Sequence[R] = ()
        self._is_pending = False
        self._ordering = LongWork(self)
        self._settled = asyncio.Event()
        self._settled.set()

    # Rows

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows: a snapshot the caller does not change any more.

        Up to `SYNC_ROWS` rows are on screen when this returns; more are ordered in a task while the old ones stay.
        Rows that come while others are being ordered wait; of those that wait only the newest are used.
        The same many rows once more are only drawn anew: what their cells tell may be other than before.
        """
        self._newest_rows = rows
        is_shown = rows is self._order.rows and self._request is self._order.request and not self.is_computing
        if is_shown and len(rows) > SYNC_ROWS:
            self.refresh_cells()
            return
        self._reorder(supersedes=False)

    @property
    def row_count(self) -> int:
        """How many rows there are, filtered out or not."""
        return len(self._order.rows)

    @property
    def visible_count(self) -> int:
        """How many rows pass the filter."""
        return len(self._order.visible)

    @property
    def line_count(self) -> int:
        return len(self._order.visible)

    @property
    def rows(self) -> Sequence[R]:
        """The snapshot on screen, in its own order."""
        return self._order.rows

    @property
    def shown_rows(self) -> list[R]:
        """The rows that pass the filter, in the order shown: what an export writes."""
        rows = self._order.rows
        return [rows[index] for index in self._order.visible]

    @property
    def shown_keys(self) -> list[str]:
        """The keys of the rows that pass the filter, in the order shown."""
        keys = self._order.keys
        return [keys[index] for index in self._order.visible]

    def shown_items(self) -> Iterable[tuple[str, R | None]]:
        order = self._order
        return ((order.keys[index], order.rows[index]) for index in order.visible)

    @property
    def marked_rows(self) -> list[R]:
        order, marks = self._order, self.marks
        if not marks:  # every repaint asks many times
            return []
        return [order.rows[index] for index in order.by_sort if order.keys[index] in marks]

    @property
    def marked_keys(self) -> frozenset[str]:
        return frozenset(self.marks)

    def row_at(self, index: int) -> R | None:
        return self._order.rows[self._order.visible[index]] if 0 <= index < len(self._order.visible) else None

    def row_key_at(self, index: int) -> str | None:
        return self._order.keys[self._order.visible[index]] if 0 <= index < len(self._order.visible) else None

    def instead_of(self, key: str) -> str | None:
        """Where the cursor goes whose row is not there any more; None: to the one that has its place."""
        return None

    def move_cursor_to(self, key: str) -> bool:
        """Put the cursor on a row by key; False when it is not shown."""
        position = self._order.position_of(key)
        if position is None:
            return False
        self.move_cursor(position)
        return True

    # Columns and sort

    def set_definition(self, definition: TableDefinition[R]) -> None:
        """Show the same rows in other columns; sorted by one that is not there any more, they are as they came."""
        before = self._request.sort_column
        super().set_definition(definition)
        self._request = replace(self._request, definition=definition)
        if before is not None and all(before is not each for each in definition.columns):
            after = next((each for each in definition.columns if each.id == before.id and each.sort_key), None)
            self.sort_by(after.id if after else None, after is not None and self.is_reversed)

    @property
    def sort_column_id(self) -> str | None:
        """The column sorted by; None: the order of the source."""
        return self._request.sort_column.id if self._request.sort_column else None

    @property
    def is_reversed(self) -> bool:
        """Whether the sort is descending."""
        return self._request.is_reversed

    def sort_by(self, column_id: str | None, is_reversed: bool = False) -> None:
        """Sort by a column, or by the order of the source; unknown values come last either way.

        Raises:
            KeyError: there is no such column.
            ValueError: the column cannot be sorted by.
        """
        column = None if column_id is None else self.definition.column(column_id)
        if column is not None and column.sort_key is None:
            raise ValueError(f"{column_id} cannot be sorted by")
        self._request = replace(self._request, sort_column=column, is_reversed=is_reversed)
        self._header = None
        self._reorder(supersedes=True)
        self.fit_columns(shrink=True)
        self.repaint_changed()
        if column is not None and column.is_lazy:
            self.post_message(LazySortRequested(self, column.id))

    def action_sort_next(self) -> None:
        """Sort by the column after the one sorted by, figures from the largest on; after the last comes the order of
        the source."""
        choices: list[Column[R] | None] = [None, *(each for each in self.definition.columns if each.sort_key)]
        current = choices.index(self._request.sort_column)
        following = choices[(current + 1) % len(choices)]
        self.sort_by(following.id if following else None, following is not None and following.falls_first)

    def action_sort_reverse(self) -> None:
        """Sort the other way round."""
        self.sort_by(self.sort_column_id, not self.is_reversed)

    def header_clicked(self, x: int) -> None:
        index = self.column_at(x)
        if index is None or self.definition.columns[index].sort_key is None:
            return
        column = self.definition.columns[index]
        is_sorted = column is self._request.sort_column
        self.sort_by(column.id, not self.is_reversed if is_sorted else column.falls_first)

    def heading(self, column_index: int) -> str:
        column = self.definition.columns[column_index]
        if column is not self._request.sort_column:
            return column.title
        arrow = ARROWS[self.is_reversed]
        return f"{arrow} {column.title}" if column.align is Align.RIGHT else f"{column.title} {arrow}"

    # Filter

    @property
    def is_filtered(self) -> bool:
        """Whether a filter or `only_wrong` is in force."""
        return self._request.predicate is not None or self._request.only_wrong

    @property
    def only_wrong(self) -> bool:
        """Whether only rows that need a person are shown."""
        return self._request.only_wrong

    def set_filter(self, predicate: Callable[[str], bool] | None, text: str = "", find: Find | None = None) -> None:
        """Show only rows whose `filter_text` passes.

        Args:
            text: what the user typed, for the page to show.
            find: where the filter matches, to be highlighted.
        """
        self.filter_text = text if predicate is not None else ""
        self._change_filter(replace(self._request, predicate=predicate, find=find))

    def set_only_wrong(self, only_wrong: bool) -> None:
        """Show only rows that `is_wrong` keeps, or all."""
        self._change_filter(replace(self._request, only_wrong=only_wrong and self.definition.is_wrong is not None))

    def _change_filter(self, request: OrderRequest[R]) -> None:
        self._request = request
        self._reorder(supersedes=True)

    # Ordering

    @property
    def is_computing(self) -> bool:
        """Whether a new order is being made while the old one is on screen."""
        return self._ordering.is_running

    async def wait_settled(self) -> None:
        """Wait until what was asked for last is on screen."""
        await self._settled.wait()

    def _reorder(self, supersedes: bool) -> None:
        if self.is_computing:
            self._is_pending = True
            if supersedes:
                self._ordering.cancel()
        elif len(self._newest_rows) <= SYNC_ROWS or not self.is_running:
            target: Order[R] = Order()
            for _ in compute_order(target, self._newest_rows, self._request, self._order, self.marks):
                pass
            self._show_order(target)
        else:
            self._settled.clear()
            self._start_ordering()

    def _start_ordering(self) -> None:
        self._is_pending = False
        rows, target = self._newest_rows, Order[R]()
        slices = compute_order(target, rows, self._request, self._order, set(self.marks))

        def work(control: TaskControl) -> Order[R]:
            in_slices(control, slices, len(rows), self.definition.noun_plural)
            return target

        verb = "Filter" if self.is_filtered else "Sort"
        self._ordering.start(f"{verb} {len(rows):,} {self.definition.noun_plural}", work, self._take_order)

    def _take_order(self, order: Order[R] | None) -> None:
        if order is not None:
            self._show_order(order)
        if self._is_pending:
            self._start_ordering()
        else:
            self._settled.set()

    def on_unmount(self) -> None:
        self._is_pending = False
        self._ordering.cancel()

    def _show_order(self, order: Order[R]) -> None:
        """Put an order on screen: the cursor stays on its key, and on its line of the screen if it is in view."""
        cursor, top = self.cursor_index, self.top_index
        cursor_key, top_key = self.cursor_key, self.row_key_at(top)
        in_view = cursor in self.visible_range
        if order.rows is not self._order.rows and order.lost_marks & self.marks:
            self.marks = self.marks - order.lost_marks
            self.post_message(MarksChanged(self, len(self.marks)))
        self._order = order
        self.find = order.request.find if order.request is not None else None
        self._data_generation += 1
        position = order.position_of(cursor_key)
        if position is None and cursor_key is not None:
            position = order.position_of(self.instead_of(cursor_key))
        last = len(order.visible) - 1
        self.cursor_index = position if position is not None else min(max(cursor, 0), last) if last >= 0 else NO_CURSOR
        if in_view and cursor != NO_CURSOR:
            new_top: int | None = self.cursor_index - (cursor - top)
        else:
            new_top = order.position_of(top_key)
        if self.is_mounted:
            self.lines_changed(new_top)
        self.announce_highlight()
        self.post_message(OrderChanged(self))
