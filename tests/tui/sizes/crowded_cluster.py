"""The sample cluster with much in it: lists longer than any screen, names longer than any column, gaps and trouble."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

from kafkatui.insight.catalogue import names as catalogued
from kafkatui.insight.changes import ChangeKind, PartitionChange
from kafkatui.insight.lag import group_progress, total_lag
from kafkatui.model.acl import Acl
from kafkatui.model.cluster import NO_LEADER, Broker, ClusterMetadata, OffsetRange, Partition, Topic
from kafkatui.model.config_entry import ConfigEntry, LogDir, ReplicaSize
from kafkatui.model.event import Event, EventKind, Severity
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.lag_history import LagHistory, LagPoint
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.quota import Quota, QuotaEntity
from kafkatui.model.rate_history import HISTORY_SAMPLES, RateHistory
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.model.scram import ScramCredential
from kafkatui.model.znode import NamedChildren, ZnodeChildren, ZnodeStat
from kafkatui.session.feeds import (
    METADATA,
    AclsFeed,
    BrokerConfigFeed,
    GroupFeed,
    GroupsFeed,
    LogDirsFeed,
    NewestRecordsFeed,
    OffsetsFeed,
    QuotasFeed,
    ScramCredentialsFeed,
    TopicConfigsFeed,
    TransactionsFeed,
    ZnodeChildrenFeed,
    ZnodeFeed,
    ZnodeStatsFeed,
)
from kafkatui.session.feeds.settings import LogLevelsFeed
from kafkatui.session.tasks import TaskControl
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.sample_cluster import ACLS, CLUSTER_ID, CREDENTIALS, QUOTAS, STAT, TOPICS, known_session, znode

MANY = 60
"""More lines than the highest screen has."""

LONG_TOPIC = "payments.settlement.reconciliation.eu-central-1.daily-snapshot-of-everything.v2"
LONG_HOST = "kafka-2.eu-central-1.compute.internal.example.com"

BROKERS = {
    1: Broker(1, "kafka-1", 9092, "rack-1"),
    2: Broker(2, LONG_HOST, 9092, "eu-central-1b-second-row"),
    3: Broker(3, "kafka-3", 9092),
}


def _topic(name: str, partitions: int, *, missing: int = 0, leaderless: int = 0) -> Topic:
    """A topic on all brokers; broker 3 is not in sync with the first `missing` of its partitions."""
    parts = []
    for number in range(partitions):
        replicas = tuple(1 + (number + step) % 3 for step in range(3))
        isr = tuple(broker for broker in replicas if broker != 3 or number >= missing)
        leader = NO_LEADER if number < leaderless else isr[0]
        parts.append(Partition(name, number, leader, replicas, isr))
    return Topic(name, tuple(parts))


def _topics() -> dict[str, Topic]:
    named = [
        _topic("orders", MANY, missing=7),
        _topic(LONG_TOPIC, 12),
        _topic("日本語の注文", 3),
        _topic("invoices", 2, missing=1, leaderless=1),
        *(_topic(f"team-{number % 7}.service-{number}.events", 1 + number % 6) for number in range(MANY)),
    ]
    return {**TOPICS, **{topic.name: topic for topic in named}}


CROWD = ClusterMetadata(CLUSTER_ID, 2, BROKERS, _topics())
PARTITIONS = [(topic.name, partition.id) for topic in CROWD.topics.values() for partition in topic.partitions]
RANGES = {key: OffsetRange(1_000 * (key[1] % 3), 1_234_567 + 98_765 * key[1]) for key in PARTITIONS}
RATES = {key: 0.5 + 37.3 * (key[1] % 5) for key in PARTITIONS}
HISTORY = RateHistory(tuple(400.0 + 25 * (number % 9) for number in range(HISTORY_SAMPLES)))

MEMBERS = tuple(
    GroupMember(
        f"billing-consumer-{number}-5f1c9a2e-0d4b-4f57-9f0e-{number:012d}",
        f"billing-consumer-{number}" if number else "billing-consumer-on-the-very-first-node-of-eu-central-1",
        f"/10.0.{number}.7",
        (("orders", number),),
        f"instance-{number}",
        ("orders",),
    )
    for number in range(MANY)
)
BILLING = Group("billing", "Stable", "classic", 1, "range", MEMBERS)
COMMITTED = {("orders", number): RANGES["orders", number].end - 17 * number for number in range(MANY - 1)}  # type: ignore[operator]


def _groups() -> list[Group]:
    others = [
        Group(f"team-{number % 7}.service-{number}.projection", ("Empty", "Stable", "Dead")[number % 3], "consumer", 3)
        for number in range(MANY)
    ]
    long = Group("reconciliation-of-payments-and-settlements-in-eu-central-1-nightly", "Empty", "", None)
    return [BILLING, long, *others]


def offset_sample() -> OffsetSample:
    """Begin and end of everything, just read."""
    histories = dict.fromkeys(PARTITIONS, HISTORY)
    return OffsetSample(RANGES, RATES, time.time(), history=HISTORY, rate_histories=histories)


GROUPS = _groups()
GROUPS_COMMITTED = {group.id: GroupOffsets(group.id, COMMITTED, {}, {}) for group in GROUPS}
LAG = total_lag(
    group_progress(
        BILLING,
        GROUPS_COMMITTED["billing"],
        RANGES,
        topics={topic.name: len(topic.partitions) for topic in CROWD.topics.values()},
    )
)


def groups_sample(ago_seconds: float = 0.0) -> GroupsSample:
    """All groups; each with what it committed of `orders`, the later the less of it is left."""
    now = time.time()
    offsets = replace(offset_sample(), read_at_seconds=now - ago_seconds)
    lag = replace(LAG, known=(LAG.known or 0) + 4 * int(ago_seconds))
    points = (LagPoint(now - 5 * number, 9_000 + 300 * (number % 7), 1, 1) for number in range(30, 0, -1))
    return GroupsSample(
        tuple(GROUPS),
        GROUPS_COMMITTED,
        offsets,
        lags=dict.fromkeys(GROUPS_COMMITTED, lag),
        lag_history=dict.fromkeys(GROUPS_COMMITTED, LagHistory(tuple(points))),
    )


def _config(kind: str) -> tuple[ConfigEntry, ...]:
    own = {
        "min.insync.replicas": "2",
        "ssl.cipher.suites": "TLS_AES_256_GCM_SHA384,TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256",
        "cleanup.policy": "compact,delete",
    }
    values = {"retention.ms": "604800000", "retention.bytes": "-1", "flush.messages": "9223372036854775807"}
    every = sorted(
        {*catalogued(kind), *own} - {"ssl.cipher.suites"} | ({"ssl.cipher.suites"} if kind == "broker" else set())
    )
    return tuple(
        ConfigEntry(
            name, own.get(name, values.get(name, "1000")), kind if name in own else "default", is_own=name in own
        )
        for name in every
    )


def _log_dirs() -> tuple[LogDir, ...]:
    found = []
    for broker in BROKERS:
        replicas = tuple(
            ReplicaSize(topic.name, partition.id, broker, "/data", 123_456_789 * (1 + partition.id % 4), 0)
            for topic in CROWD.topics.values()
            for partition in topic.partitions
            if broker in partition.replicas
        )
        found.append(LogDir(broker, "/data", replicas, 2_000_000_000_000, 400_000_000_000))
    found.append(LogDir(2, "/mnt/disks/second/of/three/kafka/logs", (), error="The disk is offline."))
    return tuple(found)


def _acls() -> tuple[Acl, ...]:
    distinguished = "User:CN=billing.eu-central-1.example.com,OU=Payments and Settlements,O=Example,L=Frankfurt,C=DE"
    many = (Acl(f"User:service-{number}", "TOPIC", "orders", "LITERAL", "READ", "ALLOW") for number in range(MANY))
    return (Acl(distinguished, "TOPIC", LONG_TOPIC[:24], "PREFIXED", "WRITE", "DENY", "10.0.0.1"), *ACLS, *many)


def records(count: int) -> list[Record]:
    """Records with headers and values wider than any screen; every seventh is a tombstone."""
    long = b'{"order": %d, "state": "paid", "lines": [' + b", ".join(
        b'{"article": "socks", "count": 2}' for _ in range(9)
    )
    return [
        Record(
            "orders", number % 6, 998_000 + number, 1_700_000_000_000 + 1_500 * number, "create",
            b"user-%d" % (4_000 + number), None if number % 7 == 4 else (long % number) + b"]}",
            (("trace-id", b"5f1c9a2e"), ("source", b"web")),
        )
        for number in range(count)
    ]  # fmt: skip


def _events(now: float) -> Iterable[Event]:
    place = Place(NAME, PlaceKind.TOPIC, "orders")
    for number in range(MANY):
        subject, at, text = f"orders-{number}", now - MANY + number, "ISR shrank 2,3,1 → 2,3"
        yield Event(at, NAME, Severity.WARNING, "kafka", subject, text, place, EventKind.ISR, at - 2.5)
    text = "leader 3 → 1, while broker 3 was leaving: controlled shutdown, and what follows it"
    for kind, name in ((PlaceKind.TOPIC, LONG_TOPIC), *_things()):
        place = Place(NAME, kind, name)
        yield Event(now, NAME, Severity.INFO, "kafka", name, text, place, EventKind.LEADER, now - 0.3)


def _things() -> tuple[tuple[PlaceKind, str], ...]:
    return (
        (PlaceKind.BROKER, "1"), (PlaceKind.TOPIC, "orders"), (PlaceKind.GROUP, "billing"), (PlaceKind.ZNODE, "/app"),
    )  # fmt: skip


def crowded_session(session: FakeSession | None = None) -> FakeSession:
    """A session that knows all of it."""
    session = known_session(session)
    now = time.time()
    session.forget_brokers()
    session.ok(METADATA, CROWD)
    session.answer(OffsetsFeed, lambda _: Observed.ok(offset_sample(), now))
    session.answer(TopicConfigsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.topics, _config("topic")), now))
    session.answer(TransactionsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.topics, False), now))
    session.answer(BrokerConfigFeed, lambda _: Observed.ok(_config("broker"), now))
    session.answer(
        NewestRecordsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.topics, int(now * 1_000) - 90_000), now)
    )
    levels = {f"kafka.server.part{number}.Component": "INFO" for number in range(MANY)}
    session.answer(
        LogLevelsFeed, lambda _: Observed.ok({"root": "INFO", "kafka.server.KafkaApis": "DEBUG", **levels}, now)
    )
    session.ok(LogDirsFeed(), _log_dirs())
    for ago_seconds in range(120, -1, -20):
        session.ok(GroupsFeed(), groups_sample(ago_seconds))
    committed = GroupOffsets("billing", COMMITTED, {}, {})
    sample = GroupSample(BILLING, committed, offset_sample(), RATES, RATES)
    session.answer(GroupFeed, lambda _: Observed.ok(sample, now))
    session.ok(AclsFeed(), _acls())
    users = (ScramCredential(f"service-{number}", "SCRAM-SHA-512", 8_192) for number in range(MANY))
    session.ok(ScramCredentialsFeed(), (*CREDENTIALS, *users))
    quotas = (Quota(QuotaEntity(f"service-{number}"), "producer_byte_rate", 1_048_576.0) for number in range(MANY))
    session.ok(QuotasFeed(), (*QUOTAS, Quota(QuotaEntity(ip="10.0.0.7"), "connection_creation_rate", 12.0), *quotas))
    session.partition_changes = {
        (topic.name, partition.id): PartitionChange(
            ChangeKind.ISR_SHRANK, replace(partition, isr=partition.replicas), partition, now - 90
        )
        for topic in (CROWD.topics["orders"], CROWD.topics[LONG_TOPIC])
        for partition in topic.partitions[:7]
    }
    if session.profile.zookeeper is not None:
        _crowd_zookeeper(session, now)
    session.tell(*_events(now))
    return session


def _crowd_zookeeper(session: FakeSession, now: float) -> None:
    names = ("brokers", "config", *(f"lock-{number:010d}-of-the-reconciliation" for number in range(MANY)))
    session.answer(
        ZnodeChildrenFeed, lambda feed: Observed.ok(ZnodeChildren(feed.path, NamedChildren(feed.path, names)), now)
    )
    session.answer(ZnodeStatsFeed, lambda feed: Observed.ok({path: _stat(path) for path in feed.paths}, now))
    session.answer(ZnodeFeed, lambda feed: Observed.ok(replace(znode(feed.path), data=_data(feed.path)), now))


def _stat(path: str) -> ZnodeStat:
    return replace(STAT, ephemeral_owner=0x1000D8B if "lock" in path else 0)


def _data(path: str) -> bytes:
    """What Kafka keeps in a znode, and what somebody might keep in another."""
    match path.strip("/").split("/"):
        case ["brokers", "ids", number]:
            address = f"PLAINTEXT://kafka-{number}:9092"
            return json.dumps({"version": 5, "endpoints": [address], "host": f"kafka-{number}", "port": 9092}).encode()
        case ["controller"]:
            return b'{"version":2,"brokerid":2,"timestamp":"1700000000000"}'
        case ["brokers", "topics", name] if name in CROWD.topics:
            topic = CROWD.topics[name]
            replicas = {str(partition.id): list(partition.replicas) for partition in topic.partitions}
            return json.dumps({"version": 2, "partitions": replicas}).encode()
        case _:
            return b'{"version":1,"config":{"min.insync.replicas":"2"}}'


def run_tasks(session: FakeSession) -> None:
    """Let a task have ended, and another be under way until the session's end."""

    def work(control: TaskControl) -> None:
        control.progress(1_200_000, 4_000_000, "records")
        control.wait(600)

    session.tasks.start("Count the records", lambda _: 20).wait(10)
    session.tasks.start("Search orders, payments.settlement.reconciliation and 12 more for value.total > 100", work)


def crowd_tails(session: FakeSession) -> None:
    """Let what follows records, where something does, have read many."""
    for tail in session.tails:
        tail.feed(records(MANY))
