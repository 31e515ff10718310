"""What can be read from Kafka."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kafkatui.insight.brokers import silence_of
from kafkatui.insight.offset_memory import with_memory
from kafkatui.insight.rates import offset_rates, total_rate
from kafkatui.model.broker_details import BrokerDetails
from kafkatui.model.capabilities import Capabilities
from kafkatui.model.cluster import ClusterMetadata, OffsetRange, TopicPartition
from kafkatui.model.config_entry import ConfigEntry, LogDir
from kafkatui.model.errors import NotAuthorized, NotFound, NotSupported, NotWithThisProfile
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.replica_sets import Reassignment, ReplicaSets
from kafkatui.model.traffic import ClientTraffic
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class MetadataFeed(Feed[ClusterMetadata], frozen=True):
    """Brokers, topics, partitions, leaders and ISR: the one slow poll of the whole cluster."""

    interval_seconds: ClassVar[float] = 2.0
    lane: ClassVar[str] = "metadata"

    def read(
        self, clients: Clients, previous: Observed[ClusterMetadata], publish: Callable[[ClusterMetadata], None]
    ) -> ClusterMetadata:
        return clients.controller().correct(clients.racks().complete(clients.read_metadata()))


class BrokerDetailsFeed(Feed[BrokerDetails], frozen=True):
    """Racks and KRaft's controller; apart from the metadata, which is not to wait for brokers that died."""

    interval_seconds: ClassVar[float] = 4.0
    cost_factor: ClassVar[float] = 0.0  # what takes long are dead brokers, not answers

    def read(
        self, clients: Clients, previous: Observed[BrokerDetails], publish: Callable[[BrokerDetails], None]
    ) -> BrokerDetails:
        racks = clients.racks().ask(clients.metadata().brokers)
        return BrokerDetails(clients.controller().ask(), racks)


class TopicIdentitiesFeed(Feed[frozenset[str]], frozen=True):
    """Asks for the identities of some topics more, which the metadata shows from its next read on.

    The value names the topics found to have been made anew by this read.
    """

    interval_seconds: ClassVar[float] = 5.0

    def read(
        self, clients: Clients, previous: Observed[frozenset[str]], publish: Callable[[frozenset[str]], None]
    ) -> frozenset[str]:
        return clients.topic_identities().read_some(list(clients.metadata().topics))


class OffsetsFeed(Feed[OffsetSample], frozen=True):
    """Begin, end and rate of every partition of some topics; of all topics when `topics` is None."""

    topics: tuple[str, ...] | None = None

    interval_seconds: ClassVar[float] = 2.0

    def read(
        self, clients: Clients, previous: Observed[OffsetSample], publish: Callable[[OffsetSample], None]
    ) -> OffsetSample:
        metadata = clients.metadata()
        names = metadata.topics.keys() if self.topics is None else self.topics
        partitions = [
            (name, partition.id)
            for name in names
            if name in metadata.topics
            for partition in metadata.topics[name].partitions
        ]
        if self.topics is not None and not partitions:
            raise NotFound(f"{', '.join(self.topics)} is not among the cluster's topics.")
        sample = read_sample(clients, partitions, previous, publish)
        if self.topics is None:  # of very many partitions only sums are remembered
            return sample
        return with_memory(sample, previous.value, follows=previous.current is not None)


def read_sample(
    clients: Clients,
    partitions: list[TopicPartition],
    previous: Observed[OffsetSample],
    publish: Callable[[OffsetSample], None] | None = None,
) -> OffsetSample:
    """Begin and end of `partitions` now; only leaders that answer are asked.

    Args:
        previous: the sample before. Rates are taken since then if it is current: this one follows it by an interval.
    """
    from kafkatui.kafka.read.offsets import read_offsets

    metadata = clients.metadata()
    skip = unanswerable(metadata, partitions, clients.kafka.silent_brokers())
    so_far: dict[TopicPartition, OffsetRange] = {}
    last_published = time.monotonic()

    def on_batch(batch: Mapping[TopicPartition, OffsetRange]) -> None:
        nonlocal last_published
        so_far.update(batch)
        if publish and previous.value is None and time.monotonic() - last_published > 0.25:
            last_published = time.monotonic()
            publish(OffsetSample(dict(so_far), {}, time.time(), is_complete=False))

    ranges = read_offsets(clients.kafka, partitions, on_batch=on_batch, skip=skip)
    now = time.time()
    before = previous.value
    if before is None or not before.is_complete:
        return OffsetSample(ranges, {}, now)
    if previous.current is None:
        return OffsetSample(ranges, {}, now, history=before.history.resumed(now - before.read_at_seconds))
    rates = offset_rates(before.ranges, before.read_at_seconds, ranges, now)
    internal = {name for name, topic in metadata.topics.items() if topic.is_internal}
    total = total_rate(rates, (partition for partition in rates if partition[0] not in internal))
    return OffsetSample(ranges, rates, now, history=before.history.append(total))


def unanswerable(
    metadata: ClusterMetadata, partitions: Iterable[TopicPartition], unreachable: Collection[int]
) -> dict[TopicPartition, str]:
    """Those of `partitions` that nobody could answer for now, with the reason; asking would only take the time-out."""
    names = {name for name, _ in partitions} & metadata.topics.keys()
    found: dict[TopicPartition, str] = {}
    for name in names:
        for partition in metadata.topics[name].partitions:
            if partition.leader < 0:
                found[name, partition.id] = "no leader"
            elif partition.leader in unreachable:
                found[name, partition.id] = silence_of(partition.leader)
    return found


class TopicConfigsFeed(Feed[Mapping[str, tuple[ConfigEntry, ...]]], frozen=True):
    """Configuration of some topics, by topic name."""

    topics: tuple[str, ...]

    interval_seconds: ClassVar[float] = 15.0

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[str, tuple[ConfigEntry, ...]]],
        publish: Callable[[Mapping[str, tuple[ConfigEntry, ...]]], None],
    ) -> Mapping[str, tuple[ConfigEntry, ...]]:
        from kafkatui.kafka.read.configs import read_topic_configs

        return read_topic_configs(clients.kafka, self.topics)


class TopicPropertiesFeed(Feed[Mapping[str, tuple[ConfigEntry, ...]]], frozen=True):
    """A few properties of some topics, by topic name: for lists of very many."""

    topics: tuple[str, ...]
    properties: tuple[str, ...]

    interval_seconds: ClassVar[float] = 15.0

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[str, tuple[ConfigEntry, ...]]],
        publish: Callable[[Mapping[str, tuple[ConfigEntry, ...]]], None],
    ) -> Mapping[str, tuple[ConfigEntry, ...]]:
        from kafkatui.kafka.read.configs import read_topic_configs
        from kafkatui.kafka.read.topic_properties import read_topic_properties

        try:
            return read_topic_properties(clients.kafka, self.topics, self.properties, clients.metadata().brokers)
        except NotWithThisProfile:
            return read_topic_configs(clients.kafka, self.topics)


class TransactionsFeed(Feed[Mapping[str, bool]], frozen=True):
    """Whether transactions are remembered in some topics, by topic name; topics nobody tells about are absent.

    False is no proof: see `kafkatui.kafka.read.transactions`. Brokers below Kafka 2.8 tell about none.
    """

    topics: tuple[str, ...]

    interval_seconds: ClassVar[float] = 60.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[str, bool]],
        publish: Callable[[Mapping[str, bool]], None],
    ) -> Mapping[str, bool]:
        from kafkatui.kafka.read.transactions import read_transactional

        topics = clients.metadata().topics
        try:
            return read_transactional(clients.kafka, [topics[name] for name in self.topics if name in topics])
        except NotSupported:
            return {}


class TopicIdsFeed(Feed[Mapping[str, str | None]], frozen=True):
    """The ids of some topics; None below Kafka 2.8."""

    topics: tuple[str, ...]

    interval_seconds: ClassVar[float] = 60.0

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[str, str | None]],
        publish: Callable[[Mapping[str, str | None]], None],
    ) -> Mapping[str, str | None]:
        from kafkatui.kafka.read.topic_ids import read_topic_ids

        return read_topic_ids(clients.kafka, self.topics)


class ReplicaSetsFeed(Feed[ReplicaSets], frozen=True):
    """The moves under way in some topics (Kafka 2.4) and their eligible leader replicas (KRaft).

    There are no moves where listing them is not allowed, as in Kafka's own tool.
    """

    topics: tuple[str, ...]

    def read(
        self, clients: Clients, previous: Observed[ReplicaSets], publish: Callable[[ReplicaSets], None]
    ) -> ReplicaSets:
        from kafkatui.kafka.read.eligible_replicas import read_eligible_replicas
        from kafkatui.kafka.read.reassignments import read_reassignments

        known = clients.metadata().topics
        if missing := [name for name in self.topics if name not in known]:
            raise NotFound(f"There is no topic {', '.join(missing)}.")
        try:
            moves = read_reassignments(clients.kafka, [known[name] for name in self.topics])
        except (NotAuthorized, NotSupported):
            moves = {}
        return ReplicaSets(moves, read_eligible_replicas(clients.kafka, self.topics))


class ReassignmentsFeed(Feed[Mapping[TopicPartition, Reassignment]], frozen=True):
    """What is moved in the whole cluster; below Kafka 2.4 what the controller was asked for through ZooKeeper."""

    interval_seconds: ClassVar[float] = 5.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[TopicPartition, Reassignment]],
        publish: Callable[[Mapping[TopicPartition, Reassignment]], None],
    ) -> Mapping[TopicPartition, Reassignment]:
        from kafkatui.kafka.read.reassignments import read_reassignments

        try:
            return read_reassignments(clients.kafka)
        except NotSupported:
            if clients.profile.zookeeper is None:
                raise
            return _requested_moves(clients)


def _requested_moves(clients: Clients) -> Mapping[TopicPartition, Reassignment]:
    from kafkatui.zookeeper.controller_requests import REASSIGNMENT, read_requested

    topics = clients.metadata().topics
    parts = {(name, part.id): part for name, topic in topics.items() for part in topic.partitions}
    return {
        key: Reassignment(
            tuple(broker for broker in wanted if broker not in parts[key].isr),
            tuple(broker for broker in parts[key].replicas if broker not in wanted),
        )
        for key, wanted in read_requested(clients.zookeeper(), REASSIGNMENT).items()
        if key in parts
    }


class BrokerConfigFeed(Feed[tuple[ConfigEntry, ...]], frozen=True):
    """Configuration of one broker."""

    broker_id: int

    interval_seconds: ClassVar[float] = 15.0

    def read(
        self,
        clients: Clients,
        previous: Observed[tuple[ConfigEntry, ...]],
        publish: Callable[[tuple[ConfigEntry, ...]], None],
    ) -> tuple[ConfigEntry, ...]:
        from kafkatui.kafka.read.configs import read_broker_config

        return read_broker_config(clients.kafka, self.broker_id)


class LogDirsFeed(Feed[tuple[LogDir, ...]], frozen=True):
    """Sizes on disk of every replica on every broker."""

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[tuple[LogDir, ...]],
        publish: Callable[[tuple[LogDir, ...]], None],
    ) -> tuple[LogDir, ...]:
        from kafkatui.kafka.read.log_dirs import read_log_dirs

        return read_log_dirs(clients.kafka, sorted(clients.metadata().brokers))


class CapabilitiesFeed(Feed[Capabilities], frozen=True):
    """What this broker generation can do; asked once."""

    interval_seconds: ClassVar[float] = 3600.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self, clients: Clients, previous: Observed[Capabilities], publish: Callable[[Capabilities], None]
    ) -> Capabilities:
        from kafkatui.kafka.read.capabilities import read_capabilities

        return read_capabilities(clients.kafka)


class ClientTrafficFeed(Feed[ClientTraffic], frozen=True):
    """What kafkatui itself costs the cluster; sends nothing."""

    interval_seconds: ClassVar[float] = 1.0

    def read(
        self, clients: Clients, previous: Observed[ClientTraffic], publish: Callable[[ClientTraffic], None]
    ) -> ClientTraffic:
        counted = clients.kafka.meter.snapshot()
        return ClientTraffic(counted.calls, counted.requests, counted.sent_bytes, counted.received_bytes)
