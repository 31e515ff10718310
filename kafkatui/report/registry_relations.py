"""What a subject of the schema registry and a connector of Kafka Connect are tied to."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.connector import Connector
from kafkatui.model.counted import counted
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.schema_subject import Subject, Subjects
from kafkatui.report.relations import (
    NOT_READ,
    RelationKind,
    RelationReadings,
    RelationRow,
    connector_ties,
    group_ties,
    lag_words,
    ties,
)
from kafkatui.report.topic_relations import topic_group_ties, topic_subject_ties

NO_SUCH_TOPIC = "the cluster has no such topic"

_WAYS = {"sink": "it reads it", "source": "it writes to it"}


def subject_relations(name: str, readings: RelationReadings) -> list[RelationRow]:
    """All ties of a subject: the topic it describes, that topic's other subject, and who reads and writes there."""
    subject = Subject(name)
    topic = subject.topic
    if not topic:
        return [RelationRow(RelationKind.TOPIC, "", "its name is no topic's (NAME-key, NAME-value)")]

    def described(metadata: ClusterMetadata) -> list[RelationRow]:
        return [_topic_tie(topic, f"it describes its {subject.part}s", metadata, readings.cluster)]

    def others(known: Subjects) -> list[RelationRow]:
        return [row for row in topic_subject_ties(topic, known, readings.cluster) if row.name != name]

    def groups(_: GroupsSample) -> list[RelationRow]:
        return topic_group_ties(topic, readings)

    return [
        *ties(RelationKind.TOPIC, readings.metadata, described, ""),
        *ties(RelationKind.SUBJECT, readings.subjects, others, "no other is named by that topic"),
        *group_ties(readings, groups, "none has committed for that topic or reads it"),
        *connector_ties(readings, lambda each: topic in each.topics, "none reads that topic or writes to it"),
    ]


def connector_relations(address: str, readings: RelationReadings) -> list[RelationRow]:
    """All ties of a connector: its topics, the group that a sink reads as, and the subjects of its topics.

    Args:
        address: as `Connector.address` has it.
    """
    known = readings.connectors
    connector = (
        next((each for each in known.value.connectors if each.address == address), None) if known.value else None
    )
    if connector is None:
        reason = "there is no such connector any more" if known.value else known.reason or NOT_READ
        return [RelationRow(RelationKind.CONNECTOR, "", reason, state=_unless_ok(known.state))]
    found = connector

    def topics(metadata: ClusterMetadata) -> list[RelationRow]:
        way = _WAYS.get(found.type, "it reads it or writes to it")
        return [
            _topic_tie(topic, way, metadata, readings.cluster, is_needed=found.type == "sink")
            for topic in sorted(set(found.topics))
        ]

    def subjects(every: Subjects) -> list[RelationRow]:
        return [
            row for topic in sorted(set(found.topics)) for row in topic_subject_ties(topic, every, readings.cluster)
        ]

    return [
        *ties(RelationKind.TOPIC, readings.metadata, topics, "it has read and written nothing, and names no topic"),
        *_group_ties(found, readings),
        *ties(RelationKind.SUBJECT, readings.subjects, subjects, "none is named by its topics (NAME-key, NAME-value)"),
    ]


def _unless_ok(state: ObservedState) -> ObservedState:
    """Of what is gone nobody knows anything, however well the rest is known."""
    return ObservedState.UNKNOWN if state is ObservedState.OK else state


def _topic_tie(
    topic: str, words: str, metadata: ClusterMetadata, cluster: str, *, is_needed: bool = False
) -> RelationRow:
    """Where the topic is, or that it is not.

    Args:
        is_needed: whether it needs somebody where there is none.
    """
    if topic not in metadata.topics:
        return RelationRow(RelationKind.TOPIC, topic, NO_SUCH_TOPIC, is_wrong=is_needed)
    return RelationRow(RelationKind.TOPIC, topic, words, Place(cluster, PlaceKind.TOPIC, topic))


def _group_ties(connector: Connector, readings: RelationReadings) -> Sequence[RelationRow]:
    """The group that a sink reads as; a source is in none."""
    name = connector.consumer_group
    if not name:
        return [RelationRow(RelationKind.GROUP, "", "a source reads no topic")]

    def groups(sample: GroupsSample) -> list[RelationRow]:
        group = next((each for each in sample.groups if each.id == name), None)
        if group is None:
            return []
        lag = sample.lags.get(name)
        words = f"it reads as this group: {counted(len(group.members), 'member')}"
        return [
            RelationRow(
                RelationKind.GROUP,
                name,
                words if lag is None else f"{words}, {lag_words(lag)}",
                Place(readings.cluster, PlaceKind.GROUP, name),
            )
        ]

    return group_ties(readings, groups, f"there is no group {name}: it has read nothing yet")
