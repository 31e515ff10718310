"""Hear of a muted finding again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import NotFound
from kafkatui.model.field import Values
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.finding_mutes import FINDING, PART, mutes_of, named, set_mute
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("finding", "Finding", "The rule, and what it is the matter with."),
    PlanColumn("reason", "Was muted for", "What had been said."),
)


class UnmuteFinding(Action[tuple[str, ...]]):
    """It counts again for as long as it is found."""

    spec = ActionSpec(
        id="finding.unmute",
        title="Unmute findings",
        help="Let a muted finding count again.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(FINDING,),
        verb="doctor unmute",
    )

    def targets_of(self, values: Values) -> Targets:
        return named(values)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[str, ...]]:
        muted = mutes_of(context)
        keys = tuple(target.name for target in targets if target.name in muted)
        if not keys:
            raise NotFound("It is not muted.")
        rows = tuple(PlanLine(key, (key, muted[key])) for key in keys)
        return Plan(f"{len(keys)} finding{'s' if len(keys) != 1 else ''} will count again.", keys, COLUMNS, rows)

    def run(self, context: ActionContext, plan: Plan[tuple[str, ...]], control: TaskControl) -> Outcome:
        set_mute(context, plan.payload, "")
        return Outcome(done(plan.payload))


ACTION = UnmuteFinding()
