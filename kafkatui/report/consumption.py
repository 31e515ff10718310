"""How groups do: each group's partitions joined into one row with its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from kafkatui.insight.group_track import group_rates
from kafkatui.insight.lag import sum_totals, total_lag
from kafkatui.insight.rates import total_rate
from kafkatui.insight.verdict import group_verdict
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.group_track import NO_TRACK, GroupTrack
from kafkatui.model.lag import LagTotal, PartitionProgress, eta_seconds
from kafkatui.model.replacing import replace
from kafkatui.model.time_lag import TimeLag, UnreadRecords
from kafkatui.model.verdict import Verdict
from kafkatui.report.progress import NO_RECORDS, progress_rows


class ConsumptionRow(Struct, frozen=True):
    """A group in all its partitions together.

    Attributes:
        progress: its partitions, each with its verdict.
        produce_rate, consume_rate: messages per second, where known; None when known nowhere.
    """

    group: Group
    progress: tuple[PartitionProgress, ...]
    verdict: Verdict
    produce_rate: float | None
    consume_rate: float | None

    @property
    def lag(self) -> LagTotal:
        return total_lag(self.progress)

    @property
    def eta_seconds(self) -> float | None:
        """As of a partition, of all together; None while the lag of one is not known."""
        return eta_seconds(self.lag.exact, self.produce_rate, self.consume_rate)

    @property
    def time_lag(self) -> TimeLag | None:
        """Its largest partition's: at least that where another has something to read and it is not known since when."""
        known = [part.time_lag for part in self.progress if part.time_lag is not None]
        largest = max(known, key=lambda lag: lag.seconds, default=None)
        if largest is None or not any(part.time_lag is None and part.lag for part in self.progress):
            return largest
        return replace(largest, is_at_least=True) if largest.seconds else None

    @property
    def retained_share(self) -> float | None:
        """Its largest partition's."""
        return max((part.retained_share for part in self.progress if part.retained_share is not None), default=None)

    @property
    def lost(self) -> int:
        """Records that were deleted before the group had read them, added up."""
        return sum(part.lost for part in self.progress)


def consumption_row(
    sample: GroupSample,
    metadata: ClusterMetadata | None,
    track: GroupTrack = NO_TRACK,
    unread: UnreadRecords = NO_RECORDS,
) -> ConsumptionRow:
    """A group's row."""
    progress = progress_rows(sample, metadata, track=track, unread=unread)
    has_members = bool(sample.group.members)
    return ConsumptionRow(
        sample.group,
        progress,
        group_verdict(progress, track, sample.offsets.read_at_seconds, has_members=has_members),
        _rate((part.topic, part.partition, part.produce_rate) for part in progress),
        _rate((part.topic, part.partition, part.consume_rate) for part in progress),
    )


def each_group(sample: GroupsSample) -> tuple[GroupSample, ...]:
    """The groups of a sample of all, each by itself."""
    return tuple(one_group(sample, group) for group in sample.groups)


def one_group(sample: GroupsSample, group: Group) -> GroupSample:
    """A group of a sample of all by itself."""
    return GroupSample(
        group,
        sample.committed.get(group.id, GroupOffsets(group.id, {}, {}, {})),
        sample.offsets,
        sample.commit_rates.get(group.id, {}),
        sample.offsets.rates,
    )


class LateConsumption:
    """How a group of a sample of all does, joined when somebody looks at it: there may be ten thousand.

    Args:
        track: what was seen of it.
        unread: its oldest unread records.
    """

    def __init__(
        self,
        sample: GroupsSample,
        group: Group,
        metadata: ClusterMetadata | None,
        track: GroupTrack = NO_TRACK,
        unread: UnreadRecords = NO_RECORDS,
    ) -> None:
        self._sources = (sample, group, metadata, track, unread)
        self._row: ConsumptionRow | None = None

    @property
    def row(self) -> ConsumptionRow:
        """Made once; twice when two look at the same time."""
        if self._row is None:
            sample, group, metadata, track, unread = self._sources
            known = track if track.is_followed else replace(track, partitions={})
            self._row = consumption_row(listed_group(sample, group, known), metadata, known, unread)
        return self._row


def listed_group(sample: GroupsSample, group: Group, track: GroupTrack) -> GroupSample:
    """A group of a sample of all by itself, its rates from what was seen of it over time as far as there is some."""
    own = one_group(sample, group)
    written, read = group_rates(track)
    return replace(own, commit_rates=read, produce_rates=written) if read else own


def sum_consumption(rows: Sequence[ConsumptionRow]) -> LagTotal:
    """The lag of those groups together."""
    return sum_totals(row.lag for row in rows)


def _rate(parts: Iterable[tuple[str, int, float | None]]) -> float | None:
    rates: dict[TopicPartition, float] = {(topic, number): rate for topic, number, rate in parts if rate is not None}
    return total_rate(rates, rates)
