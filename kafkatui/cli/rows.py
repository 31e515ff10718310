"""The rows of the listing verbs: what the session reads, joined as the tables want it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from kafkatui.insight.brokers import expected_brokers
from kafkatui.insight.filters import compile_filter
from kafkatui.insight.messages import MessageCount, count_messages
from kafkatui.insight.topic_totals import TopicSize, groups_by_topic, size_by_topic
from kafkatui.model.cluster import Broker, ClusterMetadata, OffsetRange, Topic, TopicPartition
from kafkatui.model.config_entry import ConfigEntry, LogDir
from kafkatui.model.errors import KafkatuiError, NotSupported
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.presence import BrokerPresence, PresenceState
from kafkatui.model.registration import BrokerRegistration
from kafkatui.session.feeds import (
    BrokerDetailsFeed,
    Feed,
    GroupsFeed,
    LogDirsFeed,
    MetadataFeed,
    OffsetsFeed,
    RegistrationsFeed,
    TopicConfigsFeed,
    TransactionsFeed,
)
from kafkatui.session.session import ClusterSession
from kafkatui.view.brokers_table import BrokerRow, broker_rows
from kafkatui.view.partitions_table import PartitionRow, partition_rows
from kafkatui.view.table import TableDefinition
from kafkatui.view.topics_table import TopicRow, topic_row

R = TypeVar("R")
T = TypeVar("T")

TOPIC_COLUMNS = ("name", "partitions", "replication_factor", "isr", "messages")
PARTITION_COLUMNS = ("partition", "leader", "replicas", "isr", "begin", "end", "messages")
LONG_TOPIC_COLUMNS = ("size", "groups", "cleanup", "retention")
CONFIG_BATCH = 500
"""Topics whose configuration is asked for in one request."""


def kept(table: TableDefinition[R], rows: Iterable[R], filter_text: str, *, only_wrong: bool = False) -> list[R]:
    """The rows that pass the filter and, with `only_wrong`, are wrong. UsageError: the filter does not compile."""
    passes = compile_filter(filter_text).matches
    is_wrong = table.is_wrong
    return [
        row
        for row in rows
        if passes(table.filter_text(row)) and (not only_wrong or (is_wrong is not None and is_wrong(row)))
    ]


def observe(session: ClusterSession, feed: Feed[T]) -> Observed[T]:
    """What `feed` reads now, a failure as a value: for columns that a list can do without."""
    try:
        return Observed.ok(session.fetch(feed), time.time())
    except NotSupported as error:
        return Observed.not_supported(error.what)
    except KafkatuiError as error:
        unread: Observed[T] = Observed.unknown()
        return unread.failing(error.what, time.time())


def broker_list(session: ClusterSession) -> list[BrokerRow]:
    """Every broker that is there or should be."""
    observe(session, BrokerDetailsFeed())  # racks and KRaft's controller, which the metadata then has
    metadata = session.fetch(MetadataFeed())
    unreachable = session.find_unreachable()
    ids = expected_brokers(metadata)
    log_dirs = observe(session, LogDirsFeed())
    registrations = observe(session, RegistrationsFeed()) if session.profile.zookeeper is not None else None
    told = {log_dir.broker_id for log_dir in log_dirs.value or () if log_dir.path}
    silent: Observed[int] = Observed.unknown().failing("The broker did not tell.", time.time())
    sizes = {
        number: log_dirs.map(partial(_broker_size, number)) if number in told or log_dirs.value is None else silent
        for number in ids
    }
    since: dict[int, Observed[float]] = {}
    for number in ids:
        if registrations is None:
            since[number] = Observed.not_supported("No ZooKeeper is configured for this cluster.")
        elif registrations.value is None or number in registrations.value:
            since[number] = registrations.map(partial(_registered_at_seconds, number))
    return broker_rows(metadata, _presences(metadata, ids, unreachable), time.time(), sizes=sizes, registrations=since)


def _presences(
    metadata: ClusterMetadata, ids: Iterable[int], unreachable: Mapping[int, float]
) -> Iterator[BrokerPresence]:
    for number in ids:
        broker = metadata.brokers.get(number)
        if broker is None:
            yield BrokerPresence(Broker(number, "?", 0), PresenceState.GONE)
        else:
            yield BrokerPresence(broker, PresenceState.UNREACHABLE if number in unreachable else PresenceState.UP)


def _registered_at_seconds(broker_id: int, registrations: Mapping[int, BrokerRegistration]) -> float:
    return registrations[broker_id].stat.created_ms / 1000


def _broker_size(broker_id: int, log_dirs: Sequence[LogDir]) -> int:
    return sum(log_dir.size_bytes for log_dir in log_dirs if log_dir.broker_id == broker_id)


def topic_list(session: ClusterSession, filter_text: str, *, with_internal: bool, is_long: bool) -> list[TopicRow]:
    """The topics whose names pass the filter, with their messages; with `is_long` every lazy column too."""
    passes = compile_filter(filter_text).matches
    metadata = session.fetch(MetadataFeed())
    topics = [
        topic for topic in metadata.topics.values() if (with_internal or not topic.is_internal) and passes(topic.name)
    ]
    if not topics:
        return []
    session.find_unreachable()
    offsets = observe(session, OffsetsFeed(tuple(topic.name for topic in topics)))
    details = _TopicDetails(session, topics) if is_long else None
    return [_topic_row(topic, offsets, details) for topic in topics]


def partition_list(session: ClusterSession, topic: Topic) -> list[PartitionRow]:
    """The topic's partitions with their offsets."""
    unreachable = session.find_unreachable()
    sample = observe(session, OffsetsFeed((topic.name,)))
    offsets = {part.id: sample.map(partial(_offset_range, (topic.name, part.id))) for part in topic.partitions}
    return partition_rows(topic, time.time(), offsets=offsets, unreachable=unreachable)


def _offset_range(partition: TopicPartition, sample: OffsetSample) -> OffsetRange:
    return sample.ranges.get(partition, OffsetRange(None, None, "not told"))


class _TopicDetails:
    """The lazy columns of all topics at once."""

    def __init__(self, session: ClusterSession, topics: Sequence[Topic]) -> None:
        self.sizes = observe(session, LogDirsFeed()).map(size_by_topic)
        groups = observe(session, GroupsFeed())
        self.are_groups_missing = groups.value is not None and bool(groups.value.errors)
        self.groups = groups.map(lambda sample: groups_by_topic(sample.groups, sample.committed))
        self._configs: dict[str, Observed[Mapping[str, tuple[ConfigEntry, ...]]]] = {}
        names = [topic.name for topic in topics]
        self.transactional = observe(session, TransactionsFeed(tuple(names))).value or {}
        for start in range(0, len(names), CONFIG_BATCH):
            batch = tuple(names[start : start + CONFIG_BATCH])
            self._configs.update(dict.fromkeys(batch, observe(session, TopicConfigsFeed(batch))))

    def config(self, topic: str, name: str) -> Observed[str]:
        """One property of a topic; unknown when the broker did not tell it."""
        observed = self._configs[topic]
        entries = observed.value.get(topic, ()) if observed.value is not None else ()
        value = next((entry.value for entry in entries if entry.name == name), None)
        if observed.value is not None and value is None:
            return Observed.unknown()
        return observed.map(lambda _: value or "")


def _topic_row(topic: Topic, offsets: Observed[OffsetSample], details: _TopicDetails | None) -> TopicRow:
    messages: Observed[MessageCount] = Observed(offsets.state, None, offsets.as_of_seconds, offsets.reason)
    if offsets.value is not None:
        count = count_messages(topic, offsets.value.ranges)
        messages = Observed.unknown() if count is None else Observed.ok(count, offsets.value.read_at_seconds)
    if details is None:
        return topic_row(topic, messages=messages)
    retention = details.config(topic.name, "retention.ms")
    return topic_row(
        topic,
        messages=messages,
        size=details.sizes.map(lambda sizes: sizes.get(topic.name, TopicSize(0, 0))),
        groups=details.groups.map(lambda groups: groups[topic.name]),
        cleanup_policy=details.config(topic.name, "cleanup.policy"),
        retention_ms=retention.map(int) if retention.value else Observed.unknown(),
        has_transactions=details.transactional.get(topic.name, False),
        are_groups_missing=details.are_groups_missing,
    )
