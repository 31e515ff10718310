"""The list of consumer groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on

from kafkatui.model.group import OLD
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.model.verdict import VerdictKind
from kafkatui.report.consumption import ConsumptionRow, LateConsumption, consumption_row
from kafkatui.report.group_list import GroupList
from kafkatui.report.groups import GroupKnowledge, GroupRow
from kafkatui.report.progress import NO_RECORDS
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, GroupFeed, GroupsFeed, OldGroupsFeed, UnreadRecordsFeed
from kafkatui.tui.group_target import group_target
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.group.facts import (
    OLD_CONSUMERS,
    lag_words,
    old_consumer_place,
)
from kafkatui.tui.widgets.messages import RowsShown
from kafkatui.view.column import Column
from kafkatui.view.group_detail import group_lines
from kafkatui.view.groups_table import GROUPS_TABLE, TREND_WIDTH
from kafkatui.view.next_steps import verdict_step
from kafkatui.view.span import Span, Tone

_ORDER = (
    "id", "state", "members", "lag", "trend", "lag_rate", "time_lag", "topics", "coordinator", "type", "verdict",
)  # fmt: skip
_GIVES_WAY = {"type": 9, "coordinator": 8, "topics": 7, "members": 6, "trend": 6, "lag_rate": 5, "time_lag": 4,
              "state": 1}  # fmt: skip
"""What a group's name and its verdict get their room from on narrow screens, the first from the largest on."""

NAME_WIDTH = 24
VERDICT_WIDTH = 26

MOST_TIMED = 10
"""Groups in view of which the oldest unread records are read, where their lag in time cannot be told without."""

NEXT_WIDTH = 6
"""Cells before what to do about the group."""


def _fitted(column: Column[GroupRow]) -> Column[GroupRow]:
    """As the page has it: whatever comes, the verdict has the same cells, and what is left at the right edge."""
    gives_way = _GIVES_WAY.get(column.id, 0)
    if column.id == "id":
        return replace(column, min_width=NAME_WIDTH, room=NAME_WIDTH)
    if column.id == "verdict":
        return replace(column, min_width=VERDICT_WIDTH, max_width=VERDICT_WIDTH, fills=1)
    return replace(column, gives_way=gives_way, is_lazy=column.id == "time_lag")


_TABLE = replace(GROUPS_TABLE, columns=[_fitted(each) for each in GROUPS_TABLE.with_columns(_ORDER).columns]).reserving(
    lag=9, lag_rate=12, trend=TREND_WIDTH, time_lag=7
)

FIRST_GROUP = "A consumer with a group.id makes one; a creates one at a position of your choice."


class GroupsPane(DetailedPane[GroupRow]):
    """Every group with its state, members and lag; below, how the one under the cursor does."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)
        self._made: tuple[tuple[object, ...], ConsumptionRow] | None = None
        self._list = GroupList()
        self._timed: tuple[str, ...] = ()
        """Groups of which the oldest unread records are read."""

    def feeds(self) -> tuple[Feed[Any], ...]:
        has_zookeeper = self.session.profile.zookeeper is not None
        return (
            METADATA,
            GroupsFeed(),
            *((OLD_CONSUMERS, OldGroupsFeed()) if has_zookeeper else ()),
            *self.cursor_feeds,
            *map(UnreadRecordsFeed, self._timed),
        )

    def show(self) -> None:
        super().show()
        self._time_those_in_view()

    @on(RowsShown)
    def _look_at_view(self, event: RowsShown) -> None:
        event.stop()
        self._time_those_in_view()

    def _time_those_in_view(self) -> None:
        """Read the oldest unread records of groups that lag where logs that stand tell no time, while they are seen."""
        seen = (self.table.row_at(index) for index in self.table.visible_range)
        wanted = tuple(row.group.id for row in seen if row is not None and self._is_untimed(row))[:MOST_TIMED]
        if wanted != self._timed:
            self._timed = wanted
            self.hold_feeds()

    def _is_untimed(self, row: GroupRow) -> bool:
        may_be = row.is_followed and row.group.type != OLD and row.lag.value is not None
        lags = may_be and bool(row.lag.value and row.lag.value.known)
        return lags and (row.group.id in self._timed or row.time_lag is None)

    def row_feeds(self, key: str) -> tuple[Feed[Any], ...]:
        return (GroupFeed(key),)

    def detail(self, row: GroupRow) -> Detail:
        group_id = row.group.id
        is_old = row.group.type == OLD
        every = self.session.observed(OldGroupsFeed() if is_old else GroupsFeed()).value
        foot = "⏎ open · x its znode" if is_old else "⏎ open · e reset"
        if every is None or row.late is None:
            return Detail(group_id, (), foot)
        known = self._consumption(group_id, row.late)
        if known.verdict.kind is VerdictKind.WATCHING and row.falls_behind and row.verdict is not None:
            known = replace(known, verdict=row.verdict)  # the list has watched it for longer
        looks = self.session.learned.groups.track(group_id).looks
        step = verdict_step(known.verdict) if known.progress else ""
        return Detail(group_id, group_lines(known, looks), foot, step, next_at=1, label_width=NEXT_WIDTH)

    def _consumption(self, group_id: str, late: LateConsumption) -> ConsumptionRow:
        """From the look at this group by itself, else from that at all of them; made once for the same readings."""
        own = self.session.observed(GroupFeed(group_id)).current
        if own is None:
            return late.row
        known = self._known()
        sources = (own, known.metadata, known.track(group_id), known.unread(group_id))
        if self._made is None or any(old is not new for old, new in zip(self._made[0], sources, strict=True)):
            self._made = (sources, consumption_row(*sources))
        return self._made[1]

    def _known(self) -> GroupKnowledge:
        unread = {each: self.session.observed(UnreadRecordsFeed(each)).value for each in self._timed}
        return GroupKnowledge(
            self.session.learned.groups.track,
            self.session.metadata.value,
            lambda group_id: unread.get(group_id) or NO_RECORDS,
            has_verdicts=True,
        )

    def content(self) -> TableContent[GroupRow]:
        observed = self.session.observed(GroupsFeed())
        sample = observed.value
        if sample is None:
            return TableContent((), observed)
        known, memory = self._known(), self.session.learned.groups
        unread = [self.session.observed(UnreadRecordsFeed(each)).value for each in self._timed]
        old = self.session.observed(OldGroupsFeed())
        rows = self._list.rows(observed, old, known, (memory.version, *self._timed, *unread))
        empty, next_step = "No consumer group has committed or joined yet.", FIRST_GROUP
        if sample.errors:
            empty, next_step = f"No groups, but not every broker answered: {sample.errors[0]}", ""
        return TableContent(rows, observed, empty, next_step)

    def foot(self, rows: Sequence[GroupRow]) -> Sequence[Span]:
        parts: list[Span] = []
        lag, failed = self._list.told(self.table.shown_keys if self.table.is_filtered else None)
        if rows:
            parts.append(lag_words(lag))
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
