"""The list of consumer groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.model.group import OLD
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.group_track import GroupTrack
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.consumption import ConsumptionRow, consumption_row, one_group
from kafkatui.report.groups import GroupRow, group_rows, sum_lags, with_old_groups
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, GroupFeed, GroupsFeed, OldGroupsFeed
from kafkatui.tui.group_target import group_target
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.group.facts import (
    OLD_CONSUMERS,
    lag_words,
    old_consumer_place,
)
from kafkatui.view.column import COUNT_CELLS
from kafkatui.view.group_detail import group_lines
from kafkatui.view.groups_table import GROUPS_TABLE, TREND_WIDTH
from kafkatui.view.next_steps import verdict_step
from kafkatui.view.span import Span, Tone

_ORDER = ("id", "state", "members", "lag", "lag_rate", "trend", "topics", "coordinator", "type")
"""What needs a person first, so that it is in view on narrow screens."""

NAME_WIDTH = 24

NEXT_WIDTH = 6
"""Cells before what to do about the group."""

_TABLE = (
    GROUPS_TABLE.with_columns(_ORDER)
    .with_min_width("id", NAME_WIDTH)
    .reserving(lag=COUNT_CELLS, lag_rate=22, trend=TREND_WIDTH)
)


FIRST_GROUP = "A consumer with a group.id makes one; a creates one at a position of your choice."


class GroupsPane(DetailedPane[GroupRow]):
    """Every group with its state, members and lag; below, how the one under the cursor does."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)
        self._made: tuple[tuple[object, ...], ConsumptionRow] | None = None

    def feeds(self) -> tuple[Feed[Any], ...]:
        has_zookeeper = self.session.profile.zookeeper is not None
        return (
            METADATA,
            GroupsFeed(),
            *((OLD_CONSUMERS, OldGroupsFeed()) if has_zookeeper else ()),
            *self.cursor_feeds,
        )

    def row_feeds(self, key: str) -> tuple[Feed[Any], ...]:
        return (GroupFeed(key),)

    def detail(self, row: GroupRow) -> Detail:
        group_id = row.group.id
        is_old = row.group.type == OLD
        every = self.session.observed(OldGroupsFeed() if is_old else GroupsFeed()).value
        track = self.session.learned.groups.track(group_id)
        foot = "⏎ open · x its znode" if is_old else "⏎ open · e reset"
        if every is None:
            return Detail(group_id, (), foot)
        known = self._consumption(row, track, every)
        step = verdict_step(known.verdict) if known.progress else ""
        return Detail(group_id, group_lines(known, track.looks), foot, step, next_at=1, label_width=NEXT_WIDTH)

    def _consumption(self, row: GroupRow, track: GroupTrack, every: GroupsSample) -> ConsumptionRow:
        """From the look at this group by itself, else from that at all of them; made once for the same readings."""
        own = self.session.observed(GroupFeed(row.group.id)).current
        sources = (row.group.id, own, every, track, self.session.metadata.value)
        if self._made is None or any(old is not new for old, new in zip(self._made[0], sources, strict=True)):
            sample = own or one_group(every, row.group)
            self._made = (sources, consumption_row(sample, self.session.metadata.value, track))
        return self._made[1]

    def content(self) -> TableContent[GroupRow]:
        observed = self.session.observed(GroupsFeed())
        sample = observed.value
        if sample is None:
            return TableContent((), observed)
        rows = group_rows(observed, self.session.learned.groups.track)
        rows = with_old_groups(rows, self.session.observed(OldGroupsFeed()))
        empty, next_step = "No consumer group has committed or joined yet.", FIRST_GROUP
        if sample.errors:
            empty, next_step = f"No groups, but not every broker answered: {sample.errors[0]}", ""
        return TableContent(rows, observed, empty, next_step)

    def foot(self, rows: Sequence[GroupRow]) -> Sequence[Span]:
        parts: list[Span] = []
        if rows:
            parts.append(lag_words(sum_lags(rows)))
        failed = sum(bool(row.group.error or (row.lag.reason and not row.lag.has_value)) for row in rows)
        if failed:
            parts.append((f"✗ {failed:,} not read", Tone.BAD))
        sample = self.session.observed(GroupsFeed()).value
        if sample is not None and sample.errors:
            parts.append((f"! groups may be missing: {sample.errors[0]}", Tone.WARNING))
        return parts

    def place_of(self, row: GroupRow) -> Place | None:
        return Place(self.session.profile.name, PlaceKind.GROUP, row.group.id)

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        return old_consumer_place(self.session, row.group.id, self.is_linked) if row is not None else None

    def target_of(self, row: GroupRow) -> Target:
        return group_target(row.group)

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-consumer-groups.sh --bootstrap-server {servers} --describe --all-groups"
