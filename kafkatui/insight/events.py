"""Two readings of the metadata → the lines of the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct, field

from kafkatui.insight.changes import (
    ChangeKind,
    PartitionChange,
    id_list,
    is_other_cluster,
    leader_name,
    made_anew,
    partition_changes,
)
from kafkatui.insight.event_groups import told
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.counted import counted
from kafkatui.model.event import Cause, Event, EventKind, Severity
from kafkatui.model.place import Place, PlaceKind


class Moment(Struct, frozen=True):
    """When a reading was taken, and who said so.

    Attributes:
        source: as `Event.source`.
        within_seconds: since the reading before; None where that is not told.
        changed_at_seconds: by (kind, name, cursor) of a place, when that changed.
    """

    at_seconds: float
    source: str = "kafka"
    within_seconds: float | None = None
    changed_at_seconds: Mapping[tuple[PlaceKind, str, str], float] = field(default_factory=dict)


def differences(
    cluster: str,
    before: ClusterMetadata,
    after: ClusterMetadata,
    moment: Moment,
    unreachable_before: Iterable[int] = (),
    unreachable_after: Iterable[int] = (),
    changes: Sequence[PartitionChange] | None = None,
) -> tuple[Event, ...]:
    """What changed, in the order cause before effect: brokers, controller, topics, partitions.

    Many changes with one cause (a broker's death moves thousands of leaders) are one line that counts them. When
    another cluster answers, that is the one event: its brokers and topics are others, whatever they are called.

    Args:
        cluster: the profile's name.
        moment: of the later reading.
        unreachable_before, unreachable_after: ids of brokers that did not answer kafkatui at either reading.
        changes: of the partitions, where they are known already.
    """
    writer = _Writer(cluster, moment)
    if is_other_cluster(before, after):
        text = f"another cluster answers here now: {after.cluster_id}, it was {before.cluster_id}"
        return (writer.event(EventKind.CLUSTER, Severity.BAD, cluster, text, Place(cluster, PlaceKind.CLUSTER)),)
    events = list(_broker_events(writer, before, after))
    events += _reachability_events(writer, after, set(unreachable_before), set(unreachable_after))
    events += _controller_events(writer, before, after)
    if before.topics is not after.topics:
        events += _topic_events(writer, before, after)
        if changes is None:
            changes = partition_changes(before, after, moment.at_seconds)
        events += _partition_events(writer, changes)
    return tuple(events)


class _Writer(Struct, frozen=True):
    """Makes events of one moment."""

    cluster: str
    moment: Moment

    def event(
        self,
        kind: EventKind,
        severity: Severity,
        subject: str,
        text: str,
        place: Place,
        cause: Cause | None = None,
        effect: str = "",
        brokers: tuple[int, ...] = (),
    ) -> Event:
        moment = self.moment
        changed = moment.changed_at_seconds.get((place.kind, place.name, place.cursor))
        return Event(
            moment.at_seconds, self.cluster, severity, moment.source, subject, text, place, kind, changed,
            moment.within_seconds, cause, effect, brokers,
        )  # fmt: skip

    def broker_place(self, broker_id: int) -> Place:
        return Place(self.cluster, PlaceKind.BROKER, str(broker_id))

    def topic_place(self, topic: str, partition: int | None = None) -> Place:
        return Place(self.cluster, PlaceKind.TOPIC, topic, cursor="" if partition is None else str(partition))

    @property
    def topics_place(self) -> Place:
        return Place(self.cluster, PlaceKind.TOPICS)

    def topics_cause(self, words: str) -> Cause:
        return Cause(words, "topics", self.topics_place)


def _broker_events(writer: _Writer, before: ClusterMetadata, after: ClusterMetadata) -> Iterator[Event]:
    for broker_id in sorted(before.brokers.keys() - after.brokers.keys()):
        text = f"left the cluster ({before.brokers[broker_id].address})"
        place = writer.broker_place(broker_id)
        yield writer.event(EventKind.BROKER, Severity.BAD, f"broker {broker_id}", text, place)
    for broker_id, broker in after.brokers.items():
        place = writer.broker_place(broker_id)
        old = before.brokers.get(broker_id)
        if old is None:
            text = f"joined the cluster ({broker.address})"
            yield writer.event(EventKind.BROKER, Severity.GOOD, f"broker {broker_id}", text, place)
        elif old.address != broker.address:
            text = f"moved {old.address} → {broker.address}"
            yield writer.event(EventKind.BROKER, Severity.INFO, f"broker {broker_id}", text, place)


def _reachability_events(
    writer: _Writer, after: ClusterMetadata, before_ids: set[int], after_ids: set[int]
) -> Iterator[Event]:
    for broker_id in sorted(after_ids - before_ids):
        place = writer.broker_place(broker_id)
        yield writer.event(EventKind.BROKER, Severity.BAD, f"broker {broker_id}", "does not answer kafkatui", place)
    for broker_id in sorted((before_ids - after_ids) & after.brokers.keys()):
        place = writer.broker_place(broker_id)
        yield writer.event(EventKind.BROKER, Severity.GOOD, f"broker {broker_id}", "answers again", place)


def _controller_events(writer: _Writer, before: ClusterMetadata, after: ClusterMetadata) -> Iterator[Event]:
    old, new = before.controller_id, after.controller_id
    if old == new or not (before.is_controller_known and after.is_controller_known):
        return
    text = f"{'none' if old is None else old} → {'none' if new is None else new}"
    place = Place(writer.cluster, PlaceKind.BROKERS) if new is None else writer.broker_place(new)
    brokers = tuple(broker for broker in (old, new) if broker is not None)
    severity = Severity.BAD if new is None else Severity.WARNING
    yield writer.event(EventKind.CONTROLLER, severity, "controller", text, place, brokers=brokers)


def _topic_events(writer: _Writer, before: ClusterMetadata, after: ClusterMetadata) -> Iterator[Event]:
    created = [name for name in after.topics if name not in before.topics]
    deleted = [name for name in before.topics if name not in after.topics]
    anew = made_anew(before, after)

    def is_created(name: str) -> Event:
        text = f"created, {_shape(after.topics[name])}"
        cause = writer.topics_cause("created")
        return writer.event(EventKind.TOPIC, Severity.INFO, name, text, writer.topic_place(name), cause)

    def is_deleted(name: str) -> Event:
        place = writer.topics_place.at(cursor=name)
        return writer.event(
            EventKind.TOPIC, Severity.WARNING, name, "deleted", place, writer.topics_cause("deleted")
        )  # fmt: skip

    yield from told(created, is_created)
    yield from told(deleted, is_deleted)
    yield from _made_anew_events(writer, before, after, sorted(anew))
    yield from _growth_events(writer, before, after, anew)


def _made_anew_events(
    writer: _Writer, before: ClusterMetadata, after: ClusterMetadata, names: Sequence[str]
) -> list[Event]:
    def event_of(name: str) -> Event:
        topic = after.topics[name]
        text = f"deleted and made anew, {_shape(topic)}"
        if (was := _shape(before.topics[name])) != _shape(topic):
            text += f", it had {was}"
        cause = writer.topics_cause("deleted and made anew")
        return writer.event(EventKind.TOPIC, Severity.WARNING, name, text, writer.topic_place(name), cause)

    return told(names, event_of)


def _shape(topic: Topic) -> str:
    return f"{counted(len(topic.partitions), 'partition')}, RF {topic.replication_factor}"


def _growth_events(writer: _Writer, before: ClusterMetadata, after: ClusterMetadata, others: Set[str]) -> list[Event]:
    grown = [
        (name, len(before.topics[name].partitions), len(topic.partitions))
        for name, topic in after.topics.items()
        if name in before.topics and name not in others and len(before.topics[name].partitions) < len(topic.partitions)
    ]

    def event_of(growth: tuple[str, int, int]) -> Event:
        name, old, new = growth
        cause = writer.topics_cause("got more partitions")
        place, text = writer.topic_place(name), f"partitions {old} → {new}"
        return writer.event(EventKind.PARTITIONS, Severity.INFO, name, text, place, cause)

    return told(grown, event_of)


_KINDS = {
    ChangeKind.LEADERLESS: EventKind.LEADER,
    ChangeKind.LEADER: EventKind.LEADER,
    ChangeKind.ISR_SHRANK: EventKind.ISR,
    ChangeKind.ISR_EXPANDED: EventKind.ISR,
    ChangeKind.REPLICAS: EventKind.REPLICAS,
}


def _shared(change: PartitionChange) -> tuple[str, tuple[int, ...]]:
    """What changes are counted together: how such a line reads, and the broker that left or came."""
    if change.kind is ChangeKind.LEADER:
        return f"leader {leader_name(change.before.leader)} → {{effects}}", (change.before.leader,)
    if change.kind is ChangeKind.LEADERLESS:
        return f"lost their leader {change.before.leader}", (change.before.leader,)
    if change.kind is ChangeKind.ISR_SHRANK:
        lost = tuple(sorted(change.lost))
        return f"under-replicated, ISR lost {id_list(lost)}", lost
    if change.kind is ChangeKind.ISR_EXPANDED:
        gained = tuple(sorted(change.gained))
        return f"ISR got {id_list(gained)} back", gained
    return "replicas changed", ()


def _partition_events(writer: _Writer, changes: Iterable[PartitionChange]) -> Iterator[Event]:
    by_cause: dict[tuple[str, tuple[int, ...]], list[PartitionChange]] = {}
    for change in changes:
        by_cause.setdefault(_shared(change), []).append(change)
    for (words, brokers), group in by_cause.items():
        leads_to = writer.broker_place(brokers[0]) if len(brokers) == 1 and brokers[0] >= 0 else writer.topics_place
        yield from told(group, _PartitionEvents(writer, Cause(words, "partitions", leads_to)))


class _PartitionEvents(Struct, frozen=True):
    """Makes an event of a change of a partition."""

    writer: _Writer
    cause: Cause

    def __call__(self, change: PartitionChange) -> Event:
        partition = change.after
        place = self.writer.topic_place(partition.topic, partition.id)
        effect = str(change.after.leader) if change.kind is ChangeKind.LEADER else ""
        return self.writer.event(
            _KINDS[change.kind], change.severity, f"{partition.topic}-{partition.id}", change.text, place,
            self.cause, effect, _brokers_of(change),
        )  # fmt: skip


def _brokers_of(change: PartitionChange) -> tuple[int, ...]:
    """The brokers that a change has to do with."""
    if change.kind in (ChangeKind.LEADER, ChangeKind.LEADERLESS):
        return tuple(broker for broker in (change.before.leader, change.after.leader) if broker >= 0)
    if change.kind is ChangeKind.REPLICAS:
        return tuple(sorted({*change.before.replicas} ^ {*change.after.replicas}))
    return change.lost or change.gained
