"""Looks now and then at what neither watches nor the metadata tell of, and tells the timeline what is otherwise."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kafkatui.insight.config_changes import ConfigReading, config_events
from kafkatui.insight.seldom_changes import (
    Change,
    Seen,
    acl_changes,
    group_changes,
    move_changes,
    quota_changes,
    server_changes,
    session_changes,
    user_changes,
)
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.errors import KafkatuiError, NotAuthorized, NotSupported
from kafkatui.model.observed import Observed
from kafkatui.session.feeds import (
    AclsFeed,
    BrokerConfigFeed,
    EnsembleFeed,
    Feed,
    GroupsFeed,
    QuotasFeed,
    ReassignmentsFeed,
    ScramCredentialsFeed,
    TopicConfigsFeed,
    ZooKeeperClientsFeed,
)

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients
    from kafkatui.session.poller import Poller
    from kafkatui.session.timeline import Timeline

EVERY_SECONDS = 15.0
COST_FACTOR = 20.0
"""What takes long is read so much less often."""

LEAST_SECONDS = 1.0
"""Nothing is read more often, however often it is said to have changed."""

IN_VAIN_SECONDS = 600.0
"""What a cluster does not support, or does not let us see, is asked again after this."""

QUIET_SECONDS = 4.0
"""So long after the start nothing is read for this: the first screen comes first."""

TOPICS_AT_ONCE = 200
"""Topics whose configuration is read in one go."""

_Compare = Callable[[Any, Any], Iterable[Change]]


@dataclass(slots=True)
class _Look:
    """One thing that is read again and again.

    Attributes:
        before: what was read last, and when (Unix seconds).
    """

    feed: Feed[Any]
    compare: _Compare
    source: str = "kafka"
    before: Any = None
    read_at_seconds: float = 0.0
    due_seconds: float = 0.0
    begun_seconds: float = -LEAST_SECONDS

    def is_due(self, now_seconds: float) -> bool:
        """Whether it is to be read now (monotonic seconds)."""
        return self.due_seconds <= now_seconds and now_seconds - self.begun_seconds >= LEAST_SECONDS


@dataclass(slots=True)
class _Configs:
    """Own properties as they were read last, by entity, and how far the round through the topics is."""

    known: dict[str, tuple[Mapping[str, str], float]] = field(default_factory=dict)
    next_topic: str = ""
    due_seconds: float = 0.0


class ChangeLooks:
    """One session's; `look` is called by one thread at a time, the rest by any.

    Args:
        is_watching: whether ZooKeeper tells of configurations.
    """

    def __init__(self, clients: Clients, poller: Poller, timeline: Timeline, is_watching: Callable[[], bool]) -> None:
        self._clients, self._poller, self._timeline, self._is_watching = clients, poller, timeline, is_watching
        cluster, lag_threshold = timeline.cluster, clients.profile.lag_threshold
        self._looks = {
            "groups": _Look(GroupsFeed(), lambda old, new: group_changes(cluster, old, new, lag_threshold)),
            "moves": _Look(ReassignmentsFeed(), lambda old, new: move_changes(cluster, old, new)),
            "acls": _Look(AclsFeed(), lambda old, new: acl_changes(cluster, old, new)),
        }
        if clients.profile.zookeeper is not None:
            self._looks |= {
                "servers": _Look(EnsembleFeed(), lambda old, new: server_changes(cluster, old, new), "zookeeper"),
                "sessions": _Look(
                    ZooKeeperClientsFeed(), lambda old, new: session_changes(cluster, old, new), "zookeeper"
                ),
            }
        self._by_kafka = {
            "quotas": _Look(QuotasFeed(), lambda old, new: quota_changes(cluster, old, new)),
            "users": _Look(ScramCredentialsFeed(), lambda old, new: user_changes(cluster, old, new)),
        }
        self._configs = _Configs()
        self._begun_seconds = time.monotonic()
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        """The longest time between two readings of one of them, as things are now."""
        topics = len(self._clients.metadata().topics) if self._clients.has_metadata else 0
        rounds = 1 if self._is_watching() else max(1, -(-topics // TOPICS_AT_ONCE))
        return EVERY_SECONDS * rounds

    def hint(self, name: str) -> None:
        """Something of that name has just changed: it is read as soon as possible."""
        from kafkatui.session.feeds.changes import ChangesFeed

        self._looks[name].due_seconds = 0.0
        self._poller.refresh(ChangesFeed())

    def forget(self) -> None:
        """Another cluster answers: what was read is of no use to compare with."""
        with self._lock:
            for look in (*self._looks.values(), *self._by_kafka.values()):
                look.before, look.due_seconds = None, 0.0
            self._configs = _Configs()

    def see(self, feed: Feed[Any], observed: Observed[Any]) -> None:
        """Somebody else has read a feed: what is otherwise is told at once."""
        for look in self._looks.values():
            if look.feed == feed and observed.current is not None and observed.as_of_seconds is not None:
                self._take(look, observed.current, observed.as_of_seconds)

    def look(self) -> int:
        """Read what is due; what cannot be read is read later.

        Returns:
            how many things were read.
        """
        if time.monotonic() < self._begun_seconds + QUIET_SECONDS:
            return 0
        others = {} if self._is_watching() else self._by_kafka
        due = [look for look in (*self._looks.values(), *others.values()) if look.is_due(time.monotonic())]
        for look in due:
            if look.source != "zookeeper" or not self._clients.is_zookeeper_disconnected:
                self._read(look)
        if not self._is_watching() and self._configs.due_seconds <= time.monotonic():
            self._read_configs()
        return len(due)

    def _read(self, look: _Look) -> None:
        begun = look.begun_seconds = time.monotonic()
        held = self._poller.observed(look.feed)
        wait_seconds = EVERY_SECONDS
        look.due_seconds = begun + wait_seconds  # a hint that comes while it is read holds
        try:
            if held.current is None or held.as_of_seconds is None or held.as_of_seconds <= look.read_at_seconds:
                value = self._poller.fetch(look.feed)
                self._take(look, value, time.time())
        except (NotSupported, NotAuthorized):
            wait_seconds = IN_VAIN_SECONDS
        except KafkatuiError:
            pass  # the page that shows it says why
        took = time.monotonic() - begun
        if look.due_seconds:
            look.due_seconds = begun + max(wait_seconds, COST_FACTOR * took)

    def _take(self, look: _Look, value: Any, now_seconds: float) -> None:
        with self._lock:
            before, since = look.before, look.read_at_seconds
            look.before, look.read_at_seconds = value, now_seconds
            if before is None or before is value:
                return
            seen = Seen(self._timeline.cluster, now_seconds, max(0.0, now_seconds - since), look.source)
            events = seen.events(look.compare(before, value))
        self._timeline.add(events)

    def _read_configs(self) -> None:
        """The next of the topics and all brokers, where ZooKeeper does not tell of their configurations."""
        begun, configs = time.monotonic(), self._configs
        try:
            metadata = self._clients.metadata()
            names = list(metadata.topics)
            piece = [name for name in names if name >= configs.next_topic][:TOPICS_AT_ONCE]
            following = [name for name in names if piece and name > piece[-1]]
            for name, entries in (self._poller.fetch(TopicConfigsFeed(tuple(piece))) if piece else {}).items():
                self._take_config(f"topics/{name}", entries)
            if not configs.next_topic:
                for broker_id in metadata.brokers:
                    own: tuple[ConfigEntry, ...] = self._poller.fetch(BrokerConfigFeed(broker_id))
                    self._take_config(f"brokers/{broker_id}", own)
                for gone in [each for each in configs.known if each[7:] not in metadata.topics and each[0] == "t"]:
                    del configs.known[gone]
            configs.next_topic = following[0] if following else ""
        except KafkatuiError:
            pass  # the page that shows it says why
        configs.due_seconds = begun + max(EVERY_SECONDS, COST_FACTOR * (time.monotonic() - begun))

    def _take_config(self, entity: str, entries: Iterable[ConfigEntry]) -> None:
        now = time.time()
        values = {each.name: _value_of(each) for each in entries if each.is_own and "static" not in each.source}
        before = self._configs.known.get(entity)
        self._configs.known[entity] = (values, now)
        if before is not None and before[0] != values:
            reading = ConfigReading(entity, before[0], values, "kafka", within_seconds=now - before[1])
            self._timeline.add(config_events(self._timeline.cluster, reading, now))


def _value_of(entry: ConfigEntry) -> str:
    return "" if entry.is_sensitive or entry.value is None else entry.value
