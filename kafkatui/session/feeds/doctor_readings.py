"""What only the doctor asks for, seldom, and while it has a use for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.batch_sizes import BatchSizes
from kafkatui.model.certificate import ServerCertificate
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.observed import Observed
from kafkatui.model.replica_sets import EligibleReplicas
from kafkatui.model.unread_age import UnreadPlace
from kafkatui.model.zookeeper_security import RegisteredSecurity
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class LeaderEpochsFeed(Feed[Mapping[TopicPartition, int]], frozen=True):
    """Every partition's leader epoch, to compare with ZooKeeper's."""

    interval_seconds: ClassVar[float] = 120.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[TopicPartition, int]],
        publish: Callable[[Mapping[TopicPartition, int]], None],
    ) -> Mapping[TopicPartition, int]:
        from kafkatui.kafka.read.leader_epochs import read_leader_epochs

        return read_leader_epochs(clients.kafka)


class BrokerVersionsFeed(Feed[Mapping[int, str]], frozen=True):
    """What version each broker is of; those that do not answer are absent."""

    broker_ids: tuple[int, ...]

    interval_seconds: ClassVar[float] = 300.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self, clients: Clients, previous: Observed[Mapping[int, str]], publish: Callable[[Mapping[int, str]], None]
    ) -> Mapping[int, str]:
        from kafkatui.kafka.read.broker_versions import read_broker_versions

        return read_broker_versions(clients.kafka, self.broker_ids)


class EligibleReplicasFeed(Feed[Mapping[TopicPartition, EligibleReplicas]], frozen=True):
    """Who may lead without loss, in topics with partitions that have no leader; nothing below Kafka 3.7."""

    topics: tuple[str, ...]

    interval_seconds: ClassVar[float] = 15.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[TopicPartition, EligibleReplicas]],
        publish: Callable[[Mapping[TopicPartition, EligibleReplicas]], None],
    ) -> Mapping[TopicPartition, EligibleReplicas]:
        from kafkatui.kafka.read.eligible_replicas import read_eligible_replicas

        return read_eligible_replicas(clients.kafka, self.topics)


class UnreadAgesFeed(Feed[Mapping[UnreadPlace, float]], frozen=True):
    """Unix time of the first record at each of these places; those that could not be read are absent."""

    places: tuple[UnreadPlace, ...]

    interval_seconds: ClassVar[float] = 300.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[UnreadPlace, float]],
        publish: Callable[[Mapping[UnreadPlace, float]], None],
    ) -> Mapping[UnreadPlace, float]:
        from kafkatui.kafka.read.oldest_unread import read_oldest_unread

        lowest: dict[TopicPartition, int] = {}
        found: dict[UnreadPlace, float] = {}
        left = sorted(self.places, key=lambda place: place.offset)
        while left:  # one place of each partition at a time; nearly always that is all
            lowest = {(place.topic, place.partition): place.offset for place in reversed(left)}
            records = read_oldest_unread(clients.kafka, lowest).records
            for place in [each for each in left if lowest[each.topic, each.partition] == each.offset]:
                left.remove(place)
                record = records.get((place.topic, place.partition))
                if record is not None and record.timestamp_ms is not None:
                    found[place] = record.timestamp_ms / 1000
        return found


class BatchSizesFeed(Feed[Mapping[TopicPartition, BatchSizes]], frozen=True):
    """How large the newest batches of some partitions are."""

    positions: tuple[tuple[TopicPartition, int], ...]

    interval_seconds: ClassVar[float] = 300.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[TopicPartition, BatchSizes]],
        publish: Callable[[Mapping[TopicPartition, BatchSizes]], None],
    ) -> Mapping[TopicPartition, BatchSizes]:
        from kafkatui.kafka.read.batch_sizes import read_batch_sizes

        return read_batch_sizes(clients.kafka, dict(self.positions))


class CertificatesFeed(Feed[tuple[ServerCertificate, ...]], frozen=True):
    """The certificates that brokers and ZooKeeper's servers show to us; a handshake with each."""

    interval_seconds: ClassVar[float] = 3600.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[tuple[ServerCertificate, ...]],
        publish: Callable[[tuple[ServerCertificate, ...]], None],
    ) -> tuple[ServerCertificate, ...]:
        from kafkatui.config.tls import uses_tls
        from kafkatui.kafka.read import certificates as of_brokers
        from kafkatui.zookeeper import certificates as of_servers

        profile = clients.profile
        brokers = clients.metadata().brokers.values() if uses_tls(profile.kafka) else ()
        found = of_brokers.read_certificates(brokers, profile.kafka) if brokers else ()
        if profile.zookeeper is None:
            return found
        return (*found, *of_servers.read_certificates(profile.zookeeper))


class RegisteredSecurityFeed(Feed[RegisteredSecurity], frozen=True):
    """ACLs and SCRAM users in ZooKeeper, to compare with what brokers tell."""

    interval_seconds: ClassVar[float] = 120.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[RegisteredSecurity], publish: Callable[[RegisteredSecurity], None]
    ) -> RegisteredSecurity:
        from kafkatui.zookeeper.registered_security import read_registered_security

        return read_registered_security(clients.zookeeper())
