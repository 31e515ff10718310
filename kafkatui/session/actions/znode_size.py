"""Collect the sizes of a subtree of znodes. Nothing is changed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kafkatui.insight.walk_rate import read_rate
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.field import Field, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.subtree import DEFAULT_RATE
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import ZnodeFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("path", "Znode", "Where it begins."),
    PlanColumn("children", "Children", "Directly below; how many there are in all is what is found out."),
)

RATE = Field(
    "rate", "Znodes a second", "So fast at most, to leave the ensemble to those who need it; max: no limit.",
    default=str(DEFAULT_RATE), metavar="N|max",
)  # fmt: skip

Collected = tuple[tuple[str, ...], float | None]
"""Where to begin, and the rate."""


class CollectSizes(Action[Collected]):
    """Asks for every znode's stat once; what was counted is kept by the session, also when it is cancelled."""

    spec = ActionSpec(
        id="znode.size",
        title="Collect sizes",
        help="Nodes, bytes, the largest and the newest of every subtree, into the tree, the children and a report.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.ZNODE}),
        takes_many=True,
        fields=(RATE,),
        key=Key(
            "znode.size", "A", "sizes", "Collect the sizes of the subtree: nodes, bytes, largest, newest.", "Do",
            on=frozenset({"znode"}),
        ),
        result_tab="sizes",
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Collected]:
        rate = read_rate(values.get("rate"))
        paths = tuple(target.name for target in targets)
        found = [context.read(ZnodeFeed(path)) for path in paths]
        speed = "as fast as they come" if rate is None else f"{rate:,.0f} a second at most"
        option = "" if rate == DEFAULT_RATE else f" --rate {'max' if rate is None else f'{rate:g}'}"
        at = context.profile.zookeeper
        where = "" if at is None else f" -z {shlex.quote(at.connect)}"
        return Plan(
            summary=f"Asks for every znode below, {speed}. Nothing is changed.",
            payload=(paths, rate),
            columns=COLUMNS,
            rows=tuple(PlanLine(each.path, (each.path, each.stat.children_count)) for each in found),
            commands=tuple(f"kafkatui zk du{where}{option} {shlex.quote(path)}" for path in paths),
            undo="Nothing is changed.",
        )

    def run(self, context: ActionContext, plan: Plan[Collected], control: TaskControl) -> Outcome:
        paths, rate = plan.payload
        outcomes = []
        for path in paths:
            control.say(path)
            found = context.subtrees.collect(path, rate, control)
            state = OutcomeState.FAILED if found.incomplete else OutcomeState.DONE
            outcomes.append(TargetOutcome(path, state, found.incomplete))
        return Outcome(tuple(outcomes))


ACTION = CollectSizes()
