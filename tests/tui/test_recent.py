"""Where one was last: kept from run to run, offered by `8`, `:recent` and an empty `:`, and gone to by Enter."""

from __future__ import annotations

from textual.widgets import Input

from kafkatui.model.place import Place, PlaceKind
from kafkatui.tui.messages import GoTo
from kafkatui.tui.pages.group.facts import OLD_CONSUMERS
from kafkatui.tui.screens.goto import GotoScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.sample_cluster import known_session


async def visit(driver: FakeDriver, place: Place) -> None:
    driver.main.post_message(GoTo(place))
    await driver.wait_until(lambda: any(visit.place == place for visit in driver.session.memory.visited.visits))


async def test_the_next_run_offers_where_one_was() -> None:
    config = Place(NAME, PlaceKind.TOPIC, "orders", "config")
    session = known_session()
    async with fake_app_at(session) as driver:
        await visit(driver, config)
        await visit(driver, Place(NAME, PlaceKind.BROKER, "1", "log_dirs"))
    session.memory.close(10)
    async with fake_app_at(known_session(FakeSession())) as driver:
        await driver.wait_until(lambda: driver.session.memory.visited.is_read)
        await driver.press("colon")
        await driver.wait_until(lambda: is_open(driver.app, GotoScreen))
        screen = driver.app.screen
        assert isinstance(screen, GotoScreen)
        await driver.wait_until(lambda: screen.table.visible_count > 0)
        assert [row.text for row in screen.table.shown_rows[:2]] == ["broker 1", "topic orders"]
        screen.query_one(Input).value = "recent"
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.tab == "recent")
        await driver.wait_until(
            lambda: [row["name"] for row in driver.rows if row["kind"] != "topics"] == ["1", "orders"]
        )
        await driver.press("slash", *"orders", "enter", "enter")
        await driver.wait_until(lambda: driver.place == config.at(cursor=driver.place.cursor))


async def test_passing_through_is_no_visit() -> None:
    async with fake_app_at(known_session()) as driver:
        driver.main.post_message(GoTo(Place(NAME, PlaceKind.TOPIC, "orders", "config")))
        await visit(driver, Place(NAME, PlaceKind.GROUP, "billing", "members"))
        places = [visit.place.kind for visit in driver.session.memory.visited.visits]
        assert PlaceKind.TOPIC not in places


async def test_the_list_does_not_list_itself_and_a_place_that_is_gone_says_so() -> None:
    async with fake_app_at(known_session()) as driver:
        await visit(driver, Place(NAME, PlaceKind.TOPIC, "deleted", "partitions"))
        await driver.press("8")
        await driver.wait_until("✗ gone")
        await driver.pilot.pause(0.7)
        assert all(visit.place.tab != "recent" for visit in driver.session.memory.visited.visits)
        await driver.press("home", "enter")
        await driver.wait_until("Topic deleted does not exist.")


async def test_that_a_group_is_gone_takes_zookeepers_word_too() -> None:
    async with fake_app_at(known_session()) as driver:
        await visit(driver, Place(NAME, PlaceKind.GROUP, "deleted", "members"))
        await driver.show(Place(NAME, PlaceKind.CLUSTER, tab="recent"))
        await driver.wait_until(lambda: driver.session.held[OLD_CONSUMERS] > 0)
