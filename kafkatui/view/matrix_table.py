"""The table of a topic's partitions with a column for each group."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.report.group_matrix import MatrixRow
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell
from kafkatui.view.cells import optional_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column
from kafkatui.view.progress_table import lag_cell
from kafkatui.view.replica_columns import partition_number_column
from kafkatui.view.table import TableDefinition

MOST_GROUPS = 100
"""Columns; of more groups the first by name."""


def matrix_table(group_ids: Sequence[str]) -> TableDefinition[MatrixRow]:
    """The table for those groups."""
    columns: list[Column[MatrixRow]] = [
        partition_number_column("The partition.", lambda row: row.partition),
        number_column(
            "end",
            "End",
            "High watermark: the offset the next fully replicated record will get.",
            lambda row: row.end,
            cell=lambda row: optional_cell(row.end, numbers.count),
            json_name="end_offset",
        ),
        *(_group_column(group_id) for group_id in list(group_ids)[:MOST_GROUPS]),
    ]
    return TableDefinition(
        id="group_matrix",
        noun="partition",
        noun_plural="partitions",
        columns=columns,
        key=lambda row: str(row.partition),
        filter_text=lambda row: str(row.partition),
        is_wrong=lambda row: any(part.lag is None or part.is_out_of_range for part in row.by_group.values()),
    )


def _group_column(group_id: str) -> Column[MatrixRow]:
    def draw(row: MatrixRow) -> Cell:
        part = row.by_group.get(group_id)
        return EMPTY_CELL if part is None else lag_cell(part)

    def lag(row: MatrixRow) -> int | None:
        part = row.by_group.get(group_id)
        return None if part is None else part.lag

    return Column(
        f"group:{group_id}",
        group_id,
        "The group's lag in the partition: end minus committed.",
        cell=draw,
        align=Align.RIGHT,
        sort_key=lag,
        json_name=group_id,
        json_value=lag,
        min_width=5,
        max_width=30,
    )
