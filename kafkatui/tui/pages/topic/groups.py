"""The groups that read a topic."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textual.widget import Widget

from kafkatui.insight.lag import group_progress
from kafkatui.insight.topic_totals import topics_of
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, GroupsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.group.facts import lag_words, old_consumer_place, sum_lags
from kafkatui.tui.pages.group.topic_detail import GroupTopicDetail
from kafkatui.view.span import Span, Tone
from kafkatui.view.topic_groups_table import TOPIC_GROUPS_TABLE, TopicGroupRow


class TopicGroupsPane(TablePane[TopicGroupRow]):
    """Groups that committed for the topic or read it; below, the one under the cursor by partition."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, TOPIC_GROUPS_TABLE)
        self._detail = GroupTopicDetail(place.name)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, GroupsFeed())

    def details(self) -> Sequence[Widget]:
        return (self._detail,)

    def content(self) -> TableContent[TopicGroupRow]:
        observed = self.session.observed(GroupsFeed())
        sample = observed.value
        if sample is None:
            return TableContent((), observed)
        topic = self.place.name
        rows = [self._row(group, sample) for group in sample.groups if topic in topics_of(group, sample.committed)]
        empty = f"No group has committed for {topic} or reads it now."
        return TableContent(rows, observed, empty)

    def _row(self, group: Group, sample: GroupsSample) -> TopicGroupRow:
        """The group's progress, of this topic only."""
        topic = self.place.name
        whole = sample.committed[group.id]
        committed = {partition: offset for partition, offset in whole.committed.items() if partition[0] == topic}
        errors = {partition: reason for partition, reason in whole.errors.items() if partition[0] == topic}
        members = tuple(
            replace(member, assignment=tuple(part for part in member.assignment if part[0] == topic))
            for member in group.members
        )
        metadata = self.session.metadata.value
        known = metadata.topics.get(topic) if metadata else None
        progress = group_progress(
            replace(group, members=members),
            GroupOffsets(group.id, committed, {}, errors),
            sample.offsets.ranges,
            topics={topic: len(known.partitions) if known else 0},
            produce_rates=sample.offsets.rates,
            consume_rates=sample.commit_rates.get(group.id, {}),
        )
        return TopicGroupRow(group, progress)

    def foot(self, rows: Sequence[TopicGroupRow]) -> Sequence[Span]:
        if not rows:
            return ()
        parts: list[Span] = [lag_words(sum_lags([row.lag for row in rows]))]
        sample = self.session.observed(GroupsFeed()).value
        if sample is not None and sample.errors:
            parts.append((f"! groups may be missing: {sample.errors[0]}", Tone.WARNING))
        return parts

    def show(self) -> None:
        super().show()
        self._show_detail()

    def on_cursor(self, row: TopicGroupRow | None) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        if self._detail.is_mounted:
            self._detail.show(self.cursor_row, is_stale=self.table.is_stale)

    def place_of(self, row: TopicGroupRow) -> Place | None:
        only_here = rf"/^{re.escape(self.place.name)}-\d+\s/"
        return Place(self.session.profile.name, PlaceKind.GROUP, row.group.id, tab="progress", filter=only_here)

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        return old_consumer_place(self.session, row.group.id, self.is_linked) if row is not None else None

    def target_of(self, row: TopicGroupRow) -> Target:
        return Target(PlaceKind.GROUP, row.group.id)

    def topic_name(self) -> str | None:
        return self.place.name

    def command(self) -> str | None:
        row, servers = self.cursor_row, self.session.profile.bootstrap_servers
        which = f"--group {shlex.quote(row.group.id)}" if row is not None else "--all-groups"
        return f"kafka-consumer-groups.sh --bootstrap-server {servers} --describe {which}"
