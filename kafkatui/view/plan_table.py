"""A plan's rows as a table, with what became of each target once it has run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan, PlanLine, PlanValue
from kafkatui.view.cell import Cell, cell
from kafkatui.view.column import Align, Column
from kafkatui.view.plan_lines import OUTCOME_MARKS, is_numeric, value_text
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_TONES = {
    OutcomeState.DONE: Tone.GOOD,
    OutcomeState.FAILED: Tone.BAD,
    OutcomeState.CONFLICT: Tone.WARNING,
    OutcomeState.UNKNOWN: Tone.WARNING,
    OutcomeState.SKIPPED: Tone.DIM,
}


class PlannedLine(Struct, frozen=True):
    """A row of the plan by its number, and its outcome once there is one; several rows may be of one target."""

    number: int
    row: PlanLine
    outcome: TargetOutcome | None = None


def planned_rows(plan: Plan[Any], outcome: Outcome | None = None) -> list[PlannedLine]:
    """The plan's rows with their outcomes, those that failed first."""
    by_target = {each.target: each for each in outcome.targets} if outcome is not None else {}
    rows = [PlannedLine(number, row, by_target.get(row.target)) for number, row in enumerate(plan.rows)]
    rows.sort(key=lambda each: each.outcome is None or each.outcome.is_done)
    return rows


def plan_table(plan: Plan[Any], *, has_outcome: bool) -> TableDefinition[PlannedLine]:
    """The columns of `plan`, with one for the outcomes when it has run."""
    columns = [_column(plan, index) for index in range(len(plan.columns))]
    if has_outcome:
        columns.append(
            Column("outcome", "Outcome", "What became of it.", cell=_outcome_cell, min_width=8, max_width=60)
        )
    return TableDefinition(
        id="plan",
        noun="line",
        noun_plural="lines",
        columns=columns,
        key=lambda row: str(row.number),
        filter_text=lambda row: row.row.target,
        is_wrong=lambda row: row.row.is_risky or (row.outcome is not None and not row.outcome.is_done),
    )


def _column(plan: Plan[Any], index: int) -> Column[PlannedLine]:
    column = plan.columns[index]
    values: Sequence[PlanValue] = [row.values[index] for row in plan.rows]
    return Column(
        column.name,
        column.title,
        column.help,
        cell=partial(_value_cell, index),
        align=Align.RIGHT if values and is_numeric(values) else Align.LEFT,
        min_width=3,
        max_width=48,
    )


def _value_cell(index: int, row: PlannedLine) -> Cell:
    value = row.row.values[index]
    if value is None:
        return cell("?", Tone.DIM)
    tone = Tone.WARNING if row.row.is_risky and index > 0 else Tone.PLAIN
    return cell(sanitise(value_text(value)), tone)


def _outcome_cell(row: PlannedLine) -> Cell:
    if row.outcome is None:
        return cell("not touched", Tone.DIM)
    mark, tone = OUTCOME_MARKS[row.outcome.state], _TONES[row.outcome.state]
    reason = f": {sanitise(row.outcome.reason)}" if row.outcome.reason else ""
    return cell(f"{mark} {row.outcome.state.value}{reason}", tone)
