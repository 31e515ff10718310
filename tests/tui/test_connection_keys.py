"""Connect, Disconnect and Reconnect are keys of the Connection tab, and of no other."""

from __future__ import annotations

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.tui.active_keys import active_keys
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session


def links_offered(driver: FakeDriver) -> dict[str, str]:
    """The keys of links that do something now."""
    return {each.key.id: each.pressed[0] for each in active_keys(driver.main) if each.key.id.startswith("link.")}


@pytest.mark.parametrize(("key", "title"), [("R", "Reconnect"), ("D", "Disconnect")])
async def test_they_are_offered_on_the_connection_tab(key: str, title: str) -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.CLUSTER, tab="connection", size=WIDE) as driver:
        await driver.wait_until(lambda: "disconnect" in driver.screen_text)
        assert links_offered(driver) == {"link.reconnect": "R", "link.disconnect": "D"}, "nothing is to be connected"
        await driver.press(key)
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: f" {title} " in driver.text_of(driver.app.screen))


async def test_c_says_that_nothing_is_to_be_connected_and_elsewhere_makes_a_topic() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.CLUSTER, tab="connection", size=WIDE) as driver:
        await driver.wait_until(lambda: "disconnect" in driver.screen_text)
        await driver.press("c")
        await driver.wait_until(lambda: "are open already" in driver.screen_text)
        assert not isinstance(driver.app.screen, ActionScreen)
        await driver.press("1")
        await driver.wait_until(lambda: links_offered(driver) == {})
