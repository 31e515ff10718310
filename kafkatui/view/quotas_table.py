"""The table of client quotas."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.model.quota import DEFAULT, QUOTAS, Quota, number_text
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def _name_cell(name: str) -> Cell:
    if not name:
        return EMPTY_CELL
    return cell(name, Tone.KAFKA) if name == DEFAULT else text_cell(name, Tone.BRIGHT)


def _entity_column(column_id: str, title: str, sentence: str, name: Callable[[Quota], str]) -> Column[Quota]:
    return text_column(
        column_id, title, sentence, name, cell=lambda quota: _name_cell(name(quota)), min_width=8, max_width=60
    )


def value_text(quota: Quota) -> str:
    """With its unit: "1.0 MB/s", "50 %", "20/s"."""
    if quota.name.endswith("byte_rate"):
        return f"{numbers.size(int(quota.value))}/s"
    if quota.name.endswith("percentage"):
        return f"{number_text(quota.value)} %"
    return f"{number_text(quota.value)}/s"


_COLUMNS: list[Column[Quota]] = [
    _entity_column(
        "user", "User", f"Whose it is; {DEFAULT} is whoever has none of its own.", lambda quota: quota.entity.user
    ),
    _entity_column(
        "client_id", "Client id", "Of which client.id; beside a user: of this user alone.",
        lambda quota: quota.entity.client_id,
    ),
    _entity_column("ip", "Address", "From which address.", lambda quota: quota.entity.ip),
    text_column("quota", "Quota", "What is limited, as Kafka calls it.", lambda quota: quota.name, min_width=12),
    Column(
        "value",
        "Value",
        "How much of it.",
        cell=lambda quota: cell(value_text(quota), Tone.BRIGHT),
        align=Align.RIGHT,
        sort_key=lambda quota: (quota.name, quota.value),
        json_name="value",
        json_value=lambda quota: quota.value,
        min_width=8,
        max_width=24,
    ),
    Column(
        "meaning",
        "Meaning",
        "What that says.",
        cell=lambda quota: cell(QUOTAS.get(quota.name, ""), Tone.DIM),
        min_width=10,
        max_width=80,
        grow=1,
        gives_way=9,
    ),
]  # fmt: skip

QUOTAS_TABLE: TableDefinition[Quota] = TableDefinition(
    id="quotas",
    noun="quota",
    noun_plural="quotas",
    columns=_COLUMNS,
    key=lambda quota: quota.text,
    filter_text=lambda quota: quota.text,
    naming=("user", "client_id", "ip", "quota"),
)
"""Rows are `Quota`s."""
