"""The list of events: many with one cause as one line that opens, what concerns one thing, and how soon it is seen."""

from __future__ import annotations

from kafkatui.insight.event_groups import group_of
from kafkatui.model.event import Event, EventSources
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.sample_cluster import event, known_session
from tests.unit.session import test_event_log


def moved(number: int) -> Event:
    """A partition of the cluster that got another leader."""
    event = test_event_log.moved(number)
    return replace(event, cluster=NAME, place=replace(event.place, cluster=NAME))


def lines(driver: FakeDriver, word: str) -> int:
    """How many lines of the list have it."""
    return sum(word in line for line in driver.text_of(driver.pane).splitlines())


async def test_a_line_for_many_opens_and_folds_and_its_changes_lead_on() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.CLUSTER, tab="events") as driver:
        driver.session.tell(*(moved(number) for number in range(15)))
        await driver.wait_until("▸ 15 partitions")
        assert lines(driver, "leader 3 → 1") == 1
        await driver.press("enter")
        await driver.wait_until(lambda: lines(driver, "└ t") == 15)
        assert "▾ 15 partitions" in driver.screen_text
        driver.session.tell(moved(15))
        await driver.wait_until(lambda: lines(driver, "└ t") == 16)
        await driver.press("down", "down", "enter")
        await driver.wait_until(lambda: (driver.place.kind, driver.place.name) == (PlaceKind.TOPIC, "t1"))
        await driver.press("minus")
        await driver.wait_until("▾ 16 partitions")
        assert lines(driver, "└ t") == 16, "back where it was gone from"


async def test_enter_on_a_line_for_many_on_the_overview_lists_them() -> None:
    session = known_session(FakeSession())
    async with fake_app_at(session, PlaceKind.CLUSTER) as driver:
        session.tell(group_of([moved(number) for number in range(12)]))
        await driver.wait_until("12 partitions leader 3 → 1")
        while not driver.main.frame.query_one("#events VirtualTable").has_focus:
            await driver.press("tab")
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.tab == "events" and lines(driver, "└ t") == 12)
        await driver.press("enter")
        await driver.wait_until(lambda: (driver.place.kind, driver.place.name) == (PlaceKind.TOPIC, "t0"))


async def test_a_click_on_an_event_in_the_strip_leads_to_it_in_the_list() -> None:
    session = known_session(FakeSession())
    async with fake_app_at(session) as driver:
        session.tell(event(), group_of([moved(number) for number in range(12)]))
        await driver.wait_until("12 partitions leader 3 → 1")
        await driver.click("orders-1 ISR")
        await driver.wait_until(lambda: driver.place.tab == "events")
        await driver.wait_until(lambda: "ISR shrank 2,3,1 → 2,3" in driver.details)


async def test_a_topic_has_its_own_events_out_of_a_line_for_many() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", tab="events") as driver:
        await driver.wait_until("Nothing about it has changed")
        orders = replace(moved(0), place=replace(moved(0).place, name="orders"), subject="orders-0")
        driver.session.tell(*(moved(number) for number in range(1, 15)), orders)
        await driver.wait_until(lambda: lines(driver, "orders-0") == 1)
        assert lines(driver, "leader 3 → 1") == 1


async def test_the_foot_says_how_soon_changes_are_seen() -> None:
    session = known_session(FakeSession())
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="events") as driver:
        session.event_sources = EventSources(True, True, 2.0, 15.0)
        session.tell(moved(1))
        await driver.wait_until("znodes are watched: told at once; groups, sessions ≤ 15s")
        session.event_sources = EventSources(False, False, 2.0, 45.0)
        session.tell(moved(2))
        await driver.wait_until("metadata ≤ 2s; groups, configs, ACLs ≤ 45s")
