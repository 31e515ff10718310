"""What a list says of itself: its counts are of what is shown, and its filter is the one in force."""

from __future__ import annotations

from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.widgets.virtual_tree import VirtualTree
from tests.tui.fake_app import fake_app_at
from tests.tui.sample_cluster import CLUSTER, known_session


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


async def test_counts_do_not_touch_the_scrollbar() -> None:
    session = known_session()
    names = [f"t{number:03}" for number in range(80)]
    topics = {name: Topic(name, (Partition(name, 0, 1, (1,), (1,)),)) for name in names}
    session.ok(METADATA, replace(CLUSTER, topics=topics))
    async with fake_app_at(session, size=(100, 30)) as driver:
        await driver.wait_until("80 topics")
        for widget in (driver.explorer.query_one(VirtualTree), driver.pane.table):
            assert widget is not None
            assert widget.show_vertical_scrollbar
            bar = widget.vertical_scrollbar.region.x
            lines = driver.screen_text.splitlines()[widget.region.y + widget.header_height : widget.region.bottom]
            assert all(line[bar - 1] == " " for line in lines), driver.screen_text


async def test_the_topics_retention_is_in_view_on_a_wide_screen() -> None:
    async with fake_app_at(known_session(), PlaceKind.TOPICS, size=(160, 50)) as driver:
        await driver.wait_until("orders")
        table = driver.pane.table
        assert table is not None
        await driver.wait_until(lambda: "Retention" in table.build_header().text)
        await driver.wait_until("1 URP")
