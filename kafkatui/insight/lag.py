"""How far consumer groups are, and whether they catch up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.lag import LagTotal, PartitionProgress

NO_COMMIT = "no commit"


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
