"""Two readings of the metadata → the lines of the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from kafkatui.insight.changes import (
    ChangeKind,
    PartitionChange,
    id_list,
    is_other_cluster,
    leader_name,
    made_anew,
    partition_changes,
)
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.event import Event, Severity
from kafkatui.model.place import Place, PlaceKind

SINGLE_LIMIT = 10
"""More changes than this of one kind and cause become one line."""


def differences(
    cluster: str,
    before: ClusterMetadata,
    after: ClusterMetadata,
    now_seconds: float,
    unreachable_before: Iterable[int] = (),
    unreachable_after: Iterable[int] = (),
) -> tuple[Event, ...]:
    """What changed, in the order cause before effect: brokers, controller, topics, partitions.

    Many changes with one cause (a broker's death moves thousands of leaders) are one line that counts them. When
    another cluster answers, that is the one event: its brokers and topics are others, whatever they are called.

    Args:
        cluster: the profile's name.
        unreachable_before, unreachable_after: ids of brokers that did not answer kafkatui at either reading.
    """
    writer = _Writer(cluster, now_seconds)
    if is_other_cluster(before, after):
        text = f"another cluster answers here now: {after.cluster_id}, it was {before.cluster_id}"
        return (writer.event(Severity.BAD, cluster, text, Place(cluster, PlaceKind.CLUSTER)),)
    events = list(_broker_events(writer, before, after))
    events += _reachability_events(writer, after, set(unreachable_before), set(unreachable_after))
    events += _controller_events(writer, before, after)
    if before.topics is not after.topics:
        events += _topic_events(writer, before, after)
        events += _partition_events(writer, partition_changes(before, after, now_seconds))
    return tuple(events)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Makes events of one moment."""

    cluster: str
    now_seconds: float

    def event(self, severity: Severity, subject: str, text: str, place: Place) -> Event:
        return Event(self.now_seconds, self.cluster, severity, "kafka", subject, text, place)

    def broker_place(self, broker_id: int) -> Place:
        return Place(self.cluster, PlaceKind.BROKER, str(broker_id))

    def topic_place(self, topic: str, partition: int | None = None) -> Place:
        return Place(self.cluster, PlaceKind.TOPIC, topic, cursor="" if partition is None else str(partition))

    @property
    def topics_place(self) -> Place:
        return Place(self.cluster, PlaceKind.TOPICS)


def _broker_events(writer: _Writer, before: ClusterMetadata, after: ClusterMetadata) -> Iterator[Event]:
    for broker_id in sorted(before.brokers.keys() - after.brokers.keys()):
        text = f"left the cluster ({before.brokers[broker_id].address})"
        yield writer.event(Severity.BAD, f"broker {broker_id}", text, writer.broker_place(broker_id))
    for broker_id, broker in after.brokers.items():
        place = writer.broker_place(broker_id)
        old = before.brokers.get(broker_id)
        if old is None:
            yield writer.event(Severity.GOOD, f"broker {broker_id}", f"joined the cluster ({broker.address})", place)
        elif old.address != broker.address:
            text = f"moved {old.address} → {broker.address}"
            yield writer.event(Severity.INFO, f"broker {broker_id}", text, place)


def _reachability_events(
    writer: _Writer, after: ClusterMetadata, before_ids: set[int], after_ids: set[int]
) -> Iterator[Event]:
    for broker_id in sorted(after_ids - before_ids):
        place = writer.broker_place(broker_id)
        yield writer.event(Severity.BAD, f"broker {broker_id}", "does not answer kafkatui", place)
    for broker_id in sorted((before_ids - after_ids) & after.brokers.keys()):
        place = writer.broker_place(broker_id)
        yield writer.event(Severity.GOOD, f"broker {broker_id}", "answers again", place)


def _controller_events(writer: _Writer, before: ClusterMetadata, after: ClusterMetadata) -> Iterator[Event]:
    old, new = before.controller_id, after.controller_id
    if old == new or not (before.is_controller_known and after.is_controller_known):
        return
    text = f"{'none' if old is None else old} → {'none' if new is None else new}"
    place = Place(writer.cluster, PlaceKind.BROKERS) if new is None else writer.broker_place(new)
    yield writer.event(Severity.BAD if new is None else Severity.WARNING, "controller", text, place)


def _topic_events(writer: _Writer, before: ClusterMetadata, after: ClusterMetadata) -> Iterator[Event]:
    created = [name for name in after.topics if name not in before.topics]
    deleted = [name for name in before.topics if name not in after.topics]
    if len(created) > SINGLE_LIMIT:
        yield writer.event(Severity.INFO, f"{len(created):,} topics", "created", writer.topics_place)
    else:
        for name in created:
            yield writer.event(Severity.INFO, name, f"created, {_shape(after.topics[name])}", writer.topic_place(name))
    if len(deleted) > SINGLE_LIMIT:
        yield writer.event(Severity.WARNING, f"{len(deleted):,} topics", "deleted", writer.topics_place)
    else:
        for name in deleted:
            yield writer.event(Severity.WARNING, name, "deleted", writer.topics_place)
    anew = made_anew(before, after)
    yield from _made_anew_events(writer, before, after, sorted(anew))
    yield from _growth_events(writer, before, after, anew)


def _made_anew_events(
    writer: _Writer, before: ClusterMetadata, after: ClusterMetadata, names: Sequence[str]
) -> Iterator[Event]:
    if len(names) > SINGLE_LIMIT:
        yield writer.event(Severity.WARNING, f"{len(names):,} topics", "deleted and made anew", writer.topics_place)
        return
    for name in names:
        topic = after.topics[name]
        text = f"deleted and made anew, {_shape(topic)}"
        if (was := _shape(before.topics[name])) != _shape(topic):
            text += f", it had {was}"
        yield writer.event(Severity.WARNING, name, text, writer.topic_place(name))


def _shape(topic: Topic) -> str:
    return f"{_plural(len(topic.partitions), 'partition')}, RF {topic.replication_factor}"


def _growth_events(
    writer: _Writer, before: ClusterMetadata, after: ClusterMetadata, others: Set[str]
) -> Iterator[Event]:
    grown = [
        (name, len(before.topics[name].partitions), len(topic.partitions))
        for name, topic in after.topics.items()
        if name in before.topics and name not in others and len(before.topics[name].partitions) < len(topic.partitions)
    ]
    if len(grown) > SINGLE_LIMIT:
        yield writer.event(Severity.INFO, f"{len(grown):,} topics", "got more partitions", writer.topics_place)
        return
    for name, old_count, new_count in grown:
        yield writer.event(Severity.INFO, name, f"partitions {old_count} → {new_count}", writer.topic_place(name))


_Cause = tuple[ChangeKind, tuple[int, ...]]


def _cause(change: PartitionChange) -> _Cause:
    """What changes are counted together: the kind, and the broker that left or came."""
    if change.kind in (ChangeKind.LEADER, ChangeKind.LEADERLESS):
        return change.kind, (change.before.leader,)
    if change.kind is ChangeKind.ISR_SHRANK:
        return change.kind, change.lost
    if change.kind is ChangeKind.ISR_EXPANDED:
        return change.kind, change.gained
    return change.kind, ()


def _partition_events(writer: _Writer, changes: Iterable[PartitionChange]) -> Iterator[Event]:
    by_cause: dict[_Cause, list[PartitionChange]] = {}
    for change in changes:
        kind, brokers = _cause(change)
        by_cause.setdefault((kind, tuple(sorted(brokers))), []).append(change)
    for (_, brokers), group in by_cause.items():
        if len(group) > SINGLE_LIMIT:
            yield _summary(writer, group, brokers)
            continue
        for change in group:
            partition = change.after
            place = writer.topic_place(partition.topic, partition.id)
            yield writer.event(change.severity, f"{partition.topic}-{partition.id}", change.text, place)


def _summary(writer: _Writer, group: list[PartitionChange], brokers: tuple[int, ...]) -> Event:
    """One line for many changes: "412 partitions: leader 3 → 1,2"."""
    kind = group[0].kind
    if kind is ChangeKind.LEADER:
        targets = id_list(sorted({change.after.leader for change in group}))
        text = f"leader {leader_name(brokers[0])} → {targets}"
    elif kind is ChangeKind.LEADERLESS:
        text = f"lost their leader {brokers[0]}"
    elif kind is ChangeKind.ISR_SHRANK:
        text = f"under-replicated, ISR lost {id_list(brokers)}"
    elif kind is ChangeKind.ISR_EXPANDED:
        text = f"ISR got {id_list(brokers)} back"
    else:
        text = "replicas changed"
    severity = _worst(change.severity for change in group)
    place = writer.broker_place(brokers[0]) if len(brokers) == 1 and brokers[0] >= 0 else writer.topics_place
    return writer.event(severity, f"{len(group):,} partitions", text, place)


_BY_WEIGHT = (Severity.BAD, Severity.WARNING, Severity.INFO, Severity.GOOD)


def _worst(severities: Iterable[Severity]) -> Severity:
    return min(severities, key=_BY_WEIGHT.index)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
