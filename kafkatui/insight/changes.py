"""What changed in a partition between two readings of the metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata, Partition, Topic, TopicPartition, is_made_anew
from kafkatui.model.event import Severity
from kafkatui.model.replacing import replace


class ChangeKind(Enum):
    """What about a partition changed, the most telling first."""

    LEADERLESS = "leaderless"
    LEADER = "leader"
    ISR_SHRANK = "ISR shrank"
    ISR_EXPANDED = "ISR expanded"
    REPLICAS = "replicas"


class PartitionChange(Struct, frozen=True):
    """One change of one partition.

    Attributes:
        before, after: the partition at the two readings.
        at_seconds: Unix time of the later reading.
        shrank_at_seconds: Unix time of an earlier change in which its ISR lost a broker, if it still misses one.
    """

    kind: ChangeKind
    before: Partition
    after: Partition
    at_seconds: float
    shrank_at_seconds: float | None = None

    @property
    def missing_since_seconds(self) -> float | None:
        """Unix time since which its ISR is as small; None where that was not seen."""
        return self.at_seconds if self.lost else self.shrank_at_seconds

    @property
    def lost(self) -> tuple[int, ...]:
        """Brokers that left the ISR."""
        return tuple(broker for broker in self.before.isr if broker not in self.after.isr)

    @property
    def gained(self) -> tuple[int, ...]:
        """Brokers that joined the ISR."""
        return tuple(broker for broker in self.after.isr if broker not in self.before.isr)

    @property
    def severity(self) -> Severity:
        """How much a person should care."""
        if self.kind is ChangeKind.LEADERLESS:
            return Severity.BAD
        if self.kind is ChangeKind.LEADER:
            return Severity.GOOD if self.after.has_preferred_leader else Severity.WARNING
        if self.kind is ChangeKind.ISR_SHRANK:
            return Severity.WARNING
        if self.kind is ChangeKind.ISR_EXPANDED:
            return Severity.INFO if self.after.is_under_replicated else Severity.GOOD
        return Severity.INFO

    @property
    def text(self) -> str:
        """As a line of the timeline: "ISR shrank 2,3,1 → 2,3"."""
        if self.kind is ChangeKind.LEADERLESS:
            return f"lost its leader {self.before.leader}"
        if self.kind is ChangeKind.LEADER:
            return f"leader {leader_name(self.before.leader)} → {self.after.leader}"
        if self.kind is ChangeKind.REPLICAS:
            return f"replicas {id_list(self.before.replicas)} → {id_list(self.after.replicas)}"
        return f"{self.kind.value} {id_list(self.before.isr)} → {id_list(self.after.isr)}"

    @property
    def short_text(self) -> str:
        """As a cell: "ISR −3", "leader 3→1", "leaderless"."""
        if self.kind is ChangeKind.LEADERLESS:
            return "leaderless"
        if self.kind is ChangeKind.LEADER:
            return f"leader {leader_name(self.before.leader)}→{self.after.leader}"
        if self.kind is ChangeKind.REPLICAS:
            return "replicas"
        signs = [f"−{broker}" for broker in self.lost] + [f"+{broker}" for broker in self.gained]
        return f"ISR {' '.join(signs)}"


def id_list(ids: Iterable[int]) -> str:
    """(2, 3, 1) → "2,3,1"; nothing → "none"."""
    return ",".join(map(str, ids)) or "none"


def leader_name(broker_id: int) -> str:
    """A leader's id, "none" where there is no leader."""
    return "none" if broker_id < 0 else str(broker_id)


def is_other_cluster(before: ClusterMetadata, after: ClusterMetadata) -> bool:
    """Whether the two readings are known to be of two clusters: both told their id."""
    return None not in (before.cluster_id, after.cluster_id) and before.cluster_id != after.cluster_id


def made_anew(before: ClusterMetadata, after: ClusterMetadata) -> frozenset[str]:
    """Names that stand for another topic than before, as far as their identities are known."""
    if before.topics is after.topics:
        return frozenset()
    return frozenset(
        name
        for name, topic in after.topics.items()
        if topic.identity is not None and (old := before.topics.get(name)) is not None and is_made_anew(old, topic)
    )


def with_untold_of(after: ClusterMetadata, before: ClusterMetadata) -> ClusterMetadata:
    """`after` with what nobody told taken from `before`, so that a change is told once it is known, and as a whole.

    That is the controller, and the ISR of a partition without leader: old brokers (Kafka 2.3) leave it out.
    """
    if not after.is_controller_known:
        known = before.is_controller_known
        after = replace(after, controller_id=before.controller_id, is_controller_known=known)
    if after.topics is before.topics:
        return after
    topics = {
        name: _with_isr_of(topic, before.topics[name])
        for name, topic in after.topics.items()
        if name in before.topics
        and any(_is_isr_untold(partition) for partition in topic.partitions)
        and not is_made_anew(before.topics[name], topic)
    }
    return replace(after, topics={**after.topics, **topics}) if topics else after


def _is_isr_untold(partition: Partition) -> bool:
    return partition.is_leaderless and not partition.isr


def _with_isr_of(after: Topic, before: Topic) -> Topic:
    known = {partition.id: partition.isr for partition in before.partitions}
    partitions = (
        replace(partition, isr=known.get(partition.id, ())) if _is_isr_untold(partition) else partition
        for partition in after.partitions
    )
    return replace(after, partitions=tuple(partitions))


def partition_changes(before: ClusterMetadata, after: ClusterMetadata, now_seconds: float) -> list[PartitionChange]:
    """Every change of partitions that exist in both readings, by topic and partition, the most telling first.

    A topic made anew has other partitions under the same numbers.
    """
    changes: list[PartitionChange] = []
    old_topics = before.topics
    if old_topics is after.topics:
        return changes
    for name, topic in after.topics.items():
        old = old_topics.get(name)
        if old is None or old is topic or old.partitions == topic.partitions or is_made_anew(old, topic):
            continue
        for pair in _changed_pairs(old, topic):
            changes.extend(_compare(*pair, now_seconds))
    return changes


def _changed_pairs(old: Topic, new: Topic) -> Iterator[tuple[Partition, Partition]]:
    old_by_id = {partition.id: partition for partition in old.partitions}
    for partition in new.partitions:
        earlier = old_by_id.get(partition.id)
        if earlier is not None and earlier != partition:
            yield earlier, partition


def _compare(before: Partition, after: Partition, now_seconds: float) -> Iterator[PartitionChange]:
    if before.leader != after.leader:
        kind = ChangeKind.LEADERLESS if after.is_leaderless else ChangeKind.LEADER
        yield PartitionChange(kind, before, after, now_seconds)
    if before.isr != after.isr:
        lost = set(before.isr) - set(after.isr)
        gained = set(after.isr) - set(before.isr)
        if lost:
            yield PartitionChange(ChangeKind.ISR_SHRANK, before, after, now_seconds)
        elif gained:
            yield PartitionChange(ChangeKind.ISR_EXPANDED, before, after, now_seconds)
    if before.replicas != after.replicas:
        yield PartitionChange(ChangeKind.REPLICAS, before, after, now_seconds)


def with_latest(
    latest: Mapping[TopicPartition, PartitionChange], changes: Iterable[PartitionChange]
) -> dict[TopicPartition, PartitionChange]:
    """`latest` with newer changes put over it: of several at one moment the most telling stays.

    Since when a broker is missing from the ISR is not forgotten over a change of something else.
    """
    merged = dict(latest)
    for change in changes:
        key = (change.after.topic, change.after.id)
        present = merged.get(key)
        if present is None:
            merged[key] = change
        elif present.at_seconds < change.at_seconds:
            since = present.missing_since_seconds if change.after.is_under_replicated else None
            merged[key] = replace(change, shrank_at_seconds=since)
    return merged
