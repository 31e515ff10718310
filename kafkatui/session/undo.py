"""Taking a change back is an action like any other, made from what the journal says of it."""

from __future__ import annotations

from typing import Any

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.field import Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome
from kafkatui.model.plan import Plan
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.tasks import TaskControl

UNDO_ID = "undo"


class UndoAction(Action[Any]):
    """Takes one entry of the journal back.

    Args:
        entry: what to take back.
    """

    def __init__(self, entry: JournalEntry) -> None:
        self.entry = entry
        undone = self._undone_action()
        danger = undone.spec.undo_danger if undone is not None else Danger.CHANGES
        self.spec = ActionSpec(UNDO_ID, f"Undo: {entry.summary}", "Takes back what was changed here.", danger)

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        reason = self.entry.why_not_undoable
        if not reason and self._undone_action() is None:
            reason = f"This kafkatui does not know the action {self.entry.action}."
        return Obstacle(reason) if reason else None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        action = self._undone_action()
        assert action is not None  # the obstacle says so otherwise
        return action.plan_undo(context, self.entry, control)

    def run(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        action = self._undone_action()
        assert action is not None
        return action.run_undo(context, plan, control)

    def _undone_action(self) -> Action[Any] | None:
        from kafkatui.session.action_catalogue import catalogue

        return catalogue().get(self.entry.action)
