"""A cluster that has not answered yet, and one that holds nothing: the same words everywhere, and what to do first."""

from __future__ import annotations

import time

import pytest

from kafkatui.config.settings import Settings
from kafkatui.model.known_cluster import KnownCluster
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.pages.base.first_contact import OtherClusters
from tests.drive.pilot import PilotDriver
from tests.tui.fake_app import SMALL, WIDE, fake_app_at
from tests.tui.fake_session import NAME, FakeSession, fake_profile
from tests.tui.sample_cluster import CLUSTER, known_session

WHY = "No broker of kafka-1:9092 answered within 10 s."
OUTAGE = "No connection to Kafka at kafka-1:9092"

PAGES = [
    (PlaceKind.CLUSTER, "", ""),
    (PlaceKind.CLUSTER, "", "doctor"),
    (PlaceKind.CLUSTER, "", "acls"),
    (PlaceKind.TOPICS, "", ""),
    (PlaceKind.BROKERS, "", ""),
    (PlaceKind.GROUPS, "", ""),
    (PlaceKind.TOPIC, "orders", "messages"),
    (PlaceKind.GROUP, "billing", ""),
]


def unreachable(profile: Profile | None = None) -> FakeSession:
    session = FakeSession(profile)
    session.put(METADATA, Observed.unknown().failing(WHY, time.time()))
    session.errors = ("kafka-1:9092/bootstrap: Connection refused",)
    return session


@pytest.mark.parametrize("size", [WIDE, (100, 30), SMALL])
async def test_one_outage_has_one_text_on_every_page(size: tuple[int, int]) -> None:
    said = set()
    async with fake_app_at(unreachable(), PlaceKind.CLUSTER, size=size) as driver:
        for kind, name, tab in PAGES:
            await driver.show(Place(NAME, kind, name, tab))
            await driver.wait_until(OUTAGE)
            contact = driver.main.frame.query_one("FirstContact")
            words = driver.text_of(contact)
            said.add(words)
            for wanted in (
                "What",
                "Connection refused",
                "kafkatui demo",
                "--bootstrap-server HOST:PORT",
                "r tries now",
            ):
                assert wanted in words, words
    assert len(said) <= 2, said  # a page without tabs has one line more for it


async def test_no_key_is_offered_that_does_nothing() -> None:
    async with fake_app_at(unreachable(), PlaceKind.TOPICS) as driver:
        await driver.wait_until(OUTAGE)
        keys = driver.screen_text.splitlines()[-1]
        for label in ("open", "filter", "mark", "sort", "create", "produce"):
            assert label not in keys, keys
        assert "go to" in keys
        assert "quit" in keys
        await driver.press("r")
        assert METADATA in driver.session.asked


async def test_it_gives_way_to_the_page_when_the_cluster_answers() -> None:
    async with fake_app_at(unreachable(), PlaceKind.TOPICS) as driver:
        await driver.wait_until(OUTAGE)
        known_session(driver.session)
        await driver.wait_until("orders")
        assert OUTAGE not in driver.screen_text
        assert driver.pane.has_focus_within
        assert "filter" in driver.screen_text.splitlines()[-1]


async def test_what_was_known_stays_when_the_cluster_goes_away_later() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPICS) as driver:
        await driver.wait_until("orders")
        driver.session.put(METADATA, driver.session.metadata.failing(WHY, time.time()))
        await driver.wait_until(WHY)
        assert OUTAGE not in driver.screen_text


async def test_its_own_connection_and_zookeeper_are_still_shown() -> None:
    async with fake_app_at(unreachable(), PlaceKind.CLUSTER, tab="connection") as driver:
        await driver.wait_until("bootstrap.servers")
        await driver.press("5")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.ZOOKEEPER)
        assert OUTAGE not in driver.screen_text


class TwoProfiles:
    """Another cluster in the file, which can be opened."""

    def known(self) -> tuple[KnownCluster, ...]:
        return (KnownCluster(NAME, "kafka-1:9092"), KnownCluster("staging", "stage-1:9092", is_read_only=True))

    def profile(self, name: str) -> Profile:
        return replace(fake_profile(), name=name)


def started(profile: Profile) -> FakeSession:
    return unreachable(profile) if profile.name == NAME else known_session(FakeSession(profile))


async def test_enter_on_another_profile_opens_it() -> None:
    sessions = Sessions(TwoProfiles(), started)
    sessions.open(NAME)
    app = KafkatuiApp(sessions, Settings(), Place(NAME, PlaceKind.TOPICS))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        driver = PilotDriver(app, pilot)
        await driver.wait_until("stage-1:9092")
        assert "read-only" in driver.screen_text
        await driver.wait_until(lambda: isinstance(app.focused, OtherClusters))
        keys = driver.screen_text.splitlines()[-1]
        assert "open" in keys
        assert "mark" not in keys
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.cluster == "staging" and "orders" in driver.screen_text)


@pytest.mark.parametrize(
    ("kind", "what"), [(PlaceKind.TOPICS, "c creates the first one"), (PlaceKind.CLUSTER, "no topics yet: c")]
)
async def test_an_empty_cluster_says_what_to_do_first(kind: PlaceKind, what: str) -> None:
    session = known_session(FakeSession())
    session.ok(METADATA, replace(CLUSTER, topics={}))
    async with fake_app_at(session, kind, size=(100, 30)) as driver:
        await driver.wait_until(what)
        await driver.press("c")
        await driver.wait_until("Create")


async def test_what_cannot_be_done_on_an_empty_cluster_is_not_proposed() -> None:
    session = known_session(FakeSession(fake_profile(is_read_only=True)))
    session.ok(METADATA, replace(CLUSTER, topics={}))
    async with fake_app_at(session, PlaceKind.TOPICS) as driver:
        await driver.wait_until("read-only here")
        assert "c creates" not in driver.screen_text
