"""What is read by broker or by group, told by topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kafkatui.model.config_entry import LogDir
from kafkatui.model.group import Group, GroupOffsets


def size_by_topic(log_dirs: Iterable[LogDir]) -> Counter[str]:
    """Bytes of all replicas on all brokers that answered, by topic."""
    sizes: Counter[str] = Counter()
    for log_dir in log_dirs:
        for replica in log_dir.replicas:
            sizes[replica.topic] += replica.size_bytes
    return sizes


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
