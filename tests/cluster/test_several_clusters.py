"""Two real clusters of two generations in one window: each shows its own, and one that ends touches no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kafkatui.config.file import load_config_file
from kafkatui.config.options import Options
from kafkatui.config.profiles import Profiles
from kafkatui.config.resolve import resolve
from kafkatui.config.settings import Settings
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.feeds import METADATA
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.screens.clusters import ClustersScreen
from tests.drive.drawn import is_open
from tests.drive.pilot import PilotDriver

OLD, NEW = "zookeeper-time", "kraft-time"


@dataclass
class TwoClusters:
    """Both in a settings file, the first one open."""

    sessions: Sessions
    ids: dict[str, str]


@pytest.fixture
def two(cluster: Sandbox, kafka_4_3: Sandbox, tmp_path: Path) -> Iterator[TwoClusters]:
    path = tmp_path / "config.toml"
    path.write_text(
        f'[clusters.{OLD}]\nbootstrap_servers = "{cluster.bootstrap_servers}"\n'
        f'zookeeper = "{cluster.zookeeper_connect}"\n'
        f'[clusters.{NEW}]\nbootstrap_servers = "{kafka_4_3.bootstrap_servers}"\nread_only = true\n'
        '[clusters.nobody]\nbootstrap_servers = "127.0.0.1:9"\n'
    )
    file = load_config_file({}, str(path))
    options = Options(cluster=OLD)
    first, settings = resolve(options, {}, file)

    def start(profile: Profile) -> ClusterSession:
        session = ClusterSession(profile, settings.metadata_interval_seconds)
        session.start()
        return session

    sessions = Sessions(Profiles(options, {}, file, first, is_read_only=settings.read_only), start)
    try:
        sessions.open(OLD)
        yield TwoClusters(sessions, {})
    finally:
        sessions.close_all()


async def _switch(driver: PilotDriver, name: str) -> None:
    await driver.press("C")
    await driver.wait_until(lambda: is_open(driver.app, ClustersScreen))
    await driver.type_text(name)
    await driver.press("enter")
    await driver.wait_until(lambda: driver.app.screen is driver.main and driver.place.cluster == name)


async def test_two_clusters_and_one_that_does_not_answer_in_one_window(two: TwoClusters) -> None:
    app = KafkatuiApp(two.sessions, Settings())
    async with app.run_test(size=(160, 50), notifications=True) as pilot:
        driver = PilotDriver(app, pilot)
        await driver.wait_until(lambda: driver.main.session.metadata.has_value)
        await _switch(driver, NEW)
        await driver.wait_until(lambda: driver.main.session.metadata.has_value)
        old, new = two.sessions.get(OLD), two.sessions.get(NEW)
        assert old is not None
        assert new is not None
        before, after = old.metadata.value, new.metadata.value
        assert before is not None
        assert after is not None
        assert before.cluster_id != after.cluster_id
        await driver.wait_until("read-only")
        await driver.press("c")
        await driver.wait_until(lambda: any("read-only" in notice for notice in driver.notices))

        await _switch(driver, "nobody")
        await driver.press("C")
        await driver.wait_until(
            lambda: driver.screen_text.count("brokers ✓") + driver.screen_text.count("broker ✓") >= 2
        )
        await driver.wait_until("Kafka does not answer")
        await driver.press("escape")

        await _switch(driver, OLD)
        await driver.wait_until(lambda: driver.main.session.metadata is old.metadata or old.metadata.has_value)
        assert driver.place.kind is PlaceKind.TOPICS
        await driver.wait_until("zk 3.8")
        assert "read-only" not in driver.screen_text.splitlines()[0]
        as_of = old.observed(METADATA).as_of_seconds
        await driver.wait_until(lambda: old.observed(METADATA).as_of_seconds != as_of)
