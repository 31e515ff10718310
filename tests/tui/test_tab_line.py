"""The tabs of a page where there is little room."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from kafkatui.tui.chrome.tab_line import TabLine, TabTitle
from tests.tui.fake_app import SMALL, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session


async def test_the_last_tab_is_seen_and_clicked() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.GROUP, "billing", size=SMALL) as driver:
        line = driver.main.query_one(TabLine)
        await driver.wait_until(lambda: "Events " in driver.screen_text)
        shown = line.render().plain
        assert shown.endswith(" Events ")
        assert len(shown) <= line.size.width
        await driver.click("Events ")
        await driver.wait_until(lambda: driver.place.tab == "events")


async def test_tabs_without_room_are_reached_by_their_mark_and_the_shown_one_is_always_seen() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.CLUSTER, size=(100, 30)) as driver:
        line = driver.main.query_one(TabLine)
        await driver.wait_until(lambda: line.size.width > 0 and bool(line.tabs))
        line.tabs = tuple(TabTitle(str(number), f"Tab number {number}") for number in range(20))
        seen = set()
        for tab in line.tabs:
            line.active = tab.id
            shown = line.render().plain
            assert f" {tab.title} " in shown
            assert len(shown) <= line.size.width
            assert (shown[0] == "‹") == (" Tab number 0 " not in shown)
            assert (shown[-1] == "›") == (" Tab number 19 " not in shown)
            seen.add(shown)
        assert len(seen) > 2


async def test_the_marks_lead_to_the_next_tab_that_is_not_seen() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.CLUSTER, size=(70, 24)) as driver:
        await driver.wait_until(lambda: "›" in driver.screen_text)
        line = driver.main.query_one(TabLine)
        shown = line.render().plain
        first_hidden = next(tab.id for tab in line.tabs if f" {tab.title} " not in shown)
        await driver.click("›")
        await driver.wait_until(lambda: driver.place.tab == first_hidden)
        await driver.wait_until(lambda: "‹" in driver.screen_text)
        shown = line.render().plain
        last_hidden = next(tab.id for tab in reversed(line.tabs[:3]) if f" {tab.title} " not in shown)
        await driver.click("‹")
        await driver.wait_until(lambda: driver.place.tab == last_hidden)
