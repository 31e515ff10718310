"""Tell the passwords of delegation tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.field import Values
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.masked_values import NOTED
from kafkatui.session.tasks import TaskControl
from kafkatui.session.token_changes import NO_TARGET, PART, TOKENS, meant_tokens, token_obstacle

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

Tokens = tuple[DelegationToken, ...]

COLUMNS = (
    PlanColumn("token", "Token", "The user name of who logs in with it."),
    PlanColumn("owner", "Owner", "Whose rights it gives."),
)


class ShowTokens(Action[Tokens]):
    """Whoever asks is told, as brokers do: elsewhere they are masked."""

    spec = ActionSpec(
        id="token.show",
        title="Show passwords of delegation tokens",
        help="Show the HMAC of delegation tokens: what clients log in with as password, by SCRAM and tokenauth=true.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        is_noted=True,
        fields=(TOKENS,),
        verb="token show",
    )

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return token_obstacle(context)

    def targets_of(self, values: Values) -> Targets:
        return NO_TARGET

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Tokens]:
        tokens = meant_tokens(context, targets, values)
        rows = tuple(PlanLine(each.token_id, (each.token_id, each.owner)) for each in tokens)
        return Plan(
            f"Shows the password{'s' if len(tokens) != 1 else ''} of {len(tokens)} "
            f"delegation token{'s' if len(tokens) != 1 else ''} on the screen.",
            tokens,
            COLUMNS,
            rows,
            undo=NOTED,
        )

    def run(self, context: ActionContext, plan: Plan[Tokens], control: TaskControl) -> Outcome:
        return Outcome(
            tuple(TargetOutcome(each.text, OutcomeState.DONE, secret=each.hmac_text) for each in plan.payload)
        )


ACTION = ShowTokens()
