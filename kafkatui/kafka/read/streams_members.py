"""Who is in a streams group (KIP-1071): members are given tasks, and a task reads its partition of several topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.group import GroupMember, StreamsTasks


def streams_members(entry: Any) -> list[GroupMember]:
    """The members of a group in a StreamsGroupDescribeResponse.

    A task's partition is named of every topic that its subtopology reads, also of one that has fewer partitions.
    """
    topology = entry.topology
    subtopologies = topology.subtopologies or () if topology is not None else ()
    topics = {
        each.subtopology_id: (*each.source_topics, *(topic.name for topic in each.repartition_source_topics))
        for each in subtopologies
    }
    subscribed = tuple(sorted({topic for names in topics.values() for topic in names}))
    return [_streams_member(member, topics, subscribed) for member in entry.members]


def _streams_member(member: Any, topics: dict[str, tuple[str, ...]], subscribed: tuple[str, ...]) -> GroupMember:
    given = member.assignment
    read: set[TopicPartition] = {
        (topic, partition)
        for task in given.active_tasks
        for topic in topics.get(task.subtopology_id, ())
        for partition in task.partitions
    }
    return GroupMember(
        member_id=member.member_id,
        client_id=member.client_id,
        host=member.client_host.removeprefix("/"),
        assignment=tuple(sorted(read)),
        instance_id=member.instance_id or None,
        topics=subscribed,
        tasks=StreamsTasks(_ids(given.active_tasks), _ids(given.standby_tasks), _ids(given.warmup_tasks)),
    )


def _ids(tasks: Iterable[Any]) -> tuple[str, ...]:
    """As Kafka Streams calls them: subtopology and partition, `0_3`."""
    pairs = sorted((each.subtopology_id, partition) for each in tasks for partition in each.partitions)
    return tuple(f"{subtopology}_{partition}" for subtopology, partition in pairs)
