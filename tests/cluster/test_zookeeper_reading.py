"""The ZooKeeper room against a real ensemble with Kafka's znodes in it."""

from __future__ import annotations

import queue
import threading
import time
import uuid
from collections.abc import Iterator

import pytest
from kazoo.security import make_digest_acl

from kafkatui.insight.znode_meaning import UNKNOWN, meaning
from kafkatui.model.errors import NotAuthorized, NotFound
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.zookeeper.connection import CONNECTED, ZooKeeperConnection
from kafkatui.zookeeper.four_letter import read_status
from kafkatui.zookeeper.registrations import read_broker_registrations, read_controller
from kafkatui.zookeeper.tree import child_path, read_children, read_stats, read_znode
from kafkatui.zookeeper.watches import WatchKind, WatchRegistry, ZnodeChange

pytestmark = pytest.mark.cluster

LARGE = 100_000
BATCH = 1_000


def connect(to: str, **properties: str) -> ZooKeeperConnection:
    connection = ZooKeeperConnection(ZooKeeperSettings(to, properties), lambda state: None)
    connection.start(10)
    return connection


@pytest.fixture
def connection(cluster: Sandbox) -> Iterator[ZooKeeperConnection]:
    assert cluster.zookeeper_connect is not None
    connection = connect(cluster.zookeeper_connect)
    yield connection
    connection.close()


@pytest.fixture
def scratch(connection: ZooKeeperConnection) -> Iterator[str]:
    """A znode of this test's own, gone afterwards."""
    path = f"/zookeeper-test-{uuid.uuid4().hex}"
    connection.client.create(path)
    yield path
    connection.client.delete(path, recursive=True)


def test_brokers_and_controller_are_those_kafka_registered(connection: ZooKeeperConnection) -> None:
    brokers = read_broker_registrations(connection)
    assert list(brokers) == [1, 2, 3]
    assert all(broker.endpoints and broker.timestamp_ms and broker.stat.is_ephemeral for broker in brokers.values())
    controller = read_controller(connection)
    assert controller.broker_id in brokers
    assert controller.epoch is not None


def test_status_has_the_servers_version_and_kafkas_cluster_id(connection: ZooKeeperConnection) -> None:
    status = read_status(connection)
    assert status.session_state == CONNECTED
    assert status.version.startswith("3.")
    assert status.cluster_id
    assert status.znode_count
    assert status.latency_ms is not None


def test_kafka_explains_every_znode_kafka_made(connection: ZooKeeperConnection) -> None:
    unexplained: list[str] = []

    def walk(path: str) -> None:
        znode = read_znode(connection, path, with_acl=False)
        if meaning(path, znode.data) == UNKNOWN:
            unexplained.append(path)
        for child in read_children(connection, path).children[:5]:
            walk(child.path)

    for root in ("/brokers", "/cluster", "/config", "/controller", "/feature", "/latest_producer_id_block", "/admin"):
        walk(root)
    assert unexplained == []


def test_missing_znode_and_missing_chroot_are_told_apart(cluster: Sandbox, connection: ZooKeeperConnection) -> None:
    with pytest.raises(NotFound, match="no such znode"):
        read_znode(connection, "/nothing-here")
    with pytest.raises(NotFound, match="chroot /nowhere does not exist"):
        connect(f"{cluster.zookeeper_connect}/nowhere")


def test_paths_are_relative_to_the_chroot(cluster: Sandbox) -> None:
    below = connect(f"{cluster.zookeeper_connect}/brokers")
    try:
        assert [child.path for child in read_children(below, "/ids").children] == ["/ids/1", "/ids/2", "/ids/3"]
    finally:
        below.close()


def test_protected_znode_is_refused_to_strangers_and_shown_with_credentials(
    cluster: Sandbox, connection: ZooKeeperConnection, scratch: str
) -> None:
    path = child_path(scratch, "private")
    connection.client.create(path, b"secret", acl=[make_digest_acl("alice", "wonder", all=True)])
    try:
        with pytest.raises(NotAuthorized, match="its ACL does not allow"):
            read_znode(connection, path)
        # One protected child takes nothing from its siblings.
        assert read_stats(connection, [scratch, path]).keys() == {scratch}
        alice = connect(str(cluster.zookeeper_connect), auth="digest:alice:wonder")
        seen = read_znode(alice, path)
        alice.close()
        assert seen.data == b"secret"
        assert seen.acl[0].scheme == "digest"
    finally:
        connection.client.delete(path)


def test_watch_reports_changes_and_survives_a_dropped_connection(connection: ZooKeeperConnection, scratch: str) -> None:
    changes: queue.Queue[ZnodeChange] = queue.Queue()
    watches = WatchRegistry(connection)
    watches.watch(scratch, WatchKind.CHILDREN, changes.put)
    connection.client.create(child_path(scratch, "a"))
    assert changes.get(timeout=20).change == "children"
    connection.client._connection._socket.shutdown(2)
    assert changes.get(timeout=20).change == "unknown"
    connection.client.create(child_path(scratch, "b"))
    assert changes.get(timeout=20).change == "children"


def test_hundred_thousand_children_open_quickly_and_stall_nobody(connection: ZooKeeperConnection, scratch: str) -> None:
    for start in range(0, LARGE, BATCH):
        creation = connection.client.transaction()
        for number in range(start, start + BATCH):
            creation.create(child_path(scratch, f"node-{number}"))
        creation.commit_async().get(timeout=60)
    gaps: list[float] = []
    done = threading.Event()

    def tick() -> None:
        last = time.perf_counter()
        while not done.wait(0.001):
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    ticker = threading.Thread(target=tick)
    ticker.start()
    began = time.perf_counter()
    children = read_children(connection, scratch, timeout_seconds=10).children
    took = time.perf_counter() - began
    done.set()
    ticker.join()
    assert len(children) == LARGE
    assert [child.name for child in children[9:12]] == ["node-9", "node-10", "node-11"]
    assert took < 2, f"{took:.2f} s"
    assert max(gaps) < 0.2, f"{max(gaps) * 1000:.0f} ms"
    assert len(read_stats(connection, [child.path for child in children[:60]])) == 60
    for start in range(0, LARGE, BATCH):
        removal = connection.client.transaction()
        for number in range(start, start + BATCH):
            removal.delete(child_path(scratch, f"node-{number}"))
        removal.commit_async().get(timeout=60)
