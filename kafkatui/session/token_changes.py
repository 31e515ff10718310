"""What the actions on delegation tokens share: which are meant, why not, what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.insight.moment import parse_duration_seconds
from kafkatui.model.acl import is_principal
from kafkatui.model.action import Obstacle
from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.errors import FieldError, NotFound, UsageError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.observed import ObservedState
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.action_base import Targets
from kafkatui.session.feeds import DelegationTokensFeed

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PART = "token"

TOKENS = Field(
    "token",
    "Tokens",
    "Ids of the tokens; after -- where one begins with a dash.",
    FieldKind.LIST,
    is_required=True,
    is_positional=True,
    is_in_dialog=False,
    metavar="TOKEN_ID",
)

NO_TARGET = (Target(PlaceKind.CLUSTER, part=PART),)
"""What a verb acts on, whose arguments say which tokens."""


def token_obstacle(context: ActionContext) -> Obstacle | None:
    """Why the cluster's tokens cannot be changed; None when they can, as far as is known."""
    known = context.known(DelegationTokensFeed())
    return Obstacle(known.reason) if known.state is ObservedState.NOT_SUPPORTED else None


def meant_tokens(context: ActionContext, targets: Targets, values: Values) -> tuple[DelegationToken, ...]:
    """Those that are marked, or that a verb names, as they are now.

    Raises:
        NotFound: one is not there.
    """
    wanted = tuple(target.name for target in targets if target.name) or tuple(values.get("token") or ())
    there = {token.token_id: token for token in context.read(DelegationTokensFeed())}
    if missing := [token_id for token_id in wanted if token_id not in there]:
        raise NotFound(f"There is no delegation token {', '.join(missing)}, or none that this login may see.")
    return tuple(there[token_id] for token_id in wanted)


def split_gone(
    context: ActionContext, planned: tuple[DelegationToken, ...]
) -> tuple[list[DelegationToken], list[TargetOutcome]]:
    """Those that are still there, and an outcome for each that is not."""
    there = {token.token_id for token in context.read(DelegationTokensFeed())}
    gone = [
        TargetOutcome(token.text, OutcomeState.CONFLICT, "it is gone already")
        for token in planned
        if token.token_id not in there
    ]
    return [token for token in planned if token.token_id in there], gone


def period_ms(values: Values, name: str) -> int:
    """A length of time in milliseconds; −1, which means as the brokers have it, where nothing was typed.

    Raises:
        FieldError: it is none.
    """
    text = str(values.get(name) or "").strip()
    if not text:
        return -1
    try:
        return round(parse_duration_seconds(text) * 1000)
    except UsageError as error:
        raise FieldError(name, error.what, error.advice) from None


def principals(values: Values, name: str) -> tuple[str, ...]:
    """Principals, each once.

    Raises:
        FieldError: one is none.
    """
    typed = values.get(name) or ()
    found = tuple(dict.fromkeys(each.strip() for each in ((typed,) if isinstance(typed, str) else typed) if each))
    for each in found:
        if not is_principal(each):
            raise FieldError(name, f"{each} is no principal.", "Principals are TYPE:name, as User:alice.")
    return found
