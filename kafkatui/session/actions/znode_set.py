"""Set a znode's data, against the version that was read."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.codec.decoded import Part
from kafkatui.insight.znode_care import change_warnings
from kafkatui.insight.znode_secrets import has_secrets, mask_znode_data
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import Conflict as DataConflict
from kafkatui.model.field import Chosen, Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Conflict, Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.znode import Znode
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.before_image import data_of, image_of
from kafkatui.session.feeds import ZnodeFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.znode_content import CONTENT, DATA, EMPTY, NULL, content_of, size_warnings

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("path", "Znode", "What is set."),
    PlanColumn("version", "Version", "The version it is set against: another one's change in between is a conflict."),
    PlanColumn("now_bytes", "Bytes now", "How many it holds; ? for null."),
    PlanColumn("then_bytes", "Bytes then", "How many it will hold."),
)

PREVIEW_LINES = 6


class Edit(Struct, frozen=True):
    """What is written over what.

    Attributes:
        version: of the data it was made from; -1: whatever there is.
    """

    path: str
    base: bytes | None
    data: bytes | None
    version: int


class SetZnode(Action[Edit]):
    """Refuses data that hold our mask; a conflict shows what it was, what would have been written, what is there."""

    spec = ActionSpec(
        id="znode.set",
        title="Edit a znode",
        help="Set a znode's data, against the version that was read.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("path", "Znode", "Its path.", is_required=True, is_positional=True, is_in_dialog=False),
            CONTENT,
            Field(
                "data", "Data", "What it shall hold; Ctrl+O edits it in $EDITOR. @FILE and - are files in the verb.",
                FieldKind.DOCUMENT, is_positional=True, syntax="json", shown_if=("content", DATA),
            ),
            Field(
                "version", "Version", "Set it only if it is at this version; else whatever it is at when it is read.",
                FieldKind.NUMBER, is_in_dialog=False,
            ),
        ),
        verb="zk set",
        key=Key("znode.set", "e", "edit", "Edit the znode's data.", "Do", 4, on=frozenset({"znode"})),
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        for target in targets:
            znode = context.known(ZnodeFeed(target.name)).value
            if znode is not None and znode.data_error:
                return Obstacle(f"{target.name} cannot be read: {znode.data_error}", "Its data are edited as a whole.")
        return None

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The data as they are known now, with their version: the edit is made from those."""
        znode = context.known(ZnodeFeed(targets[0].name)).value if targets else None
        return Form(self.spec.fields) if znode is None else self._form_of(znode)

    def has_to_read(self, context: ActionContext, targets: Targets) -> bool:
        """Of a row in a list only the name may be known."""
        return len(targets) == 1 and context.known(ZnodeFeed(targets[0].name)).value is None

    def read_form(self, context: ActionContext, targets: Targets, control: TaskControl) -> Form:
        return self._form_of(context.read(ZnodeFeed(targets[0].name)))

    def _form_of(self, znode: Znode) -> Form:
        masked = None if znode.data is None else mask_znode_data(znode.path, znode.data)
        path, content, data, version = self.spec.fields
        word = NULL if masked is None else DATA if masked else EMPTY
        return Form(
            (
                path,
                replace(content, default=Chosen(word)),
                replace(data, default=masked),
                replace(version, default=znode.stat.version),
            )
        )

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Edit]:
        path = targets[0].name
        data = content_of(values)
        warnings = size_warnings(context.readable_zookeeper(), path, data)
        znode = context.read(ZnodeFeed(path))
        wanted = values.get("version")
        version = znode.stat.version if wanted is None else int(wanted)
        edit = Edit(path, znode.data, data, version)
        if version not in (znode.stat.version, -1):
            return _conflicting(context, edit, znode)
        plan = _plan(context, edit, znode)
        return replace(plan, warnings=(*warnings, *plan.warnings, *change_warnings(path)))

    def run(self, context: ActionContext, plan: Plan[Edit], control: TaskControl) -> Outcome:
        from kafkatui.zookeeper.write.data import set_data

        edit = plan.payload
        try:
            stat = set_data(context.writable_zookeeper(), edit.path, edit.data, edit.version)
        except DataConflict as error:
            theirs = error.there.data if isinstance(error.there, Znode) else None
            base, ours = _text(context, edit.path, edit.base), _text(context, edit.path, edit.data)
            conflict = Conflict(base, ours, _text(context, edit.path, theirs))
            return Outcome((TargetOutcome(edit.path, OutcomeState.CONFLICT, str(error), conflict),))
        finally:
            context.refresh(ZnodeFeed(edit.path))
        done = (TargetOutcome(edit.path, OutcomeState.DONE, f"version {stat.version}"),)
        if not plan.is_undoable:
            return Outcome(done)
        return Outcome(
            done,
            before={edit.path: image_of(edit.base)},
            after={edit.path: {"version": stat.version, "data": image_of(edit.data)}},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Edit]:
        (path,) = entry.done
        znode = context.read(ZnodeFeed(path))
        left = entry.after[path]
        edit = Edit(path, data_of(left["data"]), data_of(entry.before[path]), znode.stat.version)
        if znode.data != edit.base:
            return _conflicting(context, edit, znode)
        return _plan(context, edit, znode)

    def run_undo(self, context: ActionContext, plan: Plan[Edit], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _plan(context: ActionContext, edit: Edit, znode: Znode) -> Plan[Edit]:
    size = None if znode.data is None else len(znode.data)
    has_secret = has_secrets(edit.path, znode.data) or has_secrets(edit.path, edit.data)
    undo = "What it holds now is put back, as long as nobody changes it in between."
    if has_secret:
        undo = "It cannot be undone: what it holds is secret, and secrets are not written down."
    is_same = znode.data == edit.data
    warnings: tuple[str, ...] = ()
    if znode.stat.is_ephemeral:
        warnings = ("It is ephemeral: whoever made it may write it again, and it goes with its session.",)
    return Plan(
        summary=f"Sets {edit.path}.",
        payload=edit,
        columns=COLUMNS,
        rows=(PlanLine(edit.path, (edit.path, edit.version, size, len(edit.data or b""))),),
        warnings=warnings,
        commands=(_command(context, edit, has_secret=has_secret),),
        undo=undo,
        is_undoable=not has_secret,
        nothing_to_do="It holds that already: nothing to do." if is_same else "",
        confirm_name=edit.path,
        details={"now": _text(context, edit.path, znode.data), "then": _text(context, edit.path, edit.data)},
    )


def _conflicting(context: ActionContext, edit: Edit, znode: Znode) -> Plan[Edit]:
    """A plan that does nothing: the znode is not what the edit was made from."""
    texts = {
        "it was": _text(context, edit.path, edit.base) if edit.base != znode.data else f"version {edit.version}",
        "ours": _text(context, edit.path, edit.data),
        "there now": f"{_text(context, edit.path, znode.data)} (version {znode.stat.version})",
    }
    return Plan(
        summary=f"{edit.path} was changed since.",
        payload=edit,
        columns=COLUMNS,
        rows=(
            PlanLine(edit.path, (edit.path, znode.stat.version, len(znode.data or b""), len(edit.data or b"")), True),
        ),
        warnings=tuple(f"{word}: {text}" for word, text in texts.items()),
        nothing_to_do=f"{edit.path} was changed by somebody else since: nothing is overwritten. Read it again.",
        details={word.replace(" ", "_"): text for word, text in texts.items()},
        is_conflict=True,
    )


def _text(context: ActionContext, path: str, data: bytes | None) -> str:
    """Data as they may be shown: masked, decoded as chosen, a few lines."""
    if not data:
        return "null" if data is None else "empty"
    decoded = context.decoding.reader(path, Part.ZNODE).decode(mask_znode_data(path, data))
    return "\n".join(decoded.text.split("\n")[:PREVIEW_LINES])


def _command(context: ActionContext, edit: Edit, *, has_secret: bool) -> str:
    connect = context.profile.zookeeper.connect if context.profile.zookeeper is not None else ""
    shown = "…" if has_secret or len(edit.data or b"") > 2_000 else (edit.data or b"").decode("utf-8", "replace")
    version = f" -v {edit.version}" if edit.version >= 0 else ""
    return f"zkCli.sh -server {connect} set{version} {shlex.quote(edit.path)} {shlex.quote(shown)}"


ACTION = SetZnode()
