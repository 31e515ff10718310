"""A cluster of a few values, for what is done to its topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.journal import JournalEntry
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.target import Target
from kafkatui.session.decoding import Decoding
from kafkatui.session.feeds import BrokerConfigFeed, GroupsFeed, TopicConfigsFeed
from kafkatui.session.tasks import TaskControl

ORDERS = (Target(PlaceKind.TOPIC, "orders"),)
WRITES = "kafkatui.kafka.write"


def topic(name: str, partitions: int = 3) -> Topic:
    return Topic(name, tuple(Partition(name, number, 1, (1, 2), (1, 2)) for number in range(partitions)))


def entry(name: str, value: str, default: str | None = None) -> ConfigEntry:
    """A topic's own where there is a default below it."""
    return ConfigEntry(name, value, "topic" if default else "default", default=default, is_own=default is not None)


@dataclass
class FakeContext:
    """A cluster for actions: its topics, their configuration and what groups have committed."""

    topics: dict[str, Topic] = field(default_factory=lambda: {"orders": topic("orders")})
    configs: dict[str, tuple[ConfigEntry, ...]] = field(
        default_factory=lambda: {
            "orders": (
                entry("retention.ms", "604800000"), entry("cleanup.policy", "delete"),
                entry("min.insync.replicas", "1"), entry("segment.bytes", "1000000", "1073741824"),
            )
        }
    )  # fmt: skip
    committed: dict[str, GroupOffsets] = field(default_factory=dict)
    now: float = 1_800_000_000.0

    def __post_init__(self) -> None:
        self.profile = Profile("test", {"bootstrap.servers": "x:1"})
        self.decoding = Decoding()

    def metadata(self) -> ClusterMetadata:
        return ClusterMetadata("id", 1, cast("Any", {1: None}), self.topics)

    def read(self, feed: Any) -> Any:
        match feed:
            case TopicConfigsFeed():
                return {name: self.configs[name] for name in feed.topics if name in self.configs}
            case BrokerConfigFeed():
                return (ConfigEntry("log.retention.hours", "168", "default"),)
            case GroupsFeed():
                groups = tuple(Group(name, "Empty") for name in self.committed)
                return GroupsSample(groups, self.committed, OffsetSample({}, {}, self.now))
        raise AssertionError(feed)

    def known(self, feed: Any) -> Observed[Any]:
        return Observed.ok(self.read(feed), self.now)

    def refresh(self, feed: Any) -> None:
        """Nothing is polled here."""

    def readable_kafka(self) -> Any:
        return None

    def writable_kafka(self) -> Any:
        return None

    def now_seconds(self) -> float:
        return self.now


def journalled(outcome: Outcome, *, cleanup: Any = None, at: float = 0.0) -> JournalEntry:
    return JournalEntry(
        "1", at, "x", "", "test", (), outcomes=outcome.targets, before=outcome.before, after=outcome.after,
        cleanup=cleanup,
    )  # fmt: skip


def idle_control() -> TaskControl:
    """A task that nobody watches or cancels."""
    names = ("say", "check", "wait", "progress")
    return cast("TaskControl", SimpleNamespace(**{name: lambda *_: None for name in names}))
