"""Marks on rows that fall out and rows that a filter hides: kept, counted, copied and written as a set."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

from textual.app import App, ComposeResult
from textual.widgets import Input, Static

from kafkatui.model.record import Record
from kafkatui.session.decoding import Decoding
from kafkatui.tui.actions.copy import MARKED_AT_MOST, copy_choices, too_many_marked
from kafkatui.tui.actions.write import RowsToWrite, rows_to_write
from kafkatui.tui.chrome.mark_bar import MarkBar
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.topic.record_table import RecordTable
from kafkatui.tui.theme import variables_for
from kafkatui.tui.widgets.messages import MarksChanged
from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.records_table import TOPIC_RECORDS_TABLE, RecordRow, record_row
from tests.drive.until import until
from tests.tui.widgets.table_samples import ITEMS, SampleRing, WidgetApp, items

AUTO = Decoding().record_reader("t")


class RecordRing:
    """Records of three partitions, made when they are looked at."""

    def __init__(self, count: int, value_bytes: int = 0) -> None:
        self.first_serial = 0
        self.next_serial = count
        self.padding = b"." * value_bytes
        self.looked_count = 0

    def row_at(self, serial: int) -> RecordRow | None:
        self.looked_count += 1
        if not self.first_serial <= serial < self.next_serial:
            return None
        key = None if serial % 2 else b"k%d" % serial
        value = b'{"n":%d}' % serial + self.padding if serial % 5 else None
        return record_row(Record("t", serial % 3, serial // 3, 0, "create", key, value), AUTO)


class BarApp(App[None]):
    """A table of records with the bar of `*` below."""

    def __init__(self, table: TableView[Any]) -> None:
        super().__init__()
        self.table = table

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.table

    @property
    def bar(self) -> MarkBar:
        return self.query_one(MarkBar)

    @property
    def remark(self) -> str:
        return str(self.bar.query_one(".mark--remark", Static).render())


@asynccontextmanager
async def looks_at_once(ring: RecordRing) -> AsyncIterator[list[int]]:
    """How many records were looked at between two turns of the event loop."""
    looks: list[int] = []

    async def count() -> None:
        while True:
            before = ring.looked_count
            await asyncio.sleep(0)
            looks.append(ring.looked_count - before)

    task = asyncio.create_task(count())
    yield looks
    task.cancel()


def pane_with(table: TableView[Any]) -> Pane:
    """As much of a pane as copying and writing look at."""
    return cast(
        "Pane",
        SimpleNamespace(
            table=table, copied=lambda: None, counterpart=lambda: None, inner_choices=lambda: (), own_choices=lambda: ()
        ),
    )


def to_write(table: TableView[Any]) -> RowsToWrite:
    wanted = rows_to_write(pane_with(table))
    assert wanted is not None
    return wanted


async def test_marks_stay_on_their_rows_and_fall_out_with_them() -> None:
    ring = SampleRing(10)
    table = RingTable(ITEMS, ring)
    app = WidgetApp(table)
    async with app.run_test(size=(40, 8)) as pilot:
        ring.add(10)
        table.sync()
        await pilot.press("up", "up", "v", "v")
        assert table.marked_keys == {"r7", "r8"}
        assert [line[0] for line in table.visible_text()[-3:]] == ["●", "●", " "]
        ring.add(8)
        table.sync()
        assert table.marked_keys == {"r8"}
        await pilot.pause()
        assert [message.count for message in app.told if isinstance(message, MarksChanged)][-1] == table.mark_count == 1
        ring.add(1)
        table.sync()
        assert table.mark_count == 0


async def test_a_mark_set_twice_is_gone_and_the_others_stay() -> None:
    ring = SampleRing(10)
    table = RingTable(ITEMS, ring)
    async with WidgetApp(table).run_test(size=(40, 8)) as pilot:
        ring.add(10)
        table.sync()
        table.mark([3, 5])
        table.move_cursor_to_serial(5)
        await pilot.press("v")
        assert table.marked_keys == {"r3"}
        table.clear_marks()
        assert table.mark_count == 0


async def test_records_are_marked_by_an_expression_for_key_or_value_in_slices() -> None:
    ring = RecordRing(8_000)
    table = RecordTable(TOPIC_RECORDS_TABLE, ring)
    app = BarApp(table)
    async with app.run_test(size=(100, 20)) as pilot:
        table.sync()
        await app.mount(MarkBar(table))
        async with looks_at_once(ring) as looks:
            await pilot.press(*"k1.", "enter")
            await until(pilot, lambda: not app.query(MarkBar))
        assert sum(looks) > 8_000
        assert max(looks) < 6_000, "the loop was held while nearly all records were looked at"
        assert [row.key.text for row in table.marked_rows] == ["k10", "k12", "k14", "k16", "k18"]
        assert table.has_focus
        await app.mount(MarkBar(table))
        app.bar.query_one(Input).value = r'\{"n":1[13]\}'
        await pilot.press("enter")
        await until(pilot, lambda: not app.query(MarkBar))
        assert [row.record.offset for row in table.marked_rows] == [3, 3, 4, 4, 4, 5, 6]


async def test_an_expression_that_matches_nothing_or_is_none_marks_nothing_and_stays() -> None:
    table = RecordTable(TOPIC_RECORDS_TABLE, RecordRing(10))
    app = BarApp(table)
    async with app.run_test(size=(100, 20)) as pilot:
        table.sync()
        await app.mount(MarkBar(table))
        await pilot.press(*"k", "enter")
        await until(pilot, lambda: app.remark == "0 of 10")
        await pilot.press("left_parenthesis", "enter")
        await until(pilot, lambda: app.remark.startswith("missing )"))
        await pilot.press("escape")
        await until(pilot, lambda: not app.query(MarkBar))
        assert table.mark_count == 0


async def test_marked_records_are_copied_and_written_as_a_set_filtered_out_or_not() -> None:
    table = RecordTable(TOPIC_RECORDS_TABLE, RecordRing(30))
    async with BarApp(table).run_test(size=(100, 20)):
        table.sync()
        assert to_write(table).count == 30
        table.mark([11, 4, 5])
        table.set_filter(lambda text: "k4" in text, "k4")
        wanted = to_write(table)
        assert (wanted.count, wanted.are_marked) == (3, True)
        assert [row.record.offset for row in wanted.rows()] == [1, 1, 3]
        choices = {choice.what: choice.text for choice in copy_choices(pane_with(table))}
        assert next(iter(choices)) == "values of 2 marked"
        assert choices["values of 2 marked"] == '{"n":4}\n{"n":11}'
        lines = choices["3 marked as JSON lines"].splitlines()
        assert ['"offset": 1' in line or '"offset":1' in line for line in lines] == [True, True, False]
        assert len(choices["3 marked, tab-separated"].splitlines()) == 3
        table.clear_marks()
        assert not any("marked" in choice.what for choice in copy_choices(pane_with(table)))


async def test_too_much_for_a_clipboard_is_not_offered() -> None:
    table = RecordTable(TOPIC_RECORDS_TABLE, RecordRing(MARKED_AT_MOST + 1))
    large = RecordTable(TOPIC_RECORDS_TABLE, RecordRing(10, value_bytes=200_000))
    async with BarApp(table).run_test(size=(100, 20)) as pilot:
        table.sync()
        table.mark(range(MARKED_AT_MOST))
        assert not too_many_marked(table)
        table.mark([MARKED_AT_MOST])
        assert too_many_marked(table)
        assert not any("marked" in choice.what for choice in copy_choices(pane_with(table)))
        await pilot.app.mount(large)
        large.sync()
        large.mark([1, 2])
        assert not too_many_marked(large)
        large.mark([3])
        assert too_many_marked(large)


async def test_rows_of_a_table_that_a_filter_hides_stay_marked_and_are_written() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=(40, 8)):
        table.set_rows(items(20))
        table.sort_by("name", is_reversed=True)
        table.mark(["item-003", "item-011"])
        table.set_filter(lambda text: text.endswith("1"), "1")
        assert [row.name for row in to_write(table).rows()] == ["item-011", "item-003"]
        table.clear_marks()
        assert [row.name for row in to_write(table).rows()] == ["item-011", "item-001"]
