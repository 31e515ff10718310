"""Several clusters open at once: `C`, `:cluster NAME` and the palette show them, and none hears of another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kafkatui.config.settings import Settings
from kafkatui.model.errors import ConfigError
from kafkatui.model.known_cluster import KnownCluster
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA, GroupsFeed
from kafkatui.session.notice import TaskChanged
from kafkatui.session.sessions import Sessions
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.screens.clusters import ClustersScreen
from kafkatui.tui.screens.confirm import ConfirmScreen
from tests.drive.drawn import is_open
from tests.drive.pilot import PilotDriver
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import CLUSTER, ORDERS, known_session

PAYMENTS = replace(ORDERS, name="payments")
OTHER_CLUSTER = replace(CLUSTER, cluster_id="another-cluster-000000", topics={"payments": PAYMENTS})


class Clusters:
    """prod and test can be opened, broken cannot."""

    def __init__(self) -> None:
        self.sessions: dict[str, FakeSession] = {}
        self.opened = Sessions(self, self._start)

    def known(self) -> tuple[KnownCluster, ...]:
        return (
            KnownCluster("prod", "prod-1:9092", "zk:2181", is_read_only=True),
            KnownCluster("test", "test-1:9092"),
            KnownCluster("broken", "x:1"),
        )

    def profile(self, name: str) -> Profile:
        if name == "broken":
            raise ConfigError("[clusters.broken]: the environment variable PASSWORD is not set.", "Set PASSWORD.")
        return replace(fake_profile(), name=name)

    def _start(self, profile: Profile) -> FakeSession:
        session = self.sessions[profile.name] = known_session(FakeSession(profile))
        if profile.name == "test":
            session.ok(METADATA, OTHER_CLUSTER)
        return session


class ClustersDriver(PilotDriver):
    """The app started at prod."""

    clusters: Clusters

    @property
    def names(self) -> list[str]:
        """Names in the first column of the table shown, in its order."""
        return [row["name"] for row in self.rows]

    async def switch(self, name: str) -> None:
        """Press C, type a name, press Enter, and wait until its page is drawn."""
        await self.press("C")
        await self.wait_until(lambda: is_open(self.app, ClustersScreen))
        await self.type_text(name)
        await self.press("enter")
        await self.wait_until(lambda: self.app.screen is self.main and self.main.session.profile.name == name)
        await self.wait_until(lambda: self.main.pane is not None and self.main.pane.is_mounted)


@asynccontextmanager
async def at_prod(size: tuple[int, int] = (160, 50)) -> AsyncIterator[ClustersDriver]:
    clusters = Clusters()
    clusters.opened.open("prod")
    app = KafkatuiApp(clusters.opened, Settings())
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = ClustersDriver(app, pilot)
        driver.clusters = clusters
        await driver.wait_until("orders")
        yield driver
    for session in clusters.sessions.values():
        assert not session.held, "feeds are still held by nobody on screen"
        assert not session.tails


async def test_c_lists_every_cluster_with_its_state_and_opens_one() -> None:
    async with at_prod() as driver:
        await driver.press("C")
        await driver.wait_until("3 brokers ✓")
        text = driver.screen_text
        assert "● here" in text
        assert "read-only" in text
        assert text.count("closed") == 2
        await driver.type_text("test")
        await driver.press("enter")
        await driver.wait_until("payments")
        assert driver.place.subject == ("test", PlaceKind.TOPICS, "")
        assert "orders" not in driver.names
        assert "2 clusters" in driver.screen_text


async def test_each_cluster_stays_as_it_was_left() -> None:
    async with at_prod() as driver:
        await driver.press("4")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.GROUPS)
        await driver.switch("test")
        await driver.press("2")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.BROKERS)
        await driver.switch("prod")
        assert (driver.place.cluster, driver.place.kind) == ("prod", PlaceKind.GROUPS)
        await driver.switch("test")
        assert (driver.place.cluster, driver.place.kind) == ("test", PlaceKind.BROKERS)


async def test_a_hidden_cluster_is_not_polled_and_up_to_date_when_shown_again() -> None:
    async with at_prod() as driver:
        prod = driver.clusters.sessions["prod"]
        await driver.press("4")
        await driver.wait_until(lambda: prod.held[GroupsFeed()])
        await driver.switch("test")
        assert not prod.held
        prod.ok(METADATA, replace(CLUSTER, topics={**CLUSTER.topics, "fresh": replace(ORDERS, name="fresh")}))
        await driver.pilot.pause()
        await driver.switch("prod")
        assert prod.held[GroupsFeed()]
        await driver.press("3")
        await driver.wait_until(lambda: "fresh" in driver.names)


async def test_a_notice_reaches_its_own_cluster_only() -> None:
    async with at_prod() as driver:
        await driver.switch("test")
        drawn: list[str] = []
        driver.pane.show = lambda: drawn.append("test")  # type: ignore[method-assign]
        driver.clusters.sessions["prod"].ok(METADATA, CLUSTER)
        await driver.pilot.pause()
        assert not drawn
        driver.clusters.sessions["test"].ok(METADATA, OTHER_CLUSTER)
        await driver.wait_until(lambda: drawn)


async def test_a_broken_cluster_says_why_and_the_other_stays() -> None:
    async with at_prod() as driver:
        await driver.press("C")
        await driver.type_text("broken")
        await driver.press("enter")
        await driver.wait_until(lambda: any("PASSWORD is not set" in notice for notice in driver.notices))
        assert driver.place.cluster == "prod"
        await driver.press("C")
        await driver.wait_until("✗ broken")
        assert "PASSWORD is not set" in driver.screen_text


async def test_colon_opens_a_cluster_by_its_name_and_places_in_it() -> None:
    async with at_prod() as driver:
        await driver.press("colon")
        await driver.type_text("cluster test")
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.cluster == "test")
        await driver.press("colon")
        await driver.type_text("prod")
        await driver.wait_until("cluster · open")
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.cluster == "prod")
        assert driver.place.kind is PlaceKind.TOPICS


async def test_the_palette_shows_a_cluster() -> None:
    async with at_prod() as driver:
        await driver.press("semicolon")
        await driver.type_text("cluster test")
        await driver.wait_until("Show it (closed)")
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.cluster == "test")


async def test_keys_typed_while_a_cluster_opens_are_for_the_one_that_opens() -> None:
    async with at_prod() as driver:
        for key in "C", "t", "e", "s", "t", "enter", "2":
            await driver.press(key)
        await driver.wait_until(lambda: driver.place.subject == ("test", PlaceKind.BROKERS, ""))
        await driver.switch("prod")
        assert driver.place.kind is PlaceKind.TOPICS


async def test_what_was_typed_stays_and_quitting_asks_for_every_cluster() -> None:
    async with at_prod() as driver:
        await driver.switch("test")
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPIC)
        await driver.press("p")
        await driver.wait_until(lambda: driver.place.tab == "messages")
        await driver.wait_until("Produce")
        await driver.type_text("hello")
        await driver.wait_until(lambda: driver.pane.unsent_draft())
        await driver.press("escape")
        await driver.switch("prod")
        await driver.press("q")
        await driver.wait_until(lambda: is_open(driver.app, ConfirmScreen))
        assert "test: Quitting loses a record you typed and have not sent." in driver.screen_text
        await driver.press("n")
        await driver.switch("test")
        assert driver.pane.unsent_draft()


async def test_closing_asks_what_runs_there_and_shows_another() -> None:
    async with at_prod() as driver:
        await driver.switch("test")
        prod, test = driver.clusters.sessions["prod"], driver.clusters.sessions["test"]

        def work(control: TaskControl) -> None:
            while True:
                control.wait(0.01)

        task = prod.tasks.start("Copies orders to test", work, clusters=("test",))
        await driver.press("7")
        await driver.wait_until(lambda: "1 in prod (C)" in driver.foot)
        await driver.press("C")
        await driver.wait_until("● here")
        await driver.type_text("test")
        await driver.press("ctrl+x")
        await driver.wait_until("Closing test ends what is running: Copies orders to test.")
        await driver.press("y")
        await driver.wait_until(lambda: driver.place.cluster == "prod")
        await driver.wait_until(lambda: task.state.has_ended)
        assert [session.profile.name for session in driver.clusters.opened.opened()] == ["prod"]
        assert not test.held
        await driver.press("C")
        await driver.wait_until(lambda: is_open(driver.app, ClustersScreen))
        await driver.press("ctrl+x")
        await driver.wait_until(lambda: any("the only one open" in notice for notice in driver.notices))


async def test_the_list_of_clusters_fits_the_smallest_screen() -> None:
    async with at_prod(size=(80, 24)) as driver:
        await driver.press("C")
        await driver.wait_until("● here")
        for name in ("prod", "test", "broken"):
            assert name in driver.screen_text


async def test_a_task_that_ends_while_its_screen_is_being_closed_ends_nothing_else() -> None:
    async with at_prod() as driver:
        prod, main = driver.clusters.sessions["prod"], driver.main
        task = prod.tasks.start("Reads", lambda _: None, is_quiet=True)
        assert task.wait(30)
        await main.remove_children()
        main.take(TaskChanged("prod", task.state))
        assert driver.app.crash is None


async def test_the_explorer_has_every_cluster_as_a_root_with_its_health_and_enter_switches() -> None:
    async with at_prod() as driver:

        def roots(*names: str) -> dict[str, str]:
            lines = [line.split("││")[0] for line in driver.text_of(driver.main.explorer).splitlines()]
            return {name: line for name in names for line in lines if line.lstrip("│▾▸ ").startswith(name)}

        await driver.wait_until(lambda: len(roots("prod", "test", "broken")) == 3)
        shown = roots("prod", "test", "broken")
        assert "3/3" in shown["prod"]
        assert "closed" in shown["test"]
        assert "closed" in shown["broken"]
        await driver.press("0", "end")
        await driver.wait_until(lambda: driver.main.explorer.cursor_place() == Place("broken", PlaceKind.CLUSTER))
        assert driver.main.explorer.targets() == ()
        assert driver.main.counterpart() is None
        await driver.press("enter")
        await driver.wait_until(lambda: "✗ broken" in roots("broken")["broken"])
        await driver.press("up", "enter")
        await driver.wait_until(lambda: driver.place.cluster == "test")
        assert driver.place.kind is PlaceKind.TOPICS
        await driver.wait_until(lambda: "3/3" in roots("prod")["prod"])
        assert "payments" in driver.screen_text
        prod = driver.clusters.sessions["prod"]
        prod.ok(METADATA, replace(CLUSTER, brokers={1: CLUSTER.brokers[1]}))
        await driver.wait_until(lambda: "1/3" in roots("prod")["prod"] or "1/1" in roots("prod")["prod"])
