"""The table of the groups that read one topic."""

from __future__ import annotations

from kafkatui.model.verdict import VerdictKind
from kafkatui.report.progress import TopicGroupRow
from kafkatui.view import numbers
from kafkatui.view.cells import optional_cell, optional_rate
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column
from kafkatui.view.group_columns import group_column, lag_column, lag_total_cell, state_column
from kafkatui.view.next_steps import VERDICT_STEPS, group_step
from kafkatui.view.table import TableDefinition


def _next_step(row: TopicGroupRow) -> str:
    if step := group_step(row.group):
        return step
    if row.lag.beyond_end:
        return VERDICT_STEPS[VerdictKind.BEYOND_END]
    if not row.is_wrong:
        return ""
    return VERDICT_STEPS[VerdictKind.NOT_READ if row.group.members else VerdictKind.NOT_RUNNING]


_COLUMNS: list[Column[TopicGroupRow]] = [
    group_column("A consumer group that committed offsets for this topic, or reads it now.", lambda row: row.group),
    state_column(lambda row: row.group),
    number_column(
        "members_here", "Members here", "Members that read this topic now.", lambda row: row.members_here, min_width=4
    ),
    number_column(
        "committed",
        "Committed",
        "The group's committed offsets in this topic, added up; ? when it has committed none.",
        lambda row: row.committed,
        cell=lambda row: optional_cell(row.committed, numbers.count),
        json_name="committed_total",
    ),
    lag_column(
        "Messages between what the group committed here and the ends of the partitions; +N? counts partitions whose "
        "lag is not known.",
        lambda row: row.lag,
        lambda row: lag_total_cell(row.lag),
    ),
    number_column(
        "rate",
        "msg/s",
        "Messages the group commits per second in this topic.",
        lambda row: row.rate,
        cell=lambda row: optional_rate(row.rate),
        json_name="consumed_per_second",
    ),
]

TOPIC_GROUPS_TABLE: TableDefinition[TopicGroupRow] = TableDefinition(
    id="topic_groups",
    noun="group",
    noun_plural="groups",
    columns=_COLUMNS,
    key=lambda row: row.group.id,
    filter_text=lambda row: f"{row.group.id} {row.group.state}",
    is_wrong=lambda row: row.is_wrong,
    next_step=_next_step,
)
