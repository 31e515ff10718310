"""The health of a cluster at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec import Struct

from kafkatui.insight.brokers import NO_LOAD, broker_loads
from kafkatui.model.cluster import ClusterMetadata, Topic


class Health(Struct, frozen=True):
    """What a person on call wants to know first.

    Attributes:
        brokers_up: brokers in the metadata that answer.
        brokers_expected: the living, those known before, and those that replica lists name.
        missing_brokers: expected, but not in the metadata.
        unreachable_brokers: in the metadata, but without an answer.
        controller_id: None when unknown.
        topics, internal_topics: user topics, and Kafka's own.
        at_min_isr: partitions with replicas missing and just `min.insync.replicas` in sync: one more loss stops writes.
        under_min_isr: partitions below it or without a leader, which refuse acks=all; both None unless the
            configurations are known.
        not_preferred: partitions led by another replica than the preferred one.
        preferred_skew: their share of the partitions with a leader; None without such partitions.
        electable_skew: the share of those whose preferred replica is in sync: an election would help them.
        leaders_min, leaders_max: the fewest and the most partitions any living broker leads; None without brokers.
    """

    brokers_up: int
    brokers_expected: int
    missing_brokers: tuple[int, ...]
    unreachable_brokers: tuple[int, ...]
    controller_id: int | None
    topics: int
    internal_topics: int
    partitions: int
    under_replicated: int
    leaderless: int
    at_min_isr: int | None
    under_min_isr: int | None
    not_preferred: int
    preferred_skew: float | None
    electable_skew: float | None
    leaders_min: int | None
    leaders_max: int | None

    @property
    def is_ok(self) -> bool:
        """Nothing needs a person."""
        return not (
            self.missing_brokers
            or self.unreachable_brokers
            or self.under_replicated
            or self.leaderless
            or self.under_min_isr
            or self.controller_id is None
        )


def health(
    metadata: ClusterMetadata,
    known_brokers: Iterable[int] = (),
    unreachable: Iterable[int] = (),
    min_isr: Mapping[str, int] | None = None,
) -> Health:
    """The health that `metadata` shows.

    Args:
        known_brokers: ids of brokers seen before.
        unreachable: ids of brokers that do not answer.
        min_isr: `min.insync.replicas` by topic; None when the configurations were not read.
    """
    loads = broker_loads(metadata.topics.values())
    expected = sorted(metadata.brokers.keys() | loads.keys() | set(known_brokers))
    unreachable_live = tuple(sorted(set(unreachable) & metadata.brokers.keys()))
    leaders = [loads.get(broker_id, NO_LOAD).leaders for broker_id in metadata.brokers]
    counts = _count_partitions(metadata.topics.values())
    led = counts.partitions - counts.leaderless
    internal = sum(topic.is_internal for topic in metadata.topics.values())
    at_minimum, under_minimum = (None, None) if min_isr is None else _min_isr_counts(metadata.topics.values(), min_isr)
    return Health(
        brokers_up=len(metadata.brokers) - len(unreachable_live),
        brokers_expected=len(expected),
        missing_brokers=tuple(broker_id for broker_id in expected if broker_id not in metadata.brokers),
        unreachable_brokers=unreachable_live,
        controller_id=metadata.controller_id,
        topics=len(metadata.topics) - internal,
        internal_topics=internal,
        partitions=counts.partitions,
        under_replicated=counts.under_replicated,
        leaderless=counts.leaderless,
        at_min_isr=at_minimum,
        under_min_isr=under_minimum,
        not_preferred=counts.not_preferred,
        preferred_skew=counts.not_preferred / led if led else None,
        electable_skew=counts.electable / led if led else None,
        leaders_min=min(leaders, default=None),
        leaders_max=max(leaders, default=None),
    )


@dataclass(slots=True)
class _PartitionCounts:
    partitions: int = 0
    under_replicated: int = 0
    leaderless: int = 0
    not_preferred: int = 0
    electable: int = 0


def _count_partitions(topics: Iterable[Topic]) -> _PartitionCounts:
    """One pass without property calls: this runs over 40,000 partitions after every poll."""
    counts = _PartitionCounts()
    under_replicated = leaderless = not_preferred = electable = 0
    for topic in topics:
        counts.partitions += len(topic.partitions)
        for partition in topic.partitions:
            replicas, leader = partition.replicas, partition.leader
            if len(partition.isr) < len(replicas):
                under_replicated += 1
            if leader < 0:
                leaderless += 1
            elif not replicas or leader != replicas[0]:
                not_preferred += 1
                if replicas and replicas[0] in partition.isr:
                    electable += 1
    counts.electable = electable
    counts.under_replicated, counts.leaderless, counts.not_preferred = under_replicated, leaderless, not_preferred
    return counts


def _min_isr_counts(topics: Iterable[Topic], min_isr: Mapping[str, int]) -> tuple[int, int]:
    """Partitions at their minimum with replicas missing, and partitions below it."""
    at_minimum = under_minimum = 0
    for topic in topics:
        minimum = min_isr.get(topic.name)
        if minimum is None:
            continue
        for partition in topic.partitions:
            in_sync = len(partition.isr)
            if in_sync < minimum or partition.leader < 0:
                under_minimum += 1
            elif in_sync == minimum and in_sync < len(partition.replicas):
                at_minimum += 1
    return at_minimum, under_minimum
