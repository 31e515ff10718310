"""The partitions of a topic: metadata, offsets, rates, sizes and changes joined into a row for each partition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kafkatui.insight.changes import PartitionChange
from kafkatui.insight.messages import is_upper_bound
from kafkatui.insight.partition_histories import Histories, flap_count
from kafkatui.model.cluster import OffsetRange, Partition, Topic, TopicPartition
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.report.disk_sizes import LogDirs, leader_sizes
from kafkatui.report.part import part
from kafkatui.report.silent_leaders import sizes_without_silent, without_silent
from kafkatui.report.topics import config_value

NOT_TOLD = "The leader did not tell."

_UNREAD_RANGE: Observed[OffsetRange] = Observed.unknown()
_UNREAD_RATE: Observed[float] = Observed.unknown()
_UNREAD_SIZE: Observed[int] = Observed.unknown()
_UNREAD_SAMPLE: Observed[OffsetSample] = Observed.unknown()
_UNREAD_LOG_DIRS: LogDirs = Observed.unknown()
_UNREAD_CONFIG: Observed[tuple[ConfigEntry, ...]] = Observed.unknown()
_NO_CHANGES: Mapping[TopicPartition, PartitionChange] = {}
_NO_HISTORIES: Histories = {}
_NONE_SILENT: Mapping[int, float] = {}


class PartitionRow(Struct, frozen=True):
    """One partition.

    Attributes:
        offsets: begin and end; either may be None with a reason.
        rate: messages written per second.
        size_bytes: the leader's log on disk.
        change: the newest change of leader, ISR or replicas seen, if any.
        change_age_seconds: how long ago that was.
        flaps: how often leader or ISR changed lately, where that is too often; else 0.
        is_upper_bound: whether end − begin counts more than can be read (compacted, transactional); None: not known.
        leader_silent_seconds: how long the leader has not answered kafkatui; None when it answers or there is none.
    """

    partition: Partition
    offsets: Observed[OffsetRange] = _UNREAD_RANGE
    rate: Observed[float] = _UNREAD_RATE
    size_bytes: Observed[int] = _UNREAD_SIZE
    change: PartitionChange | None = None
    change_age_seconds: float = 0.0
    is_upper_bound: bool | None = None
    leader_silent_seconds: float | None = None
    flaps: int = 0

    @property
    def is_leader_silent(self) -> bool:
        """Whether the leader does not answer kafkatui and is leader by the metadata only."""
        return self.leader_silent_seconds is not None

    @property
    def is_wrong(self) -> bool:
        """What `!` keeps."""
        return is_partition_wrong(self.partition, is_silent=self.is_leader_silent)

    @property
    def begin(self) -> Observed[int]:
        """The log start offset."""
        return _known_part(self.offsets, self.offsets.value.begin if self.offsets.value else None)

    @property
    def end(self) -> Observed[int]:
        """The high watermark."""
        return _known_part(self.offsets, self.offsets.value.end if self.offsets.value else None)

    @property
    def messages(self) -> Observed[int]:
        """End − begin."""
        return _known_part(self.offsets, self.offsets.value.count if self.offsets.value else None)


def is_partition_wrong(partition: Partition, *, is_silent: bool) -> bool:
    """Whether a partition needs a person: without leader or with one that does not answer, or with replicas missing."""
    return is_silent or partition.is_leaderless or partition.is_under_replicated


def _known_part(offsets: Observed[OffsetRange], known: int | None) -> Observed[int]:
    """One offset of a pair: a pair that was read may still lack it."""
    if offsets.value is None or known is not None:
        return Observed(offsets.state, known, offsets.as_of_seconds, offsets.reason)
    return Observed(ObservedState.FAILED, None, offsets.as_of_seconds, offsets.value.reason)


def partition_rows(
    topic: Topic,
    now_seconds: float,
    *,
    offsets: Observed[OffsetSample] = _UNREAD_SAMPLE,
    log_dirs: LogDirs = _UNREAD_LOG_DIRS,
    config: Observed[tuple[ConfigEntry, ...]] = _UNREAD_CONFIG,
    has_transactions: bool | None = None,
    changes: Mapping[TopicPartition, PartitionChange] = _NO_CHANGES,
    unreachable: Mapping[int, float] = _NONE_SILENT,
    histories: Histories = _NO_HISTORIES,
) -> list[PartitionRow]:
    """A row for every partition of `topic`; what is not given is unknown.

    Args:
        has_transactions: whether transactions are remembered in the topic; None when nobody told.
        changes: as `insight.changes.with_latest` keeps them.
        unreachable: brokers that do not answer, with since when (Unix seconds).
        histories: how leaders and ISRs went.
    """
    bound = is_upper_bound(topic.name, config_value(config, "cleanup.policy").value, has_transactions=has_transactions)
    sizes = sizes_without_silent(leader_sizes(topic.partitions, log_dirs), topic, unreachable)
    offsets = without_silent(offsets, topic, unreachable)
    rows = []
    for partition in topic.partitions:
        key = (partition.topic, partition.id)
        silent_since = unreachable.get(partition.leader)
        change = changes.get(key)
        rows.append(
            PartitionRow(
                partition,
                _range_of(offsets, key),
                rate_of(offsets, key),
                sizes.get(key, _UNREAD_SIZE),
                change,
                0.0 if change is None else now_seconds - change.at_seconds,
                bound,
                None if silent_since is None else now_seconds - silent_since,
                flap_count(histories.get(key, ()), now_seconds),
            )
        )
    return rows


def _range_of(sample: Observed[OffsetSample], partition: TopicPartition) -> Observed[OffsetRange]:
    is_whole = sample.value is not None and sample.value.is_complete
    return part(sample, lambda known: known.ranges.get(partition), NOT_TOLD if is_whole else "")


def rate_of(sample: Observed[OffsetSample], partition: TopicPartition) -> Observed[float]:
    """A partition's rate; failed, rather than not known yet, where its offsets could not be read."""
    offsets = sample.value.ranges.get(partition) if sample.value else None
    if offsets is not None and offsets.end is None:
        return Observed(ObservedState.FAILED, None, sample.as_of_seconds, offsets.reason)
    return part(sample, lambda known: known.rates.get(partition))


class PartitionTotals(Struct, frozen=True):
    """The partitions of a topic together.

    Attributes:
        messages: those that are known; None when none is.
        is_messages_partial: whether some partition's are not.
        rate: messages per second that are known; None when none is.
        is_rate_partial: whether some partition's is not.
    """

    messages: int | None
    is_messages_partial: bool
    is_upper_bound: bool | None
    rate: float | None
    is_rate_partial: bool


def partition_totals(rows: Iterable[PartitionRow]) -> PartitionTotals:
    """The sums under a list of partitions."""
    every = list(rows)
    counts = [row.messages.value for row in every if row.messages.value is not None]
    rates = [row.rate.value for row in every if row.rate.value is not None]
    return PartitionTotals(
        sum(counts) if counts else None,
        len(counts) < len(every),
        every[0].is_upper_bound if every else None,
        sum(rates) if rates else None,
        len(rates) < len(every),
    )
