"""The rows of `kafkatui groups` and `kafkatui describe group`."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.insight.lag import group_progress, total_lag
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.lag import LagTotal, PartitionProgress
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.session.feeds import GroupsFeed, MetadataFeed
from kafkatui.session.session import ClusterSession
from kafkatui.view.groups_table import GroupRow, group_rows

GROUP_COLUMNS_LEFT_OUT = ("trend",)
"""A single look has no history."""


def group_list(session: ClusterSession) -> list[GroupRow]:
    """Every consumer group with its lag."""
    counts = partition_counts(session.fetch(MetadataFeed()))
    session.find_unreachable()
    sample = session.fetch(GroupsFeed())
    lags: dict[str, Observed[LagTotal]] = {}
    topics: dict[str, Observed[int]] = {}
    at_seconds = sample.offsets.read_at_seconds
    for group in sample.groups:
        offsets = sample.committed.get(group.id)
        if offsets is None:
            continue
        progress = _progress(group, offsets, sample.offsets, counts)
        lags[group.id] = Observed.ok(total_lag(progress), at_seconds)
        topics[group.id] = Observed.ok(len({part.topic for part in progress}), at_seconds)
    return group_rows(sample.groups, topics=topics, lags=lags)


def progress_rows(sample: GroupSample, metadata: ClusterMetadata) -> tuple[PartitionProgress, ...]:
    """How far a group is in every partition it has to do with."""
    return _progress(sample.group, sample.committed, sample.offsets, partition_counts(metadata))


def partition_counts(metadata: ClusterMetadata) -> dict[str, int]:
    """Partition counts by topic."""
    return {name: len(topic.partitions) for name, topic in metadata.topics.items()}


def _progress(
    group: Group, committed: GroupOffsets, offsets: OffsetSample, topics: Mapping[str, int]
) -> tuple[PartitionProgress, ...]:
    return group_progress(group, committed, offsets.ranges, topics=topics, produce_rates=offsets.rates)
