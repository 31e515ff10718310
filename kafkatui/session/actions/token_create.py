"""Create a delegation token."""

from __future__ import annotations

import shlex
import time
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import DelegationTokensFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.token_changes import PART, period_ms, principals, token_obstacle

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("owner", "Owner", "Whose rights it gives; ? is whoever is logged in here."),
    PlanColumn("renewers", "Renewers", "Who may renew it beside the owner."),
    PlanColumn("life", "Life", "How long at most."),
)


class NewToken(Struct, frozen=True):
    """What is asked for; as the brokers have it where −1, one's own where without owner."""

    owner: str
    renewers: tuple[str, ...]
    life_ms: int


class CreateToken(Action[NewToken]):
    """Its secret is told in the outcome, once, and kept nowhere."""

    spec = ActionSpec(
        id="token.create",
        title="Create a delegation token",
        help="Make a login that lets others act as this user for a time; its password is shown once.",
        danger=Danger.CHANGES,
        pages=frozenset({PlaceKind.CLUSTER}),
        fields=(
            Field("renewer_principal", "Renewers", "Principals that may renew it beside its owner, one a line.",
                FieldKind.LIST, metavar="PRINCIPAL"),
            Field("owner_principal", "Owner", "The principal it is for (Kafka 3.3); empty: who is logged in here.",
                metavar="PRINCIPAL"),
            Field("max_life_time_period", "Life", "How long at most: 12h, 7d; empty: as long as the brokers let it.",
                metavar="DURATION"),
        ),
        verb="token create",
        key=Key("token.create", "c", "create", "Create a delegation token.", "Do", 6, on=frozenset({PART}),
            over=frozenset({"topic.create"})),
        undo_danger=Danger.DESTROYS,
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return token_obstacle(context)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[NewToken]:
        owners = principals(values, "owner_principal")
        if len(owners) > 1:
            raise FieldError("owner_principal", "A token has one owner.")
        life_ms = period_ms(values, "max_life_time_period")
        wanted = NewToken(owners[0] if owners else "", principals(values, "renewer_principal"), life_ms)
        context.read(DelegationTokensFeed())  # says why there are none
        life = str(values.get("max_life_time_period") or "").strip() or "as the brokers have it"
        return Plan(
            f"Creates a delegation token{f' of {wanted.owner}' if wanted.owner else ''}.",
            wanted,
            COLUMNS,
            (PlanLine("token", (wanted.owner or None, ", ".join(wanted.renewers) or "nobody", life)),),
            totals=("Its password (HMAC) is shown once it is made, and kept nowhere by kafkatui.",),
            commands=(_command(context, wanted),),
            undo="The token is ended.",
            is_undoable=True,
            confirm_name=wanted.owner or "token",
        )

    def run(self, context: ActionContext, plan: Plan[NewToken], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.delegation_tokens import create_token

        wanted = plan.payload
        token = create_token(context.writable_kafka(), wanted.renewers, wanted.life_ms, wanted.owner)
        context.refresh(DelegationTokensFeed())
        until = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(token.expires_ms / 1000))
        outcome = TargetOutcome(
            token.token_id, OutcomeState.DONE, f"of {token.owner}, until {until}; its HMAC", secret=token.hmac_text
        )
        return Outcome((outcome,), before={token.token_id: None}, after={token.token_id: {"owner": token.owner}})

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        from kafkatui.session.actions.token_expire import expiry_plan

        there = context.read(DelegationTokensFeed())
        return expiry_plan(context, tuple(token for token in there if token.token_id in entry.after))

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        from kafkatui.session.actions.token_expire import run_expiry

        return run_expiry(context, plan)


def _command(context: ActionContext, wanted: NewToken) -> str:
    words = ["kafka-delegation-tokens.sh", "--bootstrap-server", context.profile.bootstrap_servers, "--create"]
    words += ["--command-config", "client.properties", "--max-life-time-period", str(wanted.life_ms)]
    for each in wanted.renewers:
        words += ["--renewer-principal", each]
    if wanted.owner:
        words += ["--owner-principal", wanted.owner]
    return shlex.join(words)


ACTION = CreateToken()
