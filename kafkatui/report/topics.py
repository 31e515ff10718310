"""The list of topics: metadata, offsets, sizes, groups and configuration joined into a row for each topic."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct, field

from kafkatui.insight.messages import MessageCount, count_messages, is_upper_bound
from kafkatui.insight.rates import total_rate
from kafkatui.insight.topic_totals import TopicSize
from kafkatui.model.cluster import Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.report.part import part
from kafkatui.report.silent_leaders import without_silent

Configs = Mapping[str, Observed[tuple[ConfigEntry, ...]]]
"""The configuration of topics by name; those that nobody asked for are absent."""

NOT_ON_DISK = "No broker told of a replica of it."
NOT_CONFIGURED = "The broker did not tell it."

_NO_COUNT: Observed[MessageCount] = Observed.unknown()
_NO_RATE: Observed[float] = Observed.unknown()
_NO_SIZE: Observed[TopicSize] = Observed.unknown()
_NO_INTEGER: Observed[int] = Observed.unknown()
_NO_TEXT: Observed[str] = Observed.unknown()
NO_ENTRIES: Observed[tuple[ConfigEntry, ...]] = Observed.unknown()
_NO_SAMPLE: Observed[OffsetSample] = Observed.unknown()
_NO_SIZES: Observed[Mapping[str, TopicSize]] = Observed.unknown()
_NO_GROUPS: Observed[GroupCounts] = Observed.unknown()
_NO_NEWEST: Observed[Mapping[str, int | None]] = Observed.unknown()
NO_RECORD = "It has no record, or its leaders do not tell."


class TopicRow(Struct, frozen=True):
    """One topic.

    Attributes:
        under_replicated, leaderless: how many of its partitions are.
        messages: end − begin of all partitions (`insight.messages.count_messages`).
        rate: messages per second, all partitions together.
        size: all replicas on all brokers that told theirs.
        consumed: messages per second that all its groups commit together.
        newest_ms: the time of its newest record, Unix milliseconds.
        groups: groups that committed offsets for it or read it now.
        unreachable: how many of its partitions have a leader that does not answer kafkatui.
        are_groups_missing: whether there may be more: not every broker listed its groups.
        cleanup_policy: `cleanup.policy`.
        retention_ms: `retention.ms`; −1 keeps for ever.
        has_transactions: whether transactions are remembered in it; None when nobody told.
        depth: of how many opened prefixes it is listed as a part.
    """

    topic: Topic
    under_replicated: int
    leaderless: int
    messages: Observed[MessageCount] = _NO_COUNT
    rate: Observed[float] = _NO_RATE
    size: Observed[TopicSize] = _NO_SIZE
    groups: Observed[int] = _NO_INTEGER
    cleanup_policy: Observed[str] = _NO_TEXT
    retention_ms: Observed[int] = _NO_INTEGER
    has_transactions: bool | None = None
    are_groups_missing: bool = False
    unreachable: int = 0
    consumed: Observed[float] = _NO_RATE
    newest_ms: Observed[int] = _NO_INTEGER
    depth: int = 0

    @property
    def name(self) -> str:
        return self.topic.name

    @property
    def is_wrong(self) -> bool:
        """What `!` keeps."""
        return bool(self.topic.error or self.leaderless or self.unreachable or self.under_replicated)

    @property
    def is_upper_bound(self) -> bool | None:
        """Whether `messages` may count more than can be read; None when that is not known. Of none it is exact."""
        if self.messages.value is not None and self.messages.value.total == 0:
            return False
        return is_upper_bound(self.name, self.cleanup_policy.value, has_transactions=self.has_transactions)

    @property
    def is_size_partial(self) -> bool | None:
        """Whether `size` misses replicas; None when it is not known at all."""
        if self.size.value is None:
            return None
        return self.size.value.replica_count < sum(len(partition.replicas) for partition in self.topic.partitions)


class GroupCounts(Struct, frozen=True):
    """How many groups have to do with each topic.

    Attributes:
        by_topic: topics without a group are absent.
        are_missing: whether there may be more: not every broker listed its groups.
        consumed: messages per second that all groups together commit; topics of which nothing is known are absent.
    """

    by_topic: Mapping[str, int]
    are_missing: bool = False
    consumed: Mapping[str, float] = field(default_factory=dict)


class TopicReadings(Struct, frozen=True):
    """What rows of topics are joined from, as it was when they were asked for; what is not given is unknown.

    Attributes:
        offsets: of all topics.
        in_view: of some topics, read more often.
        transactional: whether transactions are remembered, by topic; those nobody told of are absent.
        unreachable: brokers that do not answer.
        newest: times of newest records, by topic, of those in view.
    """

    offsets: Observed[OffsetSample] = _NO_SAMPLE
    in_view: Observed[OffsetSample] = _NO_SAMPLE
    sizes: Observed[Mapping[str, TopicSize]] = _NO_SIZES
    groups: Observed[GroupCounts] = _NO_GROUPS
    configs: Configs = field(default_factory=dict)
    transactional: Mapping[str, bool] = field(default_factory=dict)
    unreachable: Collection[int] = ()
    newest: Observed[Mapping[str, int | None]] = _NO_NEWEST

    def is_as(self, other: TopicReadings | None) -> bool:
        """Whether rows of both look the same; told by identity: comparing samples costs more than making rows."""
        return (
            other is not None
            and self.offsets is other.offsets
            and self.in_view is other.in_view
            and self.sizes is other.sizes
            and self.groups is other.groups
            and self.configs is other.configs
            and self.transactional is other.transactional
            and self.unreachable == other.unreachable
            and self.newest is other.newest
        )


def topic_row(topic: Topic, readings: TopicReadings) -> TopicRow:
    """The row of `topic`."""
    groups, unreachable = readings.groups, readings.unreachable
    every = without_silent(readings.offsets, topic, unreachable)
    offsets = newest_of(topic, without_silent(readings.in_view, topic, unreachable), every)
    rate = part(offsets, lambda sample: rate_of(topic, sample))
    config = readings.configs.get(topic.name, NO_ENTRIES)
    return TopicRow(
        topic,
        topic.under_replicated_count,
        topic.leaderless_count,
        messages=part(offsets, lambda sample: count_messages(topic, sample.ranges)),
        rate=rate if rate.has_value else part(every, lambda sample: rate_of(topic, sample)),
        size=part(readings.sizes, lambda sizes: sizes.get(topic.name), NOT_ON_DISK),
        groups=part(groups, lambda counts: counts.by_topic.get(topic.name, 0)),
        cleanup_policy=config_value(config, "cleanup.policy"),
        retention_ms=part(config_value(config, "retention.ms"), int),
        has_transactions=readings.transactional.get(topic.name),
        are_groups_missing=groups.value is not None and groups.value.are_missing,
        unreachable=sum(each.leader in unreachable for each in topic.partitions) if unreachable else 0,
        consumed=part(groups, lambda counts: counts.consumed.get(topic.name)),
        newest_ms=_newest(topic, readings.newest),
    )


def _newest(topic: Topic, newest: Observed[Mapping[str, int | None]]) -> Observed[int]:
    """Unknown for a topic that was not asked for; failed where there is no record to tell of."""
    if newest.value is not None and topic.name not in newest.value:
        return _NO_INTEGER
    return part(newest, lambda known: known[topic.name], NO_RECORD)


def may_hold_messages(topic: Topic, offsets: Observed[OffsetSample]) -> bool:
    """Whether it takes more to tell how many messages there are: not where begin and end tell that there are none."""
    count = count_messages(topic, offsets.value.ranges) if offsets.value is not None else None
    return count is None or count.total != 0


def config_value(entries: Observed[tuple[ConfigEntry, ...]], name: str) -> Observed[str]:
    """One property of a topic's or broker's configuration."""
    return part(entries, lambda known: next((each.value for each in known if each.name == name), None), NOT_CONFIGURED)


def newest_of(topic: Topic, some: Observed[OffsetSample], every: Observed[OffsetSample]) -> Observed[OffsetSample]:
    """Of two samples the one to believe of `topic`: that of `some` topics when it has this one and is not older."""
    if some.value is None or not all((topic.name, partition.id) in some.value.ranges for partition in topic.partitions):
        return every
    is_older = every.value is not None and every.value.read_at_seconds > some.value.read_at_seconds
    has_all = every.value is not None and every.value.is_complete
    return every if is_older and has_all else some


def rate_of(topic: Topic, sample: OffsetSample) -> float | None:
    """Messages per second written to it; None when known of no partition."""
    return total_rate(sample.rates, ((topic.name, partition.id) for partition in topic.partitions))
