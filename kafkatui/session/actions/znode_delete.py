"""Delete znodes: one, those that are marked, or whole subtrees, with what goes and how much of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kafkatui.insight.znode_care import deletion_warnings
from kafkatui.insight.znode_meaning import meaning
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, KafkatuiError, NotFound, UsageError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.target import Target
from kafkatui.model.znode_change import SavedSubtree
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import ZnodeFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.zkcli_line import zkcli_line
from kafkatui.session.znode_trees import (
    KEPT_BYTES,
    KEPT_ZNODES,
    apply,
    creations_of_image,
    deletions,
    image_of_znodes,
    kept,
    outermost,
    read_stats_of,
    read_whole,
    refresh_znodes,
    state_of,
)

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("path", "Znode", "What goes."),
    PlanColumn("znodes", "Znodes", "It and everything below it."),
    PlanColumn("bytes", "Bytes", "Of data, together."),
    PlanColumn("ephemeral", "Ephemeral", "How many of them are somebody's who is there now."),
    PlanColumn("meaning", "What it is", "To Kafka."),
)

COMMANDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Doomed:
    """A subtree as it was looked at: what is deleted is that; `images` are for the journal."""

    subtree: SavedSubtree
    images: list[list[Any]] = field(default_factory=list, repr=False)


class DeleteZnodes(Action[tuple[Doomed, ...]]):
    """Children first, at the versions that were counted: what has changed since is a failure and stays."""

    spec = ActionSpec(
        id="znode.delete",
        title="Delete znodes",
        help="Delete znodes, with everything below them where that is asked for; counted first.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.ZNODE}),
        takes_many=True,
        fields=(
            Field("paths", "Znodes", "Their paths.", FieldKind.LIST, is_required=True, is_positional=True,
                is_in_dialog=False, metavar="PATH"),
            Field("recursive", "Recursively", "Everything below them, too.", FieldKind.FLAG),
            Field("version", "Version", "Only if its data are at this version.", FieldKind.NUMBER, is_in_dialog=False),
        ),
        verb="zk delete",
        key=Key("znode.delete", "d,delete", "delete", "Delete znodes.", "Do", 7, on=frozenset({"znode"})),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        return tuple(Target(PlaceKind.ZNODE, path) for path in values.get("paths") or ())

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[Doomed, ...]]:
        roots = outermost([target.name for target in targets])
        for root in roots:
            _require_deletable(root)
        connection = context.readable_zookeeper()
        trees = [read_stats_of(connection, root, control) for root in roots]
        for tree in trees:
            _require_leaf_unless(tree, is_recursive=bool(values.get("recursive")))
            wanted, version = values.get("version"), tree.znodes[0].stat.version
            if wanted is not None and int(wanted) != version:
                raise FieldError("version", f"{tree.root} is at version {version}, not {wanted}.", "Look at it again.")
        is_small = sum(len(each.znodes) for each in trees) <= KEPT_ZNODES and _bytes(trees) <= KEPT_BYTES
        if is_small:
            control.say("reading what the undo needs")
            trees = [read_whole(connection, root, control) for root in roots]
        return _plan(context, trees, is_small=is_small)

    def run(self, context: ActionContext, plan: Plan[tuple[Doomed, ...]], control: TaskControl) -> Outcome:
        outcomes: list[TargetOutcome] = []
        before: dict[str, Any] = {}
        for doomed in plan.payload:
            root, znodes = doomed.subtree.root, doomed.subtree.znodes
            conflict = _changed_since(context, doomed.subtree)
            if conflict:
                outcomes.append(TargetOutcome(root, OutcomeState.CONFLICT, conflict))
                continue
            applied = apply(context, deletions(znodes), control)
            gone = {each.path for each in znodes[len(znodes) - applied.done :]}
            if applied.done and plan.is_undoable:
                before[root] = [each for each in doomed.images if each[0] in gone]
            refresh_znodes(context, (root,))
            if applied.error is None:
                outcomes.append(TargetOutcome(root, OutcomeState.DONE))
            else:
                some = f"{applied.done:,} of {len(znodes):,} are gone. " if applied.done else ""
                outcomes.append(TargetOutcome(root, state_of(applied.error), f"{some}{applied.error}"))
        return Outcome(tuple(outcomes), before=before, after=dict.fromkeys(before))

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        from kafkatui.zookeeper.tree import read_stats

        image = [each for root in entry.before.values() for each in root]
        changes = creations_of_image(image)
        there = read_stats(context.readable_zookeeper(), [each.path for each in changes])
        missing = tuple(each for each in changes if each.path not in there)
        roots = outermost([each.path for each in missing])
        return Plan(
            f"Makes {len(missing):,} znodes again, with their data and ACLs.",
            missing,
            (COLUMNS[0], COLUMNS[2]),
            tuple(PlanLine(each.path, (each.path, len(each.data or b""))) for each in missing if each.path in roots),
            totals=("Versions, times and the numbers of sequential names begin anew.",),
            warnings=(f"{len(there):,} of them are there again: not touched.",) if there else (),
            nothing_to_do="" if missing else "All of them are there again: nothing to do.",
        )

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        applied = apply(context, plan.payload, control)
        made = {each.path for each in plan.payload[: applied.done]}
        refresh_znodes(context, made)
        if applied.error is None:
            return Outcome(tuple(TargetOutcome(row.target, OutcomeState.DONE) for row in plan.rows))
        reason = f"{applied.done:,} of {len(plan.payload):,} are there again. {applied.error}"
        return Outcome(tuple(TargetOutcome(row.target, state_of(applied.error), reason) for row in plan.rows))


def _require_deletable(path: str) -> None:
    from kafkatui.zookeeper.tree import check_path

    try:
        check_path(path)
    except UsageError as error:
        raise FieldError("paths", error.what, error.advice) from None
    if path == "/":
        raise FieldError("paths", "The root cannot be deleted.", "Name what is below it.")
    if path == "/zookeeper" or path.startswith("/zookeeper/"):
        raise FieldError("paths", f"{path} is ZooKeeper's own.", "Quotas are deleted as quotas.")


def _require_leaf_unless(tree: SavedSubtree, *, is_recursive: bool) -> None:
    if tree.root in tree.unreadable:
        raise FieldError("paths", f"{tree.root} cannot be read: {tree.unreadable[tree.root]}.")
    if is_recursive or len(tree.znodes) + len(tree.unreadable) == 1:
        return
    raise FieldError(
        "recursive",
        f"{tree.root} has {len(tree.znodes) - 1:,} znodes with {tree.bytes - tree.znodes[0].stat.data_length:,} bytes "
        "below it.",
        "Recursively deletes them, too.",
    )


def _bytes(trees: Sequence[SavedSubtree]) -> int:
    return sum(each.bytes for each in trees)


def _changed_since(context: ActionContext, tree: SavedSubtree) -> str:
    """Why the root there now is not the one that was counted; empty when it is."""
    try:
        now = context.read(ZnodeFeed(tree.root)).stat
    except NotFound:
        return "it is gone already"
    except KafkatuiError as error:
        return str(error)
    looked_at = tree.znodes[0].stat
    if now.czxid != looked_at.czxid:
        return "it was deleted and made anew since it was looked at"
    if now.version != looked_at.version:
        return f"it was at version {looked_at.version} and is at {now.version} now"
    return ""


def _plan(context: ActionContext, trees: Sequence[SavedSubtree], *, is_small: bool) -> Plan[tuple[Doomed, ...]]:
    doomed, left_out = [], Counter[str]()
    for tree in trees:
        saved, reasons = kept(tree) if is_small else ((), {})
        doomed.append(Doomed(tree, image_of_znodes(saved)))
        left_out.update(reasons)
    count = sum(len(each.znodes) for each in trees)
    paths = [znode.path for tree in trees for znode in tree.znodes]
    ephemeral = sum(znode.stat.is_ephemeral for tree in trees for znode in tree.znodes)
    warnings = list(deletion_warnings(paths))
    if ephemeral:
        warnings.append(f"{ephemeral:,} ephemeral: their owners are there now, and may not notice that they are gone.")
    unreadable = [path for tree in trees for path in tree.unreadable]
    if unreadable:
        warnings.append(f"{unreadable[0]} cannot be read: it stays, and what is above it.")
    has_undo = is_small and any(each.images for each in doomed)
    names = [tree.root for tree in trees]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return Plan(
        summary=f"Deletes {shown}" + (f" with {count - len(names):,} znodes below." if count > len(names) else "."),
        payload=tuple(doomed),
        columns=COLUMNS,
        rows=tuple(_line(tree) for tree in trees),
        totals=(f"{count:,} znode{'s' if count != 1 else ''}, {_bytes(trees):,} bytes.",),
        warnings=tuple(warnings),
        commands=tuple(_command(context, tree) for tree in trees[:COMMANDS_SHOWN]),
        undo=_undo_words(left_out, is_small=is_small, has_undo=has_undo),
        is_undoable=has_undo,
        confirm_name=names[0] if len(names) == 1 else context.profile.name,
    )


def _line(tree: SavedSubtree) -> PlanLine:
    ephemeral = sum(each.stat.is_ephemeral for each in tree.znodes)
    what = meaning(tree.root, None)
    is_kafkas = what.kind != "unknown"
    values = (tree.root, len(tree.znodes), tree.bytes, ephemeral, what.title.rstrip("."))
    return PlanLine(tree.root, values, is_risky=is_kafkas or bool(tree.unreadable))


def _undo_words(left_out: Counter[str], *, is_small: bool, has_undo: bool) -> str:
    if not is_small:
        return (
            f"It cannot be undone: more than {KEPT_ZNODES:,} znodes or {KEPT_BYTES >> 20} MiB are not written down. "
            "Export it first."
        )
    missing = "; ".join(f"{count:,} are not ({reason})" for reason, count in left_out.items())
    if not has_undo:
        return f"It cannot be undone: {missing}."
    begun = "They are made again with data and ACLs; versions, times and sequential numbers begin anew."
    return f"{begun} {missing[:1].upper()}{missing[1:]}." if missing else begun


def _command(context: ActionContext, tree: SavedSubtree) -> str:
    return zkcli_line(context, "deleteall" if len(tree.znodes) > 1 else "delete", tree.root)


ACTION = DeleteZnodes()
