"""Figures of all topics added up, so that those of any that follow each other are a subtraction."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from kafkatui.insight.messages import count_messages, is_upper_bound
from kafkatui.model.cluster import Topic
from kafkatui.model.replacing import replace
from kafkatui.report.silent_leaders import without_silent
from kafkatui.report.topics import NO_ENTRIES, TopicReadings, config_value, rate_of

SLICE_TOPICS = 100
"""Topics added up between two moments at which others may run: under 2 ms of Python."""


class Totals(Struct, frozen=True):
    """Figures of several topics, added up.

    The order of the fields is that of `_PARTS`.

    Attributes:
        partitions, errors, leaderless, unreachable, under_replicated: partitions, and of topics those with an error.
        counted: topics whose messages are known, in part at least.
        messages, missing: of those; partitions whose offsets are not known, of all.
        maybe_fewer: topics that may hold fewer messages than were counted, as far as anybody knows.
        rated, unrated: topics with partitions whose rate is known, and those whose is not.
        consumed, consuming: messages per second that groups commit, and topics of which that is known.
        sized, size_bytes, replicas, unsized: topics whose size is known, theirs, and those of which a part is not.
    """

    partitions: float = 0
    errors: float = 0
    leaderless: float = 0
    unreachable: float = 0
    under_replicated: float = 0
    counted: float = 0
    messages: float = 0
    missing: float = 0
    maybe_fewer: float = 0
    surely_fewer: float = 0
    rate: float = 0
    rated: float = 0
    unrated: float = 0
    consumed: float = 0
    consuming: float = 0
    size_bytes: float = 0
    replicas: float = 0
    sized: float = 0
    unsized: float = 0


Figures = tuple[float, ...]


def _placed(topic: Topic, readings: TopicReadings) -> Figures:
    """partitions, errors, leaderless, unreachable, under_replicated"""
    unreachable = readings.unreachable
    silent = sum(each.leader in unreachable for each in topic.partitions) if unreachable else 0
    return (
        len(topic.partitions), bool(topic.error), topic.leaderless_count, silent, topic.under_replicated_count,
    )  # fmt: skip


def _counted(topic: Topic, readings: TopicReadings) -> Figures:
    """counted, messages, missing, maybe_fewer, surely_fewer, rate, rated, unrated"""
    offsets = readings.offsets
    if readings.unreachable:
        offsets = without_silent(offsets, topic, readings.unreachable)
    partitions, sample = len(topic.partitions), offsets.value
    messages = None if sample is None else count_messages(topic, sample.ranges)
    rate = None if sample is None else rate_of(topic, sample)
    is_at_most: bool | None = False
    if messages is None or messages.total != 0:
        policy = config_value(readings.configs.get(topic.name, NO_ENTRIES), "cleanup.policy").value
        is_at_most = is_upper_bound(topic.name, policy, has_transactions=readings.transactional.get(topic.name))
    return (
        messages is not None,
        0 if messages is None else messages.known,
        partitions if messages is None else messages.missing,
        is_at_most is None,
        is_at_most is True,
        rate or 0.0,
        rate is not None,
        rate is None and partitions > 0,
    )


def _consumed(topic: Topic, readings: TopicReadings) -> Figures:
    """consumed, consuming"""
    counts = readings.groups.value
    consumed = None if counts is None else counts.consumed.get(topic.name)
    return (consumed or 0.0, consumed is not None)


def _sized(topic: Topic, readings: TopicReadings) -> Figures:
    """size_bytes, replicas, sized, unsized"""
    size = None if readings.sizes.value is None else readings.sizes.value.get(topic.name)
    if size is None:
        return (0, 0, False, True)
    is_partial = size.replica_count < sum(len(partition.replicas) for partition in topic.partitions)
    return (size.size_bytes, size.replica_count, True, is_partial)


class _Part(Struct, frozen=True):
    """Figures that come from the same readings.

    Attributes:
        count: how many.
        of: a topic's.
        sources: what they come from beside the topics: while that is the same, so are they.
    """

    count: int
    of: Callable[[Topic, TopicReadings], Figures]
    sources: Callable[[TopicReadings], tuple[object, ...]]


_PARTS = (
    _Part(5, _placed, lambda readings: ()),
    _Part(8, _counted, lambda readings: (readings.offsets.value, readings.configs, readings.transactional)),
    _Part(2, _consumed, lambda readings: (readings.groups.value,)),
    _Part(4, _sized, lambda readings: (readings.sizes.value,)),
)


class TopicSums:
    """Figures of topics added up from the first on.

    Args:
        topics: in the order of their names.
        readings: what their figures are joined from; offsets of those in view and newest records are left out.
        before: sums from which those are taken over that come from the same readings.
    """

    def __init__(self, topics: Sequence[Topic], readings: TopicReadings, before: TopicSums | None = None) -> None:
        self.topics = topics
        self.readings = lasting(readings)
        self._before = before
        self._sums: list[tuple[array[float], ...]] = []

    def fill(self) -> Iterator[int]:
        """Add them up; gives now and then how many are done. Nothing may be asked of the sums before the end."""
        for number, part in enumerate(_PARTS):
            known = self._known(number)
            if known is not None:
                self._sums.append(known)
                continue
            rows: list[Figures] = []
            for done, topic in enumerate(self.topics, start=1):
                rows.append(part.of(topic, self.readings))
                if done % SLICE_TOPICS == 0:
                    yield (number * len(self.topics) + done) // len(_PARTS)
            columns = zip(*rows, strict=True) if rows else [()] * part.count
            self._sums.append(tuple(array("d", accumulate(column, initial=0.0)) for column in columns))
        self._before = None

    def _known(self, number: int) -> tuple[array[float], ...] | None:
        """Those that were added up before of the same."""
        before = self._before
        if (
            before is None
            or before.topics is not self.topics
            or before.readings.unreachable != self.readings.unreachable
        ):
            return None
        sources = _PARTS[number].sources
        pairs = zip(sources(before.readings), sources(self.readings), strict=True)
        return before._sums[number] if all(old is new for old, new in pairs) else None

    def totals(self, start: int, end: int) -> Totals:
        """Of the topics from `start` up to `end`."""
        return Totals(*(round(sums[end] - sums[start], 6) for part in self._sums for sums in part))


def lasting(readings: TopicReadings) -> TopicReadings:
    """What sums are made from: not what is read of the rows in view alone, which changes with every look."""
    nothing = TopicReadings()
    return replace(readings, in_view=nothing.in_view, newest=nothing.newest)
