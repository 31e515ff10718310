"""What an action would do, worked out and looked at before anything is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from kafkatui.model.action import Danger

P = TypeVar("P")

PlanValue = str | int | float | bool | None
"""What a plan's table holds; None is unknown."""


class PlanColumn(Struct, frozen=True):
    """One column of a preview: `name` in JSON, `title` on the screen, one sentence of help."""

    name: str
    title: str
    help: str


class PlanLine(Struct, frozen=True):
    """One target's line of a preview.

    Attributes:
        target: as in `Target.text`; what its outcome is called by.
        values: one for each column.
        is_risky: whether the line is one to look at twice.
    """

    target: str
    values: tuple[PlanValue, ...]
    is_risky: bool = False


class Plan(Struct, Generic[P], frozen=True):
    """A preview, and the work that it previews: what was shown is what runs.

    Attributes:
        summary: one sentence: "Deletes 2 topics with 1,204 records and 1.2 MB."
        payload: what `run` is given, with whatever it checks again before it acts.
        columns, rows: the preview as a table.
        totals: further sentences with figures: what goes, how much of it.
        warnings: what a careful person would want to know first.
        commands: the same with Kafka's or ZooKeeper's own tools, one line each.
        undo: what takes it back, or why nothing does.
        is_undoable: whether something takes it back.
        nothing_to_do: why there is nothing to do; empty when there is.
        is_conflict: nothing is done because what it would be done to is another than was meant: who asked has failed.
        confirm_name: what has to be typed on a protected cluster.
        danger: what this very plan can do, where that is worse than what the action can do by itself.
        cleanup: what must be put in order if kafkatui ends amid it, as a JSON value; the journal keeps it until done.
        details: what `--dry-run -o json` has beside the rows.
        secret_names: of NAME=VALUE pairs those whose values are written down nowhere.
    """

    summary: str
    payload: P
    columns: tuple[PlanColumn, ...] = ()
    rows: tuple[PlanLine, ...] = ()
    totals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    undo: str = ""
    is_undoable: bool = False
    nothing_to_do: str = ""
    confirm_name: str = ""
    danger: Danger | None = None
    cleanup: Any = None
    details: Mapping[str, Any] = field(default_factory=dict)
    secret_names: frozenset[str] = frozenset()
    is_conflict: bool = False

    def as_json(self) -> dict[str, Any]:
        """The plan for `--dry-run --output json`."""
        rows: Sequence[dict[str, PlanValue]] = [
            {column.name: value for column, value in zip(self.columns, row.values, strict=True)} for row in self.rows
        ]
        return {
            "summary": self.summary,
            "rows": rows,
            "totals": list(self.totals),
            "warnings": list(self.warnings),
            "commands": list(self.commands),
            "undo": self.undo,
            "is_undoable": self.is_undoable,
            "nothing_to_do": self.nothing_to_do,
            **self.details,
        }
