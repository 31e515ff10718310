"""Which tabs the page of each kind of place has, and who draws them; panes are imported when first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.session import ClusterSession
from kafkatui.tui.chrome.tab_line import TabTitle
from kafkatui.tui.pages.base.pane import Pane


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a page.

    Attributes:
        id: as in `Place.tab`.
        pane: `module:class` below `kafkatui.tui.pages`.
    """

    id: str
    title: str
    pane: str

    def build(self, session: ClusterSession, place: Place) -> Pane:
        """A new pane of this tab."""
        module, name = self.pane.split(":")
        factory: Callable[[ClusterSession, Place], Pane] = getattr(import_module(f"kafkatui.tui.pages.{module}"), name)
        return factory(session, place)


PAGES: dict[PlaceKind, tuple[Tab, ...]] = {
    PlaceKind.CLUSTER: (
        Tab("overview", "Overview", "overview.overview:OverviewPane"),
        Tab("events", "Events", "overview.events:EventsPane"),
        Tab("connection", "Connection", "overview.connection:ConnectionPane"),
    ),
    PlaceKind.BROKERS: (Tab("brokers", "Brokers", "broker.brokers:BrokersPane"),),
    PlaceKind.BROKER: (
        Tab("partitions", "Partitions", "broker.partitions:BrokerPartitionsPane"),
        Tab("config", "Config", "broker.config:BrokerConfigPane"),
        Tab("log_dirs", "Log dirs", "broker.log_dirs:BrokerLogDirsPane"),
        Tab("zookeeper", "ZooKeeper", "base.zookeeper_side:BrokerZnodePane"),
    ),
    PlaceKind.TOPICS: (Tab("topics", "Topics", "topic.topics:TopicsPane"),),
    PlaceKind.TOPIC: (
        Tab("partitions", "Partitions", "topic.partitions:TopicPartitionsPane"),
        Tab("messages", "Messages", "topic.messages:TopicMessagesPane"),
        Tab("groups", "Groups", "topic.groups:TopicGroupsPane"),
        Tab("config", "Config", "topic.config:TopicConfigPane"),
        Tab("zookeeper", "ZooKeeper", "base.zookeeper_side:TopicZnodePane"),
    ),
    PlaceKind.GROUPS: (Tab("groups", "Groups", "group.groups:GroupsPane"),),
    PlaceKind.GROUP: (
        Tab("progress", "Progress", "group.progress:GroupProgressPane"),
        Tab("members", "Members", "group.members:GroupMembersPane"),
    ),
    PlaceKind.ZOOKEEPER: (
        Tab("children", "Znodes", "znode.children:RootChildrenPane"),
        Tab("server", "Server", "znode.zookeeper_server:ZooKeeperServerPane"),
    ),
    PlaceKind.ZNODE: (
        Tab("data", "Data", "znode.data:ZnodeDataPane"),
        Tab("stat", "Stat", "znode.stat:ZnodeStatPane"),
        Tab("acl", "ACL", "znode.acl:ZnodeAclPane"),
        Tab("children", "Children", "znode.children:ZnodeChildrenPane"),
    ),
}


def tabs_of(kind: PlaceKind) -> tuple[Tab, ...]:
    """The tabs of a page, in order."""
    return PAGES[kind]


def titles_of(kind: PlaceKind) -> tuple[TabTitle, ...]:
    """Ids and titles for the tab line."""
    return tuple(TabTitle(tab.id, tab.title) for tab in PAGES[kind])


def tab_of(place: Place) -> Tab:
    """The tab a place means; the page's first when it names none or one that is not there."""
    tabs = PAGES[place.kind]
    return next((tab for tab in tabs if tab.id == place.tab), tabs[0])
