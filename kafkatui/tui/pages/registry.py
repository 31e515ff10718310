"""Which tabs the page of each kind of place has, and who draws them; panes are imported when first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.session import ClusterSession
from kafkatui.tui.chrome.tab_line import TabTitle
from kafkatui.tui.pages.pane import Pane


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
        Tab("overview", "Overview", "overview:OverviewPane"),
        Tab("events", "Events", "events:EventsPane"),
        Tab("connection", "Connection", "connection:ConnectionPane"),
    ),
    PlaceKind.BROKERS: (Tab("brokers", "Brokers", "brokers:BrokersPane"),),
    PlaceKind.BROKER: (
        Tab("partitions", "Partitions", "broker_partitions:BrokerPartitionsPane"),
        Tab("config", "Config", "broker_config:BrokerConfigPane"),
        Tab("log_dirs", "Log dirs", "broker_log_dirs:BrokerLogDirsPane"),
        Tab("zookeeper", "ZooKeeper", "zookeeper_side:BrokerZnodePane"),
    ),
    PlaceKind.TOPICS: (Tab("topics", "Topics", "topics:TopicsPane"),),
    PlaceKind.TOPIC: (
        Tab("partitions", "Partitions", "topic_partitions:TopicPartitionsPane"),
        Tab("messages", "Messages", "topic_messages:TopicMessagesPane"),
        Tab("groups", "Groups", "topic_groups:TopicGroupsPane"),
        Tab("config", "Config", "topic_config:TopicConfigPane"),
        Tab("zookeeper", "ZooKeeper", "zookeeper_side:TopicZnodePane"),
    ),
    PlaceKind.GROUPS: (Tab("groups", "Groups", "groups:GroupsPane"),),
    PlaceKind.GROUP: (
        Tab("progress", "Progress", "group_progress:GroupProgressPane"),
        Tab("members", "Members", "group_members:GroupMembersPane"),
    ),
    PlaceKind.ZOOKEEPER: (
        Tab("children", "Znodes", "znode_children:RootChildrenPane"),
        Tab("server", "Server", "zookeeper_server:ZooKeeperServerPane"),
    ),
    PlaceKind.ZNODE: (
        Tab("data", "Data", "znode_data:ZnodeDataPane"),
        Tab("stat", "Stat", "znode_stat:ZnodeStatPane"),
        Tab("acl", "ACL", "znode_acl:ZnodeAclPane"),
        Tab("children", "Children", "znode_children:ZnodeChildrenPane"),
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
