"""What was read of a cluster, joined to what the doctor judges by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from kafkatui.insight.doctor.known import Configs, Known
from kafkatui.insight.partition_past import PartitionPast
from kafkatui.model.acl import Acl
from kafkatui.model.batch_sizes import BatchSizes
from kafkatui.model.certificate import ServerCertificate
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.config_entry import ConfigEntry, LogDir
from kafkatui.model.ensemble import Ensemble
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.open_transaction import OpenTransactions
from kafkatui.model.presence import BrokerPresence, Link, LinkState
from kafkatui.model.quorum import Quorum
from kafkatui.model.quota import Quota
from kafkatui.model.replica_sets import EligibleReplicas, Reassignment
from kafkatui.model.scram import ScramCredential
from kafkatui.model.unread_age import UnreadPlace
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.model.zookeeper_registry import ZooKeeperRegistry
from kafkatui.model.zookeeper_security import RegisteredSecurity
from kafkatui.report.part import part
from kafkatui.report.quorum import quorum_rows
from kafkatui.report.transactions import hanging, transaction_rows


class Readings(Struct, frozen=True):
    """Each as it was read; what was not is unknown."""

    metadata: Observed[ClusterMetadata]
    presences: Sequence[BrokerPresence] = ()
    link: Link = field(default_factory=lambda: Link(LinkState.NONE))
    configs: Observed[Mapping[str, tuple[ConfigEntry, ...]]] = field(default_factory=Observed.unknown)
    broker_configs: Mapping[int, Observed[tuple[ConfigEntry, ...]]] = field(default_factory=dict)
    offsets: Observed[OffsetSample] = field(default_factory=Observed.unknown)
    groups: Observed[GroupsSample] = field(default_factory=Observed.unknown)
    log_dirs: Observed[tuple[LogDir, ...]] = field(default_factory=Observed.unknown)
    transactions: Observed[OpenTransactions] = field(default_factory=Observed.unknown)
    moves: Observed[Mapping[TopicPartition, Reassignment]] = field(default_factory=Observed.unknown)
    zookeeper: Observed[ZooKeeperStatus] = field(default_factory=Observed.unknown)
    registry: Observed[ZooKeeperRegistry] = field(default_factory=Observed.unknown)
    quorum: Observed[Quorum] = field(default_factory=Observed.unknown)
    ensemble: Observed[Ensemble] = field(default_factory=Observed.unknown)
    epochs: Observed[Mapping[TopicPartition, int]] = field(default_factory=Observed.unknown)
    acls: Observed[tuple[Acl, ...]] = field(default_factory=Observed.unknown)
    users: Observed[tuple[ScramCredential, ...]] = field(default_factory=Observed.unknown)
    quotas: Observed[tuple[Quota, ...]] = field(default_factory=Observed.unknown)
    security: Observed[RegisteredSecurity] = field(default_factory=Observed.unknown)
    certificates: Observed[tuple[ServerCertificate, ...]] = field(default_factory=Observed.unknown)
    versions: Observed[Mapping[int, str]] = field(default_factory=Observed.unknown)
    eligible: Observed[Mapping[TopicPartition, EligibleReplicas]] = field(default_factory=Observed.unknown)
    unread_ages: Observed[Mapping[UnreadPlace, float]] = field(default_factory=Observed.unknown)
    batches: Observed[Mapping[TopicPartition, BatchSizes]] = field(default_factory=Observed.unknown)
    past: PartitionPast = field(default_factory=PartitionPast)


def known_state(readings: Readings, now_seconds: float, managed: tuple[str, ...] = ()) -> Known:
    """What is known now."""
    quorum = readings.quorum.value
    nodes = quorum_rows(quorum, readings.quorum.as_of_seconds or now_seconds) if quorum is not None else []
    return Known(
        now_seconds=now_seconds,
        metadata=readings.metadata,
        presences=readings.presences,
        link=readings.link,
        configs=_by_topic(readings.metadata, readings.configs),
        broker_configs=readings.broker_configs,
        offsets=readings.offsets,
        groups=readings.groups,
        log_dirs=readings.log_dirs,
        hanging=readings.transactions.map(
            lambda sample: tuple(row.transaction for row in hanging(transaction_rows(sample, now_seconds)))
        ),
        moves=readings.moves,
        zookeeper=readings.zookeeper,
        registry=readings.registry,
        quorum=readings.quorum,
        silent_nodes=frozenset(row.replica.node_id for row in nodes if row.is_silent),
        ensemble=readings.ensemble,
        epochs=readings.epochs,
        acls=readings.acls,
        users=readings.users,
        quotas=readings.quotas,
        security=readings.security,
        certificates=readings.certificates,
        versions=readings.versions,
        eligible=readings.eligible,
        unread_ages=readings.unread_ages,
        batches=readings.batches,
        past=readings.past,
        managed=managed,
    )


def _by_topic(metadata: Observed[ClusterMetadata], configs: Observed[Mapping[str, tuple[ConfigEntry, ...]]]) -> Configs:
    """What was read of all at once, topic by topic; a topic that has come since is unknown."""
    topics = metadata.value.topics if metadata.value is not None else {}
    return {name: part(configs, lambda known, name=name: known.get(name)) for name in topics}  # type: ignore[misc]
