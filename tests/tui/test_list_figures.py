"""What a list says of itself: its counts are of what is shown, and its filter is the one in force."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from kafkatui.tui.chrome.filter_bar import FilterBar
from tests.tui.fake_app import fake_app_at
from tests.tui.sample_cluster import known_session


async def test_the_foot_counts_what_is_shown() -> None:
    async with fake_app_at(known_session()) as driver:
        await driver.press("I")
        await driver.wait_until("2 topics · 3 partitions")
        await driver.press("slash", *"orders")
        await driver.wait_until("1 of 2 topics · 2 partitions")
        await driver.press("enter", "escape")
        await driver.wait_until("2 topics · 3 partitions")


async def test_a_groups_foot_sums_what_is_shown() -> None:
    async with fake_app_at(known_session(), PlaceKind.GROUP, "billing") as driver:
        await driver.wait_until("2 partitions · lag 10")
        await driver.press("slash", *"orders-1")
        await driver.wait_until("1 of 2 partitions · lag 0")


async def test_a_filter_that_cannot_be_meant_leaves_the_one_before_in_force_and_says_so() -> None:
    async with fake_app_at(known_session()) as driver:
        await driver.wait_until("1 topic ·")
        await driver.press("slash", *"ord")
        await driver.wait_until(lambda: driver.pane.query_one(FilterBar).in_force == "ord")
        await driver.press("home", *"/(")
        await driver.wait_until("Still filtered by ")
        bar = driver.pane.query_one(FilterBar)
        assert driver.pane.place.filter == bar.in_force != bar.text
        await driver.press("escape", "escape")
        await driver.wait_until(lambda: bar.in_force == "" and "Still filtered" not in driver.screen_text)


async def test_the_controller_keeps_its_rack_in_the_explorer_where_there_is_room() -> None:
    async with fake_app_at(known_session()) as driver:
        await driver.wait_until("ctrl rack-2 ")
