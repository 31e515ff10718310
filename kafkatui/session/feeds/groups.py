"""What can be read of consumer groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from kafkatui.insight.lag import group_lag, lag_point
from kafkatui.insight.rates import offset_rates
from kafkatui.model.cluster import ClusterMetadata, OffsetRange, TopicPartition
from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.group import WHOLE_GROUP, Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import WINDOW_SECONDS, GroupReading, GroupSample, GroupsSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.lag_history import LagHistory
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.replacing import replace
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.kafka import read_sample

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


COMMITS_TOPIC = "__consumer_offsets"
"""Where the coordinators keep groups; the broker creates it when the first coordinator is asked for."""

COORDINATOR_ADVICE = "Only the group's coordinator knows; another broker takes over when it is gone."


class GroupsFeed(Feed[GroupsSample], frozen=True):
    """Every consumer group: state, members, commits and the ends of the logs they read.

    Fails when a broker could not list its groups and nothing could be read of any: that is not the same as no group.
    """

    interval_seconds: ClassVar[float] = 4.0

    def read(
        self, clients: Clients, previous: Observed[GroupsSample], publish: Callable[[GroupsSample], None]
    ) -> GroupsSample:
        from kafkatui.kafka.read.groups import list_groups, not_read

        known = previous.value.groups if previous.value is not None else ()
        listing = list_groups(clients.kafka, [group.id for group in known])
        groups = existing_only(clients, listing.groups)
        if listing.errors and all(group.error for group in groups):
            raise RequestFailed(listing.errors[0])
        committed = read_positions(clients, [group for group in groups if not group.error])
        committed |= {group.id: not_read(group.id, group.error) for group in groups if group.error}
        metadata = clients.metadata()
        partitions = sorted({part for group in groups for part in partitions_of(metadata, group, committed[group.id])})
        before = previous.current
        offsets = read_sample(clients, partitions, previous.map(lambda sample: sample.offsets))
        counts = {name: len(topic.partitions) for name, topic in metadata.topics.items()}
        lags = {group.id: group_lag(group, committed[group.id], offsets.ranges, topics=counts) for group in groups}
        return GroupsSample(
            groups,
            committed,
            offsets,
            tuple(listing.errors),
            lags,
            _lag_history(previous, lags, committed, offsets.read_at_seconds),
            {
                group.id: _commit_rates(before.committed.get(group.id), before.offsets, committed[group.id], offsets)
                for group in groups
                if before is not None
            },
        )


def existing_only(clients: Clients, groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups; of members of streams groups only partitions that there are: a task may have no part in a topic."""
    if not any(group.type == "streams" for group in groups):
        return tuple(groups)
    topics = clients.metadata().topics

    def are_there(member: GroupMember) -> GroupMember:
        return replace(
            member,
            assignment=tuple(
                (name, part)
                for name, part in member.assignment
                if name in topics and part < len(topics[name].partitions)
            ),
        )

    return tuple(
        replace(group, members=tuple(map(are_there, group.members))) if group.type == "streams" else group
        for group in groups
    )


def read_positions(clients: Clients, groups: Sequence[Group]) -> dict[str, GroupOffsets]:
    """What each group has committed; of a share group where its work begins."""
    from kafkatui.kafka.read.groups import read_committed, read_share_starts

    shares = [group.id for group in groups if group.type == "share"]
    others = [group.id for group in groups if group.type != "share"]
    return {**read_committed(clients.kafka, others), **read_share_starts(clients.kafka, shares)}


def _lag_history(
    previous: Observed[GroupsSample],
    lags: Mapping[str, LagTotal],
    committed: Mapping[str, GroupOffsets],
    now_seconds: float,
) -> Mapping[str, LagHistory]:
    """How each group's lag went so far, with the newest look; groups that are no more are forgotten."""
    before = previous.value
    history = before.lag_history if before else {}
    if before is not None and previous.current is None:
        gap_seconds = now_seconds - before.offsets.read_at_seconds
        history = {group_id: past.resumed(now_seconds, gap_seconds) for group_id, past in history.items()}
    return {
        group_id: history.get(group_id, LagHistory()).append(lag_point(total, committed[group_id], now_seconds))
        for group_id, total in lags.items()
    }


class GroupFeed(Feed[GroupSample], frozen=True):
    """One consumer group in detail, often."""

    group_id: str

    interval_seconds: ClassVar[float] = 1.5

    def read(
        self, clients: Clients, previous: Observed[GroupSample], publish: Callable[[GroupSample], None]
    ) -> GroupSample:
        try:
            return self._read_kafkas(clients, previous)
        except NotFound:
            from kafkatui.session.feeds.old_groups import read_old_group

            if (old := read_old_group(clients, self.group_id, previous)) is None:
                raise
            return old

    def _read_kafkas(self, clients: Clients, previous: Observed[GroupSample]) -> GroupSample:
        from kafkatui.kafka.read.groups import as_listed, describe_groups

        if COMMITS_TOPIC not in clients.metadata().topics:  # asking for a coordinator would make the broker create it
            raise NotFound(f"Group {self.group_id} does not exist.", "This cluster has never had a consumer group.")
        (group,) = existing_only(clients, describe_groups(clients.kafka, [self.group_id]))
        if group.error:
            raise RequestFailed(group.error, COORDINATOR_ADVICE)
        if group.state.lower() == "dead":
            group = as_listed(clients.kafka, group)
        committed = read_positions(clients, [group])[self.group_id]
        if WHOLE_GROUP in committed.errors:
            raise RequestFailed(committed.errors[WHOLE_GROUP], COORDINATOR_ADVICE)
        if group.state.lower() == "dead" and not committed.committed:
            raise NotFound(f"Group {self.group_id} does not exist (any more).", "Its offsets may have expired.")
        partitions = partitions_of(clients.metadata(), group, committed)
        before = previous.current
        offsets = read_sample(clients, partitions, previous.map(lambda sample: sample.offsets))
        now = offsets.read_at_seconds
        readings = tuple(each for each in (before.readings if before else ()) if now - each.at_seconds < WINDOW_SECONDS)
        kept = (*readings, GroupReading(now, committed, offsets))
        if not readings:
            return GroupSample(group, committed, offsets, {}, {}, kept)
        first = readings[0]
        consumed = _commit_rates(first.committed, first.offsets, committed, offsets)
        produced = offset_rates(first.offsets.ranges, first.at_seconds, offsets.ranges, now)
        return GroupSample(group, committed, offsets, consumed, produced, kept)


def partitions_of(metadata: ClusterMetadata, group: Group, committed: GroupOffsets) -> list[TopicPartition]:
    """Every partition of every topic the group has to do with: a partition without a commit is backlog too."""
    named = set(committed.committed) | {partition for member in group.members for partition in member.assignment}
    whole = {
        (name, partition.id)
        for name in {name for name, _ in named}
        if name in metadata.topics
        for partition in metadata.topics[name].partitions
    }
    return sorted(named | whole)


def _commit_rates(
    before: GroupOffsets | None, before_sample: OffsetSample, committed: GroupOffsets, sample: OffsetSample
) -> Mapping[TopicPartition, float]:
    """How fast a group's commits moved between two samples; the offsets are read right after the commits."""
    if before is None:
        return {}
    then = {partition: OffsetRange(0, offset) for partition, offset in before.committed.items()}
    now = {partition: OffsetRange(0, offset) for partition, offset in committed.committed.items()}
    return offset_rates(then, before_sample.read_at_seconds, now, sample.read_at_seconds)
