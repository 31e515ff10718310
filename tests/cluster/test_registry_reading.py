"""What Kafka keeps in ZooKeeper, read again only where it changed, is what it is when all is read."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic  # type: ignore[attr-defined]

from kafkatui.model.zookeeper_registry import ZooKeeperRegistry
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT
from kafkatui.session.feeds import RegistryFeed
from kafkatui.session.session import ClusterSession
from kafkatui.zookeeper.registry import read_registry
from tests.cluster.screen import profile_of

pytestmark = pytest.mark.cluster

NAMES = ("registry-kept", "registry-goes", "registry-grows")
WAIT_SECONDS = 30.0


def test_what_is_read_bit_by_bit_is_the_whole(cluster: Sandbox) -> None:
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, **QUIET_CLIENT})
    session = ClusterSession(profile_of(cluster))
    session.observe()

    def soon(condition: Callable[[ZooKeeperRegistry], object]) -> ZooKeeperRegistry:
        deadline = time.monotonic() + WAIT_SECONDS
        while not condition(found := session.fetch(RegistryFeed())):
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
        return found

    try:
        for future in admin.create_topics([NewTopic(name, 2, 2) for name in NAMES]).values():
            future.result(10)
        first = soon(lambda read: read.change_count >= 0 and sum(key[0] in NAMES for key in read.states) == 6)
        admin.delete_topics([NAMES[1]])[NAMES[1]].result(10)
        admin.create_partitions([NewPartitions(NAMES[2], 4)])[NAMES[2]].result(10)
        last = soon(lambda read: NAMES[1] not in read.topics and (NAMES[2], 3) in read.states)
        assert last.whole_seconds == soon(lambda read: True).whole_seconds, "all was read again"
        assert last.change_count > first.change_count
        connection = session._clients.zookeeper()
        soon(lambda read: (whole := read_registry(connection)).topics == read.topics and whole.states == read.states)
        assert any(last.states.get(key) is state for key, state in first.states.items()), "nothing was kept"
    finally:
        session.close()
        for future in admin.delete_topics([NAMES[0], NAMES[2]]).values():
            future.result(10)
