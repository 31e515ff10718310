"""For each rule of the doctor a cluster it must find something in; each is the healthy one with one thing broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from kafkatui.insight.doctor.known import Known
from kafkatui.model.cluster import Broker, ClusterMetadata, OffsetRange, Partition, Topic, TopicPartition
from kafkatui.model.config_entry import ConfigEntry, LogDir
from kafkatui.model.ensemble import Ensemble, EnsembleServer
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.lag_history import LagHistory, LagPoint
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.open_transaction import OpenTransaction
from kafkatui.model.presence import BrokerPresence, Link, LinkState, PresenceState
from kafkatui.model.quorum import Feature, Quorum, QuorumReplica
from kafkatui.model.registration import BrokerEndpoint, BrokerRegistration, ControllerRegistration
from kafkatui.model.replacing import replace
from kafkatui.model.replica_sets import Reassignment
from kafkatui.model.znode import ZnodeStat, ZooKeeperStatus
from kafkatui.model.zookeeper_registry import RegisteredPartition, RegisteredTopic, ZooKeeperRegistry

T = TypeVar("T")

NOW = 1_000_000.0
STAT = ZnodeStat(1, 1, 1, 0, 0, 0, 0, 0, 5, 10, 0)
BROKERS = {number: Broker(number, f"kafka-{number}", 9092, f"r{number}") for number in (1, 2, 3)}
TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAA"


def ok(value: T) -> Observed[T]:
    return Observed.ok(value, NOW)


def part(number: int, leader: int, replicas: tuple[int, ...], isr: tuple[int, ...] | None = None) -> Partition:
    return Partition("orders", number, leader, replicas, replicas if isr is None else isr)


PARTS = (part(0, 1, (1, 2, 3)), part(1, 2, (2, 3, 1)), part(2, 3, (3, 1, 2)))
ORDERS = Topic("orders", PARTS, identity=TOPIC_ID)


def entry(name: str, value: str, source: str = "default") -> ConfigEntry:
    return ConfigEntry(name, value, source, is_own=source == "topic")


def metadata(topic: Topic = ORDERS, **parts: Any) -> Observed[ClusterMetadata]:
    return ok(replace(ClusterMetadata("id", 1, BROKERS, {topic.name: topic}), **parts))


def configs(*entries: ConfigEntry) -> Mapping[str, Observed[tuple[ConfigEntry, ...]]]:
    named = {each.name for each in entries}
    usual = (entry("cleanup.policy", "delete"), entry("min.insync.replicas", "1"))
    return {"orders": ok((*entries, *(each for each in usual if each.name not in named)))}


def registration(broker: Broker, **parts: Any) -> BrokerRegistration:
    endpoint = BrokerEndpoint("PLAINTEXT", broker.host, broker.port, "PLAINTEXT")
    return replace(BrokerRegistration(broker.id, (endpoint,), broker.rack, 1, 5, STAT), **parts)


REGISTERED = RegisteredTopic("orders", {each.id: each.replicas for each in PARTS}, TOPIC_ID, 0)
STATES = {("orders", each.id): RegisteredPartition(each.leader, 1, each.isr, 1, 0) for each in PARTS}


def registry(**parts: Any) -> Observed[ZooKeeperRegistry]:
    whole = ZooKeeperRegistry(
        brokers={number: registration(broker) for number, broker in BROKERS.items()},
        controller=ControllerRegistration(1, 7),
        topics={"orders": REGISTERED},
        states=STATES,
        configs={"orders": {}},
    )
    return ok(replace(whole, **parts))


MEMBER = GroupMember("m", "c", "/h", tuple(("orders", number) for number in range(3)))
BILLING = Group("billing", "Stable", members=(MEMBER,))
LOG = OffsetRange(0, 10)


def groups(
    group: Group = BILLING,
    commits: Mapping[TopicPartition, int] | None = None,
    log: OffsetRange = LOG,
    history: LagHistory | None = None,
) -> Observed[GroupsSample]:
    committed = {("orders", number): 10 for number in range(3)} if commits is None else dict(commits)
    known = sum(max(0, (log.end or 0) - offset) for offset in committed.values())
    return ok(
        GroupsSample(
            (group,),
            {group.id: GroupOffsets(group.id, committed, {}, {})},
            OffsetSample(dict.fromkeys(committed, log), {}, NOW),
            lags={group.id: LagTotal(known, 0, 0)},
            lag_history={} if history is None else {group.id: history},
        )
    )


def replica(node_id: int, **parts: Any) -> QuorumReplica:
    return replace(QuorumReplica(node_id, True, 5_000, int(NOW * 1000)), **parts)


QUORUM = Quorum(1, 3, 5_000, (replica(1), replica(2), replica(3)), (Feature("metadata.version", 20, (1, 25)),))


def quorum(**parts: Any) -> Observed[Quorum]:
    return ok(replace(QUORUM, **parts))


def presences(state: PresenceState = PresenceState.UP, **times: float) -> tuple[BrokerPresence, ...]:
    return (
        *(BrokerPresence(BROKERS[number], PresenceState.UP) for number in (1, 2)),
        BrokerPresence(BROKERS[3], state, **times),
    )


STATUS = ZooKeeperStatus("connected", "3.8.4", "id", "zk-1:2181", latency_ms=(0, 0.5, 20), znode_count=200)

SERVERS = tuple(
    EnsembleServer(
        f"zk-{number}:2181", "", "four-letter words", mode, "3.8.4", 9, (0, 0.5, 20), 3, 0, 10, 200, 4, 9_000
    )
    for number, mode in ((1, "leader"), (2, "follower"), (3, "follower"))
)
SERVERS = (replace(SERVERS[0], followers=2, synced=2, voters=("1", "2", "3")), *SERVERS[1:])

HEALTHY = Known(
    now_seconds=NOW,
    metadata=metadata(),
    presences=presences(),
    link=Link(LinkState.LINKED),
    configs=configs(),
    broker_configs={number: ok((entry("inter.broker.protocol.version", "3.9-IV0"),)) for number in BROKERS},
    offsets=ok(OffsetSample({("orders", number): LOG for number in range(3)}, {}, NOW)),
    groups=groups(),
    log_dirs=ok(tuple(LogDir(number, "/data", (), 100, 90) for number in BROKERS)),
    hanging=ok(()),
    moves=ok({}),
    zookeeper=ok(STATUS),
    registry=registry(),
    quorum=quorum(),
    ensemble=ok(Ensemble(SERVERS)),
)
"""Nothing is wrong with it, on either side, nor with a quorum."""


def broken(**parts: Any) -> Known:
    return replace(HEALTHY, **parts)


def with_part(changed: Partition) -> Observed[ClusterMetadata]:
    return metadata(replace(ORDERS, partitions=(changed, *PARTS[1:])))


def with_registered(**parts: Any) -> Observed[ZooKeeperRegistry]:
    return registry(topics={"orders": replace(REGISTERED, **parts)})


NO_BROKER_3 = {number: broker for number, broker in BROKERS.items() if number != 3}
GROWING = LagHistory(points=tuple(LagPoint(NOW - 90 + 10 * step, 100 * step, 50, 1) for step in range(10)))
MINIMUM_2 = configs(entry("min.insync.replicas", "2"))
LEFT = configs(entry("leader.replication.throttled.replicas", "0:1", "topic"))
OLD = ok((entry("inter.broker.protocol.version", "3.8-IV0"),))
RATE = ok((entry("leader.replication.throttled.rate", "1000", "broker (dynamic)"),))

TRIGGERS: Mapping[str, Known] = {
    "broker-gone": broken(metadata=metadata(brokers=NO_BROKER_3), presences=presences(PresenceState.GONE)),
    "broker-unreachable": broken(presences=presences(PresenceState.UNREACHABLE)),
    "broker-not-registered": broken(registry=registry(brokers={1: registration(BROKERS[1])})),
    "broker-not-in-metadata": broken(metadata=metadata(brokers=NO_BROKER_3)),
    "broker-address-differs": broken(
        registry=registry(brokers={each.id: registration(replace(each, port=9)) for each in BROKERS.values()})
    ),
    "broker-rack-differs": broken(
        registry=registry(brokers={each.id: registration(each, rack="x") for each in BROKERS.values()})
    ),
    "controller-missing": broken(metadata=metadata(controller_id=None)),
    "controller-differs": broken(registry=registry(controller=ControllerRegistration(2, 8))),
    "leader-skew": broken(
        metadata=metadata(replace(ORDERS, partitions=tuple(part(number, 1, (1, 2, 3)) for number in range(12))))
    ),
    "racks-incomplete": broken(metadata=metadata(brokers={**BROKERS, 3: replace(BROKERS[3], rack=None)})),
    "partition-leaderless": broken(metadata=with_part(part(0, -1, (1, 2, 3), (1,)))),
    "partition-under-min-isr": broken(metadata=with_part(part(0, 1, (1, 2, 3), (1,))), configs=MINIMUM_2),
    "partition-at-min-isr": broken(metadata=with_part(part(0, 1, (1, 2, 3), (1, 2))), configs=MINIMUM_2),
    "partition-under-replicated": broken(metadata=with_part(part(0, 1, (1, 2, 3), (1, 2)))),
    "partition-not-preferred": broken(metadata=with_part(part(0, 2, (1, 2, 3)))),
    "partition-one-rack": broken(
        metadata=metadata(
            brokers={
                **BROKERS,
                4: Broker(4, "k", 1, "other"),
                2: replace(BROKERS[2], rack="r1"),
                3: replace(BROKERS[3], rack="r1"),
            }
        )
    ),
    "reassignment-stuck": broken(moves=ok({("orders", 0): Reassignment((4,), (1,))})),
    "election-stuck": broken(registry=registry(requests={"/admin/preferred_replica_election": 0})),
    "partition-state-differs": broken(
        registry=registry(states={**STATES, ("orders", 0): RegisteredPartition(2, 1, (1, 2, 3), 1, 0)})
    ),
    "partition-replicas-differ": broken(registry=with_registered(replicas={0: (1, 2), 1: (2, 3, 1), 2: (3, 1, 2)})),
    "topic-only-in-kafka": broken(registry=registry(topics={})),
    "topic-only-in-zookeeper": broken(
        registry=registry(topics={"orders": REGISTERED, "gone": replace(REGISTERED, name="gone")})
    ),
    "topic-id-differs": broken(registry=with_registered(topic_id="BBBBBBBBBBBBBBBBBBBBBA")),
    "topic-error": broken(metadata=metadata(replace(ORDERS, error="Leader not available."))),
    "topic-one-replica": broken(metadata=with_part(part(0, 1, (1,)))),
    "internal-topic-replicas": broken(
        metadata=metadata(replace(ORDERS, partitions=(part(0, 1, (1, 2)),), is_internal=True))
    ),
    "deletion-stuck": broken(registry=registry(deletions={"orders": 0})),
    "config-left-behind": broken(registry=registry(configs={"gone": {"retention.ms": "1"}})),
    "topic-unused": broken(
        groups=groups(commits={}, group=replace(BILLING, members=())),
        offsets=ok(OffsetSample({("orders", number): OffsetRange(5, 5) for number in range(3)}, {}, NOW)),
    ),
    "min-isr-too-high": broken(configs=configs(entry("min.insync.replicas", "3"))),
    "unclean-election-allowed": broken(configs=configs(entry("unclean.leader.election.enable", "true", "topic"))),
    "throttle-left-on-topic": broken(configs=LEFT),
    "throttle-left-on-broker": broken(broker_configs={1: RATE}),
    "versions-mixed": broken(broker_configs={**HEALTHY.broker_configs, 2: OLD}),
    "group-not-told": broken(groups=groups(replace(BILLING, error="Broker 2 did not answer."))),
    "group-without-members": broken(groups=groups(replace(BILLING, state="Empty", members=()), {("orders", 0): 4})),
    "group-unread-partitions": broken(
        groups=groups(replace(BILLING, members=(replace(MEMBER, assignment=(("orders", 1),)),)), {("orders", 0): 4})
    ),
    "group-falling-behind": broken(groups=groups(history=GROWING)),
    "group-rebalancing": broken(groups=groups(replace(BILLING, state="PreparingRebalance"))),
    "group-gone-topic": broken(groups=groups(commits={("gone", 0): 4})),
    "group-lost-records": broken(groups=groups(commits={("orders", 0): 4}, log=OffsetRange(6, 10))),
    "group-beyond-end": broken(groups=groups(commits={("orders", 0): 11})),
    "group-near-loss": broken(groups=groups(commits={("orders", 0): 6}, log=OffsetRange(5, 105))),
    "transaction-hanging": broken(hanging=ok((OpenTransaction("orders", 0, 1, 4001, 0, 42, int(NOW * 1000)),))),
    "log-dir-offline": broken(log_dirs=ok((LogDir(1, "/a", ()), LogDir(1, "/b", (), error="The disk is offline.")))),
    "disk-full": broken(log_dirs=ok((LogDir(1, "/a", (), 100, 9),))),
    "znode-broken": broken(registry=with_registered(error="It is not a JSON object.")),
    "zookeeper-silent": broken(link=Link(LinkState.FAILED, "It does not answer.")),
    "zookeeper-other-cluster": broken(link=Link(LinkState.MISMATCH, "It is another's.")),
    "zookeeper-many-znodes": broken(zookeeper=ok(replace(STATUS, znode_count=1_000_001))),
    "zookeeper-set-back": broken(zookeeper=ok(replace(STATUS, set_back_at_seconds=NOW))),
    "quorum-no-leader": broken(quorum=quorum(leader_id=None)),
    "quorum-silent-voter": broken(silent_nodes=frozenset({2})),
    "quorum-node-behind": broken(quorum=quorum(replicas=(replica(1), replica(2, log_end=1), replica(3)))),
    "quorum-even": broken(quorum=quorum(replicas=(replica(1), replica(2)))),
    "feature-unsupported": broken(quorum=quorum(features=(Feature("metadata.version", 26, (1, 25)),))),
}
