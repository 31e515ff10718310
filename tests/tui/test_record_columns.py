"""Choosing the columns of a topic's records, and how they are told their times."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.model.scan import ScanState
from kafkatui.model.tail import TailPhase
from kafkatui.tui.pages.topic.record_table import RecordTable
from kafkatui.tui.pages.topic.records_pane import RecordsPane
from kafkatui.tui.screens.columns import ColumnsScreen
from kafkatui.view.record_time import TimeForm
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session, records


@asynccontextmanager
async def at_records(tab: str = "messages", size: tuple[int, int] = WIDE) -> AsyncIterator[FakeDriver]:
    """The newest records of a topic, a second apart."""
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", tab, size=size) as driver:
        now_ms = int(time.time() * 1_000)
        found = [each._replace(timestamp_ms=now_ms - 1_000 * (9 - each.offset)) for each in records(10)]
        if tab == "messages":
            await driver.wait_until(lambda: driver.session.tails)
            driver.session.tails[0].feed(found, TailPhase.FOLLOWING)
        else:
            await driver.press("slash", *"n", "enter")
            await driver.wait_until(lambda: driver.session.scans.run("orders") is not None)
            driver.session.scans.found("orders", found, ScanState(scanned=10, matched=10))
        await driver.wait_until('{"n":9}')
        yield driver


def heading(driver: FakeDriver) -> list[str]:
    return table_of(driver).visible_text()[0].split()


def table_of(driver: FakeDriver) -> RecordTable:
    assert isinstance(driver.pane, RecordsPane)
    return driver.pane.table


async def choose(driver: FakeDriver, *keys: str) -> None:
    await driver.press("vertical_line")
    await driver.wait_until(lambda: is_open(driver.app, ColumnsScreen))
    await driver.press(*keys)
    await driver.wait_until(lambda: not is_open(driver.app, ColumnsScreen))


@pytest.mark.parametrize("tab", ["messages", "search"])
async def test_columns_are_hidden_and_moved_and_remembered_for_the_topic(tab: str) -> None:
    async with at_records(tab) as driver:
        assert heading(driver) == ["Time", "P", "Offset", "Key", "Value", "Hdr", "Size"]
        await choose(driver, "space", "down", "down", "K", "enter")
        assert heading(driver) == ["Offset", "P", "Key", "Value", "Hdr", "Size"]
        await driver.press("left_square_bracket" if tab == "search" else "right_square_bracket")
        await driver.wait_until(lambda: isinstance(driver.pane, RecordsPane) and driver.place.tab != tab)
        assert [column.id for column in table_of(driver).definition.columns][:2] == ["offset", "partition"]
        assert not driver.session.memory.columns("payments")


async def test_esc_leaves_all_as_it_was_and_the_last_column_cannot_be_hidden() -> None:
    async with at_records() as driver:
        await choose(driver, "space", "escape")
        assert heading(driver)[0] == "Time"
        await driver.press("vertical_line")
        await driver.wait_until(lambda: is_open(driver.app, ColumnsScreen))
        for _ in range(7):
            await driver.press("space", "down")
        await driver.press("enter")
        await driver.wait_until("At least one column has to be shown.")
        await driver.press("space", "enter")
        await driver.wait_until(lambda: not is_open(driver.app, ColumnsScreen))
        assert heading(driver) == ["Headers"]


async def test_what_is_not_shown_at_first_can_be() -> None:
    async with at_records() as driver:
        await choose(driver, "end", "space", "shift+up", "shift+up", "enter")
        assert heading(driver)[-1] == "Stamp"
        assert "create" in table_of(driver).visible_text()[1]


@pytest.mark.parametrize(
    ("presses", "form", "title", "newest"),
    [(1, TimeForm.RELATIVE, "Age", "s ago"), (2, TimeForm.DELTA, "Δ", "+1.000 s")],
)
async def test_times_are_told_in_another_form(presses: int, form: TimeForm, title: str, newest: str) -> None:
    async with at_records() as driver:
        await choose(driver, "tab", *["right"] * presses, "enter")
        assert table_of(driver).chosen.time is form
        assert heading(driver)[0] == title
        assert newest in table_of(driver).visible_text()[10]


async def test_a_difference_is_to_the_record_that_a_filter_leaves_above() -> None:
    async with at_records() as driver:
        await choose(driver, "tab", "right", "right", "enter")
        await driver.press("slash", *"value.n = 2 or value.n = 9", "enter")
        await driver.wait_until(lambda: table_of(driver).visible_count == 2)
        lines = table_of(driver).visible_text()
        assert "+7.000 s" in lines[2]
        assert "+" not in lines[1]


async def test_an_age_grows_by_itself() -> None:
    async with at_records() as driver:
        await choose(driver, "tab", "right", "enter")
        before = table_of(driver).visible_text()[10]
        await driver.wait_until(lambda: table_of(driver).visible_text()[10] != before)


@pytest.mark.parametrize("tab", ["messages", "search"])
async def test_a_field_that_is_typed_becomes_a_column_before_the_value(tab: str) -> None:
    async with at_records(tab) as driver:
        await choose(driver, "tab", "tab", *"value.n", "enter", "enter")
        assert heading(driver) == ["Time", "P", "Offset", "Key", "value.n", "Value", "Hdr", "Size"]
        assert table_of(driver).visible_text()[10].split()[4:6] == ["9", '{"n":9}']
        assert "value.n" in [column.id for column in table_of(driver).exported.columns]
        await choose(driver, *["down"] * 4, "delete", "enter")
        assert "value.n" not in heading(driver)
        assert not driver.session.memory.columns("orders")["fields"]


async def test_what_names_no_field_is_said_and_those_of_the_record_are_offered() -> None:
    async with at_records() as driver:
        await driver.press("vertical_line")
        await driver.wait_until(lambda: is_open(driver.app, ColumnsScreen))
        await driver.press("tab", "tab", *"offset", "enter")
        await driver.wait_until("“offset” names no field: value.NAME, key.NAME or header.NAME")
        await driver.press(*["backspace"] * 6)
        await driver.wait_until(lambda: "names no field" not in driver.screen_text)
        await driver.press(*"value")
        await driver.wait_until("value.n")
        await driver.press("right", "enter")
        await driver.wait_until("✓ value.n")
        await driver.press("shift+tab", "shift+tab", "home", "delete")
        await driver.wait_until("Time can be hidden: space.")


async def test_a_click_on_the_check_hides_and_the_list_fits_a_small_screen() -> None:
    async with at_records(size=SMALL) as driver:
        await driver.press("vertical_line")
        await driver.wait_until("✓ Offset")
        await driver.click("✓ Offset")
        await driver.wait_until("· Offset")
        assert "Esc leaves" in driver.screen_text
        await driver.press("enter")
        await driver.wait_until(lambda: not is_open(driver.app, ColumnsScreen))
        assert "Offset" not in heading(driver)


async def test_what_was_chosen_is_shown_the_next_time() -> None:
    async with at_records() as driver:
        await choose(driver, "space", "enter")
        driver.session.memory.close(10)
    async with at_records() as driver:
        assert heading(driver) == ["P", "Offset", "Key", "Value", "Hdr", "Size"]
