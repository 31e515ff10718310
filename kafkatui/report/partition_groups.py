"""What groups did with one partition."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.insight.lag import group_progress
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.report.progress import group_within


class GroupAtPartition(Struct, frozen=True):
    """What a group did with one partition.

    Attributes:
        committed: next offset to read; None without a commit.
        lag: end − committed, negative beyond the end; None when unknown.
        member: client id and host of who reads it now; empty when nobody does.
    """

    group_id: str
    state: str
    committed: int | None
    lag: int | None
    member: str


def groups_at(partition: TopicPartition, observed: Observed[GroupsSample]) -> list[GroupAtPartition]:
    """Every group that committed for `partition` or reads it."""
    sample = observed.value
    if sample is None:
        return []
    found = []
    for group in sample.groups:
        own, offsets = group_within(lambda each: each == partition, group, sample.committed.get(group.id))
        for progress in group_progress(own, offsets, sample.offsets.ranges, topics={partition[0]: 0}):
            reader = progress.member
            who = f"{reader.client_id} {reader.host}".strip() if reader is not None else ""
            found.append(GroupAtPartition(group.id, group.state, progress.committed, progress.lag, who))
    return found
