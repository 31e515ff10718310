"""Watches follow what is held: none is left behind, none is set twice, whatever overtakes what."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from kafkatui.model.errors import ConnectError, UsageError
from kafkatui.session.clients import Clients
from kafkatui.session.feeds import Feed, MetadataFeed, ZnodeChildrenFeed, ZnodeFeed
from kafkatui.session.watching import ZnodeWatching
from kafkatui.zookeeper.watches import WatchKind, ZnodeChange

WAIT_SECONDS = 30.0


class Registry:
    """Remembers what would be watched; `budget` may be spent."""

    def __init__(self) -> None:
        self.watches: list[tuple[str, WatchKind, Callable[[ZnodeChange], None]]] = []
        self.budget = 1_000

    def watch(self, path: str, kind: WatchKind, callback: Callable[[ZnodeChange], None]) -> None:
        if len(self.watches) >= self.budget:
            raise UsageError("Too many.")
        self.watches.append((path, kind, callback))

    def unwatch(self, path: str, kind: WatchKind, callback: Callable[[ZnodeChange], None]) -> None:
        self.watches.remove((path, kind, callback))

    def paths(self) -> list[str]:
        return sorted(path for path, _, _ in self.watches)


class NoAnswer:
    """Clients with a connection that stands and answers nothing."""

    def zookeeper_if_started(self) -> object:
        return object()

    def zookeeper(self) -> object:
        raise ConnectError("Nobody answers.")


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    registry = Registry()
    monkeypatch.setattr("kafkatui.zookeeper.watches.WatchRegistry", lambda connection: registry)
    return registry


@pytest.fixture
def refreshed() -> list[Feed[Any]]:
    return []


@pytest.fixture
def watching(registry: Registry, refreshed: list[Feed[Any]]) -> Iterator[ZnodeWatching]:
    watching = ZnodeWatching(cast("Clients", NoAnswer()), refreshed.append)
    yield watching
    watching.close()


def settled(watching: ZnodeWatching) -> None:
    """Waits for what was submitted so far."""
    is_done = threading.Event()
    watching._lane.submit(is_done.set)
    assert is_done.wait(WAIT_SECONDS)


def held_up(watching: ZnodeWatching) -> threading.Event:
    """Nothing is armed until the event is set."""
    gate = threading.Event()

    def wait() -> None:
        gate.wait(WAIT_SECONDS)

    watching._lane.submit(wait)
    return gate


def test_what_is_released_before_its_watch_is_set_is_not_watched(watching: ZnodeWatching, registry: Registry) -> None:
    watching.begin()
    gate = held_up(watching)
    for number in range(30):
        feed = ZnodeFeed(f"/n{number}") if number % 2 else ZnodeChildrenFeed(f"/n{number}")
        watching.hold(feed)
        watching.release(feed)
    gate.set()
    settled(watching)
    assert registry.paths() == []


def test_what_is_released_and_held_again_is_watched_once(watching: ZnodeWatching, registry: Registry) -> None:
    watching.begin()
    gate = held_up(watching)
    feed = ZnodeFeed("/x")
    for _ in range(3):
        watching.hold(feed)
        watching.release(feed)
        watching.hold(feed)
    for _ in range(2):
        watching.release(feed)
    gate.set()
    settled(watching)
    assert registry.paths() == ["/x"]
    watching.release(feed)
    settled(watching)
    assert registry.paths() == []


def test_what_is_held_while_the_connection_comes_is_watched_once(watching: ZnodeWatching, registry: Registry) -> None:
    gate = held_up(watching)
    feeds: list[Feed[Any]] = [ZnodeFeed("/x"), ZnodeChildrenFeed("/x"), ZnodeFeed("/y")]
    for feed in feeds:
        watching.hold(feed)
    watching.begin()
    watching.begin()
    gate.set()
    settled(watching)
    assert registry.paths() == ["/x", "/x", "/y"]
    for feed in feeds:
        watching.release(feed)
    settled(watching)
    assert registry.paths() == []


def test_a_change_refreshes_what_is_held(
    watching: ZnodeWatching, registry: Registry, refreshed: list[Feed[Any]]
) -> None:
    watching.begin()
    watching.hold(ZnodeFeed("/x"))
    settled(watching)
    ((_, kind, callback),) = [watch for watch in registry.watches if watch[0] == "/x"]
    callback(ZnodeChange("/x", kind, "changed"))
    assert refreshed == [ZnodeFeed("/x")]


def test_what_found_no_watch_to_spare_gives_none_back(watching: ZnodeWatching, registry: Registry) -> None:
    watching.begin()
    registry.budget = 0
    watching.hold(ZnodeFeed("/x"))
    settled(watching)
    registry.budget = 1_000
    watching.release(ZnodeFeed("/x"))
    settled(watching)
    assert registry.paths() == []


def test_only_znodes_are_watched(watching: ZnodeWatching, registry: Registry) -> None:
    watching.begin()
    watching.hold(MetadataFeed())
    watching.release(MetadataFeed())
    settled(watching)
    assert registry.paths() == []
