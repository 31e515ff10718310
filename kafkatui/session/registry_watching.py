"""Kafka's own znodes watched: brokers, controller, topics, partitions, configurations; told as they change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.registry_look import RegistryLook
from kafkatui.session.config_watching import ConfigWatching
from kafkatui.session.feeds import METADATA, Feed
from kafkatui.session.lane import Lane
from kafkatui.session.registry_changes import RegistryChanges

if TYPE_CHECKING:
    from kafkatui.session.timeline import Timeline
    from kafkatui.zookeeper.connection import ZooKeeperConnection
    from kafkatui.zookeeper.watches import WatchRegistry

BROKER_IDS = "/brokers/ids"
CONTROLLER = "/controller"
TOPICS = "/brokers/topics"
ISR_CHANGES = "/isr_change_notification"
ACL_CHANGES = ("/kafka-acl-changes", "/kafka-acl-extended-changes")
REASSIGNMENT = "/admin/reassign_partitions"

_TOPIC_ITSELF = -1
"""Stands for a topic's own znode among those of its partitions."""

TOGETHER_SECONDS = 0.05
"""What changes within so long is read together."""

MOST_READ = 1_000
"""Of more znodes that change together the metadata tells."""

MOST_WATCHED = 1_000
"""Partitions that are watched one by one, where the servers have no watch for all of them (ZooKeeper below 3.6)."""

BETWEEN_READINGS_SECONDS = 1.0
"""The metadata is read no more often than this because of partitions' states."""


class RegistryWatching:
    """Sets the watches of one session and reads what they tell of, in a thread of its own.

    Args:
        timeline: told of it.
        is_linked: whether the ensemble is known to be the cluster's.
        metadata: as it was read last.
        refresh: reads a feed again.
        version: of the server in use; empty where it does not tell.
        hint: told that something changed which Kafka tells more of: "acls", "moves".
        doubt: told of topics that may not be what they were.
        changes: told of every change below `/brokers/topics`, where the servers have a watch for all of it.
    """

    def __init__(
        self,
        timeline: Timeline,
        is_linked: Callable[[], bool],
        metadata: Callable[[], ClusterMetadata | None],
        refresh: Callable[[Feed[Any]], None],
        hint: Callable[[str], None] = lambda _: None,
        version: Callable[[], str] = lambda: "",
        doubt: Callable[[Collection[str]], None] = lambda _: None,
        changes: RegistryChanges | None = None,
    ) -> None:
        self._timeline, self._is_linked, self._metadata = timeline, is_linked, metadata
        self._refresh, self._hint, self._version, self._doubt = refresh, hint, version, doubt
        self._changes = changes if changes is not None else RegistryChanges()
        self._lane = Lane("registrations")
        self._config_lane = Lane("configs")  # reading all of them takes long where they are many
        self._lock = threading.Lock()
        self._changed: dict[str, None] = {}
        self._is_due = False
        self._closed = threading.Event()
        self._connection: ZooKeeperConnection | None = None
        self._watches: WatchRegistry | None = None
        self._configs: ConfigWatching | None = None
        self._one_by_one: set[TopicPartition] | None = None
        self._read_at_seconds = 0.0

    @property
    def is_ready(self) -> bool:
        """Whether all watches are set, and what they will be compared with was read, over a connection that stands."""
        connection, configs = self._connection, self._configs
        return connection is not None and connection.is_usable and configs is not None and configs.is_ready

    @property
    def watches_all(self) -> bool:
        """Whether every partition is watched, as far as that is known."""
        return self._connection is not None and self._one_by_one is None

    def begin(self, connection: ZooKeeperConnection) -> None:
        """Watch over that connection from now on. Returns at once."""
        self._changes.end()
        self._connection = connection
        self._lane.submit(lambda: self._begin(connection))

    def close(self) -> None:
        """Read nothing more. Returns at once."""
        self._closed.set()
        self._lane.close()
        self._config_lane.close()

    def _begin(self, connection: ZooKeeperConnection) -> None:
        from kafkatui.zookeeper.subtree_watch import SubtreeWatch, has_subtree_watches
        from kafkatui.zookeeper.watches import WatchKind, WatchRegistry

        watches = self._watches = WatchRegistry(connection, budget=MOST_WATCHED + 20)
        self._configs = ConfigWatching(connection, self._timeline)
        with _unless_it_fails():
            watches.watch(BROKER_IDS, WatchKind.CHILDREN, lambda _: self._note(BROKER_IDS))
            watches.watch(CONTROLLER, WatchKind.DATA, lambda _: self._note(CONTROLLER))
            watches.watch(self._configs.path, WatchKind.CHILDREN, lambda _: self._look_at_configs())
            watches.watch(REASSIGNMENT, WatchKind.EXISTS, lambda _: self._hint("moves"))
            for path in ACL_CHANGES:
                watches.watch(path, WatchKind.CHILDREN, lambda _: self._hint("acls"))
        self._one_by_one = set()
        with _unless_it_fails():
            if has_subtree_watches(self._version()) and SubtreeWatch(connection, TOPICS, self._note_topics).begin():
                self._one_by_one = None
                self._changes.begin()
        if self._one_by_one is not None:
            with _unless_it_fails():
                watches.watch(TOPICS, WatchKind.CHILDREN, lambda _: self._note(TOPICS))
                watches.watch(ISR_CHANGES, WatchKind.CHILDREN, lambda _: self._refresh(METADATA))
        self._note(BROKER_IDS, TOPICS)
        self._look_at_configs()

    def _look_at_configs(self) -> None:
        configs = self._configs

        def look() -> None:
            if configs is not None and configs is self._configs:
                with _unless_it_fails():
                    configs.look(self._closed)

        self._config_lane.submit(look)

    def _note_topics(self, path: str) -> None:
        if path == TOPICS:
            self._changes.miss()
        else:
            self._changes.note(path)
        self._note(path)

    def _note(self, *paths: str) -> None:
        """Something changed there; called from kazoo's threads, too."""
        with self._lock:
            if len(self._changed) <= MOST_READ:
                self._changed.update(dict.fromkeys(paths))
            if self._is_due:
                return
            self._is_due = True
        self._lane.submit(self._look)

    def _look(self) -> None:
        self._closed.wait(TOGETHER_SECONDS)
        with self._lock:
            paths, self._changed, self._is_due = self._changed, {}, False
        connection = self._connection
        if connection is None or self._closed.is_set():
            return
        with _unless_it_fails():
            if len(paths) > MOST_READ or TOPICS in paths:
                self._refresh(METADATA)
            look = self._read(connection, paths)
            has_changed = self._is_linked() and self._timeline.see_registry(look)
            if has_changed:
                self._doubt([name for name, topic in look.topics.items() if topic is not None])
                self._read_metadata(is_urgent=look.brokers is not None or bool(look.topics))

    def _read(self, connection: ZooKeeperConnection, paths: Collection[str]) -> RegistryLook:
        from kafkatui.zookeeper.registrations import read_broker_registrations, read_controller
        from kafkatui.zookeeper.registry import partition_of, read_deletions, read_states, read_topics

        named = [path.split("/")[3] for path in paths if path.startswith(f"{TOPICS}/") and path.count("/") == 3]
        states = {key for path in paths if (key := partition_of(path)) is not None}
        if TOPICS in paths and self._one_by_one is not None:
            named += self._came_and_gone(connection)
        going = read_deletions(connection) if named or states else ()  # leaderless on the way, which is no news
        topics = read_topics(connection, named[:MOST_READ]) if named else {}
        topics = {name: topic for name, topic in topics.items() if topic is None or name not in going}
        if topics:
            self._hint("moves")
        states |= {(name, number) for name, topic in topics.items() if topic for number in topic.replicas}
        states = {key for key in states if key[0] not in going}
        self._watch_one_by_one(states)
        return RegistryLook(
            brokers=read_broker_registrations(connection) if BROKER_IDS in paths else None,
            controller=read_controller(connection) if CONTROLLER in paths else None,
            topics=topics,
            states=read_states(connection, sorted(states)[:MOST_READ]) if states else {},
        )

    def _came_and_gone(self, connection: ZooKeeperConnection) -> list[str]:
        """Topics that are on one side only; all partitions that are known are watched from now on."""
        from kafkatui.zookeeper.tree import read_children

        metadata = self._metadata()
        if metadata is None:
            return []
        registered = {child.name for child in read_children(connection, TOPICS).children}
        known = metadata.topics
        self._watch_one_by_one({(name, each.id) for name, topic in known.items() for each in topic.partitions})
        return sorted(registered ^ metadata.topics.keys())

    def _watch_one_by_one(self, partitions: Collection[TopicPartition]) -> None:
        from kafkatui.zookeeper.registry import state_path
        from kafkatui.zookeeper.watches import WatchKind

        if self._one_by_one is None or self._watches is None:
            return
        topics = {(name, _TOPIC_ITSELF) for name, _ in partitions}
        for key in sorted({*topics, *partitions} - self._one_by_one)[: MOST_WATCHED - len(self._one_by_one)]:
            self._one_by_one.add(key)
            path = f"{TOPICS}/{key[0]}" if key[1] == _TOPIC_ITSELF else state_path(key)
            self._watches.watch(path, WatchKind.DATA, lambda change: self._note(change.path))

    def _read_metadata(self, *, is_urgent: bool) -> None:
        now = time.monotonic()
        if is_urgent or now - self._read_at_seconds >= BETWEEN_READINGS_SECONDS:
            self._read_at_seconds = now
            self._refresh(METADATA)


@contextmanager
def _unless_it_fails() -> Iterator[None]:
    """What cannot be read or watched now is told by the metadata, or looked at with the next change or reconnect."""
    try:
        yield
    except KafkatuiError:
        return
