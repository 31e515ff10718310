"""Set the ACL of znodes, of whole subtrees too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafkatui.codec.znode_acl import acl_text, has_hash, parse_acl
from kafkatui.insight.znode_care import change_warnings
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import Conflict, FieldError, KafkatuiError, UsageError
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.model.znode import ZnodeAcl
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import ZnodeFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.zkcli_line import zkcli_line
from kafkatui.session.znode_trees import read_whole, state_of

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("path", "Znode", "Whose ACL it is."),
    PlanColumn("now", "ACL now", "Who may do what; ? where it is not told."),
    PlanColumn("then", "ACL then", "Who will."),
)

COMMANDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class AclChange:
    """By path the ACL, and the version of the one it takes the place of; `now`: what that is."""

    wanted: Mapping[str, tuple[tuple[ZnodeAcl, ...], int]] = field(repr=False)
    now: Mapping[str, tuple[ZnodeAcl, ...]] = field(repr=False)


class SetAcl(Action[AclChange]):
    """Each against the version of the ACL that was read."""

    spec = ActionSpec(
        id="znode.acl",
        title="Set the ACL of a znode",
        help="Set who may do what to a znode, to everything below it too where that is asked for.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.ZNODE}),
        takes_many=True,
        fields=(
            Field("path", "Znode", "Its path.", is_required=True, is_positional=True, is_in_dialog=False),
            Field("acl", "ACL", "scheme:id:permissions (cdrwa), or open, read, creator; all that there shall be.",
                FieldKind.LIST, is_required=True, is_positional=True, metavar="ENTRY"),
            Field("password", "Password", "Of digest users that are named without a hash: digest:alice:cdrwa.",
                FieldKind.SECRET),
            Field("recursive", "Recursively", "Of everything below it, too.", FieldKind.FLAG),
        ),
        verb="zk acl set",
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.ZNODE, str(values["path"])),)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The ACL as it is known, where it can be written again as it is shown."""
        known = context.known(ZnodeFeed(targets[0].name)).value if targets else None
        if known is None or not known.acl or has_hash(known.acl):
            return Form(self.spec.fields)
        path, acl, *others = self.spec.fields
        return Form((path, replace(acl, default=tuple(acl_text([each]) for each in known.acl)), *others))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[AclChange]:
        try:
            acl = parse_acl(values.get("acl") or (), values.get("password"))
        except UsageError as error:
            raise FieldError("acl", error.what, error.advice) from None
        if not acl:
            raise FieldError("acl", "A znode needs an ACL with at least one entry.")
        connection = context.readable_zookeeper()
        now: dict[str, tuple[ZnodeAcl, ...]] = {}
        wanted: dict[str, tuple[tuple[ZnodeAcl, ...], int]] = {}
        unreadable: list[str] = []
        for target in targets:
            tree = read_whole(connection, target.name, control) if values.get("recursive") else None
            if tree is None:
                saved = _read_one(context, target.name)
                wanted[target.name], now[target.name] = (acl, saved[1]), saved[0]
                continue
            unreadable += tree.unreadable
            wanted |= {each.path: (acl, each.stat.acl_version) for each in tree.znodes}
            now |= {each.path: each.acl for each in tree.znodes}
        same = [path for path, each in now.items() if each == acl]
        change = AclChange({path: each for path, each in wanted.items() if path not in same}, now)
        return _plan(context, change, unreadable, f"{len(same):,} have it already." if same else "")

    def run(self, context: ActionContext, plan: Plan[AclChange], control: TaskControl) -> Outcome:
        from kafkatui.zookeeper.write.acl import set_acls

        change = plan.payload
        errors = set_acls(context.writable_zookeeper(), change.wanted)
        outcomes = []
        for path, error in errors.items():
            state = OutcomeState.DONE if error is None else state_of(error)
            if isinstance(error, Conflict):
                state = OutcomeState.CONFLICT
            outcomes.append(TargetOutcome(path, state, str(error or "")))
            context.refresh(ZnodeFeed(path))
        done = [path for path, error in errors.items() if error is None]
        if not plan.is_undoable:
            return Outcome(tuple(outcomes))
        before = {path: acl_text(change.now[path], shows_secrets=True) for path in done if change.now.get(path)}
        after = {path: change.wanted[path][1] + 1 for path in done}
        return Outcome(tuple(outcomes), before=before, after=after)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[AclChange]:
        wanted: dict[str, tuple[tuple[ZnodeAcl, ...], int]] = {}
        now: dict[str, tuple[ZnodeAcl, ...]] = {}
        warnings: list[str] = []
        for path, text in entry.before.items():
            try:
                acl, version = _read_one(context, path)
            except KafkatuiError as error:
                warnings.append(str(error))
                continue
            if version != entry.after[path]:
                warnings.append(f"The ACL of {path} was changed since: not touched.")
                continue
            wanted[path], now[path] = (parse_acl([text]), version), acl
        plan = _plan(context, AclChange(wanted, now), (), "")
        return replace(plan, warnings=(*plan.warnings, *warnings))

    def run_undo(self, context: ActionContext, plan: Plan[AclChange], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _read_one(context: ActionContext, path: str) -> tuple[tuple[ZnodeAcl, ...], int]:
    """The ACL, () where it is not told in full, and its version.

    Raises:
        KafkatuiError: there is no such znode, or not even that may be seen.
    """
    from kafkatui.zookeeper.subtree import read_acls

    znode = context.read(ZnodeFeed(path))
    return read_acls(context.readable_zookeeper(), [path]).get(path, ()), znode.stat.acl_version


def _plan(context: ActionContext, change: AclChange, unreadable: Sequence[str], same: str) -> Plan[AclChange]:
    acls = [each for acl, _ in change.wanted.values() for each in acl]
    has_secret = any(has_hash(change.now[path]) or not change.now[path] for path in change.wanted)
    warnings = list(dict.fromkeys(words for path in change.wanted for words in change_warnings(path)))[:COMMANDS_SHOWN]
    if acls and not any("a" in each.permissions for each in acls):
        warnings.append("Nobody may change the ACL afterwards, but a super user.")
    if unreadable:
        warnings.append(f"{unreadable[0]} cannot be read, so what is below it stays as it is.")
    undo = "The ACLs are put back, as long as nobody changes them in between."
    return Plan(
        summary=f"Sets the ACLs of {len(change.wanted):,} znode{'s' if len(change.wanted) != 1 else ''}.",
        payload=change,
        columns=COLUMNS,
        rows=tuple(
            PlanLine(path, (path, acl_text(change.now[path]) or None, acl_text(acl)))
            for path, (acl, _) in change.wanted.items()
        ),
        totals=(same,) if same else (),
        warnings=tuple(warnings),
        commands=tuple(
            zkcli_line(context, "setAcl", path, acl_text(acl) if not has_hash(acl) else "…")
            for path, (acl, _) in list(change.wanted.items())[:COMMANDS_SHOWN]
        ),
        undo="It cannot be undone: hashes of passwords are not written down." if has_secret else undo,
        is_undoable=not has_secret,
        nothing_to_do="" if change.wanted else "It is so already: nothing to do.",
        confirm_name=next(iter(change.wanted), ""),
    )


ACTION = SetAcl()
