"""Show one secret that stands in the settings file."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.errors import FieldError, NotFound
from kafkatui.model.field import Choice, Field, FieldKind, Form, Values
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions.cluster_edit import PROFILE, missing
from kafkatui.session.application import settings_of
from kafkatui.session.masked_values import NOTED
from kafkatui.session.profile_secrets import clear_secrets
from kafkatui.session.tasks import TaskControl

COLUMNS = (
    PlanColumn("of", "Of", "The cluster that it is for."),
    PlanColumn("what", "What", "The property whose value is shown; it is not in this table."),
)


class RevealOfCluster(Action[tuple[str, str]]):
    """What stands there itself; what a reference leads to is kept elsewhere, and shown there."""

    spec = ActionSpec(
        id="cluster.reveal",
        title="Show a secret of a cluster",
        help="Show one secret that stands in the settings file in clear; the journal keeps that it was shown.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        is_noted=True,
        fields=(
            PROFILE,
            Field("property", "Property", "Which one, where several are masked.", is_positional=True),
        ),
        verb="cluster reveal",
        scope=Scope.APPLICATION,
    )

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        if (obstacle := missing(context, targets)) is not None:
            return obstacle
        if targets and not _secrets(context, targets[0].name):
            return Obstacle(f"No secret of {targets[0].name} stands in the settings file itself.")
        return None

    def form(self, context: ActionContext, targets: Targets) -> Form:
        profile, which = self.spec.fields
        names = list(_secrets(context, targets[0].name)) if targets else []
        choices = tuple(Choice(each, each, f"{each}.") for each in names)
        if not choices:
            return Form(self.spec.fields)
        chosen = replace(which, kind=FieldKind.CHOICE, choices=choices, default=names[0], is_in_dialog=len(names) > 1)
        return Form((replace(profile, default=targets[0].name), chosen))

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[str, str]]:
        cluster = targets[0].name
        names = list(_secrets(context, cluster))
        typed = values.get("property")
        wanted = str(getattr(typed, "value", typed) or "") or (names[0] if len(names) == 1 else "")
        if wanted not in names:
            raise FieldError("property", f"It is one of {', '.join(names)}.")
        return Plan(
            f"Shows {wanted} of {cluster}.",
            (cluster, wanted),
            COLUMNS,
            (PlanLine(wanted, (cluster, wanted)),),
            undo=NOTED,
        )

    def run(self, context: ActionContext, plan: Plan[tuple[str, str]], control: TaskControl) -> Outcome:
        cluster, name = plan.payload
        value = _secrets(context, cluster).get(name)
        if value is None:
            raise NotFound(f"{name} of {cluster} is not there any more.")
        return Outcome((TargetOutcome(name, OutcomeState.DONE, secret=value),))


def _secrets(context: ActionContext, name: str) -> dict[str, str]:
    """What is masked of a profile as the file is now, by property."""
    _, text = settings_of(context).read()
    return {each: value for _, each, value in clear_secrets(text.entry(name))} if name in text.names else {}


ACTION = RevealOfCluster()
