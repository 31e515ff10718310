"""Watches are shared, bounded, set again after every event, and survive the connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from kazoo.exceptions import NoNodeError
from kazoo.protocol.states import EventType, KeeperState, WatchedEvent

from kafkatui.model.errors import UsageError
from kafkatui.zookeeper.connection import CONNECTED, SUSPENDED, ZooKeeperConnection
from kafkatui.zookeeper.watches import WatchKind, WatchRegistry, ZnodeChange


class Result:
    """kazoo's result, answered by the test."""

    def __init__(self, exception: Exception | None = None) -> None:
        self.exception = exception
        self.value: list[str] = []

    def successful(self) -> bool:
        return self.exception is None

    def rawlink(self, callback: Callable[[Result], None]) -> None:
        callback(self)


class Wire:
    """Connection and client in one: remembers the watches the server would hold."""

    def __init__(self) -> None:
        self.client = self
        self.is_usable = True
        self.armed: list[tuple[str, str, Callable[[WatchedEvent], None]]] = []
        self.listener: Callable[[str], None] = lambda state: None
        self.missing = False

    def add_state_listener(self, listener: Callable[[str], None]) -> None:
        self.listener = listener

    def exists_async(self, path: str, watch: Callable[[WatchedEvent], None]) -> Result:
        self.armed.append(("exists", path, watch))
        return Result()

    def get_children_async(self, path: str, watch: Callable[[WatchedEvent], None]) -> Result:
        if self.missing:
            return Result(NoNodeError())
        self.armed.append(("children", path, watch))
        return Result()

    def fire(self, event: Any) -> None:
        _, path, watch = self.armed.pop()
        watch(WatchedEvent(event, KeeperState.CONNECTED, path))


@pytest.fixture
def wire() -> Wire:
    return Wire()


def registry(wire: Wire, budget: int = 10) -> WatchRegistry:
    return WatchRegistry(cast(ZooKeeperConnection, wire), budget)


def test_watch_is_set_again_before_its_change_is_reported(wire: Wire) -> None:
    armed_when_told: list[int] = []
    registry(wire).watch("/a", WatchKind.DATA, lambda change: armed_when_told.append(len(wire.armed)))
    wire.fire(EventType.CHANGED)
    assert armed_when_told == [1]


def test_two_watchers_of_a_znode_share_one_watch(wire: Wire) -> None:
    changes: list[ZnodeChange] = []
    others: list[ZnodeChange] = []
    watches = registry(wire)
    watches.watch("/a", WatchKind.CHILDREN, changes.append)
    watches.watch("/a", WatchKind.CHILDREN, others.append)
    assert (watches.count, len(wire.armed)) == (1, 1)
    wire.fire(EventType.CHILD)
    assert changes == others == [ZnodeChange("/a", WatchKind.CHILDREN, "children")]


def test_budget_is_a_limit_and_unwatching_frees_it(wire: Wire) -> None:
    watches = registry(wire, budget=1)
    callback = print
    watches.watch("/a", WatchKind.DATA, callback)
    with pytest.raises(UsageError, match="/b is not watched"):
        watches.watch("/b", WatchKind.DATA, callback)
    watches.unwatch("/a", WatchKind.DATA, callback)
    watches.watch("/b", WatchKind.DATA, callback)
    assert watches.count == 1


def test_last_event_of_an_unwatched_znode_is_dropped(wire: Wire) -> None:
    changes: list[ZnodeChange] = []
    watches = registry(wire)
    watches.watch("/a", WatchKind.DATA, changes.append)
    watches.unwatch("/a", WatchKind.DATA, changes.append)
    wire.fire(EventType.CHANGED)
    assert changes == []
    assert wire.armed == []


def test_children_of_a_missing_znode_are_watched_until_it_exists(wire: Wire) -> None:
    changes: list[ZnodeChange] = []
    wire.missing = True
    registry(wire).watch("/a", WatchKind.CHILDREN, changes.append)
    assert [kind for kind, _, _ in wire.armed] == ["exists"]
    wire.missing = False
    wire.fire(EventType.CREATED)
    assert changes[-1].change == "created"
    assert [kind for kind, _, _ in wire.armed] == ["children"]


def test_after_a_lost_connection_every_watch_is_set_again_and_reported(wire: Wire) -> None:
    changes: list[ZnodeChange] = []
    registry(wire).watch("/a", WatchKind.DATA, changes.append)
    wire.fire(EventType.NONE)
    wire.listener(SUSPENDED)
    assert changes == []
    wire.listener(CONNECTED)
    assert len(wire.armed) == 1
    assert changes == [ZnodeChange("/a", WatchKind.DATA, "unknown")]


def test_watch_set_while_disconnected_waits_for_the_connection(wire: Wire) -> None:
    wire.is_usable = False
    registry(wire).watch("/a", WatchKind.DATA, print)
    assert wire.armed == []
    wire.listener(CONNECTED)
    assert len(wire.armed) == 1
