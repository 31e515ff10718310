"""A plan and its outcome in lines, for the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan, PlanValue
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width

ROWS_SHOWN = 200
"""More rows than this are counted, not listed; `-o json` has all."""

CONFLICT_LINES = 12
"""Of each state of a conflict, so many lines are shown."""

OUTCOME_MARKS = {
    OutcomeState.DONE: "✓",
    OutcomeState.FAILED: "✗",
    OutcomeState.CONFLICT: "≠",
    OutcomeState.UNKNOWN: "?",
    OutcomeState.SKIPPED: "–",
}


def note_spans(plan: Plan[Any]) -> list[tuple[Span, ...]]:
    """What stands below the preview's table: totals, warnings, undo, the same with Kafka's own tools."""
    lines: list[tuple[Span, ...]] = [((sanitise(total), Tone.BRIGHT),) for total in plan.totals]
    lines += [(("! ", Tone.WARNING), (sanitise(warning), Tone.WARNING)) for warning in plan.warnings]
    if plan.undo:
        lines.append((("undo      ", Tone.DIM), (sanitise(plan.undo), Tone.PLAIN)))
    for index, command in enumerate(plan.commands):
        lines.append((("the same  " if not index else " " * 10, Tone.DIM), (sanitise(command), Tone.DIM)))
    return lines


def conflict_spans(outcome: TargetOutcome) -> list[tuple[Span, ...]]:
    """The three states of what was changed meanwhile."""
    conflict = outcome.conflict
    if conflict is None:
        return []
    lines: list[tuple[Span, ...]] = [((f"{sanitise(outcome.target)} is not what it was:", Tone.WARNING),)]
    for word, text in (("it was", conflict.base), ("ours", conflict.ours), ("there now", conflict.theirs)):
        for index, line in enumerate(text.split("\n")[:CONFLICT_LINES]):
            lines.append(((f"{word if not index else '':<10}", Tone.DIM), (sanitise(line), Tone.PLAIN)))
    return lines


def value_text(value: PlanValue) -> str:
    """A value of a plan's table as it is shown; unknown is `?`."""
    match value:
        case None:
            return "?"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.1f}"
    return value


def plan_lines(plan: Plan[Any]) -> list[str]:
    """The preview: summary, table, totals, warnings, how it is undone, the same with Kafka's own tools."""
    lines = [plan.nothing_to_do or plan.summary]
    if plan.columns and plan.rows:
        lines += ["", *_table(plan), ""]
    lines += list(plan.totals)
    lines += [f"! {warning}" for warning in plan.warnings]
    if plan.undo:
        lines.append(f"Undo: {plan.undo}")
    if plan.commands:
        lines += ["The same by hand:", *(f"  {command}" for command in plan.commands)]
    return lines


def _table(plan: Plan[Any]) -> list[str]:
    titles = [column.title for column in plan.columns]
    rows = [[sanitise(value_text(value)) for value in row.values] for row in plan.rows[:ROWS_SHOWN]]
    numeric = [is_numeric([row.values[index] for row in plan.rows]) for index in range(len(titles))]
    widths = [max(text_width(line[index]) for line in [titles, *rows]) for index in range(len(titles))]
    lines = [_line(cells, widths, numeric) for cells in [titles, *rows]]
    if len(plan.rows) > ROWS_SHOWN:
        lines.append(f"… and {len(plan.rows) - ROWS_SHOWN:,} more")
    return lines


def is_numeric(values: Sequence[PlanValue]) -> bool:
    """Whether a column holds figures, which go right."""
    return all(value is None or (isinstance(value, int | float) and not isinstance(value, bool)) for value in values)


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = [
        " " * (width - text_width(cell)) + cell if is_right else cell + " " * (width - text_width(cell))
        for cell, width, is_right in zip(cells, widths, numeric, strict=True)
    ]
    return f"  {'  '.join(padded)}".rstrip()


def outcome_line(outcome: TargetOutcome) -> str:
    """`✓ orders`, `✗ orders: failed: why`."""
    if outcome.is_done:
        note = "".join(f": {text}" for text in (outcome.reason, outcome.secret) if text)
        return f"{OUTCOME_MARKS[outcome.state]} {outcome.target}{note}"
    return f"{OUTCOME_MARKS[outcome.state]} {outcome.target}: {outcome.state.value}: {outcome.reason}"


def outcome_json(plan: Plan[Any], outcome: Outcome) -> dict[str, Any]:
    """What was done, for `-o json`."""
    return {
        "summary": plan.summary,
        "is_done": outcome.is_done,
        "outcomes": [
            {"target": each.target, "state": each.state.value, "reason": each.reason}
            | ({"secret": each.secret} if each.secret else {})
            for each in outcome.targets
        ],
    }
