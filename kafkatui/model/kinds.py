"""The kinds of page there are, one row each: adding a kind is a member of `PlaceKind`, a row here and its pane."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kafkatui.model.place import PlaceKind


class Tab(Struct, frozen=True):
    """A tab of a page.

    Attributes:
        id: as in `Place.tab`.
        pane: `module:class` of what draws it, below the pages of the TUI.
        znode: the path that holds what it shows, where that is another than the kind's.
        terms: words of the glossary that matter on it, where they differ from the kind's.
    """

    id: str
    title: str
    pane: str
    znode: str = ""
    terms: tuple[str, ...] = ()


class GotoWord(Struct, frozen=True):
    """A word that `:` knows. Of a kind of things a name follows it.

    Attributes:
        remark: what is said beside it in the list of completions.
        tab: where it leads; empty for the first tab.
    """

    word: str
    remark: str
    tab: str = ""


class Kind(Struct, frozen=True):
    """What is the same of all places of a kind.

    Attributes:
        title: what its page is called, `{name}` standing for the name, `{cluster}` for the cluster's.
        crumb: what it is called among the breadcrumbs; the same.
        parent: where Esc leads in the end, and what stands before it among the breadcrumbs; None for the cluster.
        tabs: of its page, in order.
        znode: path (below the chroot) that holds it, `{name}` standing for the name.
        words: what `:` knows it by.
        terms: words of the glossary that matter on its page, the most basic first.
        is_thing: whether a place of this kind is one thing with a name, not a list or a choice of them.
        is_zookeepers: whether it is ZooKeeper's and not Kafka's.
        partition_znode: where a partition of it is, `{partition}` standing for its number.
        is_registered: whether every cluster with ZooKeeper has the znode, so that `x` may lead there unasked.
    """

    title: str
    crumb: str
    parent: PlaceKind | None
    tabs: tuple[Tab, ...]
    znode: str
    words: tuple[GotoWord, ...]
    terms: tuple[str, ...]
    is_thing: bool = False
    is_zookeepers: bool = False
    partition_znode: str = ""
    is_registered: bool = False

    @property
    def has_name(self) -> bool:
        """Whether a place of this kind has a name of its own: all things but the cluster."""
        return "{name}" in self.crumb


_PARTITIONS = ("partition", "leader", "replica", "ISR", "under-replicated", "leaderless", "preferred leader")
_OFFSETS = ("offset", "log start offset", "high watermark")
_GROUPS = ("consumer group", "coordinator", "commit", "lag", "rebalance")
_ZOOKEEPER = ("znode", "ephemeral", "sequential", "session", "watch", "zxid", "ensemble")
_RECORDS = (
    "record", "partition", *_OFFSETS, "last stable offset", "tombstone", "transaction", "aborted", "producer", "acks",
    "compaction", "consumer",
)  # fmt: skip

KINDS: Mapping[PlaceKind, Kind] = {
    PlaceKind.CLUSTER: Kind(
        title="{cluster}",
        crumb="{cluster}",
        parent=None,
        tabs=(
            Tab("overview", "Overview", "overview.overview:OverviewPane"),
            Tab("doctor", "Doctor", "overview.doctor:DoctorPane"),
            Tab("partitions", "Partitions", "overview.partitions:ClusterPartitionsPane"),
            Tab("acls", "ACLs", "overview.acls:AclsPane", terms=("ACL", "principal")),
            Tab("users", "Users", "overview.users:UsersPane", terms=("principal", "SCRAM")),
            Tab("tokens", "Tokens", "overview.tokens:TokensPane", terms=("delegation token", "principal", "SCRAM")),
            Tab("quotas", "Quotas", "overview.quotas:QuotasPane", terms=("quota", "principal")),
            Tab("transactions", "Transactions", "overview.transactions:TransactionsPane", terms=(
                "transaction", "producer", "coordinator", "last stable offset", "aborted",
            )),
            Tab("quorum", "Quorum", "overview.quorum:QuorumPane", terms=("KRaft", "controller", "observer")),
            Tab("schemas", "Schemas", "overview.schemas:SubjectsPane", terms=("subject", "record", "topic")),
            Tab("connectors", "Connect", "overview.connectors:ConnectorsPane", terms=("connector", "topic")),
            Tab("events", "Events", "base.events_pane:EventsPane"),
            Tab("tasks", "Tasks", "overview.tasks:TasksPane", terms=("task",)),
            Tab("recent", "Recent", "overview.recent:RecentPane"),
            Tab("connection", "Connection", "overview.connection:ConnectionPane"),
            Tab("output", "Output", "overview.output:OutputPane", terms=("task",)),
            Tab("log", "Log", "overview.own_log:OwnLogPane", terms=("task",)),
        ),
        znode="/",
        words=(
            GotoWord("overview", "the cluster at a glance", "overview"),
            GotoWord("doctor", "what is wrong, with evidence and what to do", "doctor"),
            GotoWord("partitions", "those without leader, at or under their minimum, moved", "partitions"),
            GotoWord("acls", "who may do what to what", "acls"),
            GotoWord("users", "who can log in with SCRAM", "users"),
            GotoWord("tokens", "delegation tokens: logins for a time", "tokens"),
            GotoWord("quotas", "how much clients may", "quotas"),
            GotoWord("transactions", "those that are open, and what hangs", "transactions"),
            GotoWord("quorum", "KRaft's voters and observers", "quorum"),
            GotoWord("schemas", "the schema registry's subjects", "schemas"),
            GotoWord("connectors", "what Kafka Connect runs", "connectors"),
            GotoWord("events", "what changed since kafkatui looks", "events"),
            GotoWord("tasks", "long work: running and ended", "tasks"),
            GotoWord("recent", "where you were last, in earlier runs too", "recent"),
            GotoWord("connection", "properties in effect", "connection"),
            GotoWord("output", "what commands of your own wrote", "output"),
            GotoWord("log", "what kafkatui itself and its clients wrote", "log"),
        ),
        terms=("broker", "controller", *_PARTITIONS, "lag", "ensemble", "KRaft", "read-only"),
        is_thing=True,
    ),
    PlaceKind.BROKERS: Kind(
        title="Brokers",
        crumb="Brokers",
        parent=PlaceKind.CLUSTER,
        tabs=(
            Tab("brokers", "Brokers", "broker.brokers:BrokersPane"),
            Tab("logs", "Logs", "broker.logs:BrokersLogsPane", terms=("broker",)),
        ),
        znode="/brokers/ids",
        words=(GotoWord("brokers", "the list of brokers"), GotoWord("logs", "what the brokers write", "logs")),
        terms=("broker", "controller", "rack", "leader", "replica", "under-replicated"),
    ),
    PlaceKind.BROKER: Kind(
        title="broker {name}",
        crumb="{name}",
        parent=PlaceKind.BROKERS,
        tabs=(
            Tab("partitions", "Partitions", "broker.partitions:BrokerPartitionsPane"),
            Tab("config", "Config", "broker.config:BrokerConfigPane", znode="/config/brokers/{name}"),
            Tab("log_dirs", "Log dirs", "broker.log_dirs:BrokerLogDirsPane"),
            Tab("figures", "Figures", "broker.figures:BrokerFiguresPane", terms=("broker", "JMX", "controller")),
            Tab("logs", "Logs", "broker.logs:BrokerLogsPane", terms=("broker",)),
            Tab("log_levels", "Log levels", "broker.log_levels:BrokerLogLevelsPane"),
            Tab("relations", "Relations", "base.relations_pane:BrokerRelationsPane"),
            Tab("zookeeper", "ZooKeeper", "base.zookeeper_side:BrokerZnodePane"),
            Tab("events", "Events", "base.events_pane:ObjectEventsPane"),
        ),
        znode="/brokers/ids/{name}",
        words=(GotoWord("broker", "broker"),),
        terms=("broker", "controller", "rack", *_PARTITIONS, "segment"),
        is_thing=True,
        is_registered=True,
    ),
    PlaceKind.TOPICS: Kind(
        title="Topics",
        crumb="Topics",
        parent=PlaceKind.CLUSTER,
        tabs=(Tab("topics", "Topics", "topic.topics:TopicsPane"),),
        znode="/brokers/topics",
        words=(GotoWord("topics", "the list of topics"),),
        terms=(
            "topic", "partition", "replication factor", "ISR", "under-replicated", "cleanup policy", "retention",
            "internal topic",
        ),
    ),
    PlaceKind.TOPIC: Kind(
        title="{name}",
        crumb="{name}",
        parent=PlaceKind.TOPICS,
        tabs=(
            Tab("partitions", "Partitions", "topic.partitions:TopicPartitionsPane"),
            Tab("messages", "Messages", "topic.messages:TopicMessagesPane", terms=_RECORDS),
            Tab("search", "Search", "topic.search:TopicSearchPane", terms=_RECORDS),
            Tab("analysis", "Analysis", "topic.analysis:TopicAnalysisPane", terms=_RECORDS),
            Tab("groups", "Groups", "topic.groups:TopicGroupsPane"),
            Tab("config", "Config", "topic.config:TopicConfigPane", znode="/config/topics/{name}"),
            Tab("acls", "ACLs", "topic.acls:TopicAclsPane", terms=("ACL", "principal")),
            Tab("relations", "Relations", "base.relations_pane:TopicRelationsPane"),
            Tab("zookeeper", "ZooKeeper", "base.zookeeper_side:TopicZnodePane"),
            Tab("events", "Events", "base.events_pane:ObjectEventsPane"),
        ),
        znode="/brokers/topics/{name}",
        words=(GotoWord("topic", "topic"),),
        terms=(
            "topic", *_PARTITIONS, "leader epoch", "min.insync.replicas", *_OFFSETS, "record", "tombstone",
            "consumer group", "lag",
        ),
        is_thing=True,
        partition_znode="/brokers/topics/{name}/partitions/{partition}/state",
        is_registered=True,
    ),
    PlaceKind.MESSAGES: Kind(
        title="Messages of {name}",
        crumb="{name}",
        parent=PlaceKind.TOPICS,
        tabs=(
            Tab("messages", "Messages", "topic.several:SeveralTopicsPane"),
            Tab("search", "Search", "topic.several_search:SeveralSearchPane"),
        ),
        znode="/brokers/topics",
        words=(
            GotoWord("messages", "messages of several topics"),
            GotoWord("search", "search several topics", "search"),
        ),
        terms=("topic", *_RECORDS),
    ),
    PlaceKind.GROUPS: Kind(
        title="Groups",
        crumb="Groups",
        parent=PlaceKind.CLUSTER,
        tabs=(Tab("groups", "Groups", "group.groups:GroupsPane"),),
        znode="/consumers",
        words=(GotoWord("groups", "the list of consumer groups"),),
        terms=(*_GROUPS, "offset"),
    ),
    PlaceKind.GROUP: Kind(
        title="{name}",
        crumb="{name}",
        parent=PlaceKind.GROUPS,
        tabs=(
            Tab("progress", "Progress", "group.progress:GroupProgressPane"),
            Tab("members", "Members", "group.members:GroupMembersPane"),
            Tab("topology", "Topology", "group.topology:GroupTopologyPane", terms=("subtopology", "topic", *_GROUPS)),
            Tab("relations", "Relations", "base.relations_pane:GroupRelationsPane"),
            Tab("events", "Events", "base.events_pane:ObjectEventsPane"),
        ),
        znode="/consumers/{name}",
        words=(GotoWord("group", "consumer group"),),
        terms=(*_GROUPS, *_OFFSETS),
        is_thing=True,
    ),
    PlaceKind.ZOOKEEPER: Kind(
        title="ZooKeeper",
        crumb="ZooKeeper",
        parent=PlaceKind.CLUSTER,
        tabs=(
            Tab("children", "Znodes", "znode.children:RootChildrenPane"),
            Tab("sizes", "Sizes", "znode.sizes:ZnodeSizesPane"),
            Tab("found", "Found", "znode.found:ZnodesFoundPane"),
            Tab("ensemble", "Ensemble", "znode.ensemble:EnsemblePane"),
            Tab("sessions", "Sessions", "znode.ensemble:SessionsPane"),
            Tab("server", "Server", "znode.zookeeper_server:ZooKeeperServerPane"),
            Tab("logs", "Logs", "znode.logs:ZooKeeperLogsPane", terms=("ensemble",)),
        ),
        znode="/",
        words=(
            GotoWord("zookeeper", "ZooKeeper's znodes"),
            GotoWord("ensemble", "ZooKeeper's servers", "ensemble"),
            GotoWord("sessions", "ZooKeeper's sessions", "sessions"),
        ),
        terms=_ZOOKEEPER,
        is_zookeepers=True,
    ),
    PlaceKind.ZNODE: Kind(
        title="{name}",
        crumb="{name}",
        parent=PlaceKind.ZOOKEEPER,
        tabs=(
            Tab("data", "Data", "znode.data:ZnodeDataPane"),
            Tab("stat", "Stat", "znode.stat:ZnodeStatPane"),
            Tab("acl", "ACL", "znode.acl:ZnodeAclPane"),
            Tab("sizes", "Sizes", "znode.sizes:ZnodeSizesPane"),
            Tab("found", "Found", "znode.found:ZnodesFoundPane"),
            Tab("relations", "Relations", "base.relations_pane:ZnodeRelationsPane"),
            Tab("events", "Events", "base.events_pane:ObjectEventsPane"),
            Tab("children", "Children", "znode.children:ZnodeChildrenPane"),
        ),
        znode="{name}",
        words=(GotoWord("zk", "znode"),),
        terms=(*_ZOOKEEPER, "ACL"),
        is_thing=True,
        is_zookeepers=True,
    ),
}  # fmt: skip
"""Every kind of page, in the order of the Explorer."""


def page_name(kind: PlaceKind, tab_id: str) -> str:
    """What a page is called in the settings file: "topics", "overview", "topic_partitions", "zookeeper_sessions"."""
    row = KINDS[kind]
    if kind is PlaceKind.CLUSTER:
        return tab_id
    is_list = not row.is_thing and tab_id == row.tabs[0].id
    return kind.value if is_list else f"{kind.value}_{tab_id}"


PAGE_NAMES = tuple(page_name(kind, tab.id) for kind, row in KINDS.items() for tab in row.tabs)
"""Of every page, in the order of the Explorer."""


def terms_of(kind: PlaceKind, tab_id: str = "") -> tuple[str, ...]:
    """The words of the glossary that matter on a page, on one tab of it where that differs."""
    row = KINDS[kind]
    return next((tab.terms for tab in row.tabs if tab.id == tab_id and tab.terms), row.terms)


def znode_of(kind: PlaceKind, name: str = "", partition: int | None = None, tab_id: str = "") -> str:
    """The path (below the chroot) that holds what a place shows; "/" when nothing in particular does.

    Args:
        partition: the row under the cursor of a topic, None for the topic itself.
        tab_id: "config" leads to the configuration of a broker or topic.
    """
    row = KINDS[kind]
    pattern = next((tab.znode for tab in row.tabs if tab.id == tab_id and tab.znode), "")
    if not pattern and partition is not None:
        pattern = row.partition_znode
    return (pattern or row.znode).replace("{partition}", str(partition)).replace("{name}", name) or "/"
