"""Have delegation tokens end later."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.field import Field, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import DelegationTokensFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.token_changes import (
    NO_TARGET,
    PART,
    TOKENS,
    meant_tokens,
    period_ms,
    split_gone,
    token_obstacle,
)

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("token", "Token", "Which."),
    PlanColumn("owner", "Owner", "Whose rights it gives."),
    PlanColumn("now", "Ends", "When it ends as it is now."),
    PlanColumn("then", "Then", "When it ends afterwards."),
    PlanColumn("last", "At most", "When it can be renewed no more."),
)


class Renewal(Struct, frozen=True):
    """Tokens, and how long from now each is good; −1: as the brokers have it."""

    tokens: tuple[DelegationToken, ...]
    period_ms: int


class RenewTokens(Action[Renewal]):
    """Never longer than its life, which was set when it was made."""

    spec = ActionSpec(
        id="token.renew",
        title="Renew delegation tokens",
        help="Have delegation tokens end later, at most when their lives are over.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(
            TOKENS,
            Field("renew_time_period", "For", "How long from now: 12h, 7d; empty: as the brokers have it (a day).",
                metavar="DURATION"),
        ),
        verb="token renew",
        key=Key("token.renew", "e", "renew", "Renew delegation tokens.", "Do", 4, on=frozenset({PART})),
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return token_obstacle(context)

    def targets_of(self, values: Values) -> Targets:
        return NO_TARGET

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Renewal]:
        tokens, period = meant_tokens(context, targets, values), period_ms(values, "renew_time_period")
        rows = []
        for each in tokens:
            then = min(time.time() * 1000 + period, each.max_ms) if period > 0 else None
            texts = ["as the brokers have it" if ms is None else _time(ms) for ms in (each.expires_ms, then)]
            rows.append(PlanLine(each.token_id, (each.token_id, each.owner, *texts, _time(each.max_ms))))
        servers = context.profile.bootstrap_servers
        return Plan(
            f"Renews {len(tokens)} delegation token{'s' if len(tokens) != 1 else ''}.",
            Renewal(tokens, period),
            COLUMNS,
            tuple(rows),
            commands=(
                f"kafka-delegation-tokens.sh --bootstrap-server {servers} --command-config client.properties --renew "
                f"--renew-time-period {period} --hmac …",
            ),
            undo="It cannot be undone: brokers only let a token end later, or now.",
            confirm_name=tokens[0].token_id if len(tokens) == 1 else f"{len(tokens)} tokens",
        )

    def run(self, context: ActionContext, plan: Plan[Renewal], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.delegation_tokens import renew_token

        there, gone = split_gone(context, plan.payload.tokens)
        outcomes = []
        for each in there:
            outcome, ends_ms = renew_token(context.writable_kafka(), each, plan.payload.period_ms)
            outcomes.append(replace(outcome, reason=f"until {_time(ends_ms)}") if outcome.is_done else outcome)
        context.refresh(DelegationTokensFeed())
        return Outcome((*outcomes, *gone))


def _time(milliseconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(milliseconds / 1000))


ACTION = RenewTokens()
