"""The table of keyed rows: what survives a refresh, what is painted, what keys and the mouse do."""

from __future__ import annotations

import asyncio
import time

import pytest
from rich.cells import cell_len
from textual import events

from kafkatui.model.replacing import replace
from kafkatui.tui.widgets.messages import LazySortRequested, RowOpened, RowsShown
from kafkatui.tui.widgets.virtual_table import SYNC_ROWS, VirtualTable
from kafkatui.view.cell import cell
from kafkatui.view.column import Align, Column
from kafkatui.view.table import TableDefinition
from tests.tui.widgets.table_samples import ITEMS, Item, WidgetApp, items

SIZE = (50, 11)
"""A heading and ten rows."""


def names(table: VirtualTable[Item]) -> list[str]:
    """The first word of each visible row, marks apart."""
    return [line[2:].split()[0] for line in table.visible_text()[1:] if line.strip()]


async def test_rows_appear_below_the_heading_in_the_order_given() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows([Item("b", 1), Item("a", None)])
        await pilot.pause()
        assert table.visible_text()[:3] == ["  Name  Figure  Remark", "  b          1", "  a          ?"]


async def test_no_rows_show_the_placeholder_and_keys_do_nothing() -> None:
    table = VirtualTable(ITEMS)
    app = WidgetApp(table)
    async with app.run_test(size=SIZE) as pilot:
        table.set_placeholder([cell("no items"), cell("make one")])
        await pilot.press("j", "G", "enter", "space", "s")
        shown = [line.strip() for line in table.visible_text() if line.strip()]
        assert shown[1:] == ["no items", "make one"]
        assert table.cursor_key is None
        assert not [message for message in app.told if isinstance(message, RowOpened)]
        table.set_rows([Item("only")])
        await pilot.press("j", "k", "G", "g")
        assert table.cursor_key == "only"
        assert "no items" not in "\n".join(table.visible_text())


async def test_cursor_stays_on_its_key_and_on_its_line_when_rows_are_inserted_above() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows(items(100))
        await pilot.press(*["pagedown"] * 3)
        key, row_of_screen = table.cursor_key, table.cursor_index - table.top_index
        table.set_rows([*(Item(f"new-{number}") for number in range(5)), *items(100)])
        assert table.cursor_key == key
        assert table.cursor_index - table.top_index == row_of_screen


async def test_row_on_top_stays_on_top_when_the_cursor_is_out_of_view() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE):
        table.set_rows(items(100))
        table.scroll_to_top(50)
        table.set_rows([Item("new"), *items(100)])
        assert table.row_key_at(table.top_index) == "item-050"
        assert table.cursor_key == "item-000"


async def test_cursor_of_a_vanished_row_stays_at_its_index_and_is_announced() -> None:
    table = VirtualTable(ITEMS)
    app = WidgetApp(table)
    async with app.run_test(size=SIZE) as pilot:
        table.set_rows(items(5))
        table.move_cursor_to("item-002")
        table.set_rows([row for row in items(5) if row.name != "item-002"])
        await pilot.pause()
        assert (table.cursor_index, table.cursor_key) == (2, "item-003")
        assert app.highlighted_keys[-1] == "item-003"
        table.set_rows(items(1))
        assert table.cursor_key == "item-000"


async def test_sort_survives_a_refresh_and_unknown_comes_last_both_ways() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE):
        table.set_rows([Item("x", None), Item("y", 2), Item("z", 1)])
        table.sort_by("figure")
        assert names(table) == ["z", "y", "x"]
        table.sort_by("figure", is_reversed=True)
        assert names(table) == ["y", "z", "x"]
        table.set_rows([Item("x", None), Item("y", 2), Item("z", 3), Item("w", None)])
        assert names(table) == ["z", "y", "x", "w"]


async def test_equal_values_keep_the_order_of_the_source_whatever_was_shown_before() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE):
        table.set_rows([Item("a", 3), Item("b", 2), Item("c", 1)])
        table.sort_by("figure")
        table.set_rows([Item("a", 1), Item("b", 1), Item("c", 1)])
        assert names(table) == ["a", "b", "c"]
        table.sort_by("figure", is_reversed=True)
        assert names(table) == ["a", "b", "c"]


async def test_sort_keys_walk_the_columns_and_the_heading_shows_the_arrow() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows(items(3))
        seen = []
        for _ in range(3):
            await pilot.press("s")
            seen.append(table.sort_column_id)
        assert seen == ["name", "figure", None]
        await pilot.press("s", "s")
        assert (table.sort_column_id, table.is_reversed) == ("figure", True), "the largest figures first"
        assert "▼ Figure" in table.visible_text()[0]
        await pilot.press("S")
        assert (table.sort_column_id, table.is_reversed) == ("figure", False)


async def test_click_on_a_heading_sorts_and_a_second_click_reverses() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows(items(3))
        column = table.visible_text()[0].index("Figure")
        await pilot.click(VirtualTable, offset=(column + 2, 0))
        assert (table.sort_column_id, table.is_reversed) == ("figure", True)
        await pilot.click(VirtualTable, offset=(column + 2, 0))
        assert (table.sort_column_id, table.is_reversed) == ("figure", False)
        await pilot.click(VirtualTable, offset=(3, 0))
        assert (table.sort_column_id, table.is_reversed) == ("name", False), "names from A on"


async def test_filter_and_only_wrong_combine_and_keep_the_cursor() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE):
        table.set_rows([Item("a1"), Item("a2", 0, "wrong"), Item("b1", 0, "wrong"), Item("a3", 0, "wrong")])
        table.move_cursor_to("a3")
        table.set_filter(lambda text: text.startswith("a"), "a")
        assert names(table) == ["a1", "a2", "a3"]
        assert (table.cursor_key, table.filter_text) == ("a3", "a")
        table.set_only_wrong(True)
        assert names(table) == ["a2", "a3"]
        assert (table.visible_count, table.row_count) == (2, 4)
        table.set_filter(None)
        assert names(table) == ["a2", "b1", "a3"]
        assert (table.cursor_key, table.filter_text) == ("a3", "")


async def test_marks_follow_their_rows_and_go_with_them() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows(items(4))
        await pilot.press("space", "v")
        assert table.marked_keys == {"item-000", "item-001"}
        assert table.cursor_key == "item-002"
        table.sort_by("name", is_reversed=True)
        assert [line[0] for line in table.visible_text()[1:5]] == [" ", " ", "●", "●"]
        table.set_rows(items(4)[1:])
        assert table.marked_keys == {"item-001"}
        table.clear_marks()
        assert "●" not in "".join(table.visible_text())


async def test_refresh_paints_only_lines_that_changed() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        rows = items(100)
        table.set_rows(rows)
        await pilot.pause()
        before = table.lines_painted
        table.set_rows([Item(row.name, row.figure) for row in rows])
        await pilot.pause()
        assert table.lines_painted == before
        changed = [*rows[:4], Item(rows[4].name, 99), *rows[5:50], Item(rows[50].name, 98), *rows[51:]]
        table.set_rows(changed)
        await pilot.pause()
        assert table.lines_painted == before + 1
        assert "99" in table.visible_text()[5]


async def test_cursor_move_paints_two_lines_and_a_mark_one_more() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows(items(100))
        await pilot.pause()
        before = table.lines_painted
        await pilot.press("j")
        await pilot.pause()
        assert table.lines_painted == before + 2


async def test_cursor_is_brighter_with_the_focus_than_without() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows(items(3))
        await pilot.pause()

        def background(y: int) -> object:
            style = next(iter(table.render_line(y))).style
            return style.bgcolor if style else None

        focused, other = background(1), background(2)
        table.blur()
        await pilot.pause()
        assert len({str(focused), str(other), str(background(1))}) == 3


async def test_stale_rows_fade_and_come_back() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows(items(3))
        await pilot.pause()

        def color() -> str:
            segments = [each for each in table.render_line(2) if each.text.strip()]
            return str(segments[0].style.color) if segments[0].style else ""

        fresh = color()
        table.is_stale = True
        stale = color()
        table.is_stale = False
        assert stale != fresh == color()


async def test_resize_keeps_the_cursor_in_view() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=(50, 30)) as pilot:
        table.set_rows(items(100))
        table.move_cursor(25)
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert table.cursor_index in table.visible_range
        assert max(cell_len(line) for line in table.visible_text()) <= 40


async def test_mouse_moves_the_cursor_opens_and_scrolls() -> None:
    table = VirtualTable(ITEMS)
    app = WidgetApp(table)
    async with app.run_test(size=SIZE) as pilot:
        table.set_rows(items(100))
        await pilot.pause()
        await pilot.click(VirtualTable, offset=(5, 3))
        assert table.cursor_key == "item-002"
        await pilot.double_click(VirtualTable, offset=(5, 4))
        await pilot.pause()
        opened = [message for message in app.told if isinstance(message, RowOpened)]
        assert [(message.key, message.row) for message in opened] == [("item-003", items(4)[3])]
        await pilot._post_mouse_events([events.MouseScrollDown], VirtualTable, offset=(5, 3))
        await pilot.pause()
        assert table.top_index > 0
        assert table.cursor_key == "item-003"


async def test_enter_opens_the_row_under_the_cursor() -> None:
    table = VirtualTable(ITEMS)
    app = WidgetApp(table)
    async with app.run_test(size=SIZE) as pilot:
        table.set_rows(items(100))
        await pilot.press("G", "enter")
        await pilot.pause()
        opened = [message for message in app.told if isinstance(message, RowOpened)]
        assert [message.key for message in opened] == ["item-099"]
        assert table.visible_text()[-1].split()[0] == "item-099"
        assert opened[0].control is table


LAZY: TableDefinition[Item] = TableDefinition(
    "lazy",
    "item",
    "items",
    (
        ITEMS.columns[0],
        Column("slow", "Slow", "", lambda _: cell("…"), Align.RIGHT, sort_key=lambda row: row.figure, is_lazy=True),
    ),
    key=ITEMS.key,
    filter_text=ITEMS.filter_text,
)


async def test_lazy_columns_ask_for_the_rows_in_view_once_per_view() -> None:
    table = VirtualTable(LAZY)
    app = WidgetApp(table)

    def asked() -> list[tuple[str, ...]]:
        return [message.keys for message in app.told if isinstance(message, RowsShown)]

    async def until(count: int) -> None:
        async with asyncio.timeout(20):
            while len(asked()) < count:  # noqa: ASYNC110 as the debounce has no event
                await asyncio.sleep(0.01)

    async with app.run_test(size=SIZE) as pilot:
        table.set_rows(items(100))
        await until(1)
        assert asked()[0] == tuple(f"item-{number:03}" for number in range(10))
        table.set_rows(items(100))
        async with asyncio.timeout(20):
            while table._shown_timer is not None:  # noqa: ASYNC110 as the debounce has no event
                await asyncio.sleep(0.01)
        table.move_cursor(50)
        table.move_cursor(99)
        await until(2)
        assert asked()[1:] == [tuple(f"item-{number:03}" for number in range(90, 100))]
        table.sort_by("slow")
        await pilot.pause()
        assert [m.column_id for m in app.told if isinstance(m, LazySortRequested)] == ["slow"]


@pytest.mark.usefixtures("uncollected")
async def test_100000_rows_are_sorted_in_slices_with_cursor_and_marks_kept() -> None:
    table = VirtualTable(ITEMS)
    rows = [Item(f"item-{number:06}", number * 7919 % 100_003) for number in range(100_000)]
    async with WidgetApp(table).run_test(size=SIZE):
        table.set_rows(rows)
        assert table.is_computing
        await table.wait_settled()
        table.move_cursor_to("item-050000")
        table.mark(["item-050000", "item-099999"])
        table.sort_by("figure")
        longest, last = 0.0, time.thread_time()
        while table.is_computing:
            await asyncio.sleep(0)
            now = time.thread_time()
            longest, last = max(longest, now - last), now
        assert longest < 0.1
        expected = sorted(rows, key=lambda row: row.figure or 0)
        assert table.shown_rows == expected
        assert table.cursor_key == "item-050000"
        assert table.cursor_index == [row.name for row in expected].index("item-050000")
        table.set_rows([row for row in rows if row.name != "item-099999"])
        table.set_filter(lambda text: text.endswith("000"))
        await table.wait_settled()
        assert table.visible_count == 100
        assert table.cursor_key == "item-050000"
        assert table.marked_keys == {"item-050000"}


async def test_rows_that_come_while_ordering_wait_and_only_the_newest_are_shown() -> None:
    read: set[str] = set()

    def key(row: Item) -> str:
        read.add(row.name[0])
        return row.name

    table = VirtualTable(replace(ITEMS, key=key))
    async with WidgetApp(table).run_test(size=SIZE):
        for generation in range(4):
            table.set_rows([Item(f"{generation}-{number}") for number in range(20_000)])
            while not read:  # noqa: ASYNC110 as ordering begins some turns of the loop later
                await asyncio.sleep(0)
        assert table.row_count == 0
        await table.wait_settled()
        assert table.row_key_at(0) == "3-0"
        assert read == {"0", "3"}


async def test_the_same_many_rows_once_more_are_drawn_anew_and_not_ordered_again() -> None:
    told = {"word": "old"}
    remark = replace(ITEMS.column("remark"), cell=lambda _: cell(told["word"]))
    table = VirtualTable(replace(ITEMS, columns=[*ITEMS.columns[:2], remark]))
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        rows = items(SYNC_ROWS + 1)
        table.set_rows(rows)
        await table.wait_settled()
        await pilot.press("G")
        told["word"] = "new"
        table.set_rows(rows)
        assert not table.is_computing
        assert all("new" in line for line in table.visible_text()[1:])
        assert table.cursor_key == rows[-1].name
        table.set_filter(lambda name: name.endswith("7"))
        table.set_rows(rows)
        await table.wait_settled()
        assert table.visible_count == len([row for row in rows if row.name.endswith("7")])
