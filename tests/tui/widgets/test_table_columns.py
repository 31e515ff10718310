"""How wide a table's columns are, what of them is cut, and how they scroll sideways."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from kafkatui.model.replacing import replace
from kafkatui.tui.widgets.table_layout import ColumnLayout
from kafkatui.tui.widgets.table_line import Line
from kafkatui.tui.widgets.tones import LineState
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import stale_cell
from kafkatui.view.column import Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from tests.drive.until import until
from tests.tui.widgets.table_samples import ITEMS, Item, WidgetApp

SIZE = (50, 11)


async def test_long_and_wide_text_is_cut_with_an_ellipsis_and_columns_stay_aligned() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows([Item("日本語のトピック名前はとても長い", 1), Item("x" * 30, 22), Item("short", 333)])
        await pilot.pause()
        lines = table.visible_text()[1:4]
        assert lines[0].startswith("  日本語のトピック名… ")
        assert lines[1].startswith("  " + "x" * 19 + "…  ")
        assert {cell_len(line) for line in lines} == {2 + 20 + 2 + 6}


async def test_columns_grow_at_once_and_shrink_on_sort() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE):
        table.set_rows([Item("a", 1)])
        narrow = table.visible_text()[0].index("Figure")
        table.set_rows([Item("a" * 15, 1)])
        wide = table.visible_text()[0].index("Figure")
        assert wide == narrow + 11
        table.set_rows([Item("a", 1)])
        assert table.visible_text()[0].index("Figure") == wide
        table.sort_by("figure")
        assert table.visible_text()[0].index("▲ Figure") < wide


async def test_what_comes_by_itself_makes_no_column_narrower_and_lower_is_not_narrower(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr("kafkatui.tui.widgets.table_view.monotonic", lambda: now[0])
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows([Item("a" * 15, 1), Item("b", 2)])
        wide = table.visible_text()[0].index("Figure")
        for _ in range(4):
            now[0] += 11
            table.set_rows([Item("a", 1), Item("b", 2)])
        assert table.visible_text()[0].index("Figure") == wide
        await pilot.resize_terminal(SIZE[0], SIZE[1] - 4)
        await until(pilot, lambda: table.size.height == SIZE[1] - 4)
        assert table.visible_text()[0].index("Figure") == wide
        await pilot.press("down")
        table.set_rows([Item("a", 1), Item("b", 3)])
        assert table.visible_text()[0].index("Figure") < wide, "somebody went on, and it was not needed for long"


async def test_what_is_reserved_is_there_from_the_beginning_on() -> None:
    table = VirtualTable(ITEMS.reserving(figure=9))
    async with WidgetApp(table).run_test(size=SIZE):
        table.set_rows([Item("a", 1)])
        before = table.visible_text()[0]
        table.set_rows([Item("a", 1_234_567)])
        assert table.visible_text()[0] == before


async def test_columns_that_do_not_fit_scroll_sideways_with_the_first_one_frozen() -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=(24, 6)) as pilot:
        table.set_rows([Item("key-number-1", 1_234_567, "a long remark")])
        await pilot.pause()
        assert table.visible_text()[0].endswith("›")
        assert "remark" not in table.visible_text()[1]
        await pilot.press("right")
        assert table.visible_text()[0].startswith("‹")
        assert "a long" in table.visible_text()[1]
        assert "key-numb" in table.visible_text()[1]
        await pilot.press("right", "left")
        assert "remark" not in table.visible_text()[1]
        await pilot.resize_terminal(80, 6)
        await until(pilot, lambda: "1,234,567  a long rema…" in table.visible_text()[1])


async def test_the_last_heading_is_whole_when_a_column_fills_the_table_to_the_edge() -> None:
    wide: TableDefinition[Item] = TableDefinition(
        "wide",
        "item",
        "items",
        (Column("name", "Name", "", lambda row: cell(row.name), fills=1), ITEMS.columns[1]),
        key=ITEMS.key,
        filter_text=ITEMS.filter_text,
    )
    table = VirtualTable(wide)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows([Item("a", 7)])
        await pilot.pause()
        assert table.visible_text()[0].endswith("Figure")
        assert table.visible_text()[1].endswith(" 7")
        assert cell_len(table.visible_text()[0]) == cell_len(table.visible_text()[1]) == table.view_size.width - 1


async def test_what_width_is_left_does_not_come_between_a_name_and_its_figures() -> None:
    name: Column[Item] = Column("name", "Name", "", lambda row: cell(row.name), min_width=2, grow=1)
    named = TableDefinition("named", "item", "items", (name, ITEMS.columns[1]), ITEMS.key, ITEMS.filter_text)
    table = VirtualTable(named)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows([Item("orders", 7)])
        await pilot.pause()
        assert table.visible_text()[1] == "  orders       7"


async def test_a_text_that_is_cut_is_read_on_under_the_cursor() -> None:
    text = "".join(f"{number:03}" for number in range(40))
    column: Column[Item] = Column("name", "Name", "", lambda row: cell(text), max_width=30)
    table = VirtualTable(TableDefinition("cut", "item", "items", (column,), ITEMS.key, lambda row: text))
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows([Item("a"), Item("b")])
        table.focus()
        await pilot.pause()
        cut = "  " + text[:29] + "…"
        assert table.visible_text()[1:3] == [cut, cut]
        await pilot.press("right")
        first, second = table.visible_text()[1:3]
        assert first == "  …" + text[16:44] + "…", "the row under the cursor goes on"
        assert second == cut, "no other does"
        await pilot.press(*["right"] * 20)
        assert table.visible_text()[1] == "  …" + text[-29:], "its end is the end"
        await pilot.press("left")
        assert table.visible_text()[1] != "  …" + text[-29:]
        await pilot.press("down", "up")
        assert table.visible_text()[1] == cut or table.visible_text()[2] == cut


async def test_what_a_filter_found_is_lit_in_a_text_that_is_read_on() -> None:
    text = "a" * 50 + "needle" + "b" * 10
    column: Column[Item] = Column("name", "Name", "", lambda row: cell(text), max_width=30)
    table = VirtualTable(TableDefinition("cut", "item", "items", (column,), ITEMS.key, lambda row: text))
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.set_rows([Item("a")])
        table.set_filter(lambda shown: "needle" in shown, "needle", lambda shown: [(50, 56)] if shown == text else [])
        table.focus()
        await pilot.press("right", "right", "right")
        strip = table._strip_at(1)
        lit = [segment.text for segment in strip if segment.style == table.palette.style("match", LineState.CURSOR)]
        assert lit == ["needle"]


def _texts(width: int, keys: str) -> TableDefinition[Item]:
    """A name that is cut, a figure and a remark that give way, and a value that grows."""
    return TableDefinition(
        "texts",
        "item",
        "items",
        (
            Column("name", "Name", "", lambda row: cell(keys), gives_way=1, shrinks=True),
            Column("figure", "Figure", "", lambda row: cell("1234567890"), gives_way=2),
            Column("value", "Value", "", lambda row: cell("v" * width), min_width=4, max_width=500, grow=1),
            Column("size", "Size", "", lambda row: cell("12 kB"), gives_way=8),
            Column("count", "Hdr", "", lambda row: cell("3"), gives_way=8),
        ),
        key=lambda row: row.name,
        filter_text=lambda row: row.name,
    )


@pytest.mark.parametrize(
    ("columns", "headings"),
    [
        (80, ["Name", "Figure", "Value", "Size", "Hdr"]),
        (60, ["Name", "Figure", "Value"]),
        (45, ["Name", "Value"]),
        (28, ["Value"]),
    ],
)
async def test_others_give_way_to_the_column_that_grows_and_come_back_sideways(
    columns: int, headings: list[str]
) -> None:
    table = VirtualTable(_texts(100, "k" * 14))
    async with WidgetApp(table).run_test(size=(columns, 6)) as pilot:
        table.set_rows([Item("a")])
        await pilot.pause()
        first = table.visible_text()[0].rstrip("›").split()
        assert first == headings
        assert table.visible_text()[1].count("v") >= 20
        await pilot.press(*["right"] * 4)
        assert "Hdr" in table.visible_text()[0]
        await pilot.press(*["left"] * 4)
        assert table.visible_text()[0].rstrip("›").split() == headings


async def test_nothing_gives_way_to_a_short_value() -> None:
    table = VirtualTable(_texts(5, "k" * 14))
    async with WidgetApp(table).run_test(size=(60, 6)) as pilot:
        table.set_rows([Item("a")])
        await pilot.pause()
        assert table.visible_text()[0].split() == ["Name", "Figure", "Value", "Size", "Hdr"]


async def test_a_long_name_is_cut_before_it_and_others_give_way() -> None:
    table = VirtualTable(_texts(100, "k" * 40))
    async with WidgetApp(table).run_test(size=(64, 6)) as pilot:
        table.set_rows([Item("a")])
        await pilot.pause()
        assert table.visible_text()[0].rstrip("›").split() == ["Name", "Figure", "Value"]
        assert 10 < table.visible_text()[1].count("k") < 20


async def test_a_cell_has_room_for_what_it_may_come_to_need() -> None:
    figure = replace(ITEMS.column("figure"), cell=lambda item: Cell(((str(item.figure), Tone.PLAIN),), room=9))
    table = VirtualTable(replace(ITEMS, columns=[ITEMS.columns[0], figure, *ITEMS.columns[2:]]))
    async with WidgetApp(table).run_test(size=SIZE):
        table.set_rows([Item("a", 1)])
        before = table.visible_text()[0]
        table.set_rows([Item("a", 123_456_789)])
        assert table.visible_text()[0] == before


def test_others_give_way_to_a_name_only_as_far_as_it_asks_for_room() -> None:
    name: Column[Item] = Column("name", "Name", "", lambda item: cell(item.name), max_width=80, grow=1)
    last: Column[Item] = Column("last", "Last", "", lambda item: cell("x" * 70), max_width=80, gives_way=9)
    for room, shown in ((0, [0]), (20, [0, 1])):
        layout = ColumnLayout([replace(name, room=room), last])
        layout.fit([4, 4], [60, 70], 100, 0.0)
        assert [each.index for each in layout.window(0, 0)] == shown
        assert layout.window(0, 0)[0].width == (60 if room == 0 else 28)


def test_no_column_stays_wide_for_the_time_behind_a_stale_value() -> None:
    layout = ColumnLayout([Column("size", "Size", "", lambda item: cell("1.2 MB"), max_width=80)])
    layout.fit([4], [6], 100, 0.0)
    assert layout.widths == [6]
    stale = Line((stale_cell(cell("1.2 MB"), 0.0),), 0)
    layout.fit([4], stale.rooms, 100, 1.0, lasting=stale.lasting)
    assert layout.widths == [len("1.2 MB @00:00:00")]
    layout.fit([4], [6], 100, 2.0, has_moved=False)
    assert layout.widths == [6]
