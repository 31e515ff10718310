"""How far consumer groups are, and whether they catch up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.group import WHOLE_GROUP, Group, GroupOffsets
from kafkatui.model.lag import LagTotal, PartitionProgress
from kafkatui.model.lag_history import LagPoint

NO_COMMIT = "no commit"

TOPIC_GONE = "topic is gone"


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
        topics: partition counts of all topics by name; with it every partition of a topic the group has to do with is
            listed, and topics that are not in it are gone. Without, those that `ranges` names.
    """
    readers = {partition: member for member in group.members for partition in member.assignment}
    named = (set(offsets.committed) | set(offsets.errors) | set(readers)) - {WHOLE_GROUP}
    names = {topic for topic, _ in named}
    if topics is None:
        whole = {partition for partition in ranges if partition[0] in names}
    else:
        whole = {(topic, number) for topic in names for number in range(topics.get(topic, 0))}
    progress = []
    for partition in sorted(named | whole):
        log, committed = ranges.get(partition), offsets.committed.get(partition)
        is_gone = topics is not None and partition[0] not in topics
        lag, backlog, reason = _lag(committed, log, offsets.errors.get(partition, TOPIC_GONE if is_gone else ""))
        progress.append(
            PartitionProgress(
                topic=partition[0],
                partition=partition[1],
                committed=committed,
                begin=log.begin if log is not None else None,
                end=log.end if log is not None else None,
                lag=lag if lag is None else offsets.lags.get(partition, lag),
                backlog=backlog,
                reason=reason,
                produce_rate=produce_rates.get(partition),
                consume_rate=consume_rates.get(partition),
                member=readers.get(partition),
                metadata=offsets.metadata.get(partition, ""),
            )
        )
    return tuple(progress)


def _lag(committed: int | None, log: OffsetRange | None, problem: str) -> tuple[int | None, int | None, str]:
    """Lag, backlog and reason of one partition; `problem` is why nothing can be said of it."""
    if problem:
        return None, None, problem
    if committed is None:
        backlog = log.count if log is not None else None
        return (0 if backlog == 0 else None), backlog, NO_COMMIT
    if log is None or log.end is None:
        return None, None, (log.reason if log is not None else "") or "end offset not known"
    return log.end - committed, None, ""


def group_lag(
    group: Group,
    offsets: GroupOffsets,
    ranges: Mapping[TopicPartition, OffsetRange],
    *,
    topics: Mapping[str, int] | None = None,
) -> LagTotal:
    """The group's lag in every partition it has to do with; not known at all where its commits could not be read.

    Args:
        topics: as `group_progress` takes them.
    """
    if WHOLE_GROUP in offsets.errors:
        return LagTotal(None, 0, 0)
    return total_lag(group_progress(group, offsets, ranges, topics=topics))


def lag_point(total: LagTotal, offsets: GroupOffsets, at_seconds: float) -> LagPoint:
    """One look at a group for its `LagHistory`."""
    return LagPoint(at_seconds, total.known, sum(offsets.committed.values()), len(offsets.committed) - total.unknown)


def total_lag(progress: Iterable[PartitionProgress]) -> LagTotal:
    """The group's lag with what is not known about it; no partitions at all make a lag of 0."""
    known, unknown, backlog, counted, beyond_end = 0, 0, 0, 0, 0
    for part in progress:
        if part.lag is None:
            unknown += 1
            backlog += part.backlog or 0
        else:
            known += max(0, part.lag)
            beyond_end += part.beyond_end
            counted += 1
    return LagTotal(known if counted or not unknown else None, unknown, backlog, beyond_end)


def sum_totals(totals: Iterable[LagTotal]) -> LagTotal:
    """Several totals as one."""
    every = list(totals)
    known = [total.known for total in every if total.known is not None]
    return LagTotal(
        sum(known) if known or not every else None,
        sum(total.unknown for total in every),
        sum(total.backlog for total in every),
        sum(total.beyond_end for total in every),
    )
