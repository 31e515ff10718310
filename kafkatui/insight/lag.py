"""How far consumer groups are, and whether they catch up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.group import Group, GroupMember, GroupOffsets

NEVER = inf
"""ETA of a lag that does not shrink."""

NO_COMMIT = "no commit"

KEEPING_UP_SECONDS = 5.0
"""Kafka's default `auto.commit.interval.ms`: what a consumer that keeps up may be behind by its commits."""


@dataclass(frozen=True, slots=True)
class PartitionProgress:
    """A group's progress in one partition.

    Attributes:
        committed: next offset to read; None without a commit.
        begin, end: of the log; None when unknown.
        lag: end − committed, as Kafka's own tools count it; None when either is unknown.
        backlog: end − begin where nothing is committed: what the group may have to read; None otherwise or unknown.
        reason: why `lag` is None: "no commit", or what failed.
        produce_rate, consume_rate: messages per second written and committed; None when unknown.
        member: who reads it now; None when nobody does.
    """

    topic: str
    partition: int
    committed: int | None
    begin: int | None
    end: int | None
    lag: int | None
    backlog: int | None
    reason: str
    produce_rate: float | None
    consume_rate: float | None
    member: GroupMember | None

    @property
    def eta_seconds(self) -> float | None:
        """Seconds until the lag is gone at the present rates; `NEVER` when it does not shrink, None when unknown."""
        return eta_seconds(self.lag, self.produce_rate, self.consume_rate)

    @property
    def is_out_of_range(self) -> bool:
        """The commit points outside the log: records were deleted before they were read, or the topic was made anew."""
        if self.committed is None:
            return False
        return (self.begin is not None and self.committed < self.begin) or (
            self.end is not None and self.committed > self.end
        )


def eta_seconds(lag: int | None, produce_rate: float | None, consume_rate: float | None) -> float | None:
    """Seconds until `lag` is 0: 0 for no lag, `NEVER` when it does not shrink, None when a rate is unknown.

    A group that works off its lag within `KEEPING_UP_SECONDS` keeps up: it commits in steps, so there is always some.
    """
    if lag is None:
        return None
    if lag == 0:
        return 0.0
    if produce_rate is None or consume_rate is None:
        return None
    keeps_up = lag <= consume_rate * KEEPING_UP_SECONDS
    closing = consume_rate - produce_rate
    if closing > 0:
        return min(lag / closing, KEEPING_UP_SECONDS) if keeps_up else lag / closing
    return lag / consume_rate if keeps_up else NEVER


@dataclass(frozen=True, slots=True)
class LagTotal:
    """The lag of several partitions.

    Attributes:
        known: the sum of the lags that are known; None when none is.
        unknown: partitions whose lag is not known.
        backlog: end − begin of the partitions without a commit, which `known` leaves out.
    """

    known: int | None
    unknown: int
    backlog: int

    @property
    def exact(self) -> int | None:
        """The lag, or None while any partition's is unknown."""
        return None if self.unknown else self.known


NO_RATES: Mapping[TopicPartition, float] = {}


def group_progress(
    group: Group,
    offsets: GroupOffsets,
    ranges: Mapping[TopicPartition, OffsetRange],
    *,
    topics: Mapping[str, int] | None = None,
    produce_rates: Mapping[TopicPartition, float] = NO_RATES,
    consume_rates: Mapping[TopicPartition, float] = NO_RATES,
) -> tuple[PartitionProgress, ...]:
    """Progress in every partition the group commits, is assigned, or has not begun in a topic it reads; ordered.

    Args:
        ranges: begin and end of those partitions, as far as known.
        topics: partition counts of topics by name; with it every partition of a topic the group has to do with is
            listed. Without, those that `ranges` names.
    """
    readers = {partition: member for member in group.members for partition in member.assignment}
    named = set(offsets.committed) | set(offsets.errors) | set(readers)
    names = {topic for topic, _ in named}
    if topics is None:
        whole = {partition for partition in ranges if partition[0] in names}
    else:
        whole = {(topic, number) for topic in names for number in range(topics.get(topic, 0))}
    return tuple(
        _progress(partition, offsets, ranges, readers.get(partition), produce_rates, consume_rates)
        for partition in sorted(named | whole)
    )


def _progress(
    partition: TopicPartition,
    offsets: GroupOffsets,
    ranges: Mapping[TopicPartition, OffsetRange],
    member: GroupMember | None,
    produce_rates: Mapping[TopicPartition, float],
    consume_rates: Mapping[TopicPartition, float],
) -> PartitionProgress:
    log = ranges.get(partition)
    begin, end = (None, None) if log is None else (log.begin, log.end)
    committed = offsets.committed.get(partition)
    lag = backlog = None
    reason = ""
    if partition in offsets.errors:
        reason = offsets.errors[partition]
    elif committed is None:
        reason = NO_COMMIT
        backlog = None if log is None else log.count
    elif end is None:
        reason = "end offset not known" if log is None or not log.reason else log.reason
    else:
        lag = max(0, end - committed)
    return PartitionProgress(
        topic=partition[0],
        partition=partition[1],
        committed=committed,
        begin=begin,
        end=end,
        lag=lag,
        backlog=backlog,
        reason=reason,
        produce_rate=produce_rates.get(partition),
        consume_rate=consume_rates.get(partition),
        member=member,
    )


def total_lag(progress: Iterable[PartitionProgress]) -> LagTotal:
    """The group's lag with what is not known about it; no partitions at all make a lag of 0."""
    known, unknown, backlog, counted = 0, 0, 0, 0
    for part in progress:
        if part.lag is None:
            unknown += 1
            backlog += part.backlog or 0
        else:
            known += part.lag
            counted += 1
    return LagTotal(known if counted or not unknown else None, unknown, backlog)
