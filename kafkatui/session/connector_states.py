"""Bringing connectors to a state: paused, running, stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.model.connector import RUNNING, Connector
from kafkatui.model.errors import KafkatuiError, NotFound
from kafkatui.model.field import Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Targets
from kafkatui.session.connector_changes import (
    ConnectorAction,
    addresses,
    await_connector,
    connector_or_none,
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
    PlanColumn("now", "Now", "Its state; ? where the workers do not tell."),
    PlanColumn("then", "Then", "What it is asked to come to."),
    PlanColumn("tasks", "Tasks", "How many it has now."),
)

VERBS = {"PAUSED": ("Pauses", "pause"), "RUNNING": ("Resumes", "resume"), "STOPPED": ("Stops", "stop")}


class StateMove(Struct, frozen=True):
    """A connector that is brought from one state to another."""

    address: str
    now: str
    then: str


Moves = tuple[StateMove, ...]


class BringConnectors(ConnectorAction[Moves]):
    """Paused, a connector's tasks wait where they are; stopped, they are given up; resumed, they go on.

    Attributes:
        state: what they are brought to.
        warning: what a careful person would want to know first.
    """

    state: str
    warning: str = ""

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Moves]:
        control.say("asking the workers")
        there = [context.connectors().connector(address) for address in addresses(targets)]
        moves = tuple(StateMove(each.address, each.state, self.state) for each in there if each.state != self.state)
        return state_plan(context, moves, there, (self.warning,) if self.warning else ())

    def run(self, context: ActionContext, plan: Plan[Moves], control: TaskControl) -> Outcome:
        outcomes, before, after = [], {}, {}
        for move in plan.payload:
            control.check()
            outcome = _moved(context, move, control)
            outcomes.append(outcome)
            if outcome.is_done:
                before[move.address], after[move.address] = move.now, move.then
        refresh_connectors(context)
        return Outcome(tuple(outcomes), before, after)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Moves]:
        moves, there, warnings = [], [], []
        for address, left in entry.after.items():
            connector = connector_or_none(context, address)
            if connector is None:
                warnings.append(f"{address} is gone: not touched.")
            elif connector.state != left:
                before = entry.before[address] or "not told"
                warnings.append(f"{address} was {before}, was left {left} and is {connector.state} now: not touched.")
            else:
                there.append(connector)
                moves.append(StateMove(address, left, _before(entry.before[address])))
        return state_plan(context, tuple(moves), there, tuple(warnings))

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def state_plan(context: ActionContext, moves: Moves, there: list[Connector], warnings: tuple[str, ...]) -> Plan[Moves]:
    """The plan of those moves, as a table."""
    tasks = {each.address: len(each.tasks) for each in there}
    names = ", ".join(move.address for move in moves[:3]) + (f" and {len(moves) - 3} more" if len(moves) > 3 else "")
    words = sorted({VERBS[move.then][0] for move in moves})
    return Plan(
        f"{' and '.join(words)} {names}." if moves else "Nothing changes.",
        moves,
        COLUMNS,
        tuple(
            PlanLine(move.address, (move.address, move.now or None, move.then, tasks.get(move.address)))
            for move in moves
        ),
        warnings=warnings,
        commands=tuple(curl(context, "PUT", move.address, VERBS[move.then][1]) for move in moves[:4]),
        undo="Each is brought back to the state it has now, where nobody changes it in between.",
        is_undoable=True,
        nothing_to_do="" if moves else "It is so already: nothing to do.",
        confirm_name=moves[0].address if len(moves) == 1 else context.profile.name,
    )


def _moved(context: ActionContext, move: StateMove, control: TaskControl) -> TargetOutcome:
    try:
        now = context.connectors().connector(move.address)
        if now.state != move.now:
            words = f"it was {move.now or 'not told'} when this was planned, now it is {now.state or 'not told'}"
            return TargetOutcome(move.address, OutcomeState.CONFLICT, words)
        context.writable_connectors().bring_to(move.address, move.then)
    except NotFound as error:
        return TargetOutcome(move.address, OutcomeState.CONFLICT, error.what)
    except KafkatuiError as error:
        return failed(move.address, error)
    control.say("waiting for the workers")
    found = await_connector(context, move.address, lambda each: each is not None and _is_at(each, move.then), control)
    late = "" if found is not None and _is_at(found, move.then) else "asked for, not done yet: "
    return TargetOutcome(move.address, OutcomeState.DONE, late + state_words(found))


def _is_at(connector: Connector, state: str) -> bool:
    """Whether it has come there, its tasks as well; failed ones stay so."""
    return connector.state == state and all(task.state in (state, "FAILED") for task in connector.tasks)


def _before(state: str) -> str:
    """What to bring it back to; one that had failed ran, as far as it was told."""
    return state if state in VERBS else RUNNING
