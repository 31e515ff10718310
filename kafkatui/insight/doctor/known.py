"""What the doctor judges by: everything that was read of a cluster, each as well known as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from kafkatui.insight.doctor.course import Course
from kafkatui.insight.partition_past import PartitionPast
from kafkatui.model.acl import Acl
from kafkatui.model.batch_sizes import BatchSizes
from kafkatui.model.certificate import ServerCertificate
from kafkatui.model.cluster import ClusterMetadata, Topic, TopicPartition
from kafkatui.model.config_entry import ConfigEntry, LogDir
from kafkatui.model.ensemble import Ensemble
from kafkatui.model.finding import Evidence
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.open_transaction import OpenTransaction
from kafkatui.model.presence import BrokerPresence, Link, LinkState, PresenceState
from kafkatui.model.quorum import Quorum
from kafkatui.model.quota import Quota
from kafkatui.model.replica_sets import EligibleReplicas, Reassignment
from kafkatui.model.scram import ScramCredential
from kafkatui.model.unread_age import UnreadPlace
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.model.zookeeper_registry import ZooKeeperRegistry
from kafkatui.model.zookeeper_security import RegisteredSecurity

Configs = Mapping[str, Observed[tuple[ConfigEntry, ...]]]

CATCH_UP_SECONDS = 300.0
"""So long after its return a broker's replicas may still be behind for no other reason."""

_NO_LINK = Link(LinkState.NONE)


@dataclass(frozen=True)
class Known:
    """What was read; what was not is unknown, and what cannot be read of this cluster not supported.

    Attributes:
        configs: of topics, by name.
        broker_configs: by broker id.
        registry: believed only where `link` says that it is this cluster's.
        hanging: transactions that nobody will end.
        silent_nodes: of the quorum, those that have not asked for more for a while.
        security: of `/kafka-acl` and `/config/users`; believed only where `link` says that it is this cluster's.
        versions: of brokers, by id.
        unread_ages: Unix time of the oldest record that a group has still to read, of some groups and partitions.
        batches: the newest of some partitions.
        past: what partitions went through while they were watched.
        course: what was seen in earlier looks.
        managed: patterns (`*`, `?`) of topics that other programs make and that "unused" is not said of.
    """

    now_seconds: float
    metadata: Observed[ClusterMetadata]
    presences: Sequence[BrokerPresence] = ()
    link: Link = _NO_LINK
    configs: Configs = field(default_factory=dict)
    broker_configs: Mapping[int, Observed[tuple[ConfigEntry, ...]]] = field(default_factory=dict)
    offsets: Observed[OffsetSample] = field(default_factory=Observed.unknown)
    groups: Observed[GroupsSample] = field(default_factory=Observed.unknown)
    log_dirs: Observed[tuple[LogDir, ...]] = field(default_factory=Observed.unknown)
    hanging: Observed[tuple[OpenTransaction, ...]] = field(default_factory=Observed.unknown)
    moves: Observed[Mapping[TopicPartition, Reassignment]] = field(default_factory=Observed.unknown)
    zookeeper: Observed[ZooKeeperStatus] = field(default_factory=Observed.unknown)
    registry: Observed[ZooKeeperRegistry] = field(default_factory=Observed.unknown)
    quorum: Observed[Quorum] = field(default_factory=Observed.unknown)
    silent_nodes: frozenset[int] = frozenset()
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
    course: Course = field(default_factory=Course)
    managed: tuple[str, ...] = ()

    @cached_property
    def cluster(self) -> ClusterMetadata:
        """The metadata; no rule is asked without."""
        assert self.metadata.value is not None
        return self.metadata.value

    @property
    def topics(self) -> Mapping[str, Topic]:
        """By name."""
        return self.cluster.topics

    @cached_property
    def gone(self) -> frozenset[int]:
        """Brokers that should be there and are not in the metadata."""
        return frozenset(each.broker.id for each in self.presences if each.state is PresenceState.GONE)

    @cached_property
    def returned(self) -> frozenset[int]:
        """Brokers that have come back lately: kafkatui saw it, or ZooKeeper says since when they are registered."""
        registered = self.registered.brokers if self.registered is not None else {}
        since = self.now_seconds - CATCH_UP_SECONDS
        back = {each.broker.id for each in self.presences if (each.back_at_seconds or 0) > since}
        back |= {broker_id for broker_id, each in registered.items() if each.stat.created_ms / 1000 > since}
        return frozenset(back) - self.gone

    @property
    def registered(self) -> ZooKeeperRegistry | None:
        """What ZooKeeper says, of this very cluster, now; None where it cannot be believed."""
        return self.registry.current if self.link.state is LinkState.LINKED else None

    def config(self, topic: str, name: str) -> ConfigEntry | None:
        """A topic's property; None when it is not known."""
        observed = self.configs.get(topic)
        entries = observed.value if observed is not None else None
        return next((each for each in entries or () if each.name == name), None)

    def is_managed(self, topic: str) -> bool:
        """Whether another program is known to look after a topic."""
        return any(fnmatchcase(topic, pattern) for pattern in self.managed)

    def kafka(self, text: str) -> Evidence:
        """What the metadata says."""
        return Evidence("kafka", text, self.metadata.as_of_seconds)

    def kafka_of(self, observed: Observed[Any], text: str) -> Evidence:
        """What another reading of Kafka says."""
        return Evidence("kafka", text, observed.as_of_seconds)

    def znode(self, text: str) -> Evidence:
        """What the registry in ZooKeeper says."""
        return Evidence("zookeeper", text, self.registry.as_of_seconds)

    def seen(self, text: str, at_seconds: float) -> Evidence:
        """What kafkatui saw itself."""
        return Evidence("kafkatui", text, at_seconds)

    def unread(self) -> tuple[str, ...]:
        """What could not be read although it is there to be read."""
        sources: Mapping[str, Observed[Any]] = {
            "metadata": self.metadata,
            "offsets": self.offsets,
            "consumer groups": self.groups,
            "log directories": self.log_dirs,
            "transactions": self.hanging,
            "reassignments": self.moves,
            "ZooKeeper": self.zookeeper,
            "Kafka's znodes": self.registry,
            "quorum": self.quorum,
            "ZooKeeper's servers": self.ensemble,
            "leader epochs": self.epochs,
            "ACLs": self.acls,
            "SCRAM users": self.users,
            "quotas": self.quotas,
            "ACLs, users and quotas in ZooKeeper": self.security,
            "certificates": self.certificates,
            "brokers' versions": self.versions,
            "eligible replicas": self.eligible,
            "oldest unread records": self.unread_ages,
            "newest batches": self.batches,
        }
        failed = [f"{name}: {each.reason}" for name, each in sources.items() if _is_failed(each)]
        configs = [each for each in self.configs.values() if _is_failed(each)]
        brokers = [
            f"configuration of broker {key}: {each.reason}"
            for key, each in self.broker_configs.items()
            if _is_failed(each) and key not in self._silent
        ]
        topics = [f"configuration of {len(configs):,} topics: {configs[0].reason}"] if configs else []
        return (*failed, *topics, *brokers)

    @cached_property
    def _silent(self) -> frozenset[int]:
        return frozenset(each.broker.id for each in self.presences if each.state is not PresenceState.UP)


def _is_failed(observed: Observed[Any]) -> bool:
    return observed.state in (ObservedState.FAILED, ObservedState.STALE)
