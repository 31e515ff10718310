"""A verb and a page say the same of the same readings, each value as well known as it is."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.cli.readings import broker_list, group_list, partition_list, progress_list, topic_list
from kafkatui.config.state_folder import state_folder
from kafkatui.insight.lag import group_lag
from kafkatui.model.broker_details import BrokerDetails
from kafkatui.model.capabilities import Capabilities
from kafkatui.model.cluster import OffsetRange
from kafkatui.model.config_entry import ConfigEntry, LogDir, ReplicaSize
from kafkatui.model.errors import NotFound
from kafkatui.model.group import WHOLE_GROUP, Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import BrokerPresence, Link, LinkState, PresenceState
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.registration import BrokerRegistration
from kafkatui.model.time_lag import UnreadRecords
from kafkatui.model.znode import ZnodeStat, ZooKeeperStatus
from kafkatui.report.topics import TopicRow
from kafkatui.session.feeds import (
    BrokerDetailsFeed,
    CapabilitiesFeed,
    Feed,
    GroupFeed,
    GroupsFeed,
    LogDirsFeed,
    MetadataFeed,
    OffsetsFeed,
    OldGroupsFeed,
    RegistrationsFeed,
    TopicConfigsFeed,
    TopicPropertiesFeed,
    TransactionsFeed,
    UnreadRecordsFeed,
    ZooKeeperFeed,
)
from kafkatui.session.learned import Learned
from kafkatui.session.link import compare
from kafkatui.session.memory import Memory
from kafkatui.session.session import ClusterSession
from kafkatui.tui.pages.broker.brokers import BrokersPane
from kafkatui.tui.pages.group.groups import GroupsPane
from kafkatui.tui.pages.group.progress import GroupProgressPane
from kafkatui.tui.pages.topic.partitions import TopicPartitionsPane
from kafkatui.tui.pages.topic.topics import TopicsPane
from kafkatui.view.brokers_table import BROKERS_TABLE
from kafkatui.view.groups_table import GROUPS_TABLE
from kafkatui.view.output import render_json
from kafkatui.view.partitions_table import PARTITIONS_TABLE
from kafkatui.view.progress_table import PROGRESS_EXPORT
from kafkatui.view.table import TableDefinition
from kafkatui.view.topics_table import TOPICS_EXPORT
from tests.unit.insight.clusters import cluster, partition, topic

NOW = 1_800_000_000.0
STAT = ZnodeStat(1, 2, 3, 1_000_000_000_000, 2_000, 4, 5, 0, 0x1000ABC, 204, 0)
ORDERS = topic("orders", partition("orders", 0, 2, (2, 1)), partition("orders", 1, 1, (1, 2)))
METADATA_READ = cluster([ORDERS], brokers=(1, 2))
RANGES = {("orders", 0): OffsetRange(0, 5), ("orders", 1): OffsetRange(7, 7)}
READER = GroupMember("m", "billing-1", "/10.0.0.1", (("orders", 0), ("orders", 1)))
GROUPS = (
    Group("unread", "Unknown", error="coordinator gone"),
    Group("read", "Stable", members=(READER,)),
    Group("beyond", "Empty"),
    Group("gone", "Empty"),
)
COMMITTED = {
    "unread": GroupOffsets("unread", {}, {}, {WHOLE_GROUP: "coordinator gone"}),
    "read": GroupOffsets("read", {("orders", 0): 5}, {}, {}),
    "beyond": GroupOffsets("beyond", {("orders", 0): 1_000, ("orders", 1): 7}, {}, {}),
    "gone": GroupOffsets("gone", {("deleted", 0): 4}, {}, {}),
}
OFFSETS_READ = OffsetSample(RANGES, {}, NOW)
GROUPS_READ = GroupsSample(
    GROUPS,
    COMMITTED,
    OFFSETS_READ,
    lags={each.id: group_lag(each, COMMITTED[each.id], RANGES, topics={"orders": 2}) for each in GROUPS},
)
BROKEN_DISK = (
    LogDir(1, "/a", (ReplicaSize("orders", 0, 1, "/a", 400, 0), ReplicaSize("orders", 1, 1, "/a", 30, 0))),
    LogDir(1, "/b", (), error="The disk is offline."),
    LogDir(2, "", (), error="Broker 2 does not answer."),
)
CONFIG = (ConfigEntry("cleanup.policy", "compact", "topic"), ConfigEntry("retention.ms", "1000", "topic"))


@dataclass
class Readings:
    """A session of which everything was read at once, for a verb that fetches and a page that observes."""

    zookeeper_cluster: str = "id"
    unreachable: Mapping[int, float] = field(default_factory=dict)
    profile: Profile = field(
        default_factory=lambda: Profile("c", {"bootstrap.servers": "x:1"}, ZooKeeperSettings("z:2181"))
    )
    partition_changes: Mapping[Any, Any] = field(default_factory=dict)
    partition_histories: Mapping[Any, Any] = field(default_factory=dict)
    memory: Memory = field(default_factory=lambda: Memory(state_folder(), "c"))

    @property
    def metadata(self) -> Observed[Any]:
        return self.observed(MetadataFeed())

    @property
    def link(self) -> Link:
        return compare(self.profile, self.metadata, self.observed(ZooKeeperFeed()))

    def find_unreachable(self) -> Mapping[int, float]:
        return self.unreachable

    def brokers(self) -> Sequence[BrokerPresence]:
        return [
            BrokerPresence(broker, PresenceState.UNREACHABLE, self.unreachable[broker.id])
            if broker.id in self.unreachable
            else BrokerPresence(broker, PresenceState.UP)
            for broker in METADATA_READ.brokers.values()
        ]

    @property
    def learned(self) -> Learned:
        """What the session keeps of the feeds below."""
        learned = Learned(lambda: NOW)
        for feed in (TopicConfigsFeed(("orders",)), TransactionsFeed(("orders",))):
            learned.see(feed, self.observed(feed))
        return learned

    def observed(self, feed: Feed[Any]) -> Observed[Any]:
        return Observed.ok(self.fetch(feed), NOW)

    def fetch(self, feed: Feed[Any]) -> Any:
        match feed:
            case MetadataFeed():
                return METADATA_READ
            case BrokerDetailsFeed():
                return BrokerDetails(1, {})
            case LogDirsFeed():
                return BROKEN_DISK
            case RegistrationsFeed():
                return {1: BrokerRegistration(1, (), None, None, 4, STAT)}
            case ZooKeeperFeed():
                return ZooKeeperStatus("z:2181", cluster_id=self.zookeeper_cluster)
            case OffsetsFeed():
                return OFFSETS_READ
            case GroupsFeed():
                return GROUPS_READ
            case OldGroupsFeed():
                return GroupsSample((), {}, OFFSETS_READ)
            case GroupFeed(group_id=name):
                return GroupSample(next(g for g in GROUPS if g.id == name), COMMITTED[name], OFFSETS_READ, {})
            case UnreadRecordsFeed():
                return UnreadRecords({}, {})
            case TopicConfigsFeed(topics=names):
                return dict.fromkeys(names, CONFIG)
            case TopicPropertiesFeed(topics=names, properties=wanted):
                return dict.fromkeys(names, tuple(entry for entry in CONFIG if entry.name in wanted))
            case CapabilitiesFeed():
                return Capabilities("3.9", False, frozenset())
            case TransactionsFeed():
                return {"orders": False}
        raise NotFound(f"{feed} was not read")

    def hold(self, feed: Feed[Any], interval_seconds: float | None = None) -> None:
        """Nothing is polled."""

    def release(self, feed: Feed[Any], interval_seconds: float | None = None) -> None:
        """Nothing is polled."""


def said(table: TableDefinition[Any], rows: Sequence[Any]) -> str:
    """Everything that is exported of `rows`, and what `!` keeps of them."""
    assert table.is_wrong is not None
    return render_json(table, rows) + str([table.is_wrong(row) for row in rows])


@pytest.fixture(params=["id", "another"], ids=["its ZooKeeper", "another's ZooKeeper"])
def readings(request: pytest.FixtureRequest) -> Readings:
    return Readings(request.param, {2: NOW - 12})


def test_brokers(readings: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: NOW)
    session = cast(ClusterSession, readings)
    verb = broker_list(session)
    page = BrokersPane(session, Place("c", PlaceKind.BROKERS)).content().rows
    assert said(BROKERS_TABLE, verb) == said(BROKERS_TABLE, page)
    first = verb[0]
    is_linked = readings.link.state is LinkState.LINKED
    assert first.registered_at_seconds.value == (1_000_000_000.0 if is_linked else None)
    assert BROKERS_TABLE.column("size").cell(first).text == "430 B +?"
    exported = render_json(BROKERS_TABLE.with_columns(["size"]), [first])
    assert '"size_bytes": null' in exported
    assert '"size_is_partial": true' in exported


def test_topics(readings: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    session = cast(ClusterSession, readings)
    verb = topic_list(session, "", with_internal=True, is_long=True)
    pane = TopicsPane(session, Place("c", PlaceKind.TOPICS))
    monkeypatch.setattr(pane, "surroundings", SimpleNamespace(shows_internal=True), raising=False)
    monkeypatch.setattr(pane, "show", lambda: None)
    pane._is_counted = True
    pane._ask_configs(["orders"])
    pane._ask_transactions(["orders"])
    page = pane.content().rows
    assert said(TOPICS_EXPORT, verb) == said(TOPICS_EXPORT, page)
    assert TOPICS_EXPORT.column("isr").cell(verb[0]).text == "1 unreachable"
    assert TOPICS_EXPORT.column("messages").cell(verb[0]).text == "0 +?"  # what the silent broker leads is not known
    topics = [row for row in page if isinstance(row, TopicRow)]
    assert '"messages_is_upper_bound": true' in render_json(TOPICS_EXPORT, topics)


def test_the_bound_of_a_count_is_told_without_long(readings: Readings) -> None:
    (row,) = topic_list(cast(ClusterSession, readings), "", with_internal=True, is_long=False)
    assert row.is_upper_bound is True


def test_partitions(readings: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: NOW)
    session = cast(ClusterSession, readings)
    table = PARTITIONS_TABLE.without("size", "rate")  # which the verb does not read
    page = TopicPartitionsPane(session, Place("c", PlaceKind.TOPIC, "orders")).content().rows
    assert said(table, partition_list(session, [ORDERS])) == said(table, page)


def test_groups(readings: Readings) -> None:
    session = cast(ClusterSession, readings)
    verb = group_list(session)
    page = GroupsPane(session, Place("c", PlaceKind.GROUPS)).content().rows
    assert said(GROUPS_TABLE, verb) == said(GROUPS_TABLE, page)
    assert [GROUPS_TABLE.column("lag").cell(row).text for row in verb] == ["?", "0", "995 beyond the end", "?"]
    assert [row.lag.value.exact if row.lag.value else None for row in verb] == [None, 0, 0, None]


@pytest.mark.parametrize("group", ["read", "beyond", "gone"])
def test_progress(readings: Readings, group: str) -> None:
    session = cast(ClusterSession, readings)
    page = GroupProgressPane(session, Place("c", PlaceKind.GROUP, group)).content().rows
    assert said(PROGRESS_EXPORT, progress_list(session, group)) == said(PROGRESS_EXPORT, page)


def test_values_of_an_old_reading_are_marked_as_old() -> None:
    class Failing(Readings):
        def observed(self, feed: Feed[Any]) -> Observed[Any]:
            return super().observed(feed).failing("timed out", NOW + 30)

    session = cast(ClusterSession, Failing())
    for row in GroupsPane(session, Place("c", PlaceKind.GROUPS)).content().rows[1:]:
        assert " @" in GROUPS_TABLE.column("lag").cell(row).text
        assert " @" in GROUPS_TABLE.column("topics").cell(row).text
