"""Delete connectors; the undo creates them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.insight.connector_config import hidden_names, shown_config
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.connector import RUNNING, Connector
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.field import Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Targets
from kafkatui.session.connector_changes import (
    CONNECTORS,
    PART,
    ConnectorAction,
    addresses,
    await_connector,
    connector_or_none,
    curl,
    failed,
    refresh_connectors,
    state_words,
)
from kafkatui.session.connector_states import VERBS
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("connector", "Connector", "What goes."),
    PlanColumn("plugin", "Plugin", "What it runs."),
    PlanColumn("state", "State", "Its state now; ? where the workers do not tell."),
    PlanColumn("tasks", "Tasks", "How many tasks go with it."),
    PlanColumn("topics", "Topics", "What it wrote to or read; they stay."),
)
UNDO_COLUMNS = (
    PlanColumn("connector", "Connector", "What is created anew."),
    PlanColumn("plugin", "Plugin", "What it runs."),
    PlanColumn("state", "State", "What it is brought to."),
)
UNDO = "They are created anew of their configurations, and go on where they were: Connect keeps a source's offsets."


class Doomed(Struct, frozen=True):
    """Connectors that go; of an undo those that come back: address, configuration, state."""

    connectors: tuple[Connector, ...] = ()
    back: tuple[tuple[str, dict[str, str], str], ...] = ()


class DeleteConnectors(ConnectorAction[Doomed]):
    """What was written stays, and so do the offsets; secrets of a configuration are written down nowhere."""

    spec = ActionSpec(
        id="connect.delete",
        title="Delete connectors",
        help="Delete connectors with their tasks; topics and offsets stay.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(CONNECTORS,),
        verb="connect delete",
        key=Key("connect.delete", "d,delete", "delete", "Delete connectors.", "Do", 7, on=frozenset({PART})),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Doomed]:
        control.say("asking the workers")
        there = tuple(context.connectors().connector(address) for address in addresses(targets))
        secrets = {each.address: hidden for each in there if (hidden := hidden_names(each.config))}
        names = ", ".join(each.address for each in there[:3]) + (f" and {len(there) - 3} more" if there[3:] else "")
        undo = UNDO
        if secrets:
            named = "; ".join(f"{', '.join(each)} of {address}" for address, each in secrets.items())
            undo = f"It cannot be undone: secrets are written down nowhere, and there are {named}."
        return Plan(
            f"Deletes {names}.",
            Doomed(there),
            COLUMNS,
            tuple(
                PlanLine(each.address, (
                    each.address, each.plugin, each.state or None, len(each.tasks), ", ".join(each.topics),
                ))
                for each in there
            ),
            warnings=tuple(
                f"The consumer group connect-{each.name} and its offsets stay." for each in there if each.type == "sink"
            ),
            commands=tuple(curl(context, "DELETE", each.address) for each in there[:4]),
            undo=undo,
            is_undoable=not secrets,
            confirm_name=there[0].address if len(there) == 1 else context.profile.name,
        )  # fmt: skip

    def run(self, context: ActionContext, plan: Plan[Doomed], control: TaskControl) -> Outcome:
        outcomes: list[TargetOutcome] = []
        before: dict[str, Any] = {}
        for each in plan.payload.connectors:
            control.check()
            outcome = _deleted(context, each, control)
            outcomes.append(outcome)
            if outcome.is_done and plan.is_undoable:
                before[each.address] = {"config": shown_config(each.config), "state": each.state}
        refresh_connectors(context)
        return Outcome(tuple(outcomes), before, dict.fromkeys(before))

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Doomed]:
        back, warnings = [], []
        for address, image in entry.before.items():
            if connector_or_none(context, address) is not None:
                warnings.append(f"There is a connector {address} again: not touched.")
                continue
            state = image["state"] if image["state"] in VERBS else RUNNING
            back.append((address, dict(image["config"]), state))
        names = ", ".join(address for address, _, _ in back)
        return Plan(
            f"Creates {names} anew." if back else "Creates nothing.",
            Doomed(back=tuple(back)),
            UNDO_COLUMNS,
            tuple(
                PlanLine(address, (address, config.get("connector.class"), state)) for address, config, state in back
            ),
            warnings=tuple(warnings),
            commands=tuple(curl(context, "PUT", address, "config", body="@config.json") for address, _, _ in back[:4]),
            nothing_to_do="" if back else "There is nothing to create anew.",
            confirm_name=back[0][0] if len(back) == 1 else context.profile.name,
        )

    def run_undo(self, context: ActionContext, plan: Plan[Doomed], control: TaskControl) -> Outcome:
        outcomes = [_created(context, *each, control) for each in plan.payload.back]
        refresh_connectors(context)
        return Outcome(tuple(outcomes))


def _deleted(context: ActionContext, connector: Connector, control: TaskControl) -> TargetOutcome:
    address = connector.address
    try:
        now = connector_or_none(context, address)
        if now is None:
            return TargetOutcome(address, OutcomeState.CONFLICT, "it is gone already")
        if dict(now.config) != dict(connector.config):
            return TargetOutcome(address, OutcomeState.CONFLICT, "its configuration was changed meanwhile")
        context.writable_connectors().delete(address)
    except KafkatuiError as error:
        return failed(address, error)
    await_connector(context, address, lambda each: each is None, control)
    return TargetOutcome(address, OutcomeState.DONE, f"{len(connector.tasks)} tasks went with it")


def _created(
    context: ActionContext, address: str, config: dict[str, str], state: str, control: TaskControl
) -> TargetOutcome:
    try:
        context.writable_connectors().create(address, config, state)
        found = await_connector(context, address, lambda each: each is not None and bool(each.state), control)
        if state != RUNNING and found is not None and found.state != state:
            context.writable_connectors().bring_to(address, state)
            found = await_connector(context, address, lambda each: each is not None and each.state == state, control)
    except KafkatuiError as error:
        return failed(address, error)
    return TargetOutcome(address, OutcomeState.DONE, state_words(found))


ACTION = DeleteConnectors()
