"""Finding one's way on a real cluster: history, filter, marks, copying, writing, palette, `?` and small terminals."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from textual.widgets import Input

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.chrome.mark_bar import MarkBar
from kafkatui.tui.chrome.too_small import TooSmall
from kafkatui.tui.screens.commands import CommandScreen
from kafkatui.tui.screens.copy_choice import CopyScreen
from kafkatui.tui.screens.help import HelpScreen
from kafkatui.tui.screens.palette import PaletteScreen
from kafkatui.tui.screens.write_file import WriteScreen
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.glossary import explain
from tests.cluster.app_driver import SMALL, AppDriver, app_at, profile_of
from tests.drive.drawn import is_open

pytestmark = pytest.mark.cluster


async def topics_shown(driver: AppDriver) -> VirtualTable[object]:
    """The table of topics, filled and in focus."""
    table = driver.pane.table
    assert isinstance(table, VirtualTable)
    await driver.wait_for(lambda: table.visible_count > 3 and table.has_focus)
    return table


async def test_back_restores_tab_filter_cursor_and_sort_and_forward_returns(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as driver:
        table = await topics_shown(driver)
        await driver.press("s", "S", "slash", *"o", "enter", "down")
        await driver.wait_for(lambda: driver.place.filter == "o" and driver.place.cursor == table.cursor_key)
        cursor, order = table.cursor_key, table.shown_keys
        await driver.press("enter")
        await driver.wait_for(lambda: driver.place.kind is PlaceKind.TOPIC and driver.place.name == cursor)
        await driver.press("right_square_bracket")
        await driver.wait_for(lambda: driver.place.tab == "messages")
        await driver.press("minus")
        await driver.wait_for(lambda: driver.place.tab == "partitions")
        await driver.press("backspace")
        await driver.wait_for(lambda: driver.place.kind is PlaceKind.TOPICS)
        again = driver.pane.table
        assert isinstance(again, VirtualTable)
        await driver.wait_for(lambda: again.cursor_key == cursor)
        assert driver.pane.query_one(FilterBar).text == "o"
        assert (again.sort_column_id, again.is_reversed) == (table.sort_column_id, True)
        assert again.shown_keys == order
        await driver.press("plus", "plus")
        await driver.wait_for(lambda: (driver.place.kind, driver.place.tab) == (PlaceKind.TOPIC, "messages"))


async def test_escape_leaves_the_input_then_the_filter_then_the_marks_then_the_page(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.CLUSTER) as driver:
        await driver.press("3")
        await driver.wait_for(lambda: driver.place.kind is PlaceKind.TOPICS)
        table = await topics_shown(driver)
        await driver.press("space", "slash", *"o")
        bar = driver.pane.query_one(FilterBar)
        assert isinstance(driver.app.focused, Input)
        await driver.press("escape")
        assert table.has_focus
        assert bar.text == "o"
        await driver.press("escape")
        assert bar.text == ""
        assert table.marked_keys
        await driver.press("escape")
        assert not table.marked_keys
        assert driver.place.kind is PlaceKind.TOPICS
        await driver.press("escape")
        await driver.wait_for(lambda: driver.place.kind is PlaceKind.CLUSTER)


async def test_escape_at_the_beginning_goes_up_and_stays_there(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as driver:
        await topics_shown(driver)
        await driver.press("escape")
        await driver.wait_for(lambda: driver.place.kind is PlaceKind.CLUSTER)
        await driver.press("escape", "escape")
        assert driver.place.kind is PlaceKind.CLUSTER


async def test_a_regular_expression_marks_what_it_matches_in_full(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as driver:
        table = await topics_shown(driver)
        names = list(table.shown_keys)
        await driver.press("asterisk", "left_parenthesis")
        await driver.wait_for_text("missing ), unterminated subpattern at 1")
        driver.pane.query_one(MarkBar).query_one(Input).value = names[0][:-1]
        await driver.wait_for_text(f"0 of {len(names)}")
        driver.pane.query_one(MarkBar).query_one(Input).value = f"{names[0][:-1]}."
        await driver.press("enter")
        await driver.wait_for(lambda: table.marked_keys == {names[0]})
        assert table.has_focus
        assert not driver.pane.query(MarkBar)


async def test_help_lists_the_keys_here_the_columns_and_the_terms(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as driver:
        table = await topics_shown(driver)
        await driver.wait_for_text("zk 3")  # x is offered once the two sides are linked
        await driver.press("question_mark")
        await driver.wait_for(lambda: is_open(driver.app, HelpScreen))
        screen = driver.app.screen
        assert isinstance(screen, HelpScreen)
        entries = {entry.name: entry.text for section in screen.sections for entry in section.entries}
        assert {"space v", "s", "m", "x", "⏎", "; Ctrl+P", "q Ctrl+Q"} <= entries.keys()
        assert {"a", "c", "e", "u"} <= entries.keys()
        said = {(entry.name, entry.text) for section in screen.sections for entry in section.entries}
        assert {(column.title, column.help) for column in table.definition.columns} <= said
        assert entries["under-replicated"] == explain("under-replicated")
        await driver.press("slash", *"in-sync")
        await driver.wait_for(lambda: "Reverse the sort order" not in driver.screen_text)
        assert "ISR" in driver.screen_text
        await driver.press("escape", "escape", "q")
        await driver.wait_for(lambda: is_open(driver.app, CommandScreen))


async def test_the_palette_does_what_the_key_does(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as driver:
        await topics_shown(driver)
        await driver.press("ctrl+p")
        await driver.wait_for(lambda: is_open(driver.app, PaletteScreen))
        await driver.press(*"brokers", "enter")
        await driver.wait_for(lambda: driver.place.kind is PlaceKind.BROKERS)
        await driver.press("semicolon", *"theme kafkatui-light", "enter")
        await driver.wait_for(lambda: driver.app.theme == "kafkatui-light")


async def test_copying_offers_name_row_cells_and_znode(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as driver:
        table = await topics_shown(driver)
        await driver.wait_for(lambda: driver.pane.counterpart() is not None)
        name = table.cursor_key
        await driver.press("y")
        await driver.wait_for(lambda: is_open(driver.app, CopyScreen))
        await driver.wait_for_text("topic as JSON", f"/brokers/topics/{name}", "Parts")
        await driver.press("y")
        await driver.wait_for(lambda: driver.app.clipboard == name)


async def test_records_are_written_whole_as_json_lines(cluster: Sandbox, tmp_path: Path) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.wait_for(lambda: driver.messages.table.line_count > 10)
        count = driver.messages.table.line_count
        await driver.press("w")
        await driver.wait_for(lambda: is_open(driver.app, WriteScreen))
        path = tmp_path / "records.jsonl"
        driver.app.screen.query_one(Input).value = str(path)
        await driver.press("enter")
        await driver.wait_for(lambda: path.exists() and is_open(driver.app, CommandScreen))
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert len(records) >= count
        assert {"partition", "offset", "key", "value", "timestamp"} <= records[0].keys()
        assert os.listdir(tmp_path) == [path.name], "nothing else is left behind"


async def test_x_on_a_znode_says_where_it_leads(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.ZNODE, "/brokers/ids/2") as driver:
        await driver.wait_for_text("x broker 2")
        await driver.press("x")
        await driver.wait_for(lambda: (driver.place.kind, driver.place.name) == (PlaceKind.BROKER, "2"))


async def test_a_small_terminal_says_so_and_comes_back_with_the_focus(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), size=SMALL) as driver:
        table = await topics_shown(driver)
        assert not driver.explorer.is_on_screen
        await driver.pilot.resize_terminal(59, 19)
        await driver.wait_for(lambda: driver.find(TooSmall).display)
        await driver.wait_for_text("59×19")
        assert "Topics" not in driver.screen_text
        await driver.pilot.resize_terminal(*SMALL)
        await driver.wait_for(lambda: not driver.find(TooSmall).display)
        assert table.has_focus
        await driver.press("0")
        await driver.wait_for(lambda: driver.explorer.has_focus_within and driver.explorer.size.width > 70)
        await driver.press("0")
        await driver.wait_for(lambda: table.has_focus)


async def test_nothing_is_cut_in_the_footer_of_80_columns(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), size=SMALL) as driver:
        await topics_shown(driver)
        await driver.wait_for_text("? keys", "q quit", "⏎ open", "/ filter", ": go to")
        assert "…" not in driver.screen_text.splitlines()[-1]
