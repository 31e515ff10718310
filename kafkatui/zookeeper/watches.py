"""One registry of all ZooKeeper watches of a session, with a budget, re-armed after every event and session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum
from typing import Any

from kazoo.exceptions import NoNodeError
from kazoo.protocol.states import EventType, WatchedEvent
from msgspec import Struct

from kafkatui.model.errors import UsageError
from kafkatui.zookeeper.connection import USABLE_STATES, ZooKeeperConnection

DEFAULT_BUDGET = 500
_LARGE = 10_000
_LARGE_PAUSE_SECONDS = 2.0
"""Setting a watch on children transfers their names: of a znode with more than `_LARGE`, at most this often."""


class WatchKind(Enum):
    """What is watched. To a server, DATA and EXISTS are the same watch; neither transfers the data."""

    DATA = "data"
    EXISTS = "exists"
    CHILDREN = "children"


class ZnodeChange(Struct, frozen=True):
    """What a watch reports.

    Attributes:
        change: "created", "deleted", "changed" (data), "children" (one came or went), or "unknown": the connection
            was away and anything may have happened.
    """

    path: str
    kind: WatchKind
    change: str


ChangeCallback = Callable[[ZnodeChange], None]

_CHANGES = {
    EventType.CREATED: "created",
    EventType.DELETED: "deleted",
    EventType.CHANGED: "changed",
    EventType.CHILD: "children",
}


class _Watch:
    """One watch: who is told, and whether the server currently holds it."""

    __slots__ = ("callbacks", "is_armed", "kind", "path", "size")

    def __init__(self, path: str, kind: WatchKind) -> None:
        self.path = path
        self.kind = kind
        self.callbacks: list[ChangeCallback] = []
        self.is_armed = False
        self.size = 0


class WatchRegistry:
    """Watches shared by everything that looks at the same znode. Thread-safe; never blocks.

    ZooKeeper's watches are one-shot: each is set again when it fires, so a change between the two is reported by the
    one event that came before it, and a reader that reads after the event sees it. The server forgets nothing on
    `unwatch` (kazoo 2.11 has no removeWatches): the last event of such a watch is dropped here.

    Args:
        budget: the most znodes watched at once, so that a huge tree never costs the ensemble.
    """

    def __init__(self, connection: ZooKeeperConnection, budget: int = DEFAULT_BUDGET) -> None:
        self._connection = connection
        self._budget = budget
        self._lock = threading.RLock()
        self._watches: dict[tuple[str, WatchKind], _Watch] = {}
        connection.add_state_listener(self._state_changed)

    @property
    def count(self) -> int:
        """Watches in the registry, armed or waiting for the connection."""
        with self._lock:
            return len(self._watches)

    @property
    def budget(self) -> int:
        """The most there may be."""
        return self._budget

    def watch(self, path: str, kind: WatchKind, callback: ChangeCallback) -> None:
        """Reports changes of `path` to `callback`, on a thread of kazoo's: it must only post.

        A znode that does not exist is watched until it does.

        Raises:
            UsageError: the budget is spent.
        """
        with self._lock:
            watch = self._watches.get((path, kind))
            if watch is None:
                if len(self._watches) >= self._budget:
                    raise UsageError(
                        f"{self._budget} znodes are watched already; {path} is not watched.",
                        "Close pages or fold branches of the tree.",
                    )
                watch = self._watches[(path, kind)] = _Watch(path, kind)
            if callback not in watch.callbacks:
                watch.callbacks.append(callback)
            if self._connection.is_usable:
                self._arm(watch)

    def unwatch(self, path: str, kind: WatchKind, callback: ChangeCallback) -> None:
        """Stops reporting to `callback`; unknown ones are ignored."""
        with self._lock:
            watch = self._watches.get((path, kind))
            if watch is None or callback not in watch.callbacks:
                return
            watch.callbacks.remove(callback)
            if not watch.callbacks:
                del self._watches[(path, kind)]

    def clear(self) -> None:
        """Forgets every watch."""
        with self._lock:
            self._watches.clear()

    def _is_current(self, watch: _Watch) -> bool:
        return self._watches.get((watch.path, watch.kind)) is watch

    def _arm(self, watch: _Watch) -> None:
        """Sets the watch at the server, without waiting. Holds the lock."""
        if watch.is_armed:
            return
        watch.is_armed = True
        client = self._connection.client

        def fired(event: WatchedEvent) -> None:
            self._fired(watch, event)

        def answered(result: Any) -> None:
            self._answered(watch, result, fired)

        if watch.kind is WatchKind.CHILDREN:
            client.get_children_async(watch.path, watch=fired).rawlink(answered)
        else:
            client.exists_async(watch.path, watch=fired).rawlink(answered)

    def _answered(self, watch: _Watch, result: Any, fired: Callable[[WatchedEvent], None]) -> None:
        """A server that refused has set no watch: one on a missing parent of children waits for its creation."""
        if result.successful():
            watch.size = len(result.value) if watch.kind is WatchKind.CHILDREN else 0
            return
        with self._lock:
            if not self._is_current(watch):
                return
            if isinstance(result.exception, NoNodeError):
                self._connection.client.exists_async(watch.path, watch=fired)
            else:
                watch.is_armed = False

    def _fired(self, watch: _Watch, event: WatchedEvent) -> None:
        change = _CHANGES.get(event.type)
        if change is None:
            return  # the connection went away; the state listener arms again when it is back
        with self._lock:
            watch.is_armed = False
            if not self._is_current(watch):
                return
            if watch.size > _LARGE and change == "children":
                timer = threading.Timer(_LARGE_PAUSE_SECONDS, self._arm_late, (watch,))
                timer.daemon = True
                timer.start()
            else:
                self._arm(watch)
            callbacks = tuple(watch.callbacks)
        for callback in callbacks:
            callback(ZnodeChange(watch.path, watch.kind, change))

    def _arm_late(self, watch: _Watch) -> None:
        """Sets a large znode's watch again, and reports once more: it may have changed while nobody watched."""
        with self._lock:
            if not self._is_current(watch) or watch.is_armed or not self._connection.is_usable:
                return
            self._arm(watch)
            callbacks = tuple(watch.callbacks)
        for callback in callbacks:
            callback(ZnodeChange(watch.path, watch.kind, "children"))

    def _state_changed(self, state: str) -> None:
        with self._lock:
            watches = tuple(self._watches.values())
            for watch in watches:
                watch.is_armed = False
                if state in USABLE_STATES:
                    self._arm(watch)
            told = [(watch, tuple(watch.callbacks)) for watch in watches] if state in USABLE_STATES else []
        for watch, callbacks in told:
            for callback in callbacks:
                callback(ZnodeChange(watch.path, watch.kind, "unknown"))
