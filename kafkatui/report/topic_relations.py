"""What a topic is tied to: brokers, groups, subjects, connectors, ACLs and znodes."""

from __future__ import annotations

from collections import Counter

from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.counted import counted
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.schema_subject import Subjects
from kafkatui.report.progress import topic_group_rows, with_old_topic_groups
from kafkatui.report.relations import (
    RelationKind,
    RelationReadings,
    RelationRow,
    acl_ties,
    connector_ties,
    group_ties,
    lag_words,
    ties,
    znode_ties,
    znodes_of,
)


def topic_relations(name: str, readings: RelationReadings) -> list[RelationRow]:
    """All ties of a topic, brokers first. Quotas are no part: Kafka has none for a topic."""
    topic_place = Place(readings.cluster, PlaceKind.TOPIC, name)

    def brokers(metadata: ClusterMetadata) -> list[RelationRow]:
        topic = metadata.topics.get(name)
        return [] if topic is None else _broker_ties(topic, metadata, readings.cluster)

    def groups(_: GroupsSample) -> list[RelationRow]:
        return topic_group_ties(name, readings)

    def subjects(known: Subjects) -> list[RelationRow]:
        return topic_subject_ties(name, known, readings.cluster)

    return [
        *ties(RelationKind.BROKER, readings.metadata, brokers, "no broker keeps it"),
        *group_ties(readings, groups, "none has committed for it or reads it"),
        *ties(RelationKind.SUBJECT, readings.subjects, subjects, "none is named by it (NAME-key, NAME-value)"),
        *connector_ties(readings, lambda each: name in each.topics, "none reads it or writes to it"),
        *acl_ties(readings, "TOPIC", name, topic_place.at(tab="acls")),
        *znode_ties(readings, znodes_of(PlaceKind.TOPIC, name)),
    ]


def _broker_ties(topic: Topic, metadata: ClusterMetadata, cluster: str) -> list[RelationRow]:
    """Those that keep a part of it, with what they lead; one out of sync needs a person."""
    total = len(topic.partitions)
    led = Counter(partition.leader for partition in topic.partitions if not partition.is_leaderless)
    kept = Counter(broker for partition in topic.partitions for broker in partition.replicas)
    behind = Counter(
        broker for partition in topic.partitions for broker in partition.replicas if broker not in partition.isr
    )
    rows = []
    for broker in sorted(kept):
        words = f"leads {led[broker]:,} of {counted(total, 'partition')}, follows {kept[broker] - led[broker]:,}"
        if behind[broker]:
            words += f", out of sync in {behind[broker]:,}"
        is_gone = broker not in metadata.brokers
        rows.append(
            RelationRow(
                RelationKind.BROKER,
                str(broker),
                f"{words}; gone" if is_gone else words,
                Place(cluster, PlaceKind.BROKER, str(broker)),
                is_wrong=is_gone or bool(behind[broker]),
            )
        )
    return rows


def topic_group_ties(name: str, readings: RelationReadings) -> list[RelationRow]:
    """Those that have to do with it, the one with most lag first."""
    metadata = readings.metadata.value
    rows = topic_group_rows(name, readings.groups, metadata)
    found = with_old_topic_groups(rows, name, readings.old_groups, metadata)
    found.sort(key=lambda row: (-(row.lag.known or 0), row.group.id))
    return [
        RelationRow(
            RelationKind.GROUP,
            row.group.id,
            f"{lag_words(row.lag)}, {counted(row.members_here, 'member')} read it",
            Place(readings.cluster, PlaceKind.GROUP, row.group.id),
        )
        for row in found
    ]


def topic_subject_ties(name: str, known: Subjects, cluster: str) -> list[RelationRow]:
    """Those of a registry that are named by it."""
    place = Place(cluster, PlaceKind.CLUSTER, tab="schemas")
    return [
        RelationRow(
            RelationKind.SUBJECT,
            subject.name,
            subject.reason or f"{subject.kind or 'schema'}, version {subject.version or '?'}",
            place.at(cursor=subject.name),
        )
        for subject in known.subjects
        if subject.topic == name
    ]
