"""`@`: how often the page shown reads what it shows."""

from __future__ import annotations

import time

from kafkatui.config.settings import Settings
from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.refresh import BY_HAND
from kafkatui.session.feeds import GroupsFeed, LogDirsFeed
from kafkatui.tui.screens.refresh import RefreshScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.sample_cluster import groups_sample, known_session


async def choose(driver: FakeDriver, *keys: str) -> None:
    await driver.press("at")
    await driver.wait_until(lambda: is_open(driver.app, RefreshScreen))
    await driver.press(*keys)
    await driver.wait_until(lambda: not is_open(driver.app, RefreshScreen))


async def test_a_page_is_read_as_often_as_was_chosen_and_says_so_until_it_is_as_before() -> None:
    async with fake_app_at(known_session(), PlaceKind.BROKERS) as driver:
        await driver.wait_until(lambda: LogDirsFeed() in driver.session.held)
        assert driver.session.intervals[LogDirsFeed()] is None
        assert "every" not in driver.screen_text
        await choose(driver, *"10", "enter")
        await driver.wait_until("Brokers · every 10 s")
        assert driver.session.intervals[LogDirsFeed()] == 10.0
        await driver.press("4")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.GROUPS and driver.rows)
        assert driver.session.intervals[GroupsFeed()] is None
        await driver.press("2")
        await driver.wait_until("Brokers · every 10 s")
        await choose(driver, "home", *"default", "enter")
        await driver.wait_until(lambda: "every 10 s" not in driver.screen_text)
        assert driver.session.intervals[LogDirsFeed()] is None
        assert not driver.session.memory.refresh, "whatever the settings say later holds then"


async def test_what_was_chosen_holds_for_the_next_run_and_whatever_the_settings_say() -> None:
    settings = Settings(refresh={"groups": BY_HAND, "brokers": 5.0})
    session = known_session()
    async with fake_app_at(session, PlaceKind.GROUPS, settings=settings) as driver:
        await driver.wait_until("Groups · refresh off")
        await choose(driver, *"default", "enter")
        await driver.wait_until(lambda: "refresh off" not in driver.screen_text)
        await driver.press("2")
        await driver.wait_until("Brokers · every 5 s")
        await choose(driver, *"off", "enter")
        await driver.wait_until("Brokers · refresh off")
    session.memory.close(10)
    again = known_session()
    assert again.memory.refresh == {"groups": None, "brokers": BY_HAND}
    async with fake_app_at(again, PlaceKind.BROKERS, settings=settings) as driver:
        await driver.wait_until("Brokers · refresh off")
        await choose(driver, "5", "enter")
        await driver.wait_until("Brokers · every 5 s")
        assert again.memory.refresh == {"groups": None}, "it is as the settings have it"


async def test_what_was_typed_and_cannot_be_is_said_there() -> None:
    async with fake_app_at(known_session(), PlaceKind.BROKERS) as driver:
        await driver.press("at")
        await driver.wait_until("[refresh] in the settings file")
        await driver.press(*"9999")
        await driver.wait_until('It is "off" or a number of seconds from 1 to 3600.')
        await driver.press(*["backspace"] * 3, *".5", "enter")
        await driver.wait_until("Brokers · every 9.5 s")


async def test_the_settings_say_it_for_good_and_a_choice_goes_before() -> None:
    settings = Settings(refresh={"groups": BY_HAND})
    async with fake_app_at(known_session(), PlaceKind.GROUPS, settings=settings) as driver:
        await driver.wait_until("Groups · refresh off, r reads")
        assert driver.session.intervals[GroupsFeed()] == BY_HAND
        await driver.press("r")
        await driver.wait_until(lambda: GroupsFeed() in driver.session.asked)
        await choose(driver, "2", "enter")
        await driver.wait_until("Groups · every 2 s")


async def test_what_grows_old_is_shown_so_without_a_word_from_the_cluster() -> None:
    settings = Settings(refresh={"groups": BY_HAND})
    async with fake_app_at(known_session(), PlaceKind.GROUPS, settings=settings) as driver:
        await driver.wait_until(lambda: driver.rows)
        driver.session.listen(lambda _: None)
        stale = Observed.ok(groups_sample(), time.time() - 60).failing("Refresh is off here; r reads it again.", 0.0)
        driver.session.put(GroupsFeed(), stale)
        await driver.wait_until("Refresh is off here; r reads it again.")


async def test_a_page_that_reads_nothing_again_and_again_has_no_such_key() -> None:
    async with fake_app_at(known_session(), PlaceKind.CLUSTER, "", "tasks") as driver:
        await driver.press("at")
        await driver.pilot.pause()
        assert not is_open(driver.app, RefreshScreen)
