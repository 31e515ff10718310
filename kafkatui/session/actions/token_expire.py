"""End delegation tokens before their time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.field import Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import DelegationTokensFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.token_changes import NO_TARGET, PART, TOKENS, meant_tokens, split_gone, token_obstacle

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

Tokens = tuple[DelegationToken, ...]

COLUMNS = (
    PlanColumn("token", "Token", "Which."),
    PlanColumn("owner", "Owner", "Whose rights it gives."),
    PlanColumn("renewers", "Renewers", "Who else may renew it."),
)


class ExpireTokens(Action[Tokens]):
    """Names each token that ends."""

    spec = ActionSpec(
        id="token.expire",
        title="Expire delegation tokens",
        help="End delegation tokens now: nobody can log in with them any more.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(TOKENS,),
        verb="token expire",
        key=Key("token.expire", "d,delete", "expire", "Expire delegation tokens.", "Do", 7, on=frozenset({PART})),
    )

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return token_obstacle(context)

    def targets_of(self, values: Values) -> Targets:
        return NO_TARGET

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Tokens]:
        return expiry_plan(context, meant_tokens(context, targets, values))

    def run(self, context: ActionContext, plan: Plan[Tokens], control: TaskControl) -> Outcome:
        return run_expiry(context, plan)


def expiry_plan(context: ActionContext, doomed: Tokens) -> Plan[Tokens]:
    """The plan of ending these."""
    servers = context.profile.bootstrap_servers
    return Plan(
        f"Ends {len(doomed)} delegation token{'s' if len(doomed) != 1 else ''}.",
        doomed,
        COLUMNS,
        tuple(
            PlanLine(each.token_id, (each.token_id, each.owner, ", ".join(each.renewers) or "nobody"), True)
            for each in doomed
        ),
        warnings=("Connections that were made with them stay until they are closed.",),
        commands=tuple(
            f"kafka-delegation-tokens.sh --bootstrap-server {servers} --command-config client.properties --expire "
            "--expiry-time-period -1 --hmac …"
            for _ in doomed[:1]
        ),
        undo="It cannot be undone: another token would have another id and password.",
        nothing_to_do="" if doomed else "There is no such token any more: nothing to do.",
        confirm_name=doomed[0].token_id if len(doomed) == 1 else f"{len(doomed)} tokens",
    )


def run_expiry(context: ActionContext, plan: Plan[Tokens]) -> Outcome:
    """End what is planned, less what is gone already."""
    from kafkatui.kafka.write.delegation_tokens import expire_token

    there, gone = split_gone(context, plan.payload)
    outcomes = [expire_token(context.writable_kafka(), each) for each in there]
    context.refresh(DelegationTokensFeed())
    return Outcome((*outcomes, *gone))


ACTION = ExpireTokens()
