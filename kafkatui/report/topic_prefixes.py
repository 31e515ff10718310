"""Topics folded by prefix: what many topics have together, added up so that a line of any of them costs the same."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from kafkatui.insight.messages import MessageCount
from kafkatui.insight.topic_prefixes import SingleTopic, TopicPrefix, folded
from kafkatui.insight.topic_totals import TopicSize
from kafkatui.model.cluster import Topic
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.report.lazy_rows import LazyRows
from kafkatui.report.part import part
from kafkatui.report.topic_list import ListedTopics
from kafkatui.report.topics import NOT_ON_DISK, TopicReadings, TopicRow, topic_row

SLICE_TOPICS = 50
"""Topics added up between two moments at which others may run: under 2 ms of Python."""


class Totals(Struct, frozen=True):
    """Figures of several topics, added up.

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


def totals_of(row: TopicRow) -> Totals:
    """What one topic adds."""
    partitions = len(row.topic.partitions)
    messages, size = row.messages.value, row.size.value
    holds_some = messages is None or messages.total != 0
    return Totals(
        partitions=partitions,
        errors=bool(row.topic.error),
        leaderless=row.leaderless,
        unreachable=row.unreachable,
        under_replicated=row.under_replicated,
        counted=messages is not None,
        messages=0 if messages is None else messages.known,
        missing=partitions if messages is None else messages.missing,
        maybe_fewer=holds_some and row.is_upper_bound is None,
        surely_fewer=holds_some and row.is_upper_bound is True,
        rate=row.rate.value or 0.0,
        rated=row.rate.value is not None,
        unrated=row.rate.value is None and partitions > 0,
        consumed=row.consumed.value or 0.0,
        consuming=row.consumed.value is not None,
        size_bytes=0 if size is None else size.size_bytes,
        replicas=0 if size is None else size.replica_count,
        sized=size is not None,
        unsized=size is None or bool(row.is_size_partial),
    )


_FIGURES = Totals.__struct_fields__


class TopicSums:
    """Figures of topics added up from the first on, so that those of any that follow each other are a subtraction.

    Args:
        topics: in the order of their names.
        readings: what their figures are joined from; offsets of those in view and newest records are left out.
    """

    def __init__(self, topics: Sequence[Topic], readings: TopicReadings) -> None:
        self.topics = topics
        self.readings = lasting(readings)
        self._sums = [array("d", (0.0,)) for _ in _FIGURES]

    def fill(self) -> Iterator[int]:
        """Add them up; gives now and then how many are done. Nothing may be asked of the sums before the end."""
        for done, topic in enumerate(self.topics, start=1):
            totals = totals_of(topic_row(topic, self.readings))
            for sums, name in zip(self._sums, _FIGURES, strict=True):
                sums.append(sums[-1] + getattr(totals, name))
            if done % SLICE_TOPICS == 0:
                yield done

    def totals(self, start: int, end: int) -> Totals:
        """Of the topics from `start` up to `end`."""
        return Totals(*(round(sums[end] - sums[start], 6) for sums in self._sums))


def lasting(readings: TopicReadings) -> TopicReadings:
    """What sums are made from: not what is read of the rows in view alone, which changes with every look."""
    nothing = TopicReadings()
    return replace(readings, in_view=nothing.in_view, newest=nothing.newest)


class PrefixRow(Struct, frozen=True):
    """Several topics whose names begin alike.

    Attributes:
        totals: None while they are being added up.
        messages, rate, consumed, size: as `TopicRow` has them, of all of them together; of those that are known.
        is_upper_bound: whether `messages` may count more than can be read; None when that is not known.
        is_rate_partial, is_size_partial: whether some are missing from it; None when it is not known at all.
    """

    prefix: TopicPrefix
    totals: Totals | None
    messages: Observed[MessageCount]
    rate: Observed[float]
    consumed: Observed[float]
    size: Observed[TopicSize]
    is_upper_bound: bool | None = None
    is_rate_partial: bool | None = None
    is_size_partial: bool | None = None

    @property
    def key(self) -> str:
        """Identifies it beside topics."""
        return self.prefix.key

    @property
    def is_wrong(self) -> bool:
        """What `!` keeps: whether one of its topics is."""
        totals = self.totals
        return totals is not None and any(
            (totals.errors, totals.leaderless, totals.unreachable, totals.under_replicated)
        )


def prefix_row(prefix: TopicPrefix, sums: TopicSums | None) -> PrefixRow:
    """The row of a prefix; without sums nothing is known yet."""
    if sums is None:
        return PrefixRow(prefix, None, Observed.unknown(), Observed.unknown(), Observed.unknown(), Observed.unknown())
    totals, readings = sums.totals(prefix.start, prefix.end), sums.readings
    count = MessageCount(int(totals.messages), int(totals.missing))
    size = TopicSize(int(totals.size_bytes), int(totals.replicas))
    return PrefixRow(
        prefix,
        totals,
        messages=part(readings.offsets, lambda _: count if totals.counted or not totals.partitions else None),
        rate=part(readings.offsets, lambda _: totals.rate if totals.rated else None),
        consumed=part(readings.groups, lambda _: totals.consumed if totals.consuming else None),
        size=part(readings.sizes, lambda _: size if totals.sized else None, NOT_ON_DISK),
        is_upper_bound=True if totals.surely_fewer else None if totals.maybe_fewer else False,
        is_rate_partial=bool(totals.unrated) if totals.rated else None,
        is_size_partial=bool(totals.unsized) if totals.sized else None,
    )


class FoldedTopicList:
    """Rows of topics and of the prefixes they are folded in, the same ones again while nothing changes."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._folding: tuple[str, Collection[str]] = ("", ())
        self._lines: list[TopicPrefix | SingleTopic] = []
        self._keys: list[str] = []
        self._listed: ListedTopics | None = None
        self._readings: TopicReadings | None = None
        self._sums: TopicSums | None = None
        self._rows: Sequence[TopicRow | PrefixRow] = ()

    @property
    def prefix_count(self) -> int:
        """How many lines are prefixes."""
        return sum(isinstance(line, TopicPrefix) for line in self._lines)

    def rows(
        self,
        listed: ListedTopics,
        readings: TopicReadings,
        sums: TopicSums | None,
        separator: str,
        opened: frozenset[str],
    ) -> Sequence[TopicRow | PrefixRow]:
        """A row for every line; each is made when it is looked at.

        Args:
            sums: of the topics by those very names; None while they are added up.
        """
        is_as_before = self._fold(listed.names, separator, opened)
        is_as_before = is_as_before and listed is self._listed and sums is self._sums
        if is_as_before and readings.is_as(self._readings):
            return self._rows
        self._listed, self._readings, self._sums = listed, readings, sums
        lines, topics = self._lines, listed.topics

        def make(index: int) -> TopicRow | PrefixRow:
            line = lines[index]
            if isinstance(line, TopicPrefix):
                return prefix_row(line, sums)
            return replace(topic_row(topics[line.index], readings), depth=line.depth)

        self._rows = LazyRows(self._keys, make)
        return self._rows

    def _fold(self, names: list[str], separator: str, opened: frozenset[str]) -> bool:
        """Make the lines anew where they may be others; whether they are the same."""
        if names == self._names and (separator, opened) == self._folding:
            return True
        self._names, self._folding = names, (separator, opened)
        self._lines = folded(names, separator, opened)
        self._keys = [line.key if isinstance(line, TopicPrefix) else names[line.index] for line in self._lines]
        return False

    def names_in(self, key: str) -> Sequence[str]:
        """The topics that the line of that key stands for."""
        for line in self._lines:
            if isinstance(line, TopicPrefix) and line.key == key:
                return self._names[line.start : line.end]
        return ()
