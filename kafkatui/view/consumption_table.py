"""The table of how groups do."""

from __future__ import annotations

from kafkatui.report.consumption import ConsumptionRow
from kafkatui.view.cells import optional_rate
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column
from kafkatui.view.consumption_cells import lost_column, share_column, time_lag_column, verdict_column
from kafkatui.view.group_columns import group_column, lag_column, lag_total_cell, state_column
from kafkatui.view.progress_table import eta_column
from kafkatui.view.table import TableDefinition

_COLUMNS: list[Column[ConsumptionRow]] = [
    group_column("A consumer group.", lambda row: row.group),
    state_column(lambda row: row.group),
    verdict_column(
        lambda row: row.verdict, "How the group does, as its worst partition; and what else needs somebody."
    ),
    lag_column(
        "Messages between what the group committed and the ends of the logs; +N? counts partitions whose lag is not "
        "known.",
        lambda row: row.lag,
        lambda row: lag_total_cell(row.lag),
    ),
    time_lag_column(lambda row: row.time_lag),
    number_column(
        "produce_rate",
        "in msg/s",
        "Messages written per second to the partitions the group reads.",
        lambda row: row.produce_rate,
        cell=lambda row: optional_rate(row.produce_rate),
        json_name="produced_per_second",
    ),
    number_column(
        "rate",
        "msg/s",
        "Messages the group commits per second.",
        lambda row: row.consume_rate,
        cell=lambda row: optional_rate(row.consume_rate),
        json_name="consumed_per_second",
    ),
    eta_column(lambda row: row.eta_seconds),
    share_column(lambda row: row.retained_share, "How much of what is retained is unread, in the partition with most."),
    lost_column(lambda row: row.lost),
    number_column("members", "Members", "Consumers that are in the group now.", lambda row: len(row.group.members)),
]

CONSUMPTION_TABLE: TableDefinition[ConsumptionRow] = TableDefinition(
    id="consumption",
    noun="group",
    noun_plural="groups",
    columns=_COLUMNS,
    key=lambda row: row.group.id,
    filter_text=lambda row: f"{row.group.id} {row.group.state} {row.verdict.text}",
    is_wrong=lambda row: bool(row.group.error) or row.verdict.is_wrong,
)
