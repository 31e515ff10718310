"""Kafka and ZooKeeper disconnected, connected and reconnected by hand, each by itself, on a real cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kafkatui.model.errors import ConnectError
from kafkatui.model.observed import ObservedState
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.side import Side, is_by_you
from kafkatui.model.tail_start import TailStart
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.feeds import METADATA, ZOOKEEPER, CapabilitiesFeed, Feed
from kafkatui.session.session import ClusterSession

pytestmark = pytest.mark.cluster


@pytest.fixture
def session(cluster: Sandbox) -> Iterator[ClusterSession]:
    assert cluster.zookeeper_connect is not None
    zookeeper = ZooKeeperSettings(cluster.zookeeper_connect)
    opened = ClusterSession(Profile("links", {"bootstrap.servers": cluster.bootstrap_servers}, zookeeper), 0.5)
    opened.start()
    for feed in (METADATA, ZOOKEEPER, CapabilitiesFeed()):
        opened.hold(feed)
    until(lambda: is_ok(opened, METADATA) and is_ok(opened, ZOOKEEPER) and is_ok(opened, CapabilitiesFeed()))
    yield opened
    opened.close()


def until(condition: Callable[[], bool]) -> None:
    wait_until(condition, 20.0, "the session")


def is_ok(session: ClusterSession, feed: Feed[Any]) -> bool:
    return session.observed(feed).state is ObservedState.OK


def act(session: ClusterSession, action_id: str, side: Side) -> None:
    action = catalogue()[action_id]
    plan = session.actions.plan(action, (), {"side": side.value})
    assert plan.wait(10)
    task = session.actions.run(action, (), {"side": side.value}, plan.result())
    assert task.wait(15)
    assert task.result().done == (side.value,)


def test_kafka_alone_is_disconnected_and_asked_nothing_until_it_is_connected(session: ClusterSession) -> None:
    tail = session.open_tail(("__consumer_offsets",), TailStart.end())
    act(session, "link.disconnect", Side.KAFKA)
    until(
        lambda: is_by_you(session.observed(METADATA).reason) and is_by_you(session.observed(CapabilitiesFeed()).reason)
    )
    assert tail.has_ended
    asked = session.requests
    session.refresh(METADATA)
    with pytest.raises(ConnectError, match="disconnected by you"):
        session.fetch(CapabilitiesFeed())
    read_at = session.zookeeper.as_of_seconds or 0.0
    until(lambda: (session.zookeeper.as_of_seconds or 0.0) > read_at)  # the other side goes on
    assert is_ok(session, ZOOKEEPER)
    assert session.requests == asked
    act(session, "link.connect", Side.KAFKA)
    until(lambda: is_ok(session, METADATA) and is_ok(session, CapabilitiesFeed()))


def test_zookeeper_alone_is_disconnected_and_reconnected_with_a_new_session(session: ClusterSession) -> None:
    first = session._clients.zookeeper().session_id
    act(session, "link.disconnect", Side.ZOOKEEPER)
    until(lambda: is_by_you(session.zookeeper.reason))
    assert session._clients.zookeeper_if_started() is None
    read_at = session.metadata.as_of_seconds or 0.0
    until(lambda: (session.metadata.as_of_seconds or 0.0) > read_at)
    assert is_ok(session, METADATA)
    act(session, "link.connect", Side.ZOOKEEPER)
    until(lambda: is_ok(session, ZOOKEEPER))
    second = session._clients.zookeeper().session_id
    assert second != first
    act(session, "link.reconnect", Side.ZOOKEEPER)
    until(lambda: is_ok(session, ZOOKEEPER))
    assert session._clients.zookeeper().session_id not in (first, second)
