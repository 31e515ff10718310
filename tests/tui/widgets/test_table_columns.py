"""How wide a table's columns are, what of them is cut, and how they scroll sideways."""

from __future__ import annotations

from rich.cells import cell_len

from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.cell import cell
from kafkatui.view.column import Column
from kafkatui.view.table import TableDefinition
from tests.tui.test_typeahead import until
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


async def test_the_last_heading_is_whole_when_a_column_grows_to_the_edge() -> None:
    wide: TableDefinition[Item] = TableDefinition(
        "wide",
        "item",
        "items",
        (Column("name", "Name", "", lambda row: cell(row.name), grow=1), ITEMS.columns[1]),
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
