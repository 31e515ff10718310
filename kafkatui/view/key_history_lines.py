"""What changed from one record of a key to the next, in words and as JSON."""

from __future__ import annotations

import json
from typing import Any

from kafkatui.insight.key_history import FieldChange, KeyChange, Step
from kafkatui.insight.search.subject import MISSING

MOST_TOLD = 20
"""So many fields stand in a line; JSON has them all."""


def step_text(step: Step, value_line: str) -> str:
    """`set {…}`, `changed total 9 → 10 · + state "sent" · − draft`, `same`, `deleted`."""
    if step.change is KeyChange.SET or (step.change is KeyChange.CHANGED and not step.fields):
        return f"{step.change.value} {value_line}"
    if step.change is not KeyChange.CHANGED:
        return str(step.change.value)
    told = [_field_text(each) for each in step.fields[:MOST_TOLD]]
    if len(step.fields) > MOST_TOLD:
        told.append(f"{len(step.fields) - MOST_TOLD:,} more")
    return f"changed {' · '.join(told)}"


def step_fields(step: Step) -> dict[str, Any]:
    """For JSON: what changed; of a field what it was and is, where it was there and is there."""
    fields = []
    for each in step.fields:
        field = {"path": each.path}
        if each.before is not MISSING:
            field["before"] = each.before
        if each.after is not MISSING:
            field["after"] = each.after
        fields.append(field)
    return {"change": step.change.value, **({"fields": fields} if fields else {})}


def _field_text(change: FieldChange) -> str:
    if change.before is MISSING:
        return f"+ {change.path} {_short(change.after)}"
    if change.after is MISSING:
        return f"− {change.path}"
    return f"{change.path} {_short(change.before)} → {_short(change.after)}".lstrip()


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
