"""Who is in a group, and what each member reads."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.group import GroupMember
from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.progress import progress_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.group.group_pane import GroupPane
from kafkatui.view.member_detail import member_lines
from kafkatui.view.members_table import MEMBERS_TABLE
from kafkatui.view.span import Span, Tone

ASSIGNMENT_WIDTH = 30
"""Cells that what a member reads keeps on a narrow screen."""

_STREAMS_TABLE = MEMBERS_TABLE.with_min_width("assignment", ASSIGNMENT_WIDTH)
_TABLE = _STREAMS_TABLE.without("tasks")
"""Only members of a streams group have tasks."""


class GroupMembersPane(GroupPane[GroupMember], DetailedPane[GroupMember]):
    """Members by client, host, instance and assignment; below, what the one under the cursor reads and its lag."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)

    def show(self) -> None:
        sample = self.sample.value
        has_tasks = sample is not None and any(member.tasks is not None for member in sample.group.members)
        wanted = _STREAMS_TABLE if has_tasks else _TABLE
        if self.definition is not wanted:
            self.definition = wanted
            self.show_columns()
        super().show()

    def content(self) -> TableContent[GroupMember]:
        observed = self.sample
        if observed.value is None:
            return TableContent((), observed)
        empty = f"Nobody is in {self.place.name} now; what it committed is on Progress."
        return TableContent(observed.value.group.members, observed, empty)

    def detail(self, row: GroupMember) -> Detail:
        sample = self.sample.value
        progress = progress_rows(sample, self.session.metadata.value) if sample is not None else ()
        return Detail(row.client_id or row.member_id, member_lines(row, progress), "⏎ its partitions", next_at=1)

    def foot(self, rows: Sequence[GroupMember]) -> Sequence[Span]:
        if self.sample.state is ObservedState.STALE:
            return ()  # why the rows are old needs the room
        idle = sum(member.is_idle for member in rows)
        parts: list[Span] = [(f"! {idle} without a partition", Tone.WARNING)] if idle else []
        sample = self.sample.value
        if sample is not None:
            parts += [(word, Tone.DIM) for word in (sample.group.type, sample.group.assignor) if word]
        return [*self.state_spans(), *parts]

    def target_of(self, row: GroupMember) -> Target:
        return Target(PlaceKind.GROUP, self.place.name, member=row.member_id)

    def targets(self) -> tuple[Target, ...]:
        """The group and those of its members that are meant."""
        group = Target(PlaceKind.GROUP, self.place.name)
        return (group, *(target for target in super().targets() if target.member))

    def place_of(self, row: GroupMember) -> Place | None:
        return self.group_place("progress", row.client_id or row.member_id)
