"""Delete SCRAM users, or one of their credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import NotFound
from kafkatui.model.field import Choice, Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.scram import MECHANISMS, ScramCredential
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import ScramCredentialsFeed
from kafkatui.session.scram_changes import delete_scram_credentials, scram_command, scram_obstacle
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PART = "SCRAM user"

COLUMNS = (
    PlanColumn("user", "User", "Who can no longer log in."),
    PlanColumn("mechanism", "Mechanism", "With which mechanism."),
    PlanColumn("left", "Left", "With what they still can."),
)


class DeleteUsers(Action[tuple[ScramCredential, ...]]):
    """Names each credential that goes."""

    spec = ActionSpec(
        id="user.delete",
        title="Delete SCRAM users",
        help="Delete SCRAM users, or what they log in with by one mechanism.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(
            Field("user", "Users", "The users.", FieldKind.LIST, is_required=True, is_positional=True,
                is_in_dialog=False),
            Field("mechanism", "Mechanism", "Only what they log in with by this one.", FieldKind.CHOICE,
                choices=tuple(Choice(name, name, "") for name in MECHANISMS), is_in_dialog=False),
        ),
        verb="user delete",
        key=Key("user.delete", "d,delete", "delete", "Delete SCRAM users.", "Do", 7, on=frozenset({PART})),
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return scram_obstacle(context)

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.CLUSTER, part=PART),)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[ScramCredential, ...]]:
        there = context.read(ScramCredentialsFeed())
        texts = {target.name for target in targets if target.name}
        if texts:
            return delete_plan(context, tuple(each for each in there if each.text in texts))
        names, mechanism = tuple(values.get("user") or ()), str(values.get("mechanism") or "")
        known = {each.user for each in there}
        if missing := [name for name in names if name not in known]:
            raise NotFound(f"There is no SCRAM user {', '.join(missing)}.")
        return delete_plan(
            context, tuple(each for each in there if each.user in names and mechanism in ("", each.mechanism))
        )

    def run(self, context: ActionContext, plan: Plan[tuple[ScramCredential, ...]], control: TaskControl) -> Outcome:
        return run_deletion(context, plan)


def delete_plan(context: ActionContext, doomed: tuple[ScramCredential, ...]) -> Plan[tuple[ScramCredential, ...]]:
    """The plan of deleting these."""
    there = context.read(ScramCredentialsFeed())
    users = sorted({each.user for each in doomed})
    rows = []
    for each in doomed:
        left = [other.mechanism for other in there if other.user == each.user and other not in doomed]
        rows.append(PlanLine(each.text, (each.user, each.mechanism, ", ".join(left) or "nothing"), not left))
    return Plan(
        f"Deletes what {', '.join(users) or 'nobody'} log{'s' if len(users) == 1 else ''} in with.",
        doomed,
        COLUMNS,
        tuple(rows),
        commands=tuple(scram_command(context, each.user, f"--delete-config {each.mechanism}") for each in doomed),
        undo="It cannot be undone: brokers tell nobody what the password was.",
        nothing_to_do="" if doomed else "There is no such credential: nothing to do.",
        confirm_name=users[0] if len(users) == 1 else f"{len(users)} users",
    )


def run_deletion(context: ActionContext, plan: Plan[tuple[ScramCredential, ...]]) -> Outcome:
    """Delete what is planned, less what is gone already."""
    there = {each.text for each in context.read(ScramCredentialsFeed())}
    doomed = [each for each in plan.payload if each.text in there]
    gone = [
        TargetOutcome(each.text, OutcomeState.CONFLICT, "it is gone already")
        for each in plan.payload
        if each.text not in there
    ]
    outcomes = delete_scram_credentials(context, doomed) if doomed else ()
    context.refresh(ScramCredentialsFeed())
    return Outcome((*outcomes, *gone))


ACTION = DeleteUsers()
