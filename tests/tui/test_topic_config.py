"""A topic's properties are edited where they are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from kafkatui.model.place import PlaceKind
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session


@pytest.fixture
def session(tmp_path: Path) -> FakeSession:
    made = known_session(FakeSession())
    made.journal_folder = tmp_path
    return made


async def typed(driver: FakeDriver) -> list[str]:
    """The lines that the dialog opens with."""
    await driver.press("e")
    await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
    return driver.app.screen.query_one(TextArea).text.splitlines()


async def test_the_property_under_the_cursor_is_put_up_for_editing(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "config") as driver:
        await driver.wait_until(lambda: "min.insync.replicas" in driver.screen_text)
        await driver.press("end")
        assert await typed(driver) == ["retention.ms=604800000"]
        assert driver.app.screen.query_one(TextArea).has_focus
        await driver.press("1", "d")
        assert driver.app.screen.query_one(TextArea).text == "retention.ms=1d", "typing replaces the value"
        await driver.press("escape")


async def test_the_page_tells_values_in_words_and_below_since_when_one_is_set(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "config") as driver:
        await driver.wait_until(lambda: "7 d" in driver.screen_text)
        await driver.wait_until(" or before: then /config/topics/orders was changed last")
        await driver.press("end")
        await driver.wait_until("604800000 (7 d)")
        assert "Since" not in driver.screen_text, "nobody set it"


async def test_those_that_are_marked_are_put_up_together(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "config") as driver:
        await driver.wait_until(lambda: "min.insync.replicas" in driver.screen_text)
        await driver.press("home", "space", "end", "space")
        assert await typed(driver) == ["min.insync.replicas=2", "retention.ms=604800000"]
        assert "Configure topics: orders ─" in driver.text_of(driver.app.screen), "the topic is named once"
        await driver.press("escape")


async def test_other_actions_on_the_tab_are_the_topics(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "config") as driver:
        await driver.wait_until(lambda: "min.insync.replicas" in driver.screen_text)
        await driver.press("d")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        assert "Delete topics: orders" in driver.text_of(driver.app.screen)
        await driver.press("escape")


async def test_several_topics_are_configured_at_once(session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        await driver.wait_until(lambda: "orders" in driver.screen_text)
        await driver.press("space", "down", "space")
        assert await typed(driver) == []
        await driver.press("escape")
