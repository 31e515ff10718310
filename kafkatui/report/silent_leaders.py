"""What was read of partitions before their leader fell silent: not known any more, whatever its age."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kafkatui.insight.brokers import silence_of
from kafkatui.model.cluster import OffsetRange, Topic, TopicPartition
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.replacing import replace


def without_silent(
    offsets: Observed[OffsetSample], topic: Topic, unreachable: Collection[int]
) -> Observed[OffsetSample]:
    """`offsets` as far as they still say something of `topic`; where a leader is silent those of `topic` alone.

    A read that is under way when a leader dies takes its whole time-out, so the sample before it would stand for
    seconds as current beside a leader that is marked as silent.

    Args:
        unreachable: brokers that do not answer.
    """
    if offsets.value is None or not any(partition.leader in unreachable for partition in topic.partitions):
        return offsets
    return offsets.map(lambda sample: _lacking(sample, topic, unreachable))


def sizes_without_silent(
    sizes: Mapping[TopicPartition, Observed[int]], topic: Topic, unreachable: Collection[int]
) -> Mapping[TopicPartition, Observed[int]]:
    """`sizes` on the leaders' disks as far as they still say something: a leader that is silent tells of none."""
    silent = [partition for partition in topic.partitions if partition.leader in unreachable]
    unknown: dict[TopicPartition, Observed[int]] = {
        (partition.topic, partition.id): Observed(ObservedState.FAILED, None, None, silence_of(partition.leader))
        for partition in silent
    }
    return {**sizes, **unknown} if silent else sizes


def _lacking(sample: OffsetSample, topic: Topic, unreachable: Collection[int]) -> OffsetSample:
    ranges: dict[TopicPartition, OffsetRange] = {}
    rates: dict[TopicPartition, float] = {}
    for partition in topic.partitions:
        key = (partition.topic, partition.id)
        if partition.leader in unreachable:
            ranges[key] = OffsetRange(None, None, silence_of(partition.leader))
        elif key in sample.ranges:
            ranges[key] = sample.ranges[key]
            if key in sample.rates:
                rates[key] = sample.rates[key]
    return replace(sample, ranges=ranges, rates=rates)
