"""`--go-to`: the app opens at a place, also at one that is not there, and looks for a bare name once it can."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kafkatui.config.settings import Settings
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.feeds import METADATA, GroupsFeed
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.messages import GoTo
from tests.drive.pilot import PilotDriver
from tests.tui.fake_app import WIDE, fake_app_at
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.sample_cluster import CLUSTER, groups_sample, known_session


@asynccontextmanager
async def app_that_seeks(session: FakeSession, name: str) -> AsyncIterator[PilotDriver]:
    app = KafkatuiApp(Sessions.of(session), Settings(), sought=name)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        yield PilotDriver(app, pilot)


@pytest.mark.parametrize(
    ("kind", "name", "tab", "said"),
    [
        (PlaceKind.TOPIC, "nope", "", "Topic nope does not exist. Looking at it does not create it."),
        (PlaceKind.TOPIC, "nope", "relations", "Topic nope does not exist. Looking at it does not create it."),
        (PlaceKind.BROKER, "9", "relations", "No broker 9 is in the metadata or in any replica list."),
    ],
)
async def test_a_place_that_is_not_there_is_told(kind: PlaceKind, name: str, tab: str, said: str) -> None:
    async with fake_app_at(known_session(), kind, name, tab) as driver:
        await driver.wait_until(said)
        await driver.press("3")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPICS)


async def test_a_name_is_gone_to_once_the_cluster_has_told_what_there_is() -> None:
    session = FakeSession()
    async with app_that_seeks(session, "billing") as driver:
        assert driver.place.kind is PlaceKind.TOPICS
        session.ok(METADATA, CLUSTER)
        await driver.pilot.pause(0.3)
        assert driver.place.kind is PlaceKind.TOPICS, "groups may be called so"
        session.ok(GroupsFeed(), groups_sample())
        await driver.wait_until(lambda: driver.place.subject == (NAME, PlaceKind.GROUP, "billing"))


async def test_a_topics_name_waits_for_no_group() -> None:
    session = FakeSession()
    async with app_that_seeks(session, "orders") as driver:
        session.ok(METADATA, CLUSTER)
        await driver.wait_until(lambda: driver.place.subject == (NAME, PlaceKind.TOPIC, "orders"))


async def test_a_name_that_nothing_has_is_told() -> None:
    session = known_session()
    async with app_that_seeks(session, "nothing") as driver:
        await driver.wait_until(lambda: any("No page, topic, broker or group is called nothing" in each
                                            for each in driver.notices))  # fmt: skip
        assert driver.place.kind is PlaceKind.TOPICS


async def test_who_has_gone_elsewhere_stays_there() -> None:
    session = FakeSession()
    async with app_that_seeks(session, "orders") as driver:
        driver.main.post_message(GoTo(Place(NAME, PlaceKind.CLUSTER, tab="connection")))
        await driver.wait_until(lambda: driver.place.tab == "connection")
        await driver.pilot.pause(0.3)
        session.put(METADATA, Observed.ok(CLUSTER, 1.0))
        await driver.pilot.pause(0.3)
        assert driver.place.tab == "connection"
