"""Change several znodes in one transaction: all of it is done, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kafkatui.codec.znode_acl import acl_text, has_hash
from kafkatui.codec.znode_changes import changes_text, read_changes
from kafkatui.insight.znode_care import change_warnings
from kafkatui.insight.znode_secrets import has_secrets
from kafkatui.insight.znode_simulation import Played, ThereZnode, play
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import Conflict, FieldError, KafkatuiError, UsageError
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import contains_mask
from kafkatui.model.target import Target
from kafkatui.model.znode import ZnodeAcl
from kafkatui.model.znode_change import ChangeKind, ZnodeChange
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import ZnodeFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.znode_states import acl_of, state_image, state_of_image, there_of, way_back
from kafkatui.session.znode_trees import refresh_znodes, state_of

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("change", "Change", "create, set, delete; check: the others are done if it is at that version."),
    PlanColumn("path", "Znode", "What is changed."),
    PlanColumn("version", "Version", "The one it must have; ? where it is made."),
    PlanColumn("now_bytes", "Bytes now", "How many it holds by then; ? where there is none, or null."),
    PlanColumn("then_bytes", "Bytes then", "How many it holds afterwards; ? for none, or null."),
)

MOST_WARNINGS = 4


@dataclass(frozen=True, slots=True)
class Together:
    """What is sent, and what the journal keeps of what was there: states by path, None for none."""

    changes: tuple[ZnodeChange, ...] = field(repr=False)
    before: Mapping[str, Any] = field(default_factory=dict, repr=False)
    after: Mapping[str, Any] = field(default_factory=dict, repr=False)


class ChangeTogether(Action[Together]):
    """Each change finds what the preview found, or nothing is done: versions not named are those read then."""

    spec = ActionSpec(
        id="znode.transaction",
        title="Change several together",
        help="Create, set, delete and check several znodes in one transaction: all of it is done, or none.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.ZNODE}),
        takes_many=True,
        fields=(
            Field("changes", "Changes", "One a line: create PATH [DATA], set PATH VERSION [DATA], delete PATH "
                "[VERSION], check PATH [VERSION]; * is the version there now. Or JSON.",
                FieldKind.DOCUMENT, is_required=True, is_positional=True, metavar="FILE"),
        ),
        verb="zk transaction",
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """A line for each znode that is meant, which asks for the version that is known."""
        known = [(each.name, context.known(ZnodeFeed(each.name)).value) for each in targets]
        lines = [(ChangeKind.CHECK, path, None if znode is None else znode.stat.version) for path, znode in known]
        return Form((replace(self.spec.fields[0], default=changes_text(tuple(lines)).encode()),))

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.ZNODE, "/"),)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Together]:
        from kafkatui.zookeeper.tree import check_path
        from kafkatui.zookeeper.write.transaction import MOST_CHANGES, transaction_count

        try:
            changes = read_changes(values.get("changes") or b"")
            for each in changes:
                check_path(each.path)
        except UsageError as error:
            raise FieldError("changes", error.what, error.advice) from None
        if any(each.data is not None and contains_mask(each.data) for each in changes):
            raise FieldError("changes", "They hold kafkatui's mask in place of a secret.", "Writing it destroys that.")
        paths = list(dict.fromkeys(each.path for each in changes))
        there = there_of(context, paths)
        try:
            played = play(changes, there)
        except (UsageError, Conflict) as error:
            raise FieldError("changes", error.what, error.advice) from None
        if changes and transaction_count(context.readable_zookeeper(), played.changes) > 1:
            raise FieldError("changes", f"They do not fit into one transaction, of {MOST_CHANGES:,} changes and 1 MiB.")
        deleted = [path for path in paths if path in there and path not in played.after]
        return _plan(paths, there, played, acl_of(context, deleted))

    def run(self, context: ActionContext, plan: Plan[Together], control: TaskControl) -> Outcome:
        from kafkatui.zookeeper.write.transaction import commit

        together = plan.payload
        paths = list(dict.fromkeys(row.target for row in plan.rows))
        applied = commit(context.writable_zookeeper(), together.changes)
        refresh_znodes(context, paths)
        if applied.error is None:
            return Outcome(done(paths), before=together.before, after=together.after)
        return Outcome(tuple(_not_done(path, applied.failed_path, applied.error) for path in paths))

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Together]:
        """All of it is set back together, or none."""
        paths = list(entry.after)
        there = there_of(context, paths)
        changed = [path for path in paths if state_of_image(entry.after[path]) != _data_of(there.get(path))]
        columns = (COLUMNS[0], COLUMNS[1], COLUMNS[2])
        if changed:
            more = f" and {len(changed) - 1:,} more" if len(changed) > 1 else ""
            why = f"{changed[0]}{more} was changed since, and all of it is taken back or none."
            return Plan("Takes nothing back.", Together(()), columns, nothing_to_do=why)
        back = way_back(entry.before, there)
        rows = tuple(PlanLine(each.path, (each.kind.value, each.path, _version(each))) for each in back)
        nothing = "" if back else "It is as it was already: nothing to do."
        return Plan(f"Takes {len(rows):,} changes back.", Together(back), columns, rows, nothing_to_do=nothing)

    def run_undo(self, context: ActionContext, plan: Plan[Together], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _data_of(znode: ThereZnode | None) -> tuple[bytes | None] | None:
    return None if znode is None else (znode.data,)


def _not_done(path: str, failed_path: str, error: KafkatuiError) -> TargetOutcome:
    if failed_path not in ("", path):
        return TargetOutcome(path, OutcomeState.SKIPPED, "Nothing was changed.")
    state = OutcomeState.CONFLICT if isinstance(error, Conflict) else state_of(error)
    return TargetOutcome(path, state, str(error))


def _plan(
    paths: Sequence[str], there: Mapping[str, ThereZnode], played: Played, acls: Mapping[str, tuple[ZnodeAcl, ...]]
) -> Plan[Together]:
    changed = [path for path in paths if any(each.path == path for each in played.changes if _writes(each))]
    no_undo = _why_not_undone(changed, there, played, acls)
    before = {path: state_image(there.get(path), acl_text(acls.get(path, ()), shows_secrets=True)) for path in changed}
    after = {path: state_image(played.after.get(path)) for path in changed}
    if no_undo:
        before, after = {}, {}
    counts = [(kind, sum(each.kind is kind for each in played.changes)) for kind in ChangeKind]
    words = ", ".join(f"{count:,} × {kind.value}" for kind, count in counts if count)
    warnings = dict.fromkeys(words for path in changed for words in change_warnings(path))
    return Plan(
        summary=f"Changes {len(changed):,} znodes together: {words}.",
        payload=Together(played.changes, before, after),
        columns=COLUMNS,
        rows=tuple(_row(each, now) for each, now in zip(played.changes, played.before, strict=True)),
        totals=("One transaction: all of it is done, or none.",),
        warnings=tuple(warnings)[:MOST_WARNINGS],
        undo=no_undo or "All of it is set back together, where nobody has changed any of it since.",
        is_undoable=not no_undo,
        nothing_to_do="" if changed else "Nothing is written: a create, a set or a delete is missing.",
        confirm_name=changed[0] if changed else "",
    )


def _writes(change: ZnodeChange) -> bool:
    return change.kind is not ChangeKind.CHECK


def _why_not_undone(
    changed: Sequence[str],
    there: Mapping[str, ThereZnode],
    played: Played,
    acls: Mapping[str, tuple[ZnodeAcl, ...]],
) -> str:
    for path in changed:
        held = [each.data for each in (there.get(path), played.after.get(path)) if each is not None]
        if any(has_secrets(path, data) for data in held):
            return f"It cannot be undone: {path} holds a secret, which is not written down."
        if path in played.remade:
            return f"It cannot be undone: {path} is made anew."
        if path in there and path not in played.after:
            if there[path].is_ephemeral:
                return f"It cannot be undone: {path} is ephemeral, its session's alone."
            if path not in acls or has_hash(acls[path]):
                return f"It cannot be undone: the ACL of {path} is not written down."
    return ""


def _row(change: ZnodeChange, now: ThereZnode | None) -> PlanLine:
    now_bytes = None if now is None or now.data is None else len(now.data)
    keeps = change.kind is ChangeKind.CHECK
    then_bytes = now_bytes if keeps else None if change.data is None else len(change.data)
    values = (change.kind.value, change.path, _version(change), now_bytes, then_bytes)
    return PlanLine(change.path, values, is_risky=change.kind is ChangeKind.DELETE)


def _version(change: ZnodeChange) -> int | None:
    return None if change.kind is ChangeKind.CREATE else change.version


ACTION = ChangeTogether()
