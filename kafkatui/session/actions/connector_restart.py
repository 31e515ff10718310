"""Restart connectors: what failed of them, all of them, or one task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.connector_config import shown_trace
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.connector import FAILED, Connector
from kafkatui.model.errors import FieldError, KafkatuiError
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Form, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Targets
from kafkatui.session.connector_changes import (
    CONNECTORS,
    PART,
    ConnectorAction,
    addresses,
    await_connector,
    curl,
    failed,
    refresh_connectors,
    state_words,
)
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("connector", "Connector", "Which one."),
    PlanColumn("state", "State", "Its state now; ? where the workers do not tell."),
    PlanColumn("itself", "Itself", "Whether the connector itself is restarted."),
    PlanColumn("tasks", "Tasks", "Which of its tasks are restarted."),
)
WHAT = Field(
    "what", "What", "Of the connector and its tasks.", FieldKind.CHOICE, default="failed",
    choices=(
        Choice("failed", "what failed", "The tasks that failed, and the connector if it did."),
        Choice("all", "all of it", "The connector and every task."),
        Choice("connector", "itself", "The connector without its tasks."),
    ),
)  # fmt: skip
SETTLED = ("RUNNING", FAILED, "PAUSED")
NO_UNDO = "A restart is not taken back."


class Restart(Struct, frozen=True):
    """What is restarted of a connector.

    Attributes:
        tasks: their numbers.
        only_task: one task that was asked for alone.
    """

    address: str
    what: str
    is_itself: bool
    tasks: tuple[int, ...]
    only_task: int | None = None


class RestartConnectors(ConnectorAction[tuple[Restart, ...]]):
    """Says what came of it: what fails again is told as failed."""

    spec = ActionSpec(
        id="connect.restart",
        title="Restart connectors",
        help="Restart what failed of connectors, all of them, or one task.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(
            CONNECTORS,
            WHAT,
            Field("task", "Task", "Only the task of this number.", FieldKind.NUMBER),
        ),
        verb="connect restart",
        key=Key("connect.restart", "R", "restart", "Restart the connector, or what failed of it.", "Do", 6,
                on=frozenset({PART}), over=frozenset({"resend"})),
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """What failed where something did, else all of it."""
        from kafkatui.session.feeds import ConnectorsFeed

        known = context.known(ConnectorsFeed()).value
        names = {target.name for target in targets}
        has_failed = known is None or any(each.is_failed for each in known.connectors if each.address in names)
        names_field, what, task = self.spec.fields
        return Form((names_field, replace(what, default="failed" if has_failed else "all"), task))

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[Restart, ...]]:
        control.say("asking the workers")
        there = [context.connectors().connector(address) for address in addresses(targets)]
        chosen, task = values.get("what") or WHAT.default, values.get("task")
        what = chosen.value if isinstance(chosen, Chosen) else str(chosen)
        if task is not None and len(there) > 1:
            raise FieldError("task", f"A task is one connector's, and {len(there)} are named.")
        restarts = tuple(_restart(each, what, task) for each in there)
        restarts = tuple(each for each in restarts if each.is_itself or each.tasks)
        states = {each.address: each.state for each in there}
        names = ", ".join(each.address for each in restarts[:3])
        names += f" and {len(restarts) - 3} more" if len(restarts) > 3 else ""
        return Plan(
            f"Restarts {names}." if restarts else "Restarts nothing.",
            restarts,
            COLUMNS,
            tuple(
                PlanLine(each.address, (
                    each.address, states[each.address] or None, "yes" if each.is_itself else "no",
                    ", ".join(map(str, each.tasks)) or "none",
                ))
                for each in restarts
            ),
            commands=tuple(_command(context, each) for each in restarts[:4]),
            undo=NO_UNDO,
            nothing_to_do="" if restarts else "Nothing of it failed: nothing to do. “all” restarts all of it.",
            confirm_name=restarts[0].address if len(restarts) == 1 else context.profile.name,
        )  # fmt: skip

    def run(self, context: ActionContext, plan: Plan[tuple[Restart, ...]], control: TaskControl) -> Outcome:
        outcomes = []
        for each in plan.payload:
            control.check()
            outcomes.append(_restarted(context, each, control))
        refresh_connectors(context)
        return Outcome(tuple(outcomes))


def _restart(connector: Connector, what: str, task: int | None) -> Restart:
    numbers = tuple(each.id for each in connector.tasks)
    if task is not None:
        if task not in numbers:
            raise FieldError("task", f"{connector.address} has no task {task}.", f"It has {len(numbers)}.")
        return Restart(connector.address, what, False, (task,), task)
    if what == "failed":
        broken = tuple(each.id for each in connector.failed)
        return Restart(connector.address, what, connector.state == FAILED, broken)
    return Restart(connector.address, what, True, numbers if what == "all" else ())


def _restarted(context: ActionContext, restart: Restart, control: TaskControl) -> TargetOutcome:
    address, writer = restart.address, context.writable_connectors()
    try:
        if restart.only_task is not None:
            writer.restart_task(address, restart.only_task)
        else:
            is_whole = writer.restart(
                address, with_tasks=restart.what != "connector", only_failed=restart.what == "failed"
            )
            for task in () if is_whole else restart.tasks:
                writer.restart_task(address, task)
    except KafkatuiError as error:
        return failed(address, error)
    control.say("waiting for the workers")
    control.wait(0.5)  # until then they tell the state before
    found = await_connector(context, address, _is_settled, control)
    if found is None or not found.is_failed:
        return TargetOutcome(address, OutcomeState.DONE, state_words(found))
    trace = shown_trace(next((each.trace for each in found.failed if each.trace), found.trace), found.config)
    return TargetOutcome(
        address, OutcomeState.DONE, f"{state_words(found)}: {trace.partition(chr(10))[0]}".rstrip(": ")
    )


def _is_settled(connector: Connector | None) -> bool:
    return connector is not None and all(
        state in SETTLED for state in (connector.state, *(task.state for task in connector.tasks))
    )


def _command(context: ActionContext, restart: Restart) -> str:
    if restart.only_task is not None:
        return curl(context, "POST", restart.address, "tasks", restart.only_task, "restart")
    query = f"includeTasks=true&onlyFailed={str(restart.what == 'failed').lower()}"
    return curl(context, "POST", restart.address, "restart", query="" if restart.what == "connector" else query)


ACTION = RestartConnectors()
