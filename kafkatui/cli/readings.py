"""What the listing verbs read, one look each; `kafkatui.report` makes the rows of it, as for the pages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from kafkatui.insight.filters import compile_filter
from kafkatui.model.broker_figures import BrokerFigures
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.errors import KafkatuiError, NotSupported, RequestFailed
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.metric import Metric
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.time_lag import UnreadRecords
from kafkatui.report.brokers import BrokerRow, broker_rows, presences_at_once
from kafkatui.report.cluster_partitions import ClusterPartitionRow, PartitionState, cluster_partition_rows
from kafkatui.report.config_explained import ExplainedRow, explained_rows
from kafkatui.report.groups import GroupKnowledge, GroupRow, group_rows, with_old_groups
from kafkatui.report.metrics import Readings, cluster_metrics
from kafkatui.report.part import part
from kafkatui.report.partitions import PartitionRow, partition_rows
from kafkatui.report.progress import NO_RECORDS, progress_rows
from kafkatui.report.topic_list import group_counts, sizes_of, topic_rows
from kafkatui.report.topics import Configs, TopicReadings, TopicRow, may_hold_messages
from kafkatui.session.feeds import (
    ZOOKEEPER,
    BrokerDetailsFeed,
    BrokerFiguresFeed,
    CapabilitiesFeed,
    Feed,
    GroupFeed,
    GroupsFeed,
    LogDirsFeed,
    MetadataFeed,
    OffsetsFeed,
    OldGroupsFeed,
    ReassignmentsFeed,
    RegistrationsFeed,
    TopicConfigsFeed,
    TopicPropertiesFeed,
    TransactionsFeed,
    UnreadRecordsFeed,
)
from kafkatui.session.feeds.settings import BrokerDocumentationFeed, TopicDocumentationFeed
from kafkatui.session.link import compare
from kafkatui.session.session import ClusterSession
from kafkatui.view.table import TableDefinition

R = TypeVar("R")
T = TypeVar("T")

TOPIC_COLUMNS = ("name", "partitions", "replication_factor", "isr", "messages")
PARTITION_COLUMNS = ("partition", "leader", "replicas", "isr", "begin", "end", "messages")
LONG_TOPIC_COLUMNS = ("size", "groups", "cleanup", "retention")
GROUP_COLUMNS_LEFT_OUT = ("trend", "lag_rate")
"""A single look has no history."""

LONG_GROUP_COLUMNS = ("time_lag",)

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


def _detailed_metadata(session: ClusterSession) -> ClusterMetadata:
    """The metadata with racks and KRaft's controller, which it has once these were read."""
    session.fetch(MetadataFeed())  # fails here when nobody answers
    observe(session, BrokerDetailsFeed())
    return session.fetch(MetadataFeed())


def broker_list(session: ClusterSession) -> list[BrokerRow]:
    """Every broker that is there or should be."""
    metadata = _detailed_metadata(session)
    presences = presences_at_once(metadata, session.find_unreachable())
    has_zookeeper = session.profile.zookeeper is not None
    zookeeper = observe(session, ZOOKEEPER) if has_zookeeper else Observed.unknown()
    return broker_rows(
        metadata,
        presences,
        time.time(),
        log_dirs=observe(session, LogDirsFeed()),
        registrations=observe(session, RegistrationsFeed()) if has_zookeeper else Observed.unknown(),
        link=compare(session.profile, Observed.ok(metadata, time.time()), zookeeper),
    )


def topic_list(session: ClusterSession, filter_text: str, *, with_internal: bool, is_long: bool) -> list[TopicRow]:
    """The topics whose names pass the filter, with their messages; with `is_long` every lazy column too."""
    passes = compile_filter(filter_text).matches
    metadata = session.fetch(MetadataFeed())
    names = tuple(
        name for name, topic in metadata.topics.items() if (with_internal or not topic.is_internal) and passes(name)
    )
    if not names:
        return []
    unreachable = session.find_unreachable()
    offsets = observe(session, OffsetsFeed(names))
    bounded = names if is_long else tuple(name for name in names if may_hold_messages(metadata.topics[name], offsets))
    readings = TopicReadings(
        offsets=offsets,
        sizes=sizes_of(observe(session, LogDirsFeed())) if is_long else Observed.unknown(),
        groups=observe(session, GroupsFeed()).map(group_counts) if is_long else Observed.unknown(),
        configs=read_configs(session, bounded, ("cleanup.policy", "retention.ms") if is_long else ("cleanup.policy",)),
        transactional=read_transactional(session, bounded),
        unreachable=unreachable,
    )
    return topic_rows(metadata, names, readings)


def read_configs(session: ClusterSession, names: Sequence[str], properties: tuple[str, ...] = ()) -> Configs:
    """The configuration of those topics; with `properties` only these."""
    if not names:
        return {}
    if properties:
        observed = observe(session, TopicPropertiesFeed(tuple(names), properties))
        return {name: _config_of(name, observed) for name in names}
    configs: dict[str, Observed[tuple[ConfigEntry, ...]]] = {}
    for start in range(0, len(names), CONFIG_BATCH):
        batch = tuple(names[start : start + CONFIG_BATCH])
        observed = observe(session, TopicConfigsFeed(batch))
        configs.update({name: _config_of(name, observed) for name in batch})
    return configs


def _config_of(
    name: str, observed: Observed[Mapping[str, tuple[ConfigEntry, ...]]]
) -> Observed[tuple[ConfigEntry, ...]]:
    return part(observed, lambda by_topic: by_topic.get(name))


def read_transactional(session: ClusterSession, names: Sequence[str]) -> Mapping[str, bool]:
    """Whether transactions are remembered, by topic; those nobody told of are absent."""
    return (observe(session, TransactionsFeed(tuple(names))).value or {}) if names else {}


def known_config(configs: Configs, topic: str) -> tuple[ConfigEntry, ...]:
    """A topic's configuration.

    Raises:
        RequestFailed: it could not be read.
    """
    entries = configs[topic]
    if entries.value is None:
        raise RequestFailed(entries.reason or f"The configuration of {topic} was not told.")
    return entries.value


def partition_list(session: ClusterSession, topics: Sequence[Topic]) -> list[PartitionRow]:
    """The partitions of those topics with their offsets."""
    names = tuple(topic.name for topic in topics)
    if not names:
        return []
    unreachable = session.find_unreachable()
    offsets = observe(session, OffsetsFeed(names))
    configs = read_configs(session, names, ("cleanup.policy",))
    transactional = read_transactional(session, names)
    now = time.time()
    return [
        row
        for topic in topics
        for row in partition_rows(
            topic,
            now,
            unreachable=unreachable,
            offsets=offsets,
            config=configs[topic.name],
            has_transactions=transactional.get(topic.name),
        )
    ]


def group_list(session: ClusterSession, *, is_long: bool = False) -> list[GroupRow]:
    """Every consumer group with its lag and its verdict; with `is_long` its lag in time too."""
    metadata = session.fetch(MetadataFeed())
    session.find_unreachable()
    groups = Observed.ok(session.fetch(GroupsFeed()), time.time())
    unread = _unread_of(session, group_rows(groups)) if is_long else {}
    known = GroupKnowledge(
        metadata=metadata, unread=lambda group_id: unread.get(group_id, NO_RECORDS), has_verdicts=True
    )
    rows = group_rows(groups, known)
    zookeeper = session.profile.zookeeper
    if zookeeper is None or zookeeper.is_assumed:
        return rows
    return with_old_groups(rows, observe(session, OldGroupsFeed()), known)


def _unread_of(session: ClusterSession, rows: Iterable[GroupRow]) -> dict[str, UnreadRecords]:
    """The oldest unread records of the groups that lag; none of those that cannot be read."""
    lagging = [row.group.id for row in rows if row.lag.value is not None and row.lag.value.known]
    found = {group_id: observe(session, UnreadRecordsFeed(group_id)).value for group_id in lagging}
    return {group_id: records for group_id, records in found.items() if records is not None}


def progress_list(session: ClusterSession, group_id: str) -> tuple[PartitionProgress, ...]:
    """How far a group is in every partition it has to do with."""
    metadata = session.fetch(MetadataFeed())
    session.find_unreachable()
    sample = session.fetch(GroupFeed(group_id))
    return progress_rows(sample, metadata, unread=observe(session, UnreadRecordsFeed(group_id)).value or NO_RECORDS)


def cluster_partition_list(session: ClusterSession, states: frozenset[PartitionState]) -> list[ClusterPartitionRow]:
    """The partitions of all topics; with `states` those in one of them.

    Raises:
        KafkatuiError: what decides whether a partition is in one of `states` could not be read.
    """
    metadata = session.fetch(MetadataFeed())
    names = tuple(metadata.topics)
    configs = read_configs(session, names, ("min.insync.replicas",))
    if states & {PartitionState.AT_MIN, PartitionState.UNDER_MIN}:
        unread = [observed.reason for observed in configs.values() if not observed.has_value]
        if unread:
            raise RequestFailed(f"The minimum of {len(unread)} topics is not known: {unread[0]}")
    must_know = PartitionState.MOVING in states
    moves = session.fetch(ReassignmentsFeed()) if must_know else observe(session, ReassignmentsFeed()).value or {}
    rows = cluster_partition_rows(metadata, configs=configs, unreachable=session.find_unreachable(), moves=moves)
    return [row for row in rows if not states or not states.isdisjoint(row.states)]


def explained_list(session: ClusterSession, broker_id: int, entries: Sequence[ConfigEntry]) -> list[ExplainedRow]:
    """A broker's properties with what they mean; Kafka's own words as far as the broker tells them."""
    told = observe(session, BrokerDocumentationFeed(broker_id)).value
    return explained_rows(entries, "broker", _generation(session), told, told)


def explained_topic_list(session: ClusterSession, name: str) -> list[ExplainedRow]:
    """A topic's properties with what they mean, as above."""
    entries = known_config(read_configs(session, (name,)), name)
    told = observe(session, TopicDocumentationFeed(name)).value
    return explained_rows(entries, "topic", _generation(session), documentation=told)


def _generation(session: ClusterSession) -> str:
    """The brokers' version; empty when nobody told."""
    capabilities = observe(session, CapabilitiesFeed()).value
    return capabilities.broker_generation if capabilities is not None else ""


def metric_list(session: ClusterSession) -> list[Metric]:
    """The cluster's figures."""
    metadata = _detailed_metadata(session)
    names = tuple(metadata.topics)
    return cluster_metrics(
        Readings(
            metadata,
            frozenset(session.find_unreachable()),
            read_configs(session, names, ("min.insync.replicas",)),
            observe(session, OffsetsFeed(names)) if names else Observed.unknown(),
            observe(session, GroupsFeed()),
            observe(session, LogDirsFeed()),
            _figures(session, metadata.brokers),
        )
    )


def _figures(session: ClusterSession, broker_ids: Iterable[int]) -> dict[int, Observed[BrokerFigures]]:
    """What the brokers' Java machines tell; nobody is asked where the profile does not say where."""
    found = {}
    for broker_id in sorted(broker_ids):
        observed = observe(session, BrokerFiguresFeed(broker_id))
        if observed.state is not ObservedState.NOT_SUPPORTED:
            found[broker_id] = observed
    return found
