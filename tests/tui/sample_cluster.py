"""A small cluster of which everything is known: three brokers, two topics, a group and the znodes behind them."""

from __future__ import annotations

import time

from kafkatui.insight.lag import total_lag
from kafkatui.model.acl import Acl
from kafkatui.model.broker_figures import BrokerFigures
from kafkatui.model.capabilities import Capabilities, Capability
from kafkatui.model.cluster import Broker, ClusterMetadata, OffsetRange, Partition, Topic
from kafkatui.model.config_entry import ConfigEntry, LogDir, ReplicaSize
from kafkatui.model.connector import Connector, Connectors, ConnectorTask
from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.event import Event, Severity
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.open_transaction import OpenTransaction, OpenTransactions
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.quorum import Feature, Quorum, QuorumReplica
from kafkatui.model.quota import DEFAULT, Quota, QuotaEntity
from kafkatui.model.record import Record
from kafkatui.model.registration import BrokerEndpoint, BrokerRegistration
from kafkatui.model.rights import Rights
from kafkatui.model.schema_subject import Subject, Subjects
from kafkatui.model.scram import ScramCredential
from kafkatui.model.traffic import ClientTraffic
from kafkatui.model.znode import (
    NamedChildren,
    Znode,
    ZnodeAcl,
    ZnodeChildren,
    ZnodeStat,
    ZooKeeperClients,
    ZooKeeperStatus,
)
from kafkatui.session.feeds import (
    METADATA,
    ZOOKEEPER,
    AclsFeed,
    BrokerConfigFeed,
    BrokerFiguresFeed,
    CapabilitiesFeed,
    ClientTrafficFeed,
    ConnectorsFeed,
    DelegationTokensFeed,
    GroupFeed,
    GroupsFeed,
    LogDirsFeed,
    OffsetsFeed,
    OpenTransactionsFeed,
    QuorumFeed,
    QuotasFeed,
    RegistrationsFeed,
    RightsFeed,
    ScramCredentialsFeed,
    SubjectsFeed,
    TopicConfigsFeed,
    TransactionsFeed,
    ZnodeChildrenFeed,
    ZnodeFeed,
    ZnodeStatsFeed,
    ZooKeeperClientsFeed,
)
from kafkatui.session.feeds.settings import LogLevelsFeed
from tests.tui.fake_session import NAME, FakeSession

CLUSTER_ID = "kafkatui-fake-cluster-0"
BROKERS = {number: Broker(number, f"kafka-{number}", 9092, f"rack-{number}") for number in (1, 2, 3)}
ORDERS = Topic(
    "orders",
    (
        Partition("orders", 0, 1, (1, 2, 3), (1, 2, 3)),
        Partition("orders", 1, 2, (2, 3, 1), (2, 3)),
    ),
)
OFFSETS = Topic("__consumer_offsets", (Partition("__consumer_offsets", 0, 3, (3,), (3,)),), is_internal=True)
TOPICS = {topic.name: topic for topic in (OFFSETS, ORDERS)}
CLUSTER = ClusterMetadata(CLUSTER_ID, 2, BROKERS, TOPICS)
RANGES = {
    (topic.name, partition.id): OffsetRange(0, 1_000 + partition.id)
    for topic in TOPICS.values()
    for partition in topic.partitions
}

MEMBER = GroupMember("billing-1-uuid", "billing-1", "/10.0.0.7", (("orders", 0), ("orders", 1)))
BILLING = Group("billing", "Stable", "classic", 1, "range", (MEMBER,))
COMMITTED = GroupOffsets("billing", {("orders", 0): 990, ("orders", 1): 1_001}, {}, {})
STAT = ZnodeStat(0x10, 0x12, 0x10, 1_700_000_000_000, 1_700_000_100_000, 3, 2, 0, 0, 12, 2)
FOLDER = ("brokers", "config", "consumers")

CONFIG = (
    ConfigEntry("min.insync.replicas", "2", "topic", is_own=True),
    ConfigEntry("retention.ms", "604800000", "default"),
)


ACLS = (
    Acl("User:alice", "TOPIC", "orders", "LITERAL", "READ", "ALLOW"),
    Acl("alice", "TOPIC", "ord", "PREFIXED", "WRITE", "DENY", "10.0.0.1"),
)

CREDENTIALS = (ScramCredential("alice", "SCRAM-SHA-256", 4096), ScramCredential("alice", "SCRAM-SHA-512", 8192))
TOKENS = (
    DelegationToken(
        "Xu6DTmqMQ4SyTWi0Sn8SdA", "User:alice", "User:admin", ("User:bob",), 1_700_000_000_000, 4_000_000_000_000,
        4_000_600_000_000, b"secret-hmac-of-alice",
    ),
    DelegationToken("aa11", "User:bob", "", (), 1_700_000_000_000, 4_000_000_001_000, 4_000_600_000_000, b"hmac-bob"),
)  # fmt: skip
QUOTAS = (
    Quota(QuotaEntity("alice"), "producer_byte_rate", 1_048_576.0),
    Quota(QuotaEntity("alice", DEFAULT), "request_percentage", 12.5),
)
SUBJECTS = Subjects(
    (
        Subject("billing", 1, 7, "JSON", "BACKWARD"),
        Subject("orders-key", reason="The schema registry does not allow it (403): denied."),
        Subject("orders-value", 3, 12, "AVRO", "FULL", is_level_own=True),
    ),
    "BACKWARD",
)
CONNECTORS = Connectors(
    (
        Connector(
            "archive",
            state="RUNNING",
            type="sink",
            config={
                "connector.class": "org.example.FileSink",
                "topics": "orders",
                "connection.password": "hunter22",
                "name": "archive",
            },
            tasks=(
                ConnectorTask(0, "RUNNING", "10.0.0.7:8083"),
                ConnectorTask(1, "FAILED", "10.0.0.8:8083", "java.lang.Error: disk full\n\tat org.example.Sink.put"),
            ),
            worker="10.0.0.7:8083",
            topics=("orders",),
        ),
        Connector("lines", state="PAUSED", type="source", config={"connector.class": "FileSource", "name": "lines"}),
    )
)
QUORUM = Quorum(
    2,
    7,
    1_234,
    (
        QuorumReplica(1, True, 1_230, 1_700_000_000_000, 1_700_000_000_000, "kafka-1:9093"),
        QuorumReplica(2, True, 1_234),
        QuorumReplica(3, False, 1_234, 4_000_000_000_000, 4_000_000_000_000),
    ),
    (Feature("metadata.version", 25, (7, 29)),),
)
TRANSACTIONS = (
    OpenTransaction(
        "orders",
        0,
        1,
        4001,
        3,
        990,
        1_700_000_000_000,
        5,
        "payments-1",
        "Ongoing",
        2,
        1_700_000_000_000,
        60_000,
        True,
        10,
    ),
    OpenTransaction("orders", 1, 2, 4002, 0, 42, 1_700_000_000_000, is_coordinated=False, held_back=959),
)


def offset_sample() -> OffsetSample:
    """Begin and end of everything, just read."""
    return OffsetSample(RANGES, dict.fromkeys(RANGES, 1.5), time.time())


def groups_sample() -> GroupsSample:
    """The one group, ten records behind."""
    lag = total_lag([_behind()])
    return GroupsSample((BILLING,), {"billing": COMMITTED}, offset_sample(), lags={"billing": lag})


def _behind() -> PartitionProgress:
    return PartitionProgress("orders", 0, 990, 0, 1_000, 10, None, "", 1.5, 1.5, MEMBER)


def znode(path: str, data: bytes | None = b'{"version":1}') -> Znode:
    """A znode with data, an ACL and two children."""
    return Znode(path, STAT, data, acl=(ZnodeAcl("world", "anyone", "cdrwa"),))


def records(count: int) -> list[Record]:
    """The first records of a partition."""
    return [
        Record("orders", 0, offset, 1_700_000_000_000 + offset, "create", b"k%d" % offset, b'{"n":%d}' % offset)
        for offset in range(count)
    ]


def event() -> Event:
    """A partition that lost a replica."""
    place = Place(NAME, PlaceKind.TOPIC, "orders")
    return Event(time.time(), NAME, Severity.WARNING, "kafka", "orders-1", "ISR shrank 2,3,1 → 2,3", place)


def events_of_everything() -> list[Event]:
    """One change of each thing that has a page of its own."""
    things = {PlaceKind.BROKER: "1", PlaceKind.TOPIC: "orders", PlaceKind.GROUP: "billing", PlaceKind.ZNODE: "/app/x"}
    return [
        Event(time.time(), NAME, Severity.INFO, "kafka", name, "reached all of them", Place(NAME, kind, name))
        for kind, name in things.items()
    ]


def unrelated_event() -> Event:
    """A change of a topic that no test looks at."""
    place = Place(NAME, PlaceKind.TOPIC, "elsewhere")
    return Event(time.time(), NAME, Severity.INFO, "kafka", "elsewhere", "created", place)


def known_session(session: FakeSession | None = None) -> FakeSession:
    """A session that knows all of the cluster."""
    session = session or FakeSession()
    now = time.time()
    session.ok(METADATA, CLUSTER)
    session.answer(OffsetsFeed, lambda _: Observed.ok(offset_sample(), now))
    session.answer(TopicConfigsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.topics, CONFIG), now))
    session.answer(TransactionsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.topics, False), now))
    session.answer(BrokerConfigFeed, lambda _: Observed.ok(CONFIG, now))
    session.answer(LogLevelsFeed, lambda _: Observed.ok({"root": "INFO", "kafka.server.KafkaApis": "DEBUG"}, now))
    session.answer(BrokerFiguresFeed, lambda feed: Observed.ok(broker_figures(feed.broker_id), now))
    session.ok(LogDirsFeed(), tuple(_log_dir(number) for number in BROKERS))
    session.ok(CapabilitiesFeed(), Capabilities("3.9", False, frozenset(Capability)))
    session.ok(ClientTrafficFeed(), ClientTraffic({"metadata": 3}, 12, 1_200, 48_000))
    session.ok(GroupsFeed(), groups_sample())
    session.ok(AclsFeed(), ACLS)
    session.ok(RightsFeed(), Rights(("CREATE", "DESCRIBE"), {"DESCRIBE": 2, "READ": 1}, 2))
    session.ok(QuorumFeed(), QUORUM)
    session.ok(ScramCredentialsFeed(), CREDENTIALS)
    session.ok(DelegationTokensFeed(), TOKENS)
    session.ok(QuotasFeed(), QUOTAS)
    session.ok(SubjectsFeed(), SUBJECTS)
    session.ok(ConnectorsFeed(), CONNECTORS)
    session.ok(OpenTransactionsFeed(), OpenTransactions(TRANSACTIONS))
    session.answer(GroupFeed, lambda _: Observed.ok(GroupSample(BILLING, COMMITTED, offset_sample(), {}), now))
    if session.profile.zookeeper is not None:
        _know_zookeeper(session, now)
    return session


def broker_figures(broker_id: int) -> BrokerFigures:
    """What a broker's Java machine tells; it is not the controller, and its handlers are busy."""
    values = {"messages_in_per_second": 412.13, "request_handler_idle": 0.12, "under_replicated_partitions": 0.0}
    return BrokerFigures(broker_id, "Jolokia", f"http://kafka-{broker_id}:8778/jolokia", values)


def _log_dir(broker_id: int) -> LogDir:
    replicas = tuple(
        ReplicaSize(topic.name, partition.id, broker_id, "/data", 1_200_000, 0)
        for topic in TOPICS.values()
        for partition in topic.partitions
        if broker_id in partition.replicas
    )
    return LogDir(broker_id, "/data", replicas, 100_000_000_000, 40_000_000_000)


def _know_zookeeper(session: FakeSession, now: float) -> None:
    status = ZooKeeperStatus("connected", "3.8.4", CLUSTER_ID, "zk-1:2181", "", "standalone", 142, 4, (0, 0.4, 12))
    session.ok(ZOOKEEPER, status)
    registrations = {
        number: BrokerRegistration(
            number, (BrokerEndpoint("PLAINTEXT", f"kafka-{number}", 9092, "PLAINTEXT"),), None, int(now * 1000), 5, STAT
        )
        for number in BROKERS
    }
    session.ok(RegistrationsFeed(), registrations)
    session.ok(ZooKeeperClientsFeed(), ZooKeeperClients("zk-1:2181", {}))
    session.answer(ZnodeFeed, lambda feed: Observed.ok(znode(feed.path), now))
    session.answer(
        ZnodeChildrenFeed, lambda feed: Observed.ok(ZnodeChildren(feed.path, NamedChildren(feed.path, FOLDER)), now)
    )
    session.answer(ZnodeStatsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.paths, STAT), now))
