"""Topics folded by prefix: what many topics have together, added up so that a line of any of them costs the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from kafkatui.insight.messages import MessageCount
from kafkatui.insight.topic_prefixes import SingleTopic, TopicPrefix, folded
from kafkatui.insight.topic_totals import TopicSize
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.report.lazy_rows import LazyRows
from kafkatui.report.part import part
from kafkatui.report.topic_list import ListedTopics
from kafkatui.report.topic_sums import TopicSums, Totals
from kafkatui.report.topics import NOT_ON_DISK, TopicReadings, TopicRow, topic_row


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
