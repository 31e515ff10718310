"""`&` shows what a thing is tied to; Enter on a line goes to the other end."""

from __future__ import annotations

import pytest

from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.session.feeds import GroupsFeed
from kafkatui.tui.pages.base.relations_pane import RelationsPane
from kafkatui.tui.screens.relations import RelationsScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import fake_app_at
from tests.tui.fake_session import NAME
from tests.tui.sample_cluster import known_session


async def test_from_a_list_to_the_relations_of_its_row_and_on_from_there() -> None:
    async with fake_app_at(known_session(), PlaceKind.TOPICS) as driver:
        await driver.wait_until("orders")
        await driver.press("ampersand")
        await driver.wait_until(lambda: driver.place.subject == (NAME, PlaceKind.TOPIC, "orders"))
        assert driver.place.tab == "relations"
        await driver.wait_until("billing")
        await driver.press("slash", *"billing", "enter", "enter")
        await driver.wait_until(lambda: driver.place.subject == (NAME, PlaceKind.GROUP, "billing"))
        await driver.press("ampersand")
        await driver.wait_until("coordinates it")


@pytest.mark.parametrize(
    ("kind", "name", "line", "leads_to"),
    [
        (PlaceKind.TOPIC, "orders", "2", (PlaceKind.BROKER, "2", "")),
        (PlaceKind.TOPIC, "orders", "orders-value", (PlaceKind.CLUSTER, "", "schemas")),
        (PlaceKind.TOPIC, "orders", "archive", (PlaceKind.CLUSTER, "", "connectors")),
        (PlaceKind.TOPIC, "orders", "User:alice ALLOW READ", (PlaceKind.TOPIC, "orders", "acls")),
        (PlaceKind.TOPIC, "orders", "/config/topics/orders", (PlaceKind.ZNODE, "/config/topics/orders", "")),
        (PlaceKind.BROKER, "1", "orders", (PlaceKind.TOPIC, "orders", "")),
        (PlaceKind.BROKER, "3", "1 other topic", (PlaceKind.BROKER, "3", "partitions")),
        (PlaceKind.GROUP, "billing", "billing-1@10.0.0.7", (PlaceKind.GROUP, "billing", "members")),
        (PlaceKind.GROUP, "billing", "orders", (PlaceKind.TOPIC, "orders", "groups")),
        (PlaceKind.ZNODE, "/brokers/topics/orders", "orders", (PlaceKind.TOPIC, "orders", "")),
        (PlaceKind.ZNODE, "/brokers/topics/a", "/brokers/topics", (PlaceKind.ZNODE, "/brokers/topics", "children")),
    ],
)
async def test_every_line_leads_to_the_other_end(
    kind: PlaceKind, name: str, line: str, leads_to: tuple[PlaceKind, str, str]
) -> None:
    async with fake_app_at(known_session(), kind, name, "relations") as driver:
        await driver.wait_until(lambda: driver.row("name", line))
        pane = driver.pane
        assert isinstance(pane, RelationsPane)
        rows = [row for row in pane.table.shown_rows if row.name == line]
        place = rows[0].place
        assert place is not None
        assert (place.kind, place.name, place.tab) == leads_to
        pane.open_row(rows[0])
        await driver.wait_until(lambda: driver.place.subject == place.subject)


async def test_an_overview_is_tied_to_nothing_and_does_not_offer_it() -> None:
    async with fake_app_at(known_session(), PlaceKind.CLUSTER, tab="tasks") as driver:
        await driver.wait_until("No task has run yet.")
        await driver.press("ampersand")
        await driver.pilot.pause()
        assert driver.place.tab == "tasks"


@pytest.mark.parametrize("size", [(160, 50), (100, 30), (80, 24)])
async def test_a_subject_and_a_connector_show_theirs_over_the_list_and_enter_goes_there(size: tuple[int, int]) -> None:
    session = known_session()
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="schemas", size=size) as driver:
        await driver.wait_until(lambda: driver.row("subject", "orders-value"))
        await driver.press("end", "ampersand")
        await driver.wait_until(lambda: is_open(driver.app, RelationsScreen))
        await driver.wait_until("it describes its values")
        assert session.held[GroupsFeed()], "what it takes is read while it is shown"
        await driver.press(*"archive", "enter")
        await driver.wait_until(lambda: driver.place.tab == "connectors")
        assert not session.held[GroupsFeed()], "and no longer"
        await driver.wait_until(lambda: any(row.get("connector") == "archive" for row in driver.rows))
        await driver.press("ampersand")
        await driver.wait_until(lambda: is_open(driver.app, RelationsScreen))
        await driver.wait_until("it reads it")
        await driver.press("down", "enter")
        await driver.pilot.pause()
        assert is_open(driver.app, RelationsScreen), "there is no such group: nothing to go to"
        await driver.press("up", "enter")
        await driver.wait_until(lambda: driver.place.subject == (NAME, PlaceKind.TOPIC, "orders"))


async def test_what_is_read_while_they_are_shown_is_shown() -> None:
    session = known_session()
    session.put(GroupsFeed(), Observed.unknown())
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="connectors") as driver:
        await driver.wait_until(lambda: any(row.get("connector") == "archive" for row in driver.rows))
        await driver.press("ampersand")
        await driver.wait_until("not read yet")
        session.put(GroupsFeed(), known_session().observed(GroupsFeed()))
        await driver.wait_until("there is no group connect-archive")
        await driver.press("escape")
        await driver.wait_until(lambda: not is_open(driver.app, RelationsScreen))
