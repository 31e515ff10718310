"""Look for znodes in a subtree by path, data, owner and more. Nothing is changed."""

from __future__ import annotations

import shlex
from datetime import datetime
from typing import TYPE_CHECKING

from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.walk_rate import read_rate
from kafkatui.insight.znode_search import FIELDS_HELP, ZnodeSearch, compile_znode_search
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.subtree import DEFAULT_RATE
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.znode_size import RATE
from kafkatui.session.tasks import TaskControl
from kafkatui.session.znode_searches import ZnodeSearchRun

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

Sought = tuple[str, ZnodeSearch, float | None]
"""Where, what, and how fast."""


class FindZnodes(Action[Sought]):
    """What was found is on the Found tab, while it goes on too, and stays when it is cancelled."""

    spec = ActionSpec(
        id="znode.find",
        title="Find znodes",
        help="Search the subtree by path, data, owner (a session's id), type, size or time.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("expression", "Expression", f"Words or /regex/ of path or data; {FIELDS_HELP}; and, or, not, ().",
                is_required=True),
            RATE,
        ),
        key=Key(
            "znode.find", "F", "find", "Search the subtree by path, data, owner, type, size or time.", "Find",
            on=frozenset({"znode"}), over=frozenset({"search"}),
        ),
        result_tab="found",
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Sought]:
        rate, root = read_rate(values.get("rate")), targets[0].name
        text = str(values["expression"])
        try:
            search = compile_znode_search(text, datetime.now().astimezone())
        except SearchSyntaxError as error:
            raise FieldError("expression", error.what, error.advice) from None
        speed = "as fast as they come" if rate is None else f"{rate:,.0f} a second at most"
        option = "" if rate == DEFAULT_RATE else f" --rate {'max' if rate is None else f'{rate:g}'}"
        at = context.profile.zookeeper
        where = "" if at is None else f" -z {shlex.quote(at.connect)}"
        reads = "stat and data" if search.needs_data else "the stat, not the data,"
        return Plan(
            summary=f"Asks for {reads} of every znode below {root}, {speed}. Nothing is changed.",
            payload=(root, search, rate),
            commands=(f"kafkatui zk find{where}{option} {shlex.quote(root)} {shlex.quote(text)}",),
            undo="Nothing is changed.",
        )

    def run(self, context: ActionContext, plan: Plan[Sought], control: TaskControl) -> Outcome:
        root, search, rate = plan.payload
        state = context.znode_searches.look(ZnodeSearchRun(root, search), rate, control)
        outcome = OutcomeState.DONE if state.is_complete or state.stopped == "limit" else OutcomeState.FAILED
        return Outcome((TargetOutcome(root, outcome, state.sentence),))


ACTION = FindZnodes()
