"""The tabs of a page where there is little room."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from kafkatui.tui.chrome.tab_line import TabLine
from tests.tui.fake_app import SMALL, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session


async def test_the_last_tab_is_seen_and_clicked() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", size=SMALL) as driver:
        line = driver.main.query_one(TabLine)
        await driver.wait_until(lambda: "ZooKeeper" in driver.screen_text)
        shown = line.render().plain
        assert shown.endswith(" ZooKeeper ")
        assert len(shown) <= line.size.width
        await driver.click("ZooKeeper ")
        await driver.wait_until(lambda: driver.place.tab == "zookeeper")
