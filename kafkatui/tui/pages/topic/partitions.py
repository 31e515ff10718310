"""A topic's partitions: leaders, ISR, offsets, rates and sizes."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from textual.widget import Widget

from kafkatui.insight.counterparts import znode_place
from kafkatui.insight.messages import is_upper_bound
from kafkatui.insight.rates import total_rate
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.config_entry import LogDir
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import (
    METADATA,
    Feed,
    GroupsFeed,
    LogDirsFeed,
    OffsetsFeed,
    TopicConfigsFeed,
    TransactionsFeed,
)
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.topic.facts import part
from kafkatui.tui.pages.topic.partition_detail import PartitionDetail
from kafkatui.view import numbers
from kafkatui.view.partitions_table import PARTITIONS_TABLE, PartitionRow, partition_rows
from kafkatui.view.span import Span, Tone

NO_CONFIG: Mapping[str, str | None] = {}


class TopicPartitionsPane(TablePane[PartitionRow]):
    """Partitions of one topic, with the one under the cursor explained below."""

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, PARTITIONS_TABLE)
        self._offsets = OffsetsFeed((place.name,))
        self._configs = TopicConfigsFeed((place.name,))
        self._transactions = TransactionsFeed((place.name,))
        self._last_topic: Topic | None = None
        self._detail = PartitionDetail(session, place.name)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, self._offsets, self._configs, LogDirsFeed(), GroupsFeed(), self._transactions)

    def details(self) -> Sequence[Widget]:
        return (self._detail,)

    def config(self) -> Mapping[str, str | None]:
        """The topic's configuration by name, as far as it was read."""
        by_topic = self.session.observed(self._configs).value
        entries = by_topic.get(self.place.name) if by_topic else None
        return {entry.name: entry.value for entry in entries} if entries else NO_CONFIG

    def content(self) -> TableContent[PartitionRow]:
        metadata = self.session.metadata
        topic = metadata.value.topics.get(self.place.name) if metadata.value else None
        source: Observed[Any] = metadata
        if metadata.value is not None and topic is None:
            what = "was deleted" if self._last_topic else "does not exist"
            reason = f"Topic {self.place.name} {what}. Looking at it does not create it."
            topic = self._last_topic
            state = ObservedState.STALE if topic else ObservedState.FAILED
            source = Observed(state, topic, metadata.as_of_seconds, reason)
        if topic is None:
            return TableContent((), source)
        self._last_topic = topic
        return TableContent(self._rows(topic), source, "This topic has no partitions.")

    def _rows(self, topic: Topic) -> list[PartitionRow]:
        sample = self.session.observed(self._offsets)
        sizes = self.session.observed(LogDirsFeed())
        ids = [partition.id for partition in topic.partitions]
        told = self.session.observed(self._transactions).value or {}
        policy, has_transactions = self.config().get("cleanup.policy"), told.get(topic.name, False)
        return partition_rows(
            topic,
            time.time(),
            offsets={i: part(sample, lambda s, i=i: s.ranges.get((topic.name, i))) for i in ids},  # type: ignore[misc]
            rates={i: rate_of(sample, (topic.name, i)) for i in ids},
            sizes=leader_sizes(topic, sizes),
            changes=self.session.partition_changes,
            unreachable=self.session.unreachable,
            is_upper_bound=is_upper_bound(topic.name, policy, has_transactions=has_transactions),
        )

    def foot(self, rows: Sequence[PartitionRow]) -> Sequence[Span]:
        if self._last_topic is None:
            return ()
        parts: list[Span] = [(f"RF {self._last_topic.replication_factor}", Tone.DIM)]
        counts = [row.messages.value for row in rows]
        known = [count for count in counts if count is not None]
        if known:
            sign = "≤" if rows[0].is_upper_bound else ""
            missing = " +?" if len(known) < len(counts) else ""
            parts.append((f"{sign}{numbers.count(sum(known))}{missing} messages", Tone.DIM))
        sample = self.session.observed(self._offsets).value
        rate = total_rate(sample.rates, sample.rates) if sample else None
        if sample is not None and rate is not None:
            missing = " +?" if len(sample.rates) < len(rows) else ""
            parts.append((f"{numbers.rate(rate)}{missing} msg/s", Tone.DIM))
        return parts

    def show(self) -> None:
        super().show()
        self._show_detail()

    def on_cursor(self, row: PartitionRow | None) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.cursor_row
        metadata = self.session.metadata.value
        if row is not None and metadata is not None and self._detail.is_mounted:
            sample = self.session.observed(self._offsets).value
            self._detail.show(row, self.config().get("min.insync.replicas"), sample)

    def place_of(self, row: PartitionRow) -> Place | None:
        return Place(self.session.profile.name, PlaceKind.TOPIC, self.place.name, tab="messages")

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        if not self.is_linked or row is None:
            return None
        return znode_place(self.session.profile.name, PlaceKind.TOPIC, self.place.name, row.partition.id)

    def target_of(self, row: PartitionRow) -> Target:
        return Target(PlaceKind.TOPIC, self.place.name, row.partition.id)

    def topic_name(self) -> str | None:
        return self.place.name

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-topics.sh --bootstrap-server {servers} --describe --topic {self.place.name}"


def rate_of(sample: Observed[OffsetSample], partition: TopicPartition) -> Observed[float]:
    """A partition's rate; failed, rather than not known yet, where its offsets could not be read."""
    offsets = sample.value.ranges.get(partition) if sample.value else None
    if offsets is not None and offsets.end is None:
        return Observed(ObservedState.FAILED, None, sample.as_of_seconds, offsets.reason)
    return part(sample, lambda value: value.rates.get(partition))


def leader_sizes(topic: Topic, log_dirs: Observed[tuple[LogDir, ...]]) -> dict[int, Observed[int]]:
    """Bytes on the leader's disk by partition id; failed where the leader did not tell."""
    if log_dirs.value is None:
        unread: Observed[int] = Observed(log_dirs.state, None, log_dirs.as_of_seconds, log_dirs.reason)
        return {partition.id: unread for partition in topic.partitions}
    sizes = {
        (replica.partition, replica.broker_id): replica.size_bytes
        for log_dir in log_dirs.value
        for replica in log_dir.replicas
        if replica.topic == topic.name
    }
    errors = {log_dir.broker_id: log_dir.error for log_dir in log_dirs.value if log_dir.error}
    found: dict[int, Observed[int]] = {}
    for partition in topic.partitions:
        size = sizes.get((partition.id, partition.leader))
        if size is not None:
            found[partition.id] = Observed(log_dirs.state, size, log_dirs.as_of_seconds, log_dirs.reason)
        elif partition.is_leaderless or partition.leader in errors:
            reason = errors.get(partition.leader, "no leader")
            found[partition.id] = Observed(ObservedState.FAILED, None, log_dirs.as_of_seconds, reason)
    return found
