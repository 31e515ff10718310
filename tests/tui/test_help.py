"""`?` for a learner: terms first, then keys, their ids on demand, and Kafka in one screen on this cluster."""

from __future__ import annotations

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.tui.screens.help import HelpScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session

SIZES = [WIDE, (100, 30), SMALL]


async def opened(driver: FakeDriver) -> None:
    await driver.wait_until("orders")
    await driver.press("question_mark")
    await driver.wait_until(lambda: is_open(driver.app, HelpScreen))


@pytest.mark.parametrize("size", SIZES)
async def test_terms_come_first_then_columns_then_keys_and_ids_only_on_demand(size: tuple[int, int]) -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", size=size) as driver:
        await opened(driver)
        screen = driver.app.screen
        assert isinstance(screen, HelpScreen)
        titles = [section.title for section in screen.sections]
        assert titles[0] == "Terms"
        assert titles.index("Columns of the partitions") < titles.index("Keys: Rows")
        await driver.wait_until("A named, append-only log of records")
        assert "table.mark" not in driver.screen_text
        await driver.press("slash", *"take its mark", "enter", "i")
        await driver.wait_until("table.mark")
        await driver.press("i")
        await driver.wait_until(lambda: "table.mark" not in driver.screen_text)


@pytest.mark.parametrize("size", SIZES)
async def test_tab_turns_to_kafka_in_one_screen_and_enter_goes_to_the_real_thing(size: tuple[int, int]) -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPICS, size=size) as driver:
        await opened(driver)
        await driver.press("tab")
        await driver.wait_until("orders has 2 partitions")
        await driver.press("G")
        await driver.wait_until("→ /config/topics/orders")
        await driver.press("g", *["down"] * 4)
        await driver.wait_until("orders-1 is led by broker 2")
        await driver.press("enter")
        await driver.wait_until(lambda: (driver.place.kind, driver.place.name) == (PlaceKind.BROKER, "2"))
        assert not is_open(driver.app, HelpScreen)


async def test_what_leads_nowhere_does_not_close_it_and_tab_turns_back() -> None:
    async with fake_app_at(FakeSession(), PlaceKind.TOPICS) as driver:
        await driver.press("question_mark")
        await driver.wait_until(lambda: is_open(driver.app, HelpScreen))
        await driver.press("tab", "enter")
        await driver.wait_until("The cluster has not answered yet.")
        assert is_open(driver.app, HelpScreen)
        await driver.press("tab")
        await driver.wait_until("A named, append-only log of records")
        await driver.press("escape")
        await driver.wait_until(lambda: not is_open(driver.app, HelpScreen))
