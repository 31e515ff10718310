"""What a broker is tied to: the topics it leads, the groups it coordinates, and its znodes."""

from __future__ import annotations

from collections import Counter

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.counted import counted
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.relations import (
    RelationKind,
    RelationReadings,
    RelationRow,
    group_ties,
    ties,
    znode_ties,
    znodes_of,
)


def broker_relations(broker_id: int, readings: RelationReadings) -> list[RelationRow]:
    """All ties of a broker: the topic that it leads most of comes first."""

    def topics(metadata: ClusterMetadata) -> list[RelationRow]:
        return _topic_ties(broker_id, metadata, readings.cluster)

    def groups(sample: GroupsSample) -> list[RelationRow]:
        return [
            RelationRow(
                RelationKind.GROUP,
                group.id,
                f"it coordinates it: {group.state}, {counted(len(group.members), 'member')}",
                Place(readings.cluster, PlaceKind.GROUP, group.id),
            )
            for group in sorted(sample.groups, key=lambda group: group.id)
            if group.coordinator == broker_id
        ]

    metadata = readings.metadata.value
    paths = znodes_of(PlaceKind.BROKER, str(broker_id))
    if metadata is not None and metadata.controller_id == broker_id:
        paths["/controller"] = "it is the controller"
    return [
        *group_ties(readings, groups, "it coordinates none"),
        *znode_ties(readings, paths),
        *ties(RelationKind.TOPIC, readings.metadata, topics, "it leads no partition and keeps none"),
    ]


def _topic_ties(broker_id: int, metadata: ClusterMetadata, cluster: str) -> list[RelationRow]:
    """A row for each topic that it leads a part of, and one for all that it only follows."""
    led: Counter[str] = Counter()
    followed: Counter[str] = Counter()
    for name, topic in metadata.topics.items():
        for partition in topic.partitions:
            if partition.leader == broker_id:
                led[name] += 1
            elif broker_id in partition.replicas:
                followed[name] += 1
    rows = [
        RelationRow(
            RelationKind.TOPIC,
            name,
            f"leads {count:,} of {counted(len(metadata.topics[name].partitions), 'partition')}, "
            f"follows {followed[name]:,}",
            Place(cluster, PlaceKind.TOPIC, name),
        )
        for name, count in sorted(led.items(), key=lambda item: (-item[1], item[0]))
    ]
    others = {name: count for name, count in followed.items() if name not in led}
    if others:
        place = Place(cluster, PlaceKind.BROKER, str(broker_id), tab="partitions")
        words = f"it follows {counted(sum(others.values()), 'partition')} of them and leads none"
        rows.append(RelationRow(RelationKind.TOPIC, counted(len(others), "other topic"), words, place))
    return rows
