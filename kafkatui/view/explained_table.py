"""The table of properties with what they mean, for the verbs."""

from __future__ import annotations

from typing import Any

from kafkatui.model.replacing import replace
from kafkatui.report.config_explained import ExplainedRow
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.configs_table import CONFIGS_TABLE
from kafkatui.view.table import TableDefinition


def _of_entry(column: Column[Any]) -> Column[ExplainedRow]:
    """A configuration's column, of the entry in an explained row."""
    sort_key, json_value = column.sort_key, column.json_value
    return replace(
        column,
        cell=lambda row: column.cell(row.entry),
        sort_key=None if sort_key is None else lambda row: sort_key(row.entry),
        json_value=None if json_value is None else lambda row: json_value(row.entry),
    )


EXPLAINED_TABLE: TableDefinition[ExplainedRow] = TableDefinition(
    id="explained-configs",
    noun="property",
    noun_plural="properties",
    columns=[
        *(_of_entry(column) for column in CONFIGS_TABLE.columns),
        text_column("type", "Type", "What a value is.", lambda row: row.data_type),
        text_column("valid", "Valid", "What it has to be; empty: anything of its type.", lambda row: row.valid),
        text_column("takes_effect", "Taken", "When a change of it is taken.", lambda row: row.takes_effect),
        text_column(
            "sentence", "Sentence", "Kafka's own words: the broker's (2.6), else those of the nearest version known.",
            lambda row: row.sentence, max_width=2_000,
        ),
    ],
    key=lambda row: row.entry.name,
    filter_text=lambda row: f"{row.entry.name} {row.sentence}",
)  # fmt: skip
