"""What came of connecting to the parts of profiles."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.part_check import PartCheck, PartState
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_MARKS = {
    PartState.WORKS: ("✓ works", Tone.GOOD),
    PartState.FAILS: ("✗ fails", Tone.BAD),
    PartState.NONE: ("– none", Tone.DIM),
}


class CheckedPart(Struct, frozen=True):
    """One part of one profile."""

    cluster: str
    check: PartCheck


def _milliseconds(row: CheckedPart) -> int | None:
    return None if row.check.seconds is None else round(row.check.seconds * 1000)


def _took_cell(row: CheckedPart) -> Cell:
    took = _milliseconds(row)
    return EMPTY_CELL if took is None else cell(f"{took:,} ms")


PART_CHECKS_TABLE: TableDefinition[CheckedPart] = TableDefinition(
    id="part_checks",
    noun="part",
    noun_plural="parts",
    columns=[
        text_column("cluster", "Cluster", "The profile.", lambda row: row.cluster, tone=lambda row: Tone.BRIGHT),
        text_column("part", "Part", "What was connected to.", lambda row: row.check.part, max_width=24),
        Column("state", "State", "Whether it works.", cell=lambda row: cell(*_MARKS[row.check.state]),
               sort_key=lambda row: row.check.state.value, json_name="state",
               json_value=lambda row: row.check.state.value),
        Column("took", "Took", "How long that took.", cell=_took_cell, align=Align.RIGHT, json_name="milliseconds",
               json_value=_milliseconds),
        text_column("text", "What", "What is there, or why it does not work.", lambda row: row.check.text,
                    max_width=200),
    ],
    key=lambda row: f"{row.cluster} {row.check.part}",
    filter_text=lambda row: f"{row.cluster} {row.check.part} {row.check.text}",
    is_wrong=lambda row: row.check.state is PartState.FAILS,
)  # fmt: skip
