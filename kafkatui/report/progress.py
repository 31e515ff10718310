"""How far groups are: members, commits, rates and the ends of the logs joined into a row for each partition."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from msgspec import Struct

from kafkatui.insight.lag import group_progress, total_lag
from kafkatui.insight.rates import total_rate
from kafkatui.insight.time_lag import time_lag
from kafkatui.insight.topic_totals import topics_of
from kafkatui.insight.verdict import partition_verdict
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.group_track import NO_TRACK, GroupTrack
from kafkatui.model.lag import LagTotal, PartitionProgress
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.model.time_lag import UnreadRecords

NO_RECORDS = UnreadRecords({}, {})


def partition_counts(metadata: ClusterMetadata | None) -> Mapping[str, int] | None:
    """Partition counts by topic; None while the metadata is not known."""
    if metadata is None:
        return None
    return {name: len(topic.partitions) for name, topic in metadata.topics.items()}


def progress_rows(
    sample: GroupSample,
    metadata: ClusterMetadata | None,
    *,
    track: GroupTrack = NO_TRACK,
    unread: UnreadRecords = NO_RECORDS,
) -> tuple[PartitionProgress, ...]:
    """A group's progress in every partition it has to do with, with its lag in time and its verdict.

    Args:
        track: what was seen of the group so far.
        unread: its oldest unread records.
    """
    now, has_members = sample.offsets.read_at_seconds, bool(sample.group.members)
    judged = []
    for row in _progress_of(sample, metadata):
        key = (row.topic, row.partition)
        seen = track.partitions.get(key)
        judged.append(
            replace(
                row,
                time_lag=time_lag(row, unread.records.get(key), seen.ends if seen is not None else (), now),
                verdict=partition_verdict(row, seen, now, has_members=has_members),
            )
        )
    return tuple(judged)


def _progress_of(sample: GroupSample, metadata: ClusterMetadata | None) -> tuple[PartitionProgress, ...]:
    return group_progress(
        sample.group,
        sample.committed,
        sample.offsets.ranges,
        topics=None if metadata is None else _own_counts(sample, metadata),
        produce_rates=sample.produce_rates,
        consume_rates=sample.commit_rates,
    )


def _own_counts(sample: GroupSample, metadata: ClusterMetadata) -> Mapping[str, int]:
    """Partition counts of the topics that the group has to do with: a list of groups asks for each of them."""
    named = {topic for topic, _ in (*sample.committed.committed, *sample.committed.errors)}
    named.update(topic for member in sample.group.members for topic, _ in member.assignment)
    return {name: len(metadata.topics[name].partitions) for name in named if name in metadata.topics}


def sum_progress(rows: Iterable[PartitionProgress]) -> LagTotal:
    """The lag of those partitions together."""
    return total_lag(rows)


def consumed_per_second(sample: GroupSample) -> float | None:
    """What the group commits per second in all partitions together; None when that is not known."""
    return total_rate(sample.commit_rates, sample.commit_rates)


class TopicGroupRow(Struct, frozen=True):
    """A group as far as one topic is concerned.

    Attributes:
        progress: its progress in every partition of the topic.
    """

    group: Group
    progress: tuple[PartitionProgress, ...]

    @property
    def members_here(self) -> int:
        """Members that read a partition of this topic."""
        return len({part.member.member_id for part in self.progress if part.member is not None})

    @property
    def committed(self) -> int | None:
        """All committed offsets together; None without any."""
        known = [part.committed for part in self.progress if part.committed is not None]
        return sum(known) if known else None

    @property
    def lag(self) -> LagTotal:
        return total_lag(self.progress)

    @property
    def rate(self) -> float | None:
        """Messages committed per second; None when not known."""
        rates: dict[TopicPartition, float] = {
            (part.topic, part.partition): part.consume_rate for part in self.progress if part.consume_rate is not None
        }
        return total_rate(rates, rates)

    @property
    def is_wrong(self) -> bool:
        """What `!` keeps."""
        lag = self.lag
        is_left = not self.members_here and bool(lag.known or lag.backlog)
        return bool(self.group.error) or is_left or bool(lag.beyond_end)


def topic_group_rows(
    topic: str,
    observed: Observed[GroupsSample],
    metadata: ClusterMetadata | None,
    group_ids: Collection[str] | None = None,
) -> list[TopicGroupRow]:
    """A row for every group that committed for `topic` or reads it.

    Args:
        group_ids: which these are, where that is known: else every group is looked through.
    """
    sample = observed.value
    if sample is None:
        return []
    return [
        TopicGroupRow(group, _progress_in(topic, group, sample, metadata))
        for group in sample.groups
        if (group.id in group_ids if group_ids is not None else topic in topics_of(group, sample.committed))
    ]


def with_old_topic_groups(
    rows: list[TopicGroupRow], topic: str, old: Observed[GroupsSample], metadata: ClusterMetadata | None
) -> list[TopicGroupRow]:
    """The rows, and those of groups that keep their offsets in ZooKeeper; of one name Kafka's own goes first."""
    known = {row.group.id for row in rows}
    return [*rows, *(row for row in topic_group_rows(topic, old, metadata) if row.group.id not in known)]


def _progress_in(
    topic: str, group: Group, sample: GroupsSample, metadata: ClusterMetadata | None
) -> tuple[PartitionProgress, ...]:
    """The group's progress, of this topic only."""
    own, offsets = group_within(lambda partition: partition[0] == topic, group, sample.committed.get(group.id))
    known = metadata.topics.get(topic) if metadata is not None else None
    return group_progress(
        own,
        offsets,
        sample.offsets.ranges,
        topics=None if metadata is None else {topic: len(known.partitions)} if known is not None else {},
        produce_rates=sample.offsets.rates,
        consume_rates=sample.commit_rates.get(group.id, {}),
    )


def group_within(
    is_wanted: Callable[[TopicPartition], bool], group: Group, offsets: GroupOffsets | None
) -> tuple[Group, GroupOffsets]:
    """A group and its commits as far as some partitions are concerned."""
    committed, errors = (offsets.committed, offsets.errors) if offsets is not None else ({}, {})
    texts = offsets.metadata if offsets is not None else {}
    members = tuple(
        replace(member, assignment=tuple(part for part in member.assignment if is_wanted(part)))
        for member in group.members
    )
    own = GroupOffsets(
        group.id,
        {part: offset for part, offset in committed.items() if is_wanted(part)},
        {part: text for part, text in texts.items() if is_wanted(part)},
        {part: reason for part, reason in errors.items() if is_wanted(part)},
        {part: lag for part, lag in (offsets.lags if offsets is not None else {}).items() if is_wanted(part)},
    )
    return replace(group, members=members), own


def sum_topic_lags(rows: Iterable[TopicGroupRow]) -> LagTotal:
    """What is known of those groups' lags in the topic together."""
    return total_lag(part for row in rows for part in row.progress)
