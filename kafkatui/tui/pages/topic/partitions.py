"""A topic's partitions: leaders, ISR, offsets, rates and sizes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from textual.widget import Widget

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.cluster import Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.part import part
from kafkatui.report.partitions import PartitionRow, partition_rows, partition_totals
from kafkatui.report.topics import config_value
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
from kafkatui.tui.pages.topic.partition_detail import PartitionDetail
from kafkatui.view.column import COUNT_CELLS, RATE_CELLS, SIZE_CELLS
from kafkatui.view.partitions_table import PARTITIONS_TABLE, total_spans
from kafkatui.view.span import Span, Tone

_TABLE = PARTITIONS_TABLE.reserving(
    begin=COUNT_CELLS, end=COUNT_CELLS, messages=COUNT_CELLS, rate=RATE_CELLS, size=SIZE_CELLS, isr=7
)


class TopicPartitionsPane(TablePane[PartitionRow]):
    """Partitions of one topic, with the one under the cursor explained below."""

    ages = has_row_detail = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)
        self._offsets = OffsetsFeed((place.name,))
        self._configs = TopicConfigsFeed((place.name,))
        self._transactions = TransactionsFeed((place.name,))
        self._last_topic: Topic | None = None
        self._detail = PartitionDetail(session, place.name)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, self._offsets, self._configs, LogDirsFeed(), GroupsFeed(), self._transactions)

    def details(self) -> Sequence[Widget]:
        return (self._detail,)

    def config(self) -> Observed[tuple[ConfigEntry, ...]]:
        """The topic's configuration, as far as it was read."""
        return part(self.session.observed(self._configs), lambda by_topic: by_topic.get(self.place.name))

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
        told = self.session.observed(self._transactions).value or {}
        return partition_rows(
            topic,
            time.time(),
            offsets=self.session.observed(self._offsets),
            log_dirs=self.session.observed(LogDirsFeed()),
            config=self.config(),
            has_transactions=told.get(topic.name),
            changes=self.session.partition_changes,
            unreachable=self.session.unreachable,
            histories=self.session.partition_histories,
        )

    def foot(self, rows: Sequence[PartitionRow]) -> Sequence[Span]:
        if self._last_topic is None:
            return ()
        return [(f"RF {self._last_topic.replication_factor}", Tone.DIM), *total_spans(partition_totals(rows))]

    def show_details(self) -> None:
        row = self.cursor_row
        metadata = self.session.metadata.value
        if row is not None and metadata is not None and self._detail.is_mounted:
            sample = self.session.observed(self._offsets).value
            self._detail.show_partition(row, config_value(self.config(), "min.insync.replicas").value, sample)

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
