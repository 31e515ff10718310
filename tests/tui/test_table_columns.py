"""`|` on a list: which columns it has and in which order, remembered for the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from kafkatui.model.place import PlaceKind
from kafkatui.tui.pages.base.columned_pane import ColumnedPane
from kafkatui.tui.screens.columns import ColumnsScreen
from kafkatui.tui.screens.write_file import WriteScreen
from kafkatui.tui.widgets.virtual_table import VirtualTable
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, FakeDriver, fake_app_at
from tests.tui.sample_cluster import known_session


def ids(driver: FakeDriver) -> list[str]:
    table = driver.pane.table
    assert table is not None
    return [column.id for column in table.definition.columns]


def heading(driver: FakeDriver) -> str:
    table = driver.pane.table
    assert table is not None
    return table.visible_text()[0]


async def choose(driver: FakeDriver, *keys: str) -> None:
    await driver.press("vertical_line")
    await driver.wait_until(lambda: is_open(driver.app, ColumnsScreen))
    await driver.press(*keys)
    await driver.wait_until(lambda: not is_open(driver.app, ColumnsScreen))


async def test_columns_are_hidden_and_moved_remembered_and_put_back() -> None:
    async with fake_app_at(known_session()) as driver:
        await driver.wait_until("1 topic ·")
        before = ids(driver)
        await choose(driver, "down", "space", "down", "K", "K", "enter")
        assert ids(driver) == ["replication_factor", "name", *before[3:]]
        assert heading(driver).split()[:2] == ["RF", "Name"]
        driver.session.memory.close(10)
    async with fake_app_at(known_session()) as driver:
        await driver.wait_until("1 topic ·")
        assert heading(driver).split()[:2] == ["RF", "Name"]
        await choose(driver, "d", "enter")
        assert ids(driver) == before
        assert not driver.session.memory.table_columns("topics")


async def test_a_list_that_leaves_out_what_has_nothing_to_show_keeps_what_was_chosen() -> None:
    async with fake_app_at(known_session(), PlaceKind.GROUP, "billing", "members") as driver:
        await driver.wait_until(lambda: driver.rows)
        before = ids(driver)
        await choose(driver, "down", "space", "enter")
        chosen = ids(driver)
        assert len(chosen) == len(before) - 1
        driver.pane.show()
        assert ids(driver) == chosen


async def test_what_tells_which_row_it_is_cannot_be_hidden_and_says_so() -> None:
    async with fake_app_at(known_session()) as driver:
        await driver.wait_until("1 topic ·")
        await driver.press("vertical_line")
        await driver.wait_until(lambda: is_open(driver.app, ColumnsScreen))
        await driver.press("space")
        await driver.wait_until("Name stays: it tells which row it is.")
        await driver.press("escape")
        await driver.wait_until(lambda: not is_open(driver.app, ColumnsScreen))
        assert "name" in ids(driver)


async def test_a_list_is_not_sorted_by_what_is_hidden_and_says_so() -> None:
    async with fake_app_at(known_session()) as driver:
        await driver.press("I")
        await driver.wait_until("2 topics")
        table = driver.pane.table
        assert isinstance(table, VirtualTable)
        await driver.press("s", "s")
        assert table.sort_column_id == "partitions"
        await choose(driver, "down", "space", "enter")
        assert table.sort_column_id is None
        await driver.wait_until("Parts is not shown: the list is not sorted by it any more.")
        await driver.press("s", "s")
        assert table.sort_column_id == "replication_factor"


async def test_a_column_that_was_sorted_by_elsewhere_and_is_hidden_here_is_let_be() -> None:
    async with fake_app_at(known_session()) as driver:
        await driver.wait_until("1 topic ·")
        driver.main.surroundings.sort_orders["brokers"] = ("gone", True)
        await driver.press("2")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.BROKERS and driver.rows)
        assert isinstance(driver.pane.table, VirtualTable)
        assert driver.pane.table.sort_column_id is None


async def test_a_file_has_the_columns_that_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with fake_app_at(known_session()) as driver:
        await driver.wait_until("1 topic ·")
        await choose(driver, *["down", "space"] * 3, "end", "space", "enter")
        await driver.press("w")
        await driver.wait_until(lambda: is_open(driver.app, WriteScreen))
        driver.app.screen.query_one(Input).value = "topics.csv"
        await driver.press("enter")
        await driver.wait_until(lambda: not is_open(driver.app, WriteScreen))
    first = (tmp_path / "topics.csv").read_text().splitlines()[0].split(",")
    assert first[:2] == ["name", "messages"]
    assert first[-1] == "leaderless"
    assert "partitions" not in first


async def test_columns_chosen_on_a_small_screen_give_way_as_before() -> None:
    async with fake_app_at(known_session(), size=SMALL) as driver:
        await driver.wait_until("1 topic ·")
        await driver.press("vertical_line")
        await driver.wait_until("Esc leaves it")
        await driver.click("✓ RF")
        await driver.wait_until("· RF")
        await driver.press("enter")
        await driver.wait_until(lambda: not is_open(driver.app, ColumnsScreen))
        assert "Name" in heading(driver)
        assert "RF" not in heading(driver)


@pytest.mark.parametrize(
    ("kind", "name", "tab", "fixed"),
    [
        (PlaceKind.BROKERS, "", "", {"id"}),
        (PlaceKind.TOPIC, "orders", "partitions", {"partition"}),
        (PlaceKind.TOPIC, "orders", "config", {"name"}),
        (PlaceKind.CLUSTER, "", "partitions", {"topic", "partition"}),
        (PlaceKind.CLUSTER, "", "events", {"subject", "text"}),
        (PlaceKind.ZOOKEEPER, "", "children", {"name"}),
        (PlaceKind.BROKER, "1", "logs", {"message"}),
    ],
)
async def test_every_list_has_it(kind: PlaceKind, name: str, tab: str, fixed: set[str]) -> None:
    async with fake_app_at(known_session(), kind, name, tab) as driver:
        await driver.wait_until(lambda: isinstance(driver.pane, ColumnedPane) and driver.pane.is_mounted)
        await driver.press("vertical_line")
        await driver.wait_until(lambda: is_open(driver.app, ColumnsScreen))
        screen = driver.app.screen
        assert isinstance(screen, ColumnsScreen)
        assert {row.id for row in screen.list.rows if row.is_fixed} <= fixed
        await driver.press(*["space", "down"] * screen.list.line_count, "enter")
        await driver.wait_until(lambda: not is_open(driver.app, ColumnsScreen))
        assert set(ids(driver)) <= fixed
        await choose(driver, "d", "enter")
        assert len(ids(driver)) > len(fixed)
