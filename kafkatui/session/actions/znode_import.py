"""Write the znodes of a file below a path: what is missing is created, what differs is set."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kafkatui.codec.znode_acl import acl_text
from kafkatui.codec.znode_file import FiledZnode, ZnodeFile, read_znode_file
from kafkatui.insight.znode_care import change_warnings
from kafkatui.insight.znode_secrets import mask_znode_data
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
from kafkatui.session.znode_trees import apply, refresh_znodes, state_of

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

There = Mapping[str, tuple[bytes | None, ZnodeStat]]

COLUMNS = (
    PlanColumn("path", "Znode", "What is written."),
    PlanColumn("change", "Change", "create: there is none; set: it holds something else."),
    PlanColumn("now_bytes", "Bytes now", "How many it holds; ? where there is none, or null."),
    PlanColumn("then_bytes", "Bytes then", "How many it will hold; ? for null."),
)

COMMANDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Import:
    """What is changed, and what each of those that are set holds now."""

    changes: tuple[ZnodeChange, ...] = field(repr=False)
    now: dict[str, bytes | None] = field(repr=False)


class ImportZnodes(Action[Import]):
    """Each is set against the version that was compared; nothing is deleted."""

    spec = ActionSpec(
        id="znode.import",
        title="Import znodes",
        help="Write the znodes of a file: create what is missing, set what differs, delete nothing.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("file", "File", "As zk export writes it.", is_required=True, is_positional=True),
            Field("path", "To", "Where the file's root goes; empty: where it was.", is_positional=True),
            Field("no_acl", "Without ACLs", "What is created is open to everybody.", FieldKind.FLAG),
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
        return _plan(context, changes, there, len(wanted), count)

    def run(self, context: ActionContext, plan: Plan[Import], control: TaskControl) -> Outcome:
        changes = plan.payload.changes
        applied = apply(context, changes, control)
        outcomes = [TargetOutcome(each.path, OutcomeState.DONE) for each in changes[: applied.done]]
        for each in changes[applied.done :]:
            is_culprit = applied.error is not None and applied.failed_path in ("", each.path)
            state = state_of(applied.error) if is_culprit and applied.error is not None else OutcomeState.SKIPPED
            outcomes.append(TargetOutcome(each.path, state, str(applied.error) if is_culprit else ""))
        made = changes[: applied.done]
        refresh_znodes(context, [each.path for each in made])
        if not plan.is_undoable:
            return Outcome(tuple(outcomes))
        before = {each.path: image_of(plan.payload.now[each.path]) for each in made if each.kind is ChangeKind.SET}
        after = {each.path: {"created": each.kind is ChangeKind.CREATE, "data": image_of(each.data)} for each in made}
        return Outcome(tuple(outcomes), before=before, after=after)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Import]:
        from kafkatui.zookeeper.tree import read_data

        there = read_data(context.readable_zookeeper(), list(entry.after))
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
        rows = tuple(PlanLine(each.path, (each.path, each.kind.value)) for each in back)
        return Plan(
            f"Takes {len(back):,} of {len(entry.after):,} changes back.", Import(tuple(back), {}), COLUMNS[:2], rows,
            warnings=tuple(warnings), nothing_to_do="" if back else "Nothing is as it was left: nothing to do.",
        )  # fmt: skip

    def run_undo(self, context: ActionContext, plan: Plan[Import], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


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


def _plan(
    context: ActionContext, changes: tuple[ZnodeChange, ...], there: There, total: int, transactions: int
) -> Plan[Import]:
    created = sum(each.kind is ChangeKind.CREATE for each in changes)
    now = {each.path: there[each.path][0] for each in changes if each.kind is ChangeKind.SET}
    has_secret = any(_is_secret(each.path, data) for each in changes for data in (each.data, now.get(each.path)))
    several = f" It takes {transactions} transactions: it may end between two." if transactions > 1 else ""
    warnings = dict.fromkeys(words for each in changes for words in change_warnings(each.path))
    undo = "What was created is deleted and what was set is set back, where nobody has changed it since."
    return Plan(
        summary=f"Creates {created:,} and sets {len(changes) - created:,} of {total:,} znodes.",
        payload=Import(changes, now),
        columns=COLUMNS,
        rows=tuple(PlanLine(each.path, _row(each, now.get(each.path))) for each in changes),
        totals=(f"{total - len(changes):,} are so already.{several}",),
        warnings=tuple(warnings)[:COMMANDS_SHOWN],
        commands=tuple(_command(context, each) for each in changes[:COMMANDS_SHOWN]),
        undo="It cannot be undone: some hold secrets, which are not written down." if has_secret else undo,
        is_undoable=not has_secret,
        nothing_to_do="" if changes else "All of it is so already: nothing to do.",
        confirm_name=changes[0].path if changes else "",
    )


def _row(change: ZnodeChange, now: bytes | None) -> tuple[str, str, int | None, int | None]:
    return (
        change.path,
        change.kind.value,
        None if now is None else len(now),
        None if change.data is None else len(change.data),
    )


def _is_secret(path: str, data: bytes | None) -> bool:
    return data is not None and mask_znode_data(path, data) != data


def _command(context: ActionContext, change: ZnodeChange) -> str:
    word = data_word(change.data, is_secret=_is_secret(change.path, change.data))
    if change.kind is ChangeKind.SET:
        return zkcli_line(context, "set", "-v", str(change.version), change.path, word)
    return zkcli_line(context, "create", change.path, word, acl_text(change.acl))


ACTION = ImportZnodes()
