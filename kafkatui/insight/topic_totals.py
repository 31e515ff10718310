"""What is read by broker or by group, told by topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from kafkatui.model.config_entry import LogDir
from kafkatui.model.group import Group, GroupOffsets


class TopicSize(Struct, frozen=True):
    """What a topic takes on the disks that were told of: bytes of `replica_count` replicas."""

    size_bytes: int
    replica_count: int


def size_by_topic(log_dirs: Iterable[LogDir]) -> dict[str, TopicSize]:
    """All replicas on all brokers that answered, by topic; one being moved to another disk counts as one."""
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for log_dir in log_dirs:
        for replica in log_dir.replicas:
            sizes[replica.topic] += replica.size_bytes
            counts[replica.topic] += not replica.is_future
    return {name: TopicSize(size_bytes, counts[name]) for name, size_bytes in sizes.items()}


def topics_of(group: Group, committed: Mapping[str, GroupOffsets]) -> frozenset[str]:
    """Topics the group committed for or reads now; `committed` by group id."""
    offsets = committed.get(group.id)
    topics = {topic for topic, _ in offsets.committed} if offsets else set()
    return frozenset(topics | {topic for member in group.members for topic, _ in member.assignment})


def groups_by_topic(groups: Iterable[Group], committed: Mapping[str, GroupOffsets]) -> Counter[str]:
    """How many groups have to do with each topic; `committed` by group id."""
    counts: Counter[str] = Counter()
    for group in groups:
        counts.update(topics_of(group, committed))
    return counts
