"""What is read for the doctor alone, for each rule that needs it: what it must find, and what only looks like it."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.insight.doctor.known import Known
from kafkatui.model.acl import Acl
from kafkatui.model.batch_sizes import BatchSizes
from kafkatui.model.certificate import ServerCertificate
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.quota import Quota, QuotaEntity
from kafkatui.model.replacing import replace
from kafkatui.model.replica_sets import EligibleReplicas
from kafkatui.model.scram import ScramCredential
from kafkatui.model.unread_age import UnreadPlace
from kafkatui.model.zookeeper_registry import LargeAnswer
from kafkatui.model.zookeeper_security import RegisteredSecurity
from tests.unit.insight.doctor.states import (
    HEALTHY,
    LOG,
    NOW,
    STATES,
    broken,
    configs,
    entry,
    groups,
    ok,
    part,
    registry,
    with_part,
)  # fmt: skip

DAY = 86_400.0
READ = Acl("User:alice", "TOPIC", "orders", "LITERAL", "READ", "ALLOW")
WRITE = replace(READ, operation="WRITE")
ALICE = ScramCredential("alice", "SCRAM-SHA-512", 4096)
QUOTA = Quota(QuotaEntity(user="alice"), "producer_byte_rate", 1024.0)
OF_AN_ADDRESS = Quota(QuotaEntity(ip="10.0.0.1"), "connection_creation_rate", 5.0)
THREADS = {"log.cleaner.threads": "2"}


def security(
    ours: tuple[Acl, ...] = (READ,),
    theirs: frozenset[Acl] | None = frozenset({READ}),
    users: frozenset[ScramCredential] | None = frozenset({ALICE}),
    quotas: frozenset[Quota] | None = frozenset({QUOTA}),
) -> Known:
    return broken(
        acls=ok(ours),
        users=ok((ALICE,)),
        quotas=ok((QUOTA, OF_AN_ADDRESS)),
        security=ok(RegisteredSecurity(theirs, users, quotas)),
    )


def at_run_time(source: str, value: str, **theirs: Mapping[str, str]) -> Known:
    """log.cleaner.threads of broker 1 as it tells it; what ZooKeeper has of `own` and `all_brokers`."""
    names = {"own": "1", "all_brokers": "<default>"}
    entries = (entry("log.cleaner.threads", value, source), entry("num.io.threads", "8"))
    return broken(
        broker_configs={1: ok(entries)},
        registry=registry(broker_configs={names[name]: each for name, each in theirs.items()}),
    )


def certificate(begins: float, ends: float, side: str = "kafka") -> Known:
    return broken(certificates=ok((ServerCertificate(side, "kafka-1:9093", NOW + begins * DAY, NOW + ends * DAY),)))


def epochs(ours: int, theirs: int, **parts: object) -> Known:
    key: TopicPartition = ("orders", 0)
    state = replace(STATES[key], leader_epoch=theirs, **parts)
    known = {("orders", number): 1 for number in range(3)} | {key: ours}
    return broken(epochs=ok(known), registry=registry(states={**STATES, key: state}))


def large(size: int, what: str = "its data") -> Known:
    return broken(registry=registry(large=(LargeAnswer("/brokers/topics", what, size, 1_000),)))


def eligible(elr: tuple[int, ...] | None, isr: tuple[int, ...] = (), leader: int = -1) -> Known:
    return broken(
        metadata=with_part(part(0, leader, (1, 2, 3), isr)), eligible=ok({("orders", 0): EligibleReplicas(elr, (2,))})
    )


def unread(hours: float, retention: str = "3600000", policy: str = "delete", committed: int = 4) -> Known:
    return broken(
        groups=groups(commits={("orders", 0): committed}, log=LOG),
        unread_ages=ok({UnreadPlace("billing", "orders", 0, 4): NOW - hours * 3600}),
        configs=configs(entry("retention.ms", retention, "topic"), entry("cleanup.policy", policy)),
    )


def batches(count: int, records: int, size: int) -> Known:
    return broken(batches=ok({("orders", 0): BatchSizes(count, records, size)}))


TRIGGERS: Mapping[str, Known] = {
    "acl-differs": security(theirs=frozenset({READ, WRITE})),
    "user-differs": security(users=frozenset()),
    "quota-differs": security(quotas=frozenset({replace(QUOTA, value=2048.0)})),
    "broker-config-differs": at_run_time("broker (dynamic)", "4", own=THREADS),
    "znode-unreadable": broken(registry=registry(unreadable=frozenset({"/config/topics/orders"}))),
    "certificate-ends": certificate(-300, 29),
    "partition-epoch-differs": epochs(3, 4),
    "controller-epoch-back": epochs(1, 1, controller_epoch=8),
    "znode-near-limit": large(800),
    "leader-none-eligible": eligible(()),
    "group-behind-retention": unread(1.1),
    "batches-tiny": batches(100, 120, 9_000),
    "versions-mixed": broken(versions=ok({1: "3.9", 2: "3.9", 3: "3.8"})),
}

NEAR_MISSES: tuple[tuple[str, str, Known], ...] = (
    ("acl-differs", "the same in another order", security((READ, WRITE), frozenset({WRITE, READ}))),
    ("acl-differs", "not all of ZooKeeper's may be read", security(theirs=None)),
    (
        "acl-differs",
        "the brokers' authorizer keeps its entries elsewhere",
        replace(
            security(theirs=frozenset()), broker_configs={1: ok((entry("authorizer.class.name", "org.example.Other"),))}
        ),
    ),
    ("acl-differs", "another cluster's", replace(security(theirs=frozenset()), link=Link(LinkState.UNKNOWN))),
    ("user-differs", "users may not be read in ZooKeeper", security(users=None)),
    ("user-differs", "another cluster's", replace(security(users=frozenset()), link=Link(LinkState.MISMATCH))),
    ("quota-differs", "quotas of addresses are left out", security()),
    ("quota-differs", "not all of ZooKeeper's may be read", security(quotas=None)),
    ("broker-config-differs", "the same, its own", at_run_time("broker (dynamic)", "2", own=THREADS)),
    ("broker-config-differs", "the same, of all brokers", at_run_time("cluster (dynamic)", "2.0", all_brokers=THREADS)),
    ("broker-config-differs", "what is in its file", at_run_time("broker (static)", "4")),
    (
        "broker-config-differs",
        "of what the broker does not tell nobody knows",
        at_run_time("default", "1", own={"listener.name.x.ssl.keystore.password": "secret"}),
    ),
    (
        "topic-only-in-kafka",
        "it may not be read in ZooKeeper",
        broken(registry=registry(topics={}, unreadable=frozenset({"/brokers/topics/orders"}))),
    ),
    ("certificate-ends", "more than a month", certificate(-300, 31)),
    ("certificate-ends", "one that lives a day is renewed often", certificate(-0.5, 0.5)),
    (
        "certificate-ends",
        "nobody answered",
        broken(certificates=ok((ServerCertificate("kafka", "kafka-1:9093", error="timed out"),))),
    ),
    ("partition-epoch-differs", "the same", epochs(4, 4)),
    ("partition-epoch-differs", "the znode is broken, which is told apart", epochs(3, 4, error="No object.")),
    ("partition-epoch-differs", "elected since the epochs were asked for", epochs(3, 4, modified_ms=int(NOW * 1000))),
    ("controller-epoch-back", "written by the controller that counts", epochs(1, 1, controller_epoch=7)),
    ("znode-near-limit", "room enough", large(799)),
    ("leader-none-eligible", "one that is waited for", eligible((2,))),
    ("leader-none-eligible", "the last of the ISR is waited for", eligible((), isr=(1,))),
    ("leader-none-eligible", "nobody tells", eligible(None)),
    ("leader-none-eligible", "it has a leader", eligible((), isr=(1,), leader=1)),
    ("group-behind-retention", "younger than the retention", unread(0.9)),
    ("group-behind-retention", "kept for ever", unread(100, retention="-1")),
    ("group-behind-retention", "only compacted", unread(100, policy="compact")),
    ("group-behind-retention", "it has gone on since", unread(1.1, committed=5)),
    ("batches-tiny", "few looked at", batches(19, 19, 1_900)),
    ("batches-tiny", "two records each", batches(100, 200, 9_000)),
    ("batches-tiny", "large records", batches(100, 100, 102_400)),
    ("versions-mixed", "a broker that did not answer", broken(versions=ok({1: "3.9", 2: "3.9"}))),
)

TOLD_OF_ELIGIBLE = replace(HEALTHY, **{
    name: getattr(eligible((2,)), name) for name in ("metadata", "eligible")
})  # fmt: skip
"""Who may lead is told with the partition that has no leader."""
