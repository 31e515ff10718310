"""Write a subtree of znodes to a file."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kafkatui.codec.znode_acl import has_hash
from kafkatui.codec.znode_file import FiledZnode, ZnodeFile, znode_file_text
from kafkatui.insight.znode_secrets import has_secrets
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, RequestFailed
from kafkatui.model.field import Choice, Field, FieldKind, Form, Values
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.znode_change import SavedSubtree, SavedZnode, moved_path
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.tasks import TaskControl
from kafkatui.session.whole_file import whole_file
from kafkatui.session.znode_trees import read_whole

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("path", "Znode", "The subtree that is written down."),
    PlanColumn("znodes", "Znodes", "How many of it are."),
    PlanColumn("bytes", "Bytes", "Of data, together."),
    PlanColumn("left_out", "Left out", "Secret or ephemeral ones, and what is below them."),
)

NAMED = 5
"""Of those left out, so many are named."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is written, and where."""

    file: Path
    text: str = field(repr=False)
    has_secrets: bool = False


class ExportZnodes(Action[Export]):
    """Secret znodes are left out and listed, unless they are asked for: then nobody else may read the file."""

    spec = ActionSpec(
        id="znode.export",
        title="Export znodes",
        help="Write a znode and everything below it to a file, as JSON or YAML.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("path", "Znode", "The subtree's root.", is_required=True, is_positional=True, is_in_dialog=False),
            Field("file", "File", "Where to; one that is there is replaced.", is_positional=True),
            Field("format", "Format", "As what it is written.", FieldKind.CHOICE, default="json",
                choices=(Choice("json", "JSON", "As JSON."), Choice("yaml", "YAML", "As YAML."))),
            Field("no_acl", "Without ACLs", "Data alone.", FieldKind.FLAG),
            Field("show_secrets", "With secrets", "Secret znodes, too; nobody else may read the file.", FieldKind.FLAG),
        ),
        verb="zk export",
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """A name after the znode's."""
        name = (targets[0].name.rpartition("/")[2] if targets else "") or "znodes"
        path, file, *others = self.spec.fields
        return Form((path, replace(file, default=f"{name}.json"), *others))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Export]:
        shows_secrets = bool(values.get("show_secrets"))
        file = _checked_file(str(values.get("file") or ""), shows_secrets=shows_secrets)
        tree, made, text = exported(context, targets[0].name, values, control)
        size = sum(len(each.data or b"") for each in made.znodes)
        count, names = len(made.left_out), ", ".join(made.left_out[:NAMED])
        more = " …" if count > NAMED else ""
        return Plan(
            f"Writes {len(made.znodes):,} znodes below {tree.root} to {file}.",
            Export(file, text, shows_secrets),
            COLUMNS,
            (PlanLine(tree.root, (tree.root, len(made.znodes), size, count), is_risky=bool(count)),),
            warnings=(f"Left out: {names}{more}. --show-secrets writes secret ones, too.",) if count else (),
            details={"left_out": list(made.left_out)},
        )

    def run(self, context: ActionContext, plan: Plan[Export], control: TaskControl) -> Outcome:
        export = plan.payload
        try:
            with whole_file(export.file, 0o600 if export.has_secrets else None) as file:
                file.write(export.text)
        except OSError as error:
            raise RequestFailed(f"{export.file} cannot be written: {error.strerror}.") from None
        return Outcome(done([plan.rows[0].target]))


def exported(
    context: ActionContext, path: str, values: Values, control: TaskControl
) -> tuple[SavedSubtree, ZnodeFile, str]:
    """The subtree, what is written of it, and that as text.

    Raises:
        KafkatuiError: it could not be read.
    """
    tree = read_whole(context.readable_zookeeper(), path, control)
    made = filed(tree, with_acl=not values.get("no_acl"), shows_secrets=bool(values.get("show_secrets")))
    return tree, made, znode_file_text(made, is_yaml=values.get("format") == "yaml")


def filed(tree: SavedSubtree, *, with_acl: bool, shows_secrets: bool) -> ZnodeFile:
    """What is written of a subtree: no ephemeral ones, no secrets unless asked for, nothing below one that is not."""
    kept: list[FiledZnode] = []
    left_out = list(tree.unreadable)
    for znode in tree.znodes:
        parent = znode.path.rpartition("/")[0]
        is_left = znode.stat.is_ephemeral or (not shows_secrets and _is_secret(znode, with_acl=with_acl))
        if is_left or (znode.path != tree.root and parent in left_out):
            left_out.append(znode.path)
            continue
        relative = "" if znode.path == tree.root else moved_path(znode.path, tree.root, "/")
        kept.append(FiledZnode(relative, znode.data, (znode.acl or None) if with_acl else None))
    return ZnodeFile(tree.root, tuple(kept), tuple(left_out))


def _is_secret(znode: SavedZnode, *, with_acl: bool) -> bool:
    return has_secrets(znode.path, znode.data) or (with_acl and has_hash(znode.acl))


def _checked_file(typed: str, *, shows_secrets: bool) -> Path:
    if not typed.strip():
        raise FieldError("file", "It needs a name.")
    path = Path(os.path.expanduser(typed.strip()))
    if not path.parent.is_dir():
        raise FieldError("file", f"There is no folder {path.parent}.")
    if shows_secrets and path.exists() and path.stat().st_mode & 0o077:
        raise FieldError("file", f"Others may read {path}.", "Name a new file, or take their rights on it first.")
    return path


ACTION = ExportZnodes()
