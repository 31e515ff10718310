"""Change a connector's configuration: previewed as what differs, checked by its plugin, and put back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.connector_config import config_text, filled_in, is_hidden, shown_config
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, KafkatuiError
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import MASK
from kafkatui.session.action_base import Targets
from kafkatui.session.actions.topic_create import pairs
from kafkatui.session.connector_changes import (
    CONNECTOR,
    PART,
    ConnectorAction,
    addresses,
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
    from kafkatui.model.connector import Connector
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("connector", "Connector", "Whose property it is."),
    PlanColumn("property", "Property", "What is changed."),
    PlanColumn("now", "Now", "The value now; ? where it is not set. Secrets are masked."),
    PlanColumn("then", "Then", "The value afterwards; ? where it is not set."),
)
UNDO = "The values of now are put back, where nobody changes them in between; secrets that are changed are not."


class ConfigEdit(Struct, frozen=True):
    """A configuration, against the one there was; both with their secrets."""

    address: str
    now: Mapping[str, str]
    then: Mapping[str, str]

    @property
    def changed(self) -> tuple[str, ...]:
        """The properties that differ."""
        return tuple(name for name in sorted({*self.now, *self.then}) if self.now.get(name) != self.then.get(name))


class SetConnectorConfig(ConnectorAction[ConfigEdit]):
    """Single properties, or the whole configuration; where the mask of a secret stands, the secret stays as it is."""

    spec = ActionSpec(
        id="connect.set",
        title="Configure a connector",
        help="Change a connector's configuration, checked by its plugin first; its tasks begin anew.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        fields=(
            CONNECTOR,
            Field("set", "Set", "NAME=VALUE, one a line.", FieldKind.PAIRS, is_positional=True, metavar="NAME=VALUE",
                is_in_dialog=False),
            Field("unset", "Unset", "A property that goes.", FieldKind.LIST, metavar="NAME", is_in_dialog=False),
            Field("file", "Configuration", f"All of it, as JSON; Ctrl+O edits it in $EDITOR. {MASK}: as it is. In the "
                "verb @FILE, - is standard input.", FieldKind.DOCUMENT, syntax="json", metavar="JSON"),
        ),
        verb="connect set",
        key=Key("connect.set", "e", "configure", "Change the connector's configuration.", "Do", 4,
                on=frozenset({PART})),
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The configuration as it is, to be edited."""
        *others, config = self.spec.fields
        now = known_connector(context, targets)
        return Form((*others, replace(config, default=config_text(now.config).encode() if now is not None else None)))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[ConfigEdit]:
        (address,) = addresses(targets, "connector")
        control.say("asking the workers")
        connector = context.connectors().connector(address)
        edit = ConfigEdit(address, connector.config, _wanted(connector, values))
        if edit.changed:
            field = "file" if values.get("file") is not None else "set" if values.get("set") else "unset"
            control.say("asking the plugin")
            require_valid(context, address, edit.then, field)
        return config_plan(context, edit)

    def run(self, context: ActionContext, plan: Plan[ConfigEdit], control: TaskControl) -> Outcome:
        edit = plan.payload
        now = connector_or_none(context, edit.address)
        if now is None or dict(now.config) != dict(edit.now):
            words = "it is gone" if now is None else f"others changed {_named(edit.now, now.config)} meanwhile"
            return Outcome((TargetOutcome(edit.address, OutcomeState.CONFLICT, words),))
        control.check()
        try:
            context.writable_connectors().configure(edit.address, edit.then)
        except KafkatuiError as error:
            return Outcome((failed(edit.address, error),))
        control.say("waiting for the workers")
        found = await_connector(
            context, edit.address,
            lambda each: each is not None and dict(each.config) == dict(edit.then), control,
        )  # fmt: skip
        refresh_connectors(context)
        secrets = [name for name in edit.changed if _is_secret(edit, name)]
        return Outcome(
            (TargetOutcome(edit.address, OutcomeState.DONE, state_words(found)),),
            before={edit.address: shown_config(edit.now)},
            after={edit.address: {"config": shown_config(edit.then), "secrets": secrets}},
        )  # fmt: skip

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[ConfigEdit]:
        (address,) = entry.done
        left, before = entry.after[address], dict(entry.before[address])
        now = connector_or_none(context, address)
        if now is None:
            return replace(config_plan(context, ConfigEdit(address, {}, {})), nothing_to_do=f"{address} is gone.")
        if shown_config(now.config) != left["config"]:
            words = (
                f"Others changed {_named(left['config'], shown_config(now.config))} of {address} since: not touched."
            )
            return replace(config_plan(context, ConfigEdit(address, now.config, now.config)), nothing_to_do=words)
        for name in left["secrets"]:  # what they were is written down nowhere
            before.pop(name, None)
            if name in now.config:
                before[name] = now.config[name]
        edit = ConfigEdit(address, now.config, filled_in(before, now.config))
        plan = config_plan(context, edit)
        if left["secrets"]:
            names = ", ".join(left["secrets"])
            return replace(plan, warnings=(f"Not put back, for it is secret: {names}.",))
        return plan

    def run_undo(self, context: ActionContext, plan: Plan[ConfigEdit], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def config_plan(context: ActionContext, edit: ConfigEdit) -> Plan[ConfigEdit]:
    """The plan of an edit, property by property."""
    rows, nothing = [], "It is as it is set now: nothing is changed."
    for name in edit.changed:
        now, then = (_shown(config, name) for config in (edit.now, edit.then))
        then = f"{MASK} (another)" if now == then == MASK else then
        rows.append(PlanLine(edit.address, (edit.address, name, now, then), then is None))
    return Plan(
        f"Changes {', '.join(edit.changed)} of {edit.address}." if rows else nothing,
        edit,
        COLUMNS,
        tuple(rows),
        totals=("Its tasks begin anew.",) if rows else (),
        commands=(curl(context, "PUT", edit.address, "config", body="@config.json"),) if rows else (),
        undo=UNDO if rows else "",
        is_undoable=True,
        nothing_to_do="" if rows else nothing,
        confirm_name=edit.address,
        secret_names=frozenset(name for name in edit.changed if _is_secret(edit, name)),
    )


def _wanted(connector: Connector, values: Values) -> dict[str, str]:
    """The configuration that was typed.

    Raises:
        FieldError: it cannot be meant.
    """
    then = dict(connector.config)
    if values.get("file") is not None:
        name, typed = typed_config(values["file"], "file")
        if name and name != connector.name:
            raise FieldError("file", f"It names another connector: {name}.", "A connector keeps its name.")
        try:
            then = {**filled_in(typed, connector.config), "name": connector.name}
        except ValueError as error:
            raise FieldError("file", str(error)) from None
    for name, value in pairs("set", tuple(values.get("set") or ())).items():
        if MASK in value:
            raise FieldError("set", f"{name} is the mask of a secret.")
        then[name] = value
    for name in values.get("unset") or ():
        if name not in then:
            raise FieldError("unset", f"{connector.address} has no property {name}.")
        del then[name]
    if then.get("name", connector.name) != connector.name:
        raise FieldError("set", "A connector keeps its name.")
    return then


def _is_secret(edit: ConfigEdit, name: str) -> bool:
    return any(is_hidden(name, config.get(name, "")) for config in (edit.now, edit.then))


def _shown(config: Mapping[str, str], name: str) -> str | None:
    return shown_config({name: config[name]})[name] if name in config else None


def _named(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    return ", ".join(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))


ACTION = SetConnectorConfig()
