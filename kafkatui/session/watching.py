"""ZooKeeper watches: held znodes refresh at once, and registrations that come and go become events."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.event import Event, Severity
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.feeds import Feed, MetadataFeed, ZnodeChildrenFeed, ZnodeFeed
from kafkatui.session.lane import Lane

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients
    from kafkatui.zookeeper.watches import ChangeCallback, WatchKind, WatchRegistry, ZnodeChange

BROKER_IDS = "/brokers/ids"
CONTROLLER = "/controller"


class ZnodeWatching:
    """Sets watches for what is held and for broker registrations.

    Args:
        refresh: reads a feed again.
        add_events: takes what changed.
    """

    def __init__(
        self,
        cluster: str,
        clients: Clients,
        refresh: Callable[[Feed[Any]], None],
        add_events: Callable[[list[Event]], None],
    ) -> None:
        self._cluster = cluster
        self._clients = clients
        self._refresh = refresh
        self._add_events = add_events
        self._lane = Lane("watches")
        self._registrations = Lane("registrations")  # waits for ZooKeeper; setting a watch does not
        self._lock = threading.Lock()
        self._held: dict[ZnodeFeed | ZnodeChildrenFeed, int] = {}
        self._registry: WatchRegistry | None = None
        self._broker_ids: frozenset[str] | None = None
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
        self._registrations.close()

    def forget_connection(self) -> None:
        """Drop the watches with the connection they were set over; the next one gets them anew."""
        with self._lock:
            self._registry = None
        self._lane.submit(self._callbacks.clear)

    def watch_registrations(self) -> None:
        """Watch `/brokers/ids` and `/controller` once the connection stands."""
        with self._lock:
            if self._registry is not None:
                return
            connection = self._clients.zookeeper_if_started()
            if connection is None:
                return
            from kafkatui.zookeeper.watches import WatchRegistry

            self._registry = WatchRegistry(connection)
            held = list(self._held)
        self._registrations.submit(self._arm_registrations)
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

    def _arm_registrations(self) -> None:
        if self._registry is None:
            return
        from kafkatui.zookeeper.watches import WatchKind

        try:
            self._registry.watch(BROKER_IDS, WatchKind.CHILDREN, self._on_registrations)
            self._registry.watch(CONTROLLER, WatchKind.EXISTS, self._on_controller)
        except KafkatuiError:
            return  # no watch to be had: the metadata poll alone tells of brokers then
        self._compare_registrations()

    def _on_controller(self, _: ZnodeChange) -> None:
        self._refresh(MetadataFeed())

    def _on_registrations(self, _: ZnodeChange) -> None:
        self._registrations.submit(self._compare_registrations)

    def _compare_registrations(self) -> None:
        from kafkatui.zookeeper.tree import read_children

        try:
            now = frozenset(child.name for child in read_children(self._clients.zookeeper(), BROKER_IDS).children)
        except KafkatuiError:
            return  # the next change or reconnect asks again
        before, self._broker_ids = self._broker_ids, now
        if before is None or before == now:
            return
        self._add_events(
            [self._event(Severity.BAD, name, "gone") for name in sorted(before - now)]
            + [self._event(Severity.GOOD, name, "registered") for name in sorted(now - before)]
        )
        self._refresh(MetadataFeed())

    def _event(self, severity: Severity, broker_id: str, text: str) -> Event:
        path = f"{BROKER_IDS}/{broker_id}"
        place = Place(self._cluster, PlaceKind.ZNODE, path)
        return Event(time.time(), self._cluster, severity, "zookeeper", path, text, place)


def _kind(feed: ZnodeFeed | ZnodeChildrenFeed) -> WatchKind:
    from kafkatui.zookeeper.watches import WatchKind

    return WatchKind.DATA if isinstance(feed, ZnodeFeed) else WatchKind.CHILDREN
