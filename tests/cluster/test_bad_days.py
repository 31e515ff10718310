"""What goes away while it is looked at, and what was never there: the screen says so, and looking makes nothing."""

from __future__ import annotations

import asyncio
import time

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.tail import TailPhase
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.session import ClusterSession
from kafkatui.tui.messages import GoTo
from tests.cluster.as_found import delete_groups
from tests.cluster.doctored import examined, keys_of
from tests.cluster.screen import NAME, Screen, profile_of, screen_at
from tests.cluster.sharing import FreshTopic
from tests.drive.producer import Producer
from tests.terminal.gate import Gate

pytestmark = pytest.mark.cluster

CLOSE_SECONDS = 8.0
"""Clients are closed within 1.5 s; the rest is what other workers of the tests take of the machine."""

DEAD = "127.0.0.1:1"
"""Nobody listens there."""

EVERY_PAGE = (
    Place(NAME, PlaceKind.CLUSTER, tab="overview"),
    Place(NAME, PlaceKind.CLUSTER, tab="events"),
    Place(NAME, PlaceKind.CLUSTER, tab="connection"),
    Place(NAME, PlaceKind.BROKERS),
    Place(NAME, PlaceKind.BROKER, "1"),
    Place(NAME, PlaceKind.TOPICS),
    Place(NAME, PlaceKind.GROUPS),
    Place(NAME, PlaceKind.ZOOKEEPER),
    Place(NAME, PlaceKind.TOPIC, "never-made", tab="partitions"),
    Place(NAME, PlaceKind.TOPIC, "never-made", tab="messages"),
    Place(NAME, PlaceKind.TOPIC, "never-made", tab="groups"),
    Place(NAME, PlaceKind.TOPIC, "never-made", tab="config"),
    Place(NAME, PlaceKind.GROUP, "never-made"),
)


async def visit(screen: Screen, place: Place) -> None:
    """Goes to `place`, waits until it is shown and what it holds was answered."""
    screen.app.screen.post_message(GoTo(place))
    await screen.until(lambda: screen.place.subject == place.subject and "Loading …" not in screen.text())
    await screen.pilot.pause(0.3)


def close_seconds(session: ClusterSession) -> float:
    """How long closing takes."""
    started = time.monotonic()
    session.close()
    return time.monotonic() - started


def admin_of(sandbox: Sandbox) -> AdminClient:
    """A raw client."""
    return AdminClient({"bootstrap.servers": sandbox.bootstrap_servers})


@pytest.fixture
def topic(cluster: Sandbox, fresh_topic: FreshTopic) -> str:
    """A topic of one partition with one record."""
    topic = fresh_topic(cluster)
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers})
    producer.produce(topic, b"the only record")
    assert producer.flush(20) == 0
    return topic


async def test_kafka_goes_on_while_zookeeper_is_away_and_the_link_heals_by_itself(cluster: Sandbox) -> None:
    assert cluster.zookeeper_connect is not None
    with Gate(cluster.zookeeper_connect) as gate:
        profile = Profile(NAME, {"bootstrap.servers": cluster.bootstrap_servers}, ZooKeeperSettings(gate.address))
        async with screen_at(profile, PlaceKind.TOPICS) as screen:
            await screen.until_shown("zk 3.8.4 ✓", "3 brokers ✓")
            gate.shut()
            await screen.until_shown("zk lost", "ZooKeeper connection lost", "3 brokers ✓")
            assert "lost" in screen.line_with("▸ ZooKeeper")
            read_at = screen.session.metadata.as_of_seconds or 0.0
            await screen.until(lambda: (screen.session.metadata.as_of_seconds or 0.0) > read_at)
            gate.open()
            await screen.until_shown("zk 3.8.4 ✓")
            gate.shut()
            await screen.until_shown("zk lost")
            found = await asyncio.to_thread(examined, cluster, gate.address)
            assert keys_of(found, "zookeeper-silent") == {"zookeeper-silent ZooKeeper"}
            assert close_seconds(screen.session) < CLOSE_SECONDS


async def test_zookeeper_that_comes_later_is_connected_without_asking(cluster: Sandbox) -> None:
    assert cluster.zookeeper_connect is not None
    with Gate(cluster.zookeeper_connect, is_open=False) as gate:
        profile = Profile(NAME, {"bootstrap.servers": cluster.bootstrap_servers}, ZooKeeperSettings(gate.address))
        async with screen_at(profile, PlaceKind.ZOOKEEPER) as screen:
            await screen.until_shown("zk ✗", "connection refused", "3 brokers ✓")
            gate.open()
            await screen.until_shown("zk 3.8.4 ✓")


async def test_znodes_are_browsable_while_kafka_is_away(cluster: Sandbox) -> None:
    assert cluster.zookeeper_connect is not None
    profile = Profile(NAME, {"bootstrap.servers": DEAD}, ZooKeeperSettings(cluster.zookeeper_connect))
    async with screen_at(profile, PlaceKind.ZNODE, "/brokers/ids", "children") as screen:
        await screen.until_shown("Kafka does not answer", "zk not linked")
        await screen.until(lambda: screen.text().count(" ◌ ") >= 4)
        assert close_seconds(screen.session) < CLOSE_SECONDS


async def test_a_zookeeper_of_another_cluster_is_not_linked(cluster: Sandbox, virgin_cluster: Sandbox) -> None:
    assert virgin_cluster.zookeeper_connect is not None
    other = ZooKeeperSettings(virgin_cluster.zookeeper_connect)
    async with screen_at(
        Profile(NAME, {"bootstrap.servers": cluster.bootstrap_servers}, other), PlaceKind.BROKERS
    ) as screen:
        await screen.until_shown("zk: another cluster", "other cluster", "r1")
        found = await asyncio.to_thread(examined, cluster, other.connect)
        assert keys_of(found, "zookeeper-other-cluster") == {"zookeeper-other-cluster ZooKeeper"}
        where = screen.place
        await screen.press("x")
        await screen.pilot.pause(0.3)
        assert screen.place.subject == where.subject


async def test_kraft_has_no_zookeeper_and_says_so(kafka_4_3: Sandbox) -> None:
    async with screen_at(profile_of(kafka_4_3), PlaceKind.ZOOKEEPER) as screen:
        await screen.until_shown("No ZooKeeper is configured", "1 broker ✓")
        assert "none" in screen.line_with("  ZooKeeper  ")
        for place in EVERY_PAGE:
            await visit(screen, place)


async def test_every_page_opens_on_kafka_2_3(kafka_2_3: Sandbox) -> None:
    before = set(admin_of(kafka_2_3).list_topics(timeout=10).topics)
    async with screen_at(profile_of(kafka_2_3), PlaceKind.TOPICS) as screen:
        await screen.until_shown("zk 3.4", "1 broker ✓")
        for place in EVERY_PAGE:
            await visit(screen, place)
            text = screen.text().replace("Notices of failed log direc", "")  # what a znode is for
            assert "failed" not in text.lower(), text
    assert set(admin_of(kafka_2_3).list_topics(timeout=10).topics) == before


async def test_looking_at_an_empty_cluster_leaves_it_empty(virgin_cluster: Sandbox) -> None:
    async with screen_at(profile_of(virgin_cluster), PlaceKind.TOPICS) as screen:
        await screen.until_shown("This cluster has no topics yet.")
        for place in EVERY_PAGE:
            await visit(screen, place)
        await screen.until(lambda: screen.session.requests > 0)
    assert list(admin_of(virgin_cluster).list_topics(timeout=10).topics) == []


@pytest.mark.parametrize("tab", ["partitions", "messages"])
async def test_a_topic_deleted_while_it_is_open_stays_deleted(cluster: Sandbox, topic: str, tab: str) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.TOPIC, topic, tab) as screen:
        await screen.until_shown("the only record" if tab == "messages" else "min.insync")
        admin = admin_of(cluster)
        admin.delete_topics([topic])[topic].result(20)
        said = f" {TailPhase.DELETED.value} ·" if tab == "messages" else "was deleted"
        await screen.until_shown(said, f"{topic} deleted")
        await screen.press("r", "r")
        metadata = screen.session.metadata.as_of_seconds or 0.0
        await screen.until(lambda: (screen.session.metadata.as_of_seconds or 0.0) > metadata + 2)
    assert topic not in admin.list_topics(timeout=10).topics


async def test_a_group_that_vanishes_is_said_to_be_gone(cluster: Sandbox, topic: str) -> None:
    group = f"{topic}-readers"
    consumer = Consumer({"bootstrap.servers": cluster.bootstrap_servers, "group.id": group})
    consumer.subscribe([topic])
    deadline = time.monotonic() + 20
    while not consumer.assignment():
        assert time.monotonic() < deadline
        consumer.poll(0.1)
    consumer.commit(offsets=[TopicPartition(topic, 0, 1)], asynchronous=False)
    consumer.close()
    async with screen_at(profile_of(cluster), PlaceKind.GROUP, group) as screen:
        await screen.until_shown(topic)
        delete_groups(cluster, [group])
        await screen.until_shown("does not exist (any more)")
