"""Two real clusters of two generations in one window: each shows its own, and one that ends touches no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
)

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
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
from tests.cluster.sharing import FreshTopic, admin_of
from tests.drive.drawn import is_open
from tests.drive.pilot import PilotDriver

OLD, NEW = "zookeeper-time", "kraft-time"


@dataclass
class TwoClusters:
    """Both in a settings file, the first one open."""

    sessions: Sessions
    ids: dict[str, str]


@pytest.fixture
def two_profiles(cluster: Sandbox, kafka_4_3: Sandbox, tmp_path: Path) -> Path:
    """A settings file with both, one that nobody is, and one whose ensemble is another cluster's."""
    path = tmp_path / "config.toml"
    path.write_text(
        f'[clusters.{OLD}]\nbootstrap_servers = "{cluster.bootstrap_servers}"\n'
        f'zookeeper = "{cluster.zookeeper_connect}"\n'
        f'[clusters.{NEW}]\nbootstrap_servers = "{kafka_4_3.bootstrap_servers}"\nread_only = true\n'
        '[clusters.nobody]\nbootstrap_servers = "127.0.0.1:9"\n'
        f'[clusters.foreign]\nbootstrap_servers = "{kafka_4_3.bootstrap_servers}"\n'
        f'zookeeper = "{cluster.zookeeper_connect}"\n'
        f'[clusters.ensemble]\nzookeeper = "{cluster.zookeeper_connect}"\n'
        f'[clusters.astray]\nzookeeper = "{cluster.zookeeper_connect}/config"\n'
    )
    return path


@pytest.fixture
def two(two_profiles: Path) -> Iterator[TwoClusters]:
    file = load_config_file({}, str(two_profiles))
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


def _cluster(*arguments: str) -> int:
    return exit_code_of(kafkatui, ("cluster", *arguments))


def _differences(out: str, *topics: str) -> list[tuple[str, str, str | None, str | None]]:
    rows = [row for row in json.loads(out) if row["name"] in topics]
    return [(row["name"], row["what"], row["left"], row["right"]) for row in rows]


def test_a_cluster_is_compared_with_what_it_was_and_with_another(
    two_profiles: Path, cluster: Sandbox, kafka_4_3: Sandbox, fresh_topic: FreshTopic,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    kept = fresh_topic(cluster, 2, 2, name="compared", config={"retention.ms": "100000"})
    before = two_profiles.parent / "before.json"
    config = ("--config", str(two_profiles))
    assert _cluster("snapshot", *config, "--cluster", OLD, str(before), "--dry-run") == 0
    assert f"Writes what {OLD} is set up as to {before}." in capsys.readouterr().out
    assert not before.exists()
    assert _cluster("snapshot", *config, "--cluster", OLD, str(before.parent / "none" / "b.json")) == 2
    assert _cluster("snapshot", *config, "--cluster", OLD, str(before)) == 0
    capsys.readouterr()
    changing = ("--ignore", "groups")  # those of other tests come and go
    assert _cluster("diff", *config, OLD, str(before), *changing, "-o", "json") in (0, 1)
    assert _differences(capsys.readouterr().out, kept) == []

    made = fresh_topic(cluster, 3, 1, name="compared")
    resource = ConfigResource(ConfigResource.Type.TOPIC, kept)
    resource.add_incremental_config(ConfigEntry("retention.ms", "200000", incremental_operation=AlterConfigOpType.SET))
    admin = admin_of(cluster)
    admin.incremental_alter_configs([resource])[resource].result(10)
    assert _cluster("diff", *config, OLD, str(before), *changing, "-o", "json") == 1
    assert _differences(capsys.readouterr().out, kept, made) == [
        (made, "topic", "3 × 1", None), (kept, "retention.ms", "200000", "100000"),
    ]  # fmt: skip
    assert _cluster("diff", *config, OLD, NEW, "-o", "json") == 1
    assert (kept, "topic", "2 × 2", None) in _differences(capsys.readouterr().out, kept)


def test_testing_connects_to_every_part_of_each_profile(two_profiles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _cluster("test", "--config", str(two_profiles), OLD, NEW, "-o", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["cluster"], row["part"], row["state"]) for row in rows] == [
        (OLD, "Kafka", "works"), (OLD, "Kafka's second client", "works"), (OLD, "ZooKeeper", "works"),
        (OLD, "schema registry", "none"), (NEW, "Kafka", "works"), (NEW, "Kafka's second client", "works"),
        (NEW, "ZooKeeper", "none"), (NEW, "schema registry", "none"),
    ]  # fmt: skip
    assert "3 brokers" in rows[0]["text"]
    assert "Kafka 3.9 with ZooKeeper" in rows[1]["text"]
    assert "is this cluster's" in rows[2]["text"]
    assert "Kafka 4.3 with KRaft" in rows[5]["text"]
    assert _cluster("test", "--config", str(two_profiles), "foreign") == 1
    assert "belongs to another cluster" in capsys.readouterr().out


def test_a_profile_with_an_ensemble_alone_finds_its_brokers_there(
    two_profiles: Path, cluster: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ("--config", str(two_profiles))
    assert exit_code_of(kafkatui, ("brokers", *config, "--cluster", "ensemble", "-o", "json")) == 0
    rows = json.loads(capsys.readouterr().out)
    assert ",".join(row["address"] for row in rows) == cluster.bootstrap_servers
    assert _cluster("test", *config, "ensemble", "-o", "json") == 0
    capsys.readouterr()
    assert _cluster("test", *config, "astray") == 0, "an ensemble that is nobody's is one, too"
    assert "no broker is registered in ZooKeeper (is the chroot missing?)" in capsys.readouterr().out
