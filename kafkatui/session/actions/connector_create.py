"""Create a connector, its configuration checked by its plugin first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.connector_config import filled_in, shown_config
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, KafkatuiError, Refused
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Targets
from kafkatui.session.connector_changes import (
    PART,
    ConnectorAction,
    await_connector,
    connector_or_none,
    curl,
    failed,
    known_connector,
    refresh_connectors,
    require_valid,
    state_words,
    typed_config,
)
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("connector", "Connector", "Whose property it is."),
    PlanColumn("property", "Property", "What is set."),
    PlanColumn("value", "Value", "What it is set to; secrets are masked."),
)
UNDO_COLUMNS = (
    PlanColumn("connector", "Connector", "What goes."),
    PlanColumn("state", "State", "Its state now; ? where the workers do not tell."),
)
TEMPLATE = {"connector.class": "", "tasks.max": "1"}


class NewConnector(Struct, frozen=True):
    """What is created; of an undo what goes."""

    address: str
    config: Mapping[str, str]


class CreateConnector(ConnectorAction[NewConnector]):
    """The plugin is asked at each preview, and starts nothing then."""

    spec = ActionSpec(
        id="connect.create",
        title="Create a connector",
        help="Create a connector of a configuration in JSON, which its plugin checks first.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        fields=(
            Field("connector", "Connector", "What to call it; of one of several Connects NAME/CONNECTOR.",
                is_required=True, is_positional=True),
            Field("config", "Configuration", "JSON of its properties; Ctrl+O edits it in $EDITOR. In the verb a file, "
                "- is standard input.", FieldKind.DOCUMENT, is_required=True, is_positional=True, metavar="FILE",
                syntax="json"),
        ),
        verb="connect create",
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """A configuration to begin with: that of the connector under the cursor, less what is secret of it."""
        name, config = self.spec.fields
        like = known_connector(context, targets)
        shown = {key: value for key, value in shown_config(like.config).items() if key != "name"} if like else TEMPLATE
        return Form((name, replace(config, default=json.dumps(shown, indent=2, ensure_ascii=False).encode())))

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[NewConnector]:
        address = str(values.get("connector") or "").strip()
        name, typed = typed_config(values.get("config"), "config")
        if not address:
            raise FieldError("connector", "Name the connector.")
        try:
            config = filled_in({key: value for key, value in typed.items() if key != "name"}, {})
        except ValueError as error:
            raise FieldError("config", str(error), "Type it, or name a config provider: ${file:…}.") from None
        called = context.connectors().place_of(address)[1]
        if name and name != called:
            raise FieldError("connector", f"Its configuration calls it {name}.", "Leave the name out there.")
        control.say("asking the plugin")
        if connector_or_none(context, address) is not None:
            raise Refused(f"There is a connector {address} already.", "`connect set` changes it.")
        require_valid(context, address, config, "config")
        return Plan(
            f"Creates the connector {address}.",
            NewConnector(address, config),
            COLUMNS,
            tuple(PlanLine(address, (address, key, value)) for key, value in shown_config(config).items()),
            commands=(curl(context, "PUT", address, "config", body="@config.json"),),
            undo="It is deleted, if it is as it was created then.",
            is_undoable=True,
            confirm_name=address,
        )

    def run(self, context: ActionContext, plan: Plan[NewConnector], control: TaskControl) -> Outcome:
        new = plan.payload
        control.check()
        try:
            context.writable_connectors().create(new.address, new.config)
        except KafkatuiError as error:
            return Outcome((failed(new.address, error),))
        control.say("waiting for the workers")
        found = await_connector(
            context, new.address, lambda each: each is not None and bool(each.state and each.tasks), control
        )
        refresh_connectors(context)
        return Outcome(
            (TargetOutcome(new.address, OutcomeState.DONE, state_words(found)),),
            before={new.address: None},
            after={new.address: shown_config({**new.config, "name": context.connectors().place_of(new.address)[1]})},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[NewConnector]:
        (address,) = entry.done
        now = connector_or_none(context, address)
        nothing = ""
        if now is None:
            nothing = f"{address} is gone already."
        elif shown_config(now.config) != entry.after[address]:
            nothing = f"The configuration of {address} was changed since: not touched."
        return Plan(
            f"Deletes the connector {address}.",
            NewConnector(address, now.config if now else {}),
            UNDO_COLUMNS,
            (PlanLine(address, (address, (now.state if now else "") or None)),),
            commands=(curl(context, "DELETE", address),),
            nothing_to_do=nothing,
            confirm_name=address,
        )

    def run_undo(self, context: ActionContext, plan: Plan[NewConnector], control: TaskControl) -> Outcome:
        address = plan.payload.address
        try:
            context.writable_connectors().delete(address)
        except KafkatuiError as error:
            return Outcome((failed(address, error),))
        refresh_connectors(context)
        return Outcome((TargetOutcome(address, OutcomeState.DONE, "deleted"),))


ACTION = CreateConnector()
