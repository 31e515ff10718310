"""From a record to all records of its key, and to the newest of each key only."""

from __future__ import annotations

from kafkatui.insight.search.exact_key import exact_key
from kafkatui.model.place import PlaceKind
from kafkatui.model.scan import ScanState
from kafkatui.model.tail import TailPhase
from kafkatui.session.search_run import SearchRun
from kafkatui.tui.pages.topic.search import SearchBar
from tests.tui.fake_app import SMALL, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session, records

WHOLE = ScanState(scanned=1_000, matched=3, passed=1_000, total=1_000, seconds=2.0)


def text(driver: FakeDriver) -> str:
    return driver.text_of(driver.main.frame)


def run_of(driver: FakeDriver) -> SearchRun:
    run = driver.session.scans.run("orders")
    assert run is not None
    return run


async def test_h_on_a_record_of_a_tail_searches_for_its_key() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", "messages", size=SMALL) as driver:
        driver.session.tails[-1].feed(records(5), TailPhase.READING, "")
        await driver.wait_until(lambda: '{"n":4}' in text(driver))
        await driver.press("g", "H")
        await driver.wait_until(lambda: driver.place.tab == "search")
        expression = exact_key(records(5)[0].key)
        assert run_of(driver).search.text == expression
        assert not run_of(driver).newest_first
        await driver.wait_until(lambda: driver.pane.query_one(SearchBar).text == expression)
        assert driver.session.memory.searches[0] == expression


async def test_h_in_a_search_searches_anew_and_l_keeps_the_newest_of_each_key() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", "search") as driver:
        await driver.press("slash", *"n", "enter")
        await driver.wait_until(lambda: driver.session.scans.run("orders") is not None)
        driver.session.scans.found("orders", records(3), WHOLE)
        await driver.wait_until(lambda: '{"n":2}' in text(driver))
        await driver.press("L")
        await driver.wait_until(lambda: run_of(driver).latest_only)
        assert run_of(driver).search.text == "n"
        driver.session.scans.found("orders", records(3), WHOLE)
        await driver.wait_until(lambda: "newest per key" in text(driver) and '{"n":2}' in text(driver))
        await driver.press("H")
        await driver.wait_until(lambda: run_of(driver).search.text == exact_key(records(3)[0].key))
        assert not run_of(driver).latest_only
        await driver.wait_until(lambda: "newest per key" not in text(driver) and "oldest first" in text(driver))
        assert driver.pane.query_one(SearchBar).text == run_of(driver).search.text
