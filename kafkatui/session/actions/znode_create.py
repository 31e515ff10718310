"""Create a znode: persistent, ephemeral, container or TTL, with a number or without, with its parents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.codec.znode_acl import acl_text, has_hash, parse_acl
from kafkatui.insight.znode_care import change_warnings
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, KafkatuiError, NotFound, OutcomeUnknown, UsageError
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.model.znode_draft import ZnodeDraft, ZnodeKind
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import ZnodeChildrenFeed, ZnodeFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.zkcli_line import data_word, zkcli_line
from kafkatui.session.znode_content import CONTENT, DATA, NULL, content_of, size_warnings
from kafkatui.session.znode_trees import refresh_znodes

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("path", "Znode", "What is made; # stands for the number that the server chooses."),
    PlanColumn("kind", "Kind", "How long it lives."),
    PlanColumn("bytes", "Bytes", "How many it will hold; ? for null."),
    PlanColumn("acl", "ACL", "Who may do what to it."),
)

KIND = Field(
    "kind", "Kind", "How long it lives.", FieldKind.CHOICE, default=Chosen("persistent"),
    choices=(
        Choice("persistent", "persistent", "Until somebody deletes it."),
        Choice("ephemeral", "ephemeral", "As long as kafkatui's session with ZooKeeper.", "--ephemeral"),
        Choice("container", "container", "Until its last child has gone (ZooKeeper 3.5.3).", "--container"),
        Choice("ttl", "TTL", "Until it was neither written nor had children for so many ms (3.5.4).", "--ttl", "MS"),
    ),
)  # fmt: skip

LONGEST_TTL_MS = (1 << 40) - 1
"""What fits beside the sign of a TTL znode in its owner (EphemeralType.TTL)."""

_FLAGS = {ZnodeKind.EPHEMERAL: ("-e",), ZnodeKind.CONTAINER: ("-c",)}


class Creation(Struct, frozen=True):
    """What is made, parents first; `hold_seconds`: how long an ephemeral one is kept."""

    drafts: tuple[ZnodeDraft, ...]
    hold_seconds: int = 0


class CreateZnode(Action[Creation]):
    """Missing parents are persistent, without data, and have the ACL of what is made."""

    spec = ActionSpec(
        id="znode.create",
        title="Create a znode",
        help="Create a znode: persistent, ephemeral, container or TTL, with a number, data, ACL and missing parents.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("path", "Path", "Its whole path.", is_required=True, is_positional=True),
            CONTENT,
            Field("data", "Data", "What it shall hold. @FILE and - are files in the verb; without any it is null.",
                FieldKind.DOCUMENT, is_positional=True, syntax="json", shown_if=("content", DATA)),
            KIND,
            Field("sequential", "Numbered", "The server puts a number of ten digits behind the name.", FieldKind.FLAG),
            Field("parents", "Parents", "Make those that are missing, too.", FieldKind.FLAG),
            Field("acl", "ACL", "scheme:id:permissions, or open, read, creator; empty: open.", FieldKind.LIST,
                metavar="ENTRY"),
            Field("password", "Password", "Of digest users that the ACL names without a hash: digest:alice:cdrwa.",
                FieldKind.SECRET),
            Field("hold", "Hold", "Seconds that the verb stays for an ephemeral znode to live.", FieldKind.NUMBER,
                is_in_dialog=False, metavar="SECONDS"),
        ),
        verb="zk create",
        key=Key("znode.create", "c", "create", "Create a znode below this one.", "Do", 6, on=frozenset({"znode"}),
            over=frozenset({"topic.create"})),
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """Below the znode that is meant, without data."""
        if not targets:
            return Form(self.spec.fields)
        path, content, *others = self.spec.fields
        start = f"{targets[0].name.rstrip('/')}/"
        return Form((replace(path, default=start), replace(content, default=Chosen(NULL)), *others))

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.ZNODE, str(values["path"])),)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Creation]:
        draft = _draft(values)
        connection = context.readable_zookeeper()
        warnings = size_warnings(connection, draft.path, draft.data, 100)
        missing = () if draft.path == "/" else _missing_parents(context, draft.path)
        if missing and not values.get("parents"):
            raise FieldError("path", f"There is no znode {missing[0]}.", "Parents (--parents) makes it, too.")
        if not draft.is_sequential and not missing:
            _require_absence(context, draft.path)
        drafts = (*(ZnodeDraft(path, None, draft.acl) for path in missing), draft)
        return _plan(context, Creation(drafts, int(values.get("hold") or 0)), warnings)

    def run(self, context: ActionContext, plan: Plan[Creation], control: TaskControl) -> Outcome:
        from kafkatui.zookeeper.write.creation import make_znode

        outcomes: list[TargetOutcome] = []
        made: dict[str, int] = {}
        connection = context.writable_zookeeper()
        for row, draft in zip(plan.rows, plan.payload.drafts, strict=True):
            try:
                path = make_znode(connection, draft)
            except OutcomeUnknown as error:
                outcomes.append(TargetOutcome(row.target, OutcomeState.UNKNOWN, str(error)))
                break
            except KafkatuiError as error:
                outcomes.append(TargetOutcome(row.target, OutcomeState.FAILED, str(error)))
                break
            made[path] = _born(context, path)
            outcomes.append(TargetOutcome(row.target, OutcomeState.DONE, path if path != row.target else ""))
        rest = [TargetOutcome(row.target, OutcomeState.SKIPPED) for row in plan.rows[len(outcomes) :]]
        refresh_znodes(context, made)
        outcome = Outcome((*outcomes, *rest), after=made)
        if plan.payload.hold_seconds and outcome.is_done:
            control.say(f"{next(reversed(made))} lives for {plan.payload.hold_seconds:,} s")
            control.wait(plan.payload.hold_seconds)
        return outcome

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[tuple[str, ...]]:
        """Deletes what was made, the deepest first, where nobody has used it since."""
        doomed: list[str] = []
        warnings: list[str] = []
        for path, czxid in sorted(entry.after.items(), key=lambda item: -item[0].count("/")):
            problem = _used_since(context, path, czxid, doomed)
            if problem:
                warnings.append(f"{path} {problem}: not touched.")
            else:
                doomed.append(path)
        rows = tuple(PlanLine(path, (path,)) for path in doomed)
        return Plan(
            f"Deletes {', '.join(doomed[:3]) or 'nothing'}.", tuple(doomed), COLUMNS[:1], rows,
            warnings=tuple(warnings), nothing_to_do="" if doomed else "Nothing is left to be deleted.",
        )  # fmt: skip

    def run_undo(self, context: ActionContext, plan: Plan[tuple[str, ...]], control: TaskControl) -> Outcome:
        from kafkatui.zookeeper.write.existence import delete_znode

        for path in plan.payload:
            delete_znode(context.writable_zookeeper(), path, 0)
        refresh_znodes(context, dict.fromkeys(plan.payload, 0))
        return Outcome(done(plan.payload))


def _draft(values: Values) -> ZnodeDraft:
    path = str(values["path"])
    is_sequential = bool(values.get("sequential"))
    if not is_sequential and len(path) > 1 and path.endswith("/"):
        raise FieldError("path", "Its name is missing behind the last slash.")
    kind, argument = ZnodeKind.PERSISTENT, ""
    if isinstance(values.get("kind"), Chosen):
        kind, argument = ZnodeKind(values["kind"].value), values["kind"].argument
    if kind is ZnodeKind.CONTAINER and is_sequential:
        raise FieldError("sequential", "A container has no number.")
    ttl_ms = 0
    if kind is ZnodeKind.TTL:
        ttl_ms = int(argument) if argument.isdecimal() else 0
        if not 0 < ttl_ms <= LONGEST_TTL_MS:
            raise FieldError("kind", f"A TTL is a number of milliseconds, at most {LONGEST_TTL_MS:,}.")
    is_null = values.get("content") is None and values.get("data") is None
    data = None if is_null else content_of(values)
    try:
        acl = parse_acl(values.get("acl") or ("open",), values.get("password"))
    except UsageError as error:
        raise FieldError("acl", error.what, error.advice) from None
    return ZnodeDraft(path, data, acl, kind, is_sequential, ttl_ms)


def _missing_parents(context: ActionContext, path: str) -> tuple[str, ...]:
    """Those above `path` that are not there, from the top."""
    from kafkatui.zookeeper.tree import check_path, read_stats

    try:
        check_path(path.rstrip("/") or "/")
    except UsageError as error:
        raise FieldError("path", error.what, error.advice) from None
    parts = path.split("/")[1:-1]
    above = ["/" + "/".join(parts[: depth + 1]) for depth in range(len(parts))]
    there = read_stats(context.readable_zookeeper(), above)
    lowest = max((index for index, each in enumerate(above) if each in there), default=-1)
    if lowest >= 0 and there[above[lowest]].is_ephemeral:
        raise FieldError("path", f"{above[lowest]} is ephemeral, and such a znode has no children.")
    return tuple(above[lowest + 1 :])


def _require_absence(context: ActionContext, path: str) -> None:
    try:
        context.read(ZnodeFeed(path))
    except NotFound:
        return
    raise FieldError("path", f"There is {path} already.", "Edit it instead.")


def _plan(context: ActionContext, creation: Creation, warnings: tuple[str, ...]) -> Plan[Creation]:
    draft = creation.drafts[-1]
    shown = f"{draft.path}#" if draft.is_sequential else draft.path
    kind = draft.kind.value + (f" {draft.ttl_ms:,} ms" if draft.ttl_ms else "")
    rows = [PlanLine(each.path, (each.path, "persistent", None, acl_text(each.acl))) for each in creation.drafts[:-1]]
    size = None if draft.data is None else len(draft.data)
    rows.append(PlanLine(shown, (shown, kind, size, acl_text(draft.acl))))
    said = [*warnings, *change_warnings(draft.path)]
    if draft.kind is ZnodeKind.EPHEMERAL:
        said.append("It lives as long as kafkatui's session: it goes when kafkatui leaves, or is away for too long.")
    parents = f" and {len(rows) - 1} above it" if len(rows) > 1 else ""
    return Plan(
        summary=f"Creates {shown}{parents}.",
        payload=creation,
        columns=COLUMNS,
        rows=tuple(rows),
        totals=(f"{len(rows)} znode{'s' if len(rows) != 1 else ''}, {size or 0:,} bytes.",),
        warnings=tuple(said),
        commands=tuple(_command(context, each) for each in creation.drafts),
        undo="What was made is deleted again, as long as nobody has written to it or below it.",
        is_undoable=True,
        confirm_name=draft.path,
    )


def _command(context: ActionContext, draft: ZnodeDraft) -> str:
    flags = (*(("-s",) if draft.is_sequential else ()), *_FLAGS.get(draft.kind, ()))
    ttl = ("-t", str(draft.ttl_ms)) if draft.ttl_ms else ()
    words = ["create", *flags, *ttl, draft.path]
    acl = "" if acl_text(draft.acl) == "world:anyone:cdrwa" else acl_text(draft.acl)
    if draft.data is not None or acl:
        words.append(data_word(draft.data))
    if acl:
        words.append(acl if not has_hash(draft.acl) else "…")
    return zkcli_line(context, *words)


def _born(context: ActionContext, path: str) -> int:
    """The transaction that made it, which tells it from another of its name; 0 where it may not be read."""
    try:
        return context.read(ZnodeFeed(path)).stat.czxid
    except KafkatuiError:
        return 0


def _used_since(context: ActionContext, path: str, czxid: int, doomed: list[str]) -> str:
    """Why it is not ours any more; empty when it is as it was made."""
    try:
        znode = context.read(ZnodeFeed(path))
        names = context.read(ZnodeChildrenFeed(path)).children.names
    except NotFound:
        return "is gone already"
    if znode.stat.czxid != czxid:
        return "was deleted and made anew since"
    if znode.stat.version:
        return "was written since"
    below = {each.rpartition("/")[2] for each in doomed if each.rpartition("/")[0] == path}
    return "has children now" if set(names) - below else ""


ACTION = CreateZnode()
