"""Plans, does and takes back an action of a session, waiting for its tasks."""

from __future__ import annotations

from typing import Any

from kafkatui.model.field import Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.plan import Plan
from kafkatui.session.action_base import Targets
from kafkatui.session.action_catalogue import catalogue
from tests.tui.fake_session import FakeSession

SECONDS = 30.0


class ActionDriver:
    """What is named by no target is named by the values, as in a verb."""

    def __init__(self, session: FakeSession) -> None:
        self.session = session

    def plan(self, action_id: str, values: Values, targets: Targets = ()) -> Plan[Any]:
        action = catalogue()[action_id]
        task = self.session.actions.plan(action, targets or action.targets_of(values), values)
        assert task.wait(SECONDS)
        return task.result()

    def do(self, action_id: str, values: Values, targets: Targets = ()) -> Outcome:
        return self.run(action_id, values, self.plan(action_id, values, targets), targets)

    def run(self, action_id: str, values: Values, plan: Plan[Any], targets: Targets = ()) -> Outcome:
        action = catalogue()[action_id]
        task = self.session.actions.run(action, targets or action.targets_of(values), values, plan)
        assert task.wait(SECONDS)
        return task.result()

    def undo(self) -> tuple[Plan[Any], Outcome | None]:
        """What taking back the newest change would do, and did."""
        action = self.session.actions.undo(self.session.actions.entries()[0])
        planned = self.session.actions.plan(action, (), {})
        assert planned.wait(SECONDS)
        plan = planned.result()
        if plan.nothing_to_do:
            return plan, None
        task = self.session.actions.run(action, (), {}, plan)
        assert task.wait(SECONDS)
        return plan, task.result()
