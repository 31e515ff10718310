"""What the actions on connectors share."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from kafkatui.insight.connector_config import read_config
from kafkatui.model.action import Obstacle
from kafkatui.model.connector import Connector
from kafkatui.model.errors import ConnectError, FieldError, KafkatuiError, NotFound
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.clients import NO_CONNECT, NO_CONNECT_ADVICE
from kafkatui.session.feeds import ConnectorsFeed

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.session.tasks import TaskControl

P = TypeVar("P")

PART = "connector"
"""As `Target.part` has it."""

EFFECT_SECONDS = 10.0
"""So long workers may take to do what was asked for before they are left alone."""

_LOOK_SECONDS = 0.2

CONNECTOR = Field(
    "connector", "Connector", "What it is called; of one of several Connects NAME/CONNECTOR.", is_required=True,
    is_positional=True, is_in_dialog=False,
)  # fmt: skip
CONNECTORS = Field(
    "connectors", "Connectors", "The connectors; of one of several Connects NAME/CONNECTOR.", FieldKind.LIST,
    is_required=True, is_positional=True, is_in_dialog=False, metavar="CONNECTOR",
)  # fmt: skip


class ConnectorAction(Action[P]):
    """An action on connectors; there must be a Connect."""

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        is_there = any(name.startswith("connect.") for name in context.profile.kafka)
        return None if is_there else Obstacle(NO_CONNECT, NO_CONNECT_ADVICE)

    def targets_of(self, values: Values) -> Targets:
        named = values.get("connectors") or (values.get("connector"),)
        return tuple(Target(PlaceKind.CLUSTER, str(name or "").strip(), part=PART) for name in named)


def addresses(targets: Targets, field: str = "connectors") -> list[str]:
    """The connectors that are meant, each once.

    Raises:
        FieldError: there is none.
    """
    names = list(dict.fromkeys(target.name for target in targets if target.name))
    if not names:
        raise FieldError(field, "Name a connector.")
    return names


def known_connector(context: ActionContext, targets: Targets) -> Connector | None:
    """The connector that is meant, as the list last had it; None where it is not known. Asks nobody."""
    known = context.known(ConnectorsFeed()).value
    names = {target.name for target in targets}
    return next((each for each in known.connectors if each.address in names), None) if known else None


def connector_or_none(context: ActionContext, address: str) -> Connector | None:
    """The connector as it is now; None where there is none.

    Raises:
        KafkatuiError: the workers do not tell.
    """
    try:
        return context.connectors().connector(address)
    except NotFound:
        return None


def typed_config(data: object, field: str) -> tuple[str, dict[str, str]]:
    """The name and the configuration that were typed as JSON.

    Raises:
        FieldError: it is none.
    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else str(data or "")
        return read_config(text)
    except UnicodeDecodeError:
        raise FieldError(field, "It is no text.") from None
    except ValueError as error:
        raise FieldError(field, str(error), 'Write it like {"connector.class": "…", "tasks.max": "1"}.') from None


def require_valid(context: ActionContext, address: str, config: Mapping[str, str], field: str) -> None:
    """Have the plugin look at a configuration; nothing is started.

    Raises:
        FieldError: it would not take it; names each property.
    """
    if not config.get("connector.class"):
        raise FieldError(field, "It has no connector.class.", "connect plugins lists what the workers can run.")
    try:
        problems = context.connectors().problems(address, config)
    except NotFound as error:
        raise FieldError(field, error.what, error.advice) from None
    if problems:
        raise FieldError(field, " ".join(each.text for each in problems))


def await_connector(
    context: ActionContext, address: str, is_so: Callable[[Connector | None], bool], control: TaskControl
) -> Connector | None:
    """The connector once it is as asked for, or as it is after EFFECT_SECONDS; what cannot be read then is None."""
    deadline = time.monotonic() + EFFECT_SECONDS
    while True:
        try:
            found = connector_or_none(context, address)
            if is_so(found):
                return found
        except KafkatuiError:  # what was asked for was taken; that it cannot be looked at takes nothing from that
            found = None
        if time.monotonic() >= deadline:
            return found
        control.wait(_LOOK_SECONDS)


def state_words(connector: Connector | None) -> str:
    """ "RUNNING, tasks 2/3, 1 failed"."""
    if connector is None:
        return "not told"
    failed = f", {len(connector.failed)} failed" if connector.failed else ""
    return f"{connector.state or 'state not told'}, tasks {connector.running}/{len(connector.tasks)}{failed}"


def failed(target: str, error: KafkatuiError) -> TargetOutcome:
    """What became of a connector whose request failed; where no answer came, that is not known."""
    state = OutcomeState.UNKNOWN if isinstance(error, ConnectError) else OutcomeState.FAILED
    return TargetOutcome(target, state, str(error))


def refresh_connectors(context: ActionContext) -> None:
    """Have the list read again."""
    context.refresh(ConnectorsFeed())


def curl(context: ActionContext, method: str, address: str, *path: str | int, query: str = "", body: str = "") -> str:
    """The same by hand; who we are is left out.

    Args:
        path: below the connector; without an address below the worker.
        body: what stands after -d.
    """
    requests, name = context.connectors().place_of(address)
    parts = [requests.url, *(quote(str(each), safe="") for each in ("connectors", name, *path) if each != "")]
    words = ["curl", "-X", method, shlex.quote("/".join(parts) + (f"?{query}" if query else ""))]
    if body:
        words += ["-H", shlex.quote("Content-Type: application/json"), "-d", shlex.quote(body)]
    return " ".join(words)
