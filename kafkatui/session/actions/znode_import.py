"""Write the znodes of a file below a path: what is missing is created, what differs is set."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kafkatui.codec.znode_acl import acl_text
from kafkatui.codec.znode_file import FiledZnode, ZnodeFile, read_znode_file
from kafkatui.insight.znode_care import change_warnings
from kafkatui.insight.znode_secrets import has_secrets
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.secrets import contains_mask
from kafkatui.model.znode import ZnodeStat, parent_of
from kafkatui.model.znode_change import ChangeKind, ZnodeChange
from kafkatui.model.znode_draft import OPEN_ACL
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.before_image import data_of, image_of
from kafkatui.session.tasks import TaskControl
from kafkatui.session.zkcli_line import data_word, zkcli_line
from kafkatui.session.znode_acl_changes import AclChange, acl_changes, acl_image, back_to_acls, set_acl_changes
from kafkatui.session.znode_trees import apply, refresh_znodes, state_of

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.zookeeper.write.transaction import Applied

There = Mapping[str, tuple[bytes | None, ZnodeStat]]

COLUMNS = (
    PlanColumn("path", "Znode", "What is written."),
    PlanColumn("change", "Change", "create: there is none; set: it holds something else; acl: another may do it."),
    PlanColumn("now_bytes", "Bytes now", "How many it holds; ? where there is none, or null."),
    PlanColumn("then_bytes", "Bytes then", "How many it will hold; ? for null."),
)

COMMANDS_SHOWN = 4

ACLS = "acls"
"""Under which the journal has ACLs, beside the paths."""

ACL_WORD = "acl"


@dataclass(frozen=True, slots=True)
class Import:
    """What is changed.

    Attributes:
        now: what each of those that are set holds.
        acls: what is set after it; `acls_first`: before it, which takes an import back.
    """

    changes: tuple[ZnodeChange, ...] = field(repr=False)
    now: dict[str, bytes | None] = field(repr=False)
    acls: tuple[AclChange, ...] = field(default=(), repr=False)
    acls_first: bool = False


class ImportZnodes(Action[Import]):
    """Each is set against the version that was compared; nothing is deleted."""

    spec = ActionSpec(
        id="znode.import",
        title="Import znodes",
        help="Write the znodes of a file: create what is missing, set what differs, ACLs too; delete nothing.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("file", "File", "As zk export writes it.", is_required=True, is_positional=True),
            Field("path", "To", "Where the file's root goes; empty: where it was.", is_positional=True),
            Field("no_acl", "Without ACLs", "What is created is open to everybody; the ACLs that are there stay.",
                FieldKind.FLAG),
        ),
        verb="zk import",
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        from kafkatui.model.target import Target

        return (Target(PlaceKind.ZNODE, str(values.get("path") or "/")),)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Import]:
        from kafkatui.zookeeper.tree import check_path, read_data
        from kafkatui.zookeeper.write.transaction import transaction_count

        file = _read(str(values["file"]))
        root = str(values.get("path") or file.root).rstrip("/")
        wanted = [(f"{root}{each.path}" or "/", each) for each in file.znodes]
        try:
            for path, _ in wanted:
                check_path(path)
        except UsageError as error:
            raise FieldError("file", error.what, error.advice) from None
        connection = context.readable_zookeeper()
        there = read_data(connection, [path for path, _ in wanted])
        changes = changes_of(wanted, there, with_acl=not values.get("no_acl"))
        parent = parent_of(wanted[0][0]) if wanted else "/"
        if parent not in there and not read_data(connection, [parent]):
            raise FieldError("path", f"There is no {parent}.", "Create it first.")
        count = transaction_count(connection, changes) if changes else 0
        acls = () if values.get("no_acl") else acl_changes(context, wanted, there)
        now = {each.path: there[each.path][0] for each in changes if each.kind is ChangeKind.SET}
        return _plan(context, Import(changes, now, acls), len(wanted), count)

    def run(self, context: ActionContext, plan: Plan[Import], control: TaskControl) -> Outcome:
        work = plan.payload
        of_acls = set_acl_changes(context, work.acls) if work.acls_first else {}
        applied = apply(context, work.changes, control)
        if not work.acls_first:
            of_acls = set_acl_changes(context, work.acls if applied.error is None else ())
        made = work.changes[: applied.done]
        outcomes = _outcomes(work, applied, of_acls)
        refresh_znodes(context, [*(each.path for each in made), *of_acls])
        if not plan.is_undoable:
            return Outcome(outcomes)
        before: dict[str, Any] = {each.path: image_of(work.now[each.path]) for each in made if each.path in work.now}
        after = {each.path: {"created": each.kind is ChangeKind.CREATE, "data": image_of(each.data)} for each in made}
        before[ACLS] = {each.path: acl_image(each) for each in work.acls if _is_done(each.path, of_acls)}
        return Outcome(outcomes, before=before, after=after)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Import]:
        from kafkatui.zookeeper.tree import read_data

        acls = entry.before.get(ACLS, {})
        there = read_data(context.readable_zookeeper(), list(dict.fromkeys([*entry.after, *acls])))
        back: list[ZnodeChange] = []
        warnings: list[str] = []
        for path, left in sorted(entry.after.items(), reverse=True):
            if path not in there or there[path][0] != data_of(left["data"]):
                warnings.append(f"{path} was changed since: not touched.")
                continue
            version = there[path][1].version
            if left["created"]:
                back.append(ZnodeChange(ChangeKind.DELETE, path, version=version))
            else:
                back.append(ZnodeChange(ChangeKind.SET, path, data_of(entry.before[path]), version=version))
        versions = {path: stat.acl_version for path, (_, stat) in there.items()}
        acls_back, others = back_to_acls(context, acls, versions)
        warnings += [f"The ACL of {path} was changed since: not touched." for path in others]
        rows = [PlanLine(each.path, (each.path, each.kind.value)) for each in back]
        rows += [PlanLine(each.path, (each.path, ACL_WORD)) for each in acls_back]
        work = Import(tuple(back), {}, acls_back, acls_first=True)
        return Plan(
            f"Takes {len(rows):,} of {len(entry.after) + len(acls):,} changes back.", work, COLUMNS[:2], tuple(rows),
            warnings=tuple(warnings), nothing_to_do="" if rows else "Nothing is as it was left: nothing to do.",
        )  # fmt: skip

    def run_undo(self, context: ActionContext, plan: Plan[Import], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _outcomes(work: Import, applied: Applied, of_acls: Mapping[str, TargetOutcome]) -> tuple[TargetOutcome, ...]:
    """Of each path one: where both its data and its ACL were to be set, the one that says more."""
    outcomes = {each.path: TargetOutcome(each.path, OutcomeState.DONE) for each in work.changes[: applied.done]}
    for each in work.changes[applied.done :]:
        is_culprit = applied.error is not None and applied.failed_path in ("", each.path)
        state = state_of(applied.error) if is_culprit and applied.error is not None else OutcomeState.SKIPPED
        outcomes[each.path] = TargetOutcome(each.path, state, str(applied.error) if is_culprit else "")
    for change in work.acls:
        told = of_acls.get(change.path, TargetOutcome(change.path, OutcomeState.SKIPPED))
        if change.path not in outcomes or outcomes[change.path].is_done:
            outcomes[change.path] = told
    return tuple(outcomes.values())


def _is_done(path: str, outcomes: Mapping[str, TargetOutcome]) -> bool:
    return path in outcomes and outcomes[path].is_done


def changes_of(wanted: Sequence[tuple[str, FiledZnode]], there: There, *, with_acl: bool) -> tuple[ZnodeChange, ...]:
    """What makes what is there what is wanted, parents first; nothing for what is so already."""
    changes = []
    for path, znode in wanted:
        if path not in there:
            acl = (znode.acl if with_acl else None) or OPEN_ACL
            changes.append(ZnodeChange(ChangeKind.CREATE, path, znode.data, acl))
        elif there[path][0] != znode.data:
            changes.append(ZnodeChange(ChangeKind.SET, path, znode.data, version=there[path][1].version))
    return tuple(changes)


def _read(typed: str) -> ZnodeFile:
    import sys

    try:
        data = sys.stdin.buffer.read() if typed == "-" else Path(os.path.expanduser(typed.strip())).read_bytes()
    except OSError as error:
        raise FieldError("file", f"{typed} cannot be read: {error.strerror}.") from None
    try:
        file = read_znode_file(data, typed)
    except UsageError as error:
        raise FieldError("file", error.what, error.advice) from None
    if any(each.data is not None and contains_mask(each.data) for each in file.znodes):
        raise FieldError("file", "It holds kafkatui's mask in place of a secret.", "Writing it would destroy that.")
    return file


def _plan(context: ActionContext, work: Import, total: int, transactions: int) -> Plan[Import]:
    changes, now = work.changes, work.now
    created = sum(each.kind is ChangeKind.CREATE for each in changes)
    has_secret = any(has_secrets(each.path, data) for each in changes for data in (each.data, now.get(each.path)))
    has_secret = has_secret or any(each.has_hash for each in work.acls)
    rows = [PlanLine(each.path, _row(each, now.get(each.path))) for each in changes]
    rows += [PlanLine(each.path, (each.path, ACL_WORD, None, None)) for each in work.acls]
    acls = f" and {len(work.acls):,} ACLs" if work.acls else ""
    several = f" It takes {transactions} transactions: it may end between two." if transactions > 1 else ""
    warnings = dict.fromkeys(words for each in changes for words in change_warnings(each.path))
    undo = "What was created is deleted and what was set is set back, where nobody has changed it since."
    return Plan(
        summary=f"Creates {created:,} and sets {len(changes) - created:,} of {total:,} znodes{acls}.",
        payload=work,
        columns=COLUMNS,
        rows=tuple(rows),
        totals=(f"{total - len({row.target for row in rows}):,} are so already.{several}",),
        warnings=tuple(warnings)[:COMMANDS_SHOWN],
        commands=tuple(_command(context, each) for each in changes[:COMMANDS_SHOWN]),
        undo="It cannot be undone: some hold secrets, which are not written down." if has_secret else undo,
        is_undoable=not has_secret,
        nothing_to_do="" if rows else "All of it is so already: nothing to do.",
        confirm_name=rows[0].target if rows else "",
    )


def _row(change: ZnodeChange, now: bytes | None) -> tuple[str, str, int | None, int | None]:
    return (
        change.path,
        change.kind.value,
        None if now is None else len(now),
        None if change.data is None else len(change.data),
    )


def _command(context: ActionContext, change: ZnodeChange) -> str:
    word = data_word(change.data, is_secret=has_secrets(change.path, change.data))
    if change.kind is ChangeKind.SET:
        return zkcli_line(context, "set", "-v", str(change.version), change.path, word)
    return zkcli_line(context, "create", change.path, word, acl_text(change.acl))


ACTION = ImportZnodes()
