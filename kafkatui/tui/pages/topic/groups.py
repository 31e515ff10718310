"""The groups that read a topic."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from typing import Any

from textual.widget import Widget

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.progress import TopicGroupRow, sum_topic_lags, topic_group_rows, with_old_topic_groups
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, GroupsFeed, OldGroupsFeed
from kafkatui.tui.group_target import group_target
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.group.facts import OLD_CONSUMERS, lag_words, old_consumer_place
from kafkatui.tui.pages.group.topic_detail import GroupTopicDetail
from kafkatui.tui.pages.topic.group_matrix import GroupMatrix
from kafkatui.view.column import COUNT_CELLS, RATE_CELLS
from kafkatui.view.span import Span, Tone
from kafkatui.view.topic_groups_table import TOPIC_GROUPS_TABLE


class TopicGroupsPane(TablePane[TopicGroupRow]):
    """Groups that committed for the topic or read it; below, the one under the cursor by partition, or all of them."""

    has_row_detail = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        table = TOPIC_GROUPS_TABLE.reserving(committed=9, lag=COUNT_CELLS, rate=RATE_CELLS)
        super().__init__(session, place, table)
        self._detail = GroupTopicDetail(place.name)
        self._matrix = GroupMatrix(place.name)
        self._matrix.display = False

    def feeds(self) -> tuple[Feed[Any], ...]:
        has_zookeeper = self.session.profile.zookeeper is not None
        return (METADATA, GroupsFeed(), *((OLD_CONSUMERS, OldGroupsFeed()) if has_zookeeper else ()))

    def details(self) -> Sequence[Widget]:
        return (self._detail, self._matrix)

    def commands(self) -> KeyCommands:
        return {**super().commands(), "matrix": KeyCommand(self.toggle_matrix)}

    def toggle_matrix(self) -> None:
        """Show all groups partition by partition below, or the one under the cursor again."""
        self._matrix.display = not self._matrix.display
        self._detail.display = not self._matrix.display
        self.show_details()

    def content(self) -> TableContent[TopicGroupRow]:
        observed = self.session.observed(GroupsFeed())
        topic, metadata = self.place.name, self.session.metadata.value
        rows = topic_group_rows(topic, observed, metadata)
        if observed.value is not None:
            rows = with_old_topic_groups(rows, topic, self.session.observed(OldGroupsFeed()), metadata)
        empty = f"No group has committed for {topic} or reads it now."
        return TableContent(rows, observed, empty)

    def foot(self, rows: Sequence[TopicGroupRow]) -> Sequence[Span]:
        if not rows:
            return ()
        parts: list[Span] = [lag_words(sum_topic_lags(rows))]
        sample = self.session.observed(GroupsFeed()).value
        if sample is not None and sample.errors:
            parts.append((f"! groups may be missing: {sample.errors[0]}", Tone.WARNING))
        return parts

    def show_details(self) -> None:
        if self._matrix.display and self._matrix.is_mounted:
            self._matrix.show(self.content().rows, is_stale=self.table.is_stale)
        elif self._detail.is_mounted:
            self._detail.show(self.cursor_row, is_stale=self.table.is_stale)

    def place_of(self, row: TopicGroupRow) -> Place | None:
        only_here = rf"/^{re.escape(self.place.name)}-\d+\s/"
        return Place(self.session.profile.name, PlaceKind.GROUP, row.group.id, tab="progress", filter=only_here)

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        return old_consumer_place(self.session, row.group.id, self.is_linked) if row is not None else None

    def target_of(self, row: TopicGroupRow) -> Target:
        return group_target(row.group)

    def topic_name(self) -> str | None:
        return self.place.name

    def command(self) -> str | None:
        row, servers = self.cursor_row, self.session.profile.bootstrap_servers
        which = f"--group {shlex.quote(row.group.id)}" if row is not None else "--all-groups"
        return f"kafka-consumer-groups.sh --bootstrap-server {servers} --describe {which}"
