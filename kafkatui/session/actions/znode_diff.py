"""Compare a subtree of znodes with another one, of this ensemble or of another. Nothing is changed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kafkatui.insight.walk_rate import read_rate
from kafkatui.insight.znode_diff import sentence
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.field import Field, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.znode_size import RATE
from kafkatui.session.tasks import TaskControl
from kafkatui.session.znode_diffs import compare, parse_side

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


class CompareSubtrees(Action[None]):
    """Looking is all that it does: the preview is the result."""

    spec = ActionSpec(
        id="znode.diff",
        title="Compare subtrees",
        help="What differs from another subtree, of this ensemble or of another: data, kind, what is on one side only.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("other", "With", "/path, CLUSTER:/path of a cluster that is open, or HOST:PORT,…:/path.",
                is_required=True),
            RATE,
        ),
        key=Key(
            "znode.diff", "D", "compare", "Compare the subtree with another, of this ensemble or of another.", "Do",
            on=frozenset({"znode"}), over=frozenset({"record.diff"}),
        ),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[None]:
        rate, left, right = read_rate(values.get("rate")), targets[0].name, str(values["other"])
        try:
            parse_side(right)
        except UsageError as error:
            raise FieldError("other", error.what, error.advice) from None
        found, compared = compare(context, left, right, rate, control)
        columns = (
            PlanColumn("path", "Znode", "Below both; . for the tops themselves."),
            PlanColumn("what", "Differs", "On one side only, in its data or its kind; no access: it is not known."),
            PlanColumn("left", left, "What stands there."),
            PlanColumn("right", right, "What stands there."),
        )
        rows = tuple(PlanLine(each.path, (each.path, each.what, each.left, each.right)) for each in found)
        said = sentence(found, compared)
        at = context.profile.zookeeper
        where = "" if at is None else f" -z {shlex.quote(at.connect)}"
        command = f"kafkatui zk diff{where} {shlex.quote(left)} {shlex.quote(right)}"
        return Plan(said, None, columns, rows, commands=(command,), nothing_to_do=said)

    def run(self, context: ActionContext, plan: Plan[None], control: TaskControl) -> Outcome:
        return Outcome(())


ACTION = CompareSubtrees()
