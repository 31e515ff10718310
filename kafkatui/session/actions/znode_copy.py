"""Copy a subtree of znodes, also to another ensemble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkatui.model.action import ActionSpec, Danger, Scope
from kafkatui.model.field import Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.tasks import TaskControl
from kafkatui.session.zkcli_line import data_word, zkcli_line
from kafkatui.session.znode_copying import (
    COLUMNS,
    DESTINATION,
    SOURCE,
    TO_CLUSTER,
    Copying,
    outcome_of,
    plan_copy,
    write_copy,
)

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COMMANDS_SHOWN = 4


class CopyZnodes(Action[Copying]):
    """Data and ACLs; ephemeral ones stay with their sessions. Read back when it is written."""

    spec = ActionSpec(
        id="znode.copy",
        title="Copy znodes",
        help="Copy a znode and everything below it, here or to another ensemble.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.ZNODE}),
        scope=Scope.CLUSTERS,
        fields=(SOURCE, DESTINATION, TO_CLUSTER),
        verb="zk cp",
    )

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """Beside the one that is meant."""
        if not targets:
            return Form(self.spec.fields)
        return Form((SOURCE, replace(DESTINATION, default=targets[0].name), TO_CLUSTER))

    def changed(self, context: ActionContext, values: Values) -> tuple[ActionContext, ...]:
        return (context.at(values.get("to_cluster") or ""),)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Copying]:
        copying, warnings = plan_copy(
            context, targets[0].name, str(values["destination"]), values.get("to_cluster") or "", control
        )
        return copy_plan(context, copying, warnings, "Copies")

    def run(self, context: ActionContext, plan: Plan[Copying], control: TaskControl) -> Outcome:
        copying = plan.payload
        problem = write_copy(context, copying, control)
        after = {} if problem else {copying.destination: len(copying.changes)}
        return outcome_of(copying.destination, problem, after=after)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        from kafkatui.session.znode_trees import deletions, read_stats_of

        (path, count), *_ = entry.after.items()
        tree = read_stats_of(context.readable_zookeeper(), path, control)
        used = [each.path for each in tree.znodes if each.stat.version] or list(tree.unreadable)
        is_as_left = not used and len(tree.znodes) == count
        return Plan(
            f"Deletes the copy {path} with its {count:,} znodes.", (path, deletions(tree.znodes)), COLUMNS[1:3],
            (PlanLine(path, (path, count)),),
            nothing_to_do="" if is_as_left else f"{path} was used since: nothing is deleted.",
        )  # fmt: skip

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        from kafkatui.session.znode_trees import apply

        path, changes = plan.payload
        applied = apply(context, changes, control)
        return outcome_of(path, "" if applied.error is None else str(applied.error))


def copy_plan(context: ActionContext, copying: Copying, warnings: tuple[str, ...], verb: str) -> Plan[Copying]:
    """The preview of a copy."""
    source, changes = copying.source, copying.changes
    other = context.at(copying.to_cluster)
    where = f" of {copying.to_cluster}" if other is not context else ""
    size = sum(len(each.data or b"") for each in changes)
    commands = [zkcli_line(other, "create", each.path, data_word(each.data, is_secret=True)) for each in changes]
    several = () if copying.transactions == 1 else (
        f"It takes {copying.transactions} transactions; if one fails, those before it are taken back.",
    )  # fmt: skip
    return Plan(
        summary=f"{verb} {source.root} to {copying.destination}{where}: {len(changes):,} znodes, {size:,} bytes.",
        payload=copying,
        columns=COLUMNS,
        rows=(
            PlanLine(
                copying.destination, (source.root, copying.destination, len(changes), size, copying.transactions)
            ),
        ),
        totals=("Data and ACLs are kept; versions, times and sequential counters begin anew.", *several),
        warnings=warnings,
        commands=tuple(commands[:COMMANDS_SHOWN]),
        undo="The copy is deleted, as long as nobody has used it." if other is context else
        f"It is undone in {copying.to_cluster}, whose journal has it.",
        is_undoable=True,
        confirm_name=copying.destination,
    )  # fmt: skip


ACTION = CopyZnodes()
