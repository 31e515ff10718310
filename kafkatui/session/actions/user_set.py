"""Give a user a password to log in with SCRAM."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.quota import DEFAULT
from kafkatui.model.scram import DEFAULT_ITERATIONS, LEAST_ITERATIONS, MECHANISMS, MOST_ITERATIONS, ScramCredential
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import choice_field, chosen_word
from kafkatui.session.feeds import ScramCredentialsFeed
from kafkatui.session.scram_changes import scram_command, scram_obstacle, set_scram_password
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

MECHANISM = choice_field("mechanism", "Mechanism", "The hash; what the user's clients are set to.", MECHANISMS)

COLUMNS = (
    PlanColumn("user", "User", "Who."),
    PlanColumn("mechanism", "Mechanism", "The hash of the password."),
    PlanColumn("iterations", "Iterations", "How often it is hashed."),
    PlanColumn("change", "Change", "Whether the user gets another password, or a first one."),
)

NO_UNDO = "It cannot be undone: brokers tell nobody what the password was."


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What is set; the password is in no text of it."""

    credential: ScramCredential
    password: str = field(repr=False)
    was: ScramCredential | None = None


class SetUser(Action[NewPassword]):
    """Hashed here: the password itself goes nowhere."""

    spec = ActionSpec(
        id="user.set",
        title="Set a SCRAM user",
        help="Give a user a password to log in with SCRAM; the user comes into being with the first.",
        danger=Danger.CHANGES,
        fields=(
            Field("user", "User", "The name, without User:.", is_required=True, is_positional=True),
            Field("password", "Password", "Typed unseen; the verb asks, or takes the first line of a file.",
                FieldKind.SECRET, is_required=True),
            MECHANISM,
            Field("iterations", "Iterations", "How often the password is hashed: 4096 to 16384.", FieldKind.NUMBER,
                default=DEFAULT_ITERATIONS),
        ),
        pages=frozenset({PlaceKind.CLUSTER}),
        verb="user set",
        key=Key("user.set", "c", "set", "Set a SCRAM user's password.", "Do", 6, on=frozenset({"SCRAM user"}),
            over=frozenset({"topic.create"})),
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return scram_obstacle(context)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        return Form(self.spec.fields)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[NewPassword]:
        credential, password = _typed(values)
        was = _there(context, credential)
        change = "another password" if was is not None else "first password"
        undo = NO_UNDO if was is not None else "The credential is deleted again."
        return Plan(
            f"Sets the password of {credential.user} ({credential.mechanism}).",
            NewPassword(credential, password, was),
            COLUMNS,
            (PlanLine(
                credential.text, (credential.user, credential.mechanism, credential.iterations, change), was is not None
            ),),
            totals=("The password is shown nowhere and kept nowhere.",),
            warnings=("Who logs in with the old password is refused from the next connection on.",) if was else (),
            commands=(_command(context, credential),),
            undo=undo,
            is_undoable=was is None,
            confirm_name=credential.user,
        )  # fmt: skip

    def run(self, context: ActionContext, plan: Plan[NewPassword], control: TaskControl) -> Outcome:
        wanted = plan.payload
        outcome = set_scram_password(context, wanted.credential, wanted.password)
        context.refresh(ScramCredentialsFeed())
        if not outcome.is_done or wanted.was is not None:
            return Outcome((outcome,))
        text = wanted.credential.text
        left = {"user": wanted.credential.user, "mechanism": wanted.credential.mechanism}
        return Outcome((outcome,), before={text: None}, after={text: left})

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        from kafkatui.session.actions.user_delete import delete_plan

        left = [(image["user"], image["mechanism"]) for image in entry.after.values()]
        there = context.read(ScramCredentialsFeed())
        return delete_plan(context, tuple(each for each in there if (each.user, each.mechanism) in left))

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        from kafkatui.session.actions.user_delete import run_deletion

        return run_deletion(context, plan)


def _typed(values: Values) -> tuple[ScramCredential, str]:
    user = str(values.get("user") or "").strip()
    if not user:
        raise FieldError("user", "A user needs a name.")
    if user.startswith("User:"):
        raise FieldError("user", "Only its name: User: is put before it by the brokers.")
    if user == DEFAULT:
        raise FieldError("user", f"{DEFAULT} stands for all who have no quota of their own: nobody logs in so.")
    password = values.get("password")
    if not password:
        raise FieldError("password", "It needs a password.")
    iterations = values.get("iterations")
    iterations = DEFAULT_ITERATIONS if iterations is None else int(iterations)
    if not LEAST_ITERATIONS <= iterations <= MOST_ITERATIONS:
        raise FieldError("iterations", f"Brokers take {LEAST_ITERATIONS:,} to {MOST_ITERATIONS:,}.")
    return ScramCredential(user, chosen_word(values, MECHANISM), iterations), str(password)


def _there(context: ActionContext, wanted: ScramCredential) -> ScramCredential | None:
    every = context.read(ScramCredentialsFeed())
    return next((each for each in every if each.text == wanted.text), None)


def _command(context: ActionContext, credential: ScramCredential) -> str:
    words = f"--add-config '{credential.mechanism}=[iterations={credential.iterations},password=…]'"
    return scram_command(context, credential.user, words)


ACTION = SetUser()
