"""Say of a finding that nobody wants to hear of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.finding_mutes import FINDING, PART, named, set_mute
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("finding", "Finding", "The rule, and what it is the matter with."),
    PlanColumn("reason", "Reason", "Shown with it from now on."),
)

Muted = tuple[tuple[str, ...], str]


class MuteFinding(Action[Muted]):
    """It stays in the list, marked as muted, and counts no more; the cluster is not changed."""

    spec = ActionSpec(
        id="finding.mute",
        title="Mute findings",
        help="Say why a finding needs nobody: it counts no more and is shown with the reason. Nothing of the cluster "
        "changes.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(
            FINDING,
            Field("reason", "Reason", "Why it needs nobody; with whom it was agreed, until when.", is_required=True),
        ),
        verb="doctor mute",
        key=Key("finding.mute", "d,delete", "mute", "Mute findings, with a reason.", "Do", 7, on=frozenset({PART})),
    )

    def targets_of(self, values: Values) -> Targets:
        return named(values)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Muted]:
        reason = str(values.get("reason") or "").strip()
        if not reason:
            raise FieldError("reason", "Say why.")
        keys = tuple(target.name for target in targets)
        return Plan(
            f"Mutes {len(keys)} finding{'s' if len(keys) != 1 else ''} for this cluster, in kafkatui's own state.",
            (keys, reason),
            COLUMNS,
            tuple(PlanLine(key, (key, reason)) for key in keys),
        )

    def run(self, context: ActionContext, plan: Plan[Muted], control: TaskControl) -> Outcome:
        keys, reason = plan.payload
        set_mute(context, keys, reason)
        return Outcome(done(keys))


ACTION = MuteFinding()
