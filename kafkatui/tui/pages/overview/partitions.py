"""The cluster's partitions that somebody may want to look at."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.cluster import Topic
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.cluster_health import ClusterHealth
from kafkatui.report.cluster_partitions import ClusterPartitionRow, PartitionList
from kafkatui.report.partitions import partition_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, OffsetsFeed, ReassignmentsFeed
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.overview.followed_configs import FollowedConfigs
from kafkatui.tui.pages.topic.partition_detail import partition_facts
from kafkatui.view import numbers
from kafkatui.view.cluster_partitions_table import CLUSTER_PARTITIONS_TABLE
from kafkatui.view.partition_detail import LABEL_WIDTH, partition_lines
from kafkatui.view.span import Span, Tone

_TABLE = CLUSTER_PARTITIONS_TABLE.with_width("state", len("under minimum, under-replicated"))


class ClusterPartitionsPane(DetailedPane[ClusterPartitionRow]):
    """Partitions without leader, under or at their minimum, under-replicated, moving, or not led as preferred; below,
    the one under the cursor, as on its topic's page."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)
        self._counts = ClusterHealth()
        self._configs = FollowedConfigs(self.hold_feeds)
        self._list = PartitionList()

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, ReassignmentsFeed(), *self._configs.feeds, *self.cursor_feeds)

    def content(self) -> TableContent[ClusterPartitionRow]:
        metadata = self.session.metadata
        if metadata.value is None:
            return TableContent((), metadata)
        self._configs.follow(self._counts.topics_to_configure(metadata.value))
        moves = self.session.observed(ReassignmentsFeed()).value
        rows = self._list.rows(metadata.value, self.session.learned.configs, frozenset(self.session.unreachable), moves)
        total = self._counts.health(metadata.value).partitions
        empty = f"All {numbers.count(total)} partitions are in sync and led by their preferred replica."
        return TableContent(rows, metadata, empty)

    def row_feeds(self, key: str) -> tuple[Feed[Any], ...]:
        return (OffsetsFeed((key.rpartition("-")[0],)),)

    def detail(self, row: ClusterPartitionRow) -> Detail:
        session, name, number = self.session, row.partition.topic, row.partition.id
        sample = session.observed(OffsetsFeed((name,)))
        rows = partition_rows(
            Topic(name, (row.partition,)), time.time(), offsets=sample, changes=session.partition_changes,
            unreachable=session.unreachable, histories=session.partition_histories,
        )  # fmt: skip
        facts = partition_facts(session, rows[0], row.min_isr.value, sample.value, None)
        return Detail(f"{name}-{number}", partition_lines(facts), "⏎ the partition", label_width=LABEL_WIDTH)

    def foot(self, rows: Sequence[ClusterPartitionRow]) -> Sequence[Span]:
        metadata = self.session.metadata.value
        if metadata is None:
            return ()
        parts: list[Span] = [(f"of {numbers.count(self._counts.health(metadata).partitions)}", Tone.DIM)]
        unknown = self._counts.min_isr_unknown(metadata, self.session.learned.configs)
        if unknown:
            parts.append((f"minimum not known: {unknown}", Tone.WARNING))
        return parts

    def place_of(self, row: ClusterPartitionRow) -> Place | None:
        partition = row.partition
        return Place(
            self.session.profile.name, PlaceKind.TOPIC, partition.topic, tab="partitions", cursor=str(partition.id)
        )

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        if not self.is_linked or row is None:
            return None
        return znode_place(self.session.profile.name, PlaceKind.TOPIC, row.partition.topic, row.partition.id)

    def target_of(self, row: ClusterPartitionRow) -> Target:
        return Target(PlaceKind.TOPIC, row.partition.topic, row.partition.id)

    def topic_name(self) -> str | None:
        return self.cursor_row.partition.topic if self.cursor_row else None

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-topics.sh --bootstrap-server {servers} --describe --under-replicated-partitions"
