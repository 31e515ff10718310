"""ZooKeeper watches: held znodes refresh at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kafkatui.model.errors import KafkatuiError
from kafkatui.session.feeds import Feed, ZnodeChildrenFeed, ZnodeFeed
from kafkatui.session.lane import Lane

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients
    from kafkatui.zookeeper.connection import ZooKeeperConnection
    from kafkatui.zookeeper.watches import ChangeCallback, WatchKind, WatchRegistry, ZnodeChange


class ZnodeWatching:
    """Sets watches for what is held.

    Args:
        refresh: reads a feed again.
        on_connection: given each connection that there are watches over, for others to watch over it, too.
    """

    def __init__(
        self,
        clients: Clients,
        refresh: Callable[[Feed[Any]], None],
        on_connection: Callable[[ZooKeeperConnection], None] = lambda _: None,
    ) -> None:
        self._clients = clients
        self._refresh = refresh
        self._on_connection = on_connection
        self._lane = Lane("watches")
        self._lock = threading.Lock()
        self._held: dict[ZnodeFeed | ZnodeChildrenFeed, int] = {}
        self._registry: WatchRegistry | None = None
        self._callbacks: dict[ZnodeFeed | ZnodeChildrenFeed, ChangeCallback] = {}

    def hold(self, feed: Feed[Any]) -> None:
        """Watch the znode behind `feed`, if there is one."""
        if not isinstance(feed, ZnodeFeed | ZnodeChildrenFeed):
            return
        with self._lock:
            self._held[feed] = self._held.get(feed, 0) + 1
            is_first = self._held[feed] == 1
        if is_first:
            self._lane.submit(lambda: self._settle(feed))

    def release(self, feed: Feed[Any]) -> None:
        """Stop watching the znode behind `feed` when nobody holds it any more."""
        if not isinstance(feed, ZnodeFeed | ZnodeChildrenFeed):
            return
        with self._lock:
            left = self._held.get(feed, 0) - 1
            if left > 0:
                self._held[feed] = left
                return
            self._held.pop(feed, None)
        self._lane.submit(lambda: self._settle(feed))

    def close(self) -> None:
        """Set no further watch. Returns at once."""
        self._lane.close()

    def forget_connection(self) -> None:
        """Drop the watches with the connection they were set over; the next one gets them anew."""
        with self._lock:
            self._registry = None
        self._lane.submit(self._callbacks.clear)

    def begin(self) -> None:
        """Watch once the connection stands."""
        with self._lock:
            if self._registry is not None:
                return
            connection = self._clients.zookeeper_if_started()
            if connection is None:
                return
            from kafkatui.zookeeper.watches import WatchRegistry

            self._registry = WatchRegistry(connection)
            held = list(self._held)
        self._on_connection(connection)
        for feed in held:
            self._lane.submit(lambda feed=feed: self._settle(feed))  # type: ignore[misc]

    def _settle(self, feed: ZnodeFeed | ZnodeChildrenFeed) -> None:
        """Set or drop the watch of `feed` as it is held or not by now; only the lane's one thread does either."""
        if self._registry is None:
            return
        with self._lock:
            is_held = feed in self._held
        if is_held and feed not in self._callbacks:
            self._arm(self._registry, feed)
        elif not is_held and (callback := self._callbacks.pop(feed, None)) is not None:
            self._registry.unwatch(feed.path, _kind(feed), callback)

    def _arm(self, registry: WatchRegistry, feed: ZnodeFeed | ZnodeChildrenFeed) -> None:
        def changed(_: ZnodeChange) -> None:
            self._refresh(feed)

        try:
            registry.watch(feed.path, _kind(feed), changed)
        except KafkatuiError:
            return  # the budget is spent: the feed is polled all the same
        self._callbacks[feed] = changed


def _kind(feed: ZnodeFeed | ZnodeChildrenFeed) -> WatchKind:
    from kafkatui.zookeeper.watches import WatchKind

    return WatchKind.DATA if isinstance(feed, ZnodeFeed) else WatchKind.CHILDREN
