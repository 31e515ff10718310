"""Move or rename a subtree of znodes, also to another ensemble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkatui.insight.znode_care import deletion_warnings
from kafkatui.model.action import ActionSpec, Danger, Scope
from kafkatui.model.errors import FieldError, NotFound
from kafkatui.model.field import Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Targets
from kafkatui.session.actions.znode_copy import CopyZnodes, copy_plan
from kafkatui.session.tasks import TaskControl
from kafkatui.session.znode_copying import (
    DESTINATION,
    SOURCE,
    TO_CLUSTER,
    Copying,
    outcome_of,
    plan_copy,
    write_copy,
)
from kafkatui.session.znode_trees import apply, deletions, refresh_znodes, state_of

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.zookeeper.write.transaction import Applied


class MoveZnodes(CopyZnodes):
    """Copied and read back first; only then the old ones are deleted, at the versions that were copied.

    In one ensemble it is one transaction where it fits into one: others see it at the one place or at the other.
    """

    spec = ActionSpec(
        id="znode.move",
        title="Move or rename znodes",
        help="Move or rename a znode with everything below it, here or to another ensemble.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.ZNODE}),
        scope=Scope.CLUSTERS,
        fields=(SOURCE, DESTINATION, TO_CLUSTER),
        verb="zk mv",
    )

    def changed(self, context: ActionContext, values: Values) -> tuple[ActionContext, ...]:
        other = context.at(values.get("to_cluster") or "")
        return (context,) if other is context else (context, other)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Copying]:
        source = targets[0].name
        if source == "/" or source == "/zookeeper" or source.startswith("/zookeeper/"):
            raise FieldError("destination", f"{source} cannot be moved.")
        copying, warnings = plan_copy(
            context, source, str(values["destination"]), values.get("to_cluster") or "", control
        )
        if len(copying.changes) != len(copying.source.znodes):
            raise FieldError("destination", "Ephemeral znodes below it cannot be moved.", "Copy it instead.")
        said = (*warnings, *deletion_warnings([each.path for each in copying.source.znodes]))
        plan = copy_plan(context, copying, said, "Moves")
        return _with_undo(plan, is_here=context.at(copying.to_cluster) is context)

    def run(self, context: ActionContext, plan: Plan[Copying], control: TaskControl) -> Outcome:
        copying = plan.payload
        old = deletions(copying.source.znodes)
        is_here = context.at(copying.to_cluster) is context
        applied: Applied | None
        if is_here and _fit_together(context, copying):
            applied = apply(context, (*copying.changes, *old), control)
            problem = "" if applied.error is None else f"Nothing was moved. {applied.error}"
        else:
            problem = write_copy(context, copying, control)
            applied = apply(context, old, control) if not problem else None
        refresh_znodes(context, (copying.source.root, copying.destination))
        if applied is not None and applied.error is not None and not problem:
            problem = f"The copy is whole, {applied.done:,} of {len(old):,} old ones are gone. {applied.error}"
            return Outcome((TargetOutcome(copying.destination, state_of(applied.error), problem),))
        if problem:
            state = OutcomeState.FAILED if applied is None or applied.error is None else state_of(applied.error)
            return Outcome((TargetOutcome(copying.destination, state, problem),))
        after = {copying.destination: {"from": copying.source.root, "znodes": len(old)}}
        return outcome_of(copying.destination, "", after=after)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        (path, left), *_ = entry.after.items()
        try:
            copying, warnings = plan_copy(context, path, left["from"], "", control)
        except NotFound:
            return Plan(f"Moves {path} back.", None, nothing_to_do=f"{path} is gone: nothing to move back.")
        return copy_plan(context, copying, warnings, "Moves")

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _with_undo(plan: Plan[Copying], *, is_here: bool) -> Plan[Copying]:
    if is_here:
        return replace(plan, undo="It is moved back, as long as there is nothing at its old place.")
    return replace(plan, undo="It cannot be undone from here: move it back from the other ensemble.", is_undoable=False)


def _fit_together(context: ActionContext, copying: Copying) -> bool:
    """Whether all of it is one transaction: then nobody ever sees it at both places, or at none."""
    from kafkatui.zookeeper.write.transaction import transaction_count

    changes = (*copying.changes, *deletions(copying.source.znodes))
    return transaction_count(context.readable_zookeeper(), changes) == 1


ACTION = MoveZnodes()
