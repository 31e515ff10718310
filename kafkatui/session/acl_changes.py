"""What every action on ACLs does: add some, delete some, and the reverse of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from kafkatui.model.acl import CLUSTER_NAME, Acl, tool_name
from kafkatui.model.action import Obstacle
from kafkatui.model.journal import JournalEntry
from kafkatui.model.observed import ObservedState
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import AclsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

ADD, DELETE = "add", "delete"

COLUMNS = (
    PlanColumn("change", "Change", "Whether the entry comes or goes."),
    PlanColumn("principal", "Principal", "Who."),
    PlanColumn("permission", "May", "Whether it is allowed or denied."),
    PlanColumn("operation", "Operation", "What is done."),
    PlanColumn("resource_type", "On", "The type of the resource."),
    PlanColumn("pattern_type", "Pattern", "LITERAL: of that name, * is any; PREFIXED: whose names begin so."),
    PlanColumn("resource", "Resource", "The resource's name, or how it begins."),
    PlanColumn("host", "From", "The address it is done from; * is any."),
)

COMMANDS_SHOWN = 20

_OPTIONS = {
    "TOPIC": "--topic", "GROUP": "--group", "TRANSACTIONAL_ID": "--transactional-id",
    "DELEGATION_TOKEN": "--delegation-token", "USER": "--user-principal",
}  # fmt: skip


class AclChange(Struct, frozen=True):
    """What comes and what goes."""

    add: tuple[Acl, ...] = ()
    delete: tuple[Acl, ...] = ()

    @property
    def count(self) -> int:
        return len(self.add) + len(self.delete)


class AclAction(Action[AclChange]):
    """An action whose plan is an `AclChange`; undone by the reverse of what was done of it."""

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        known = context.known(AclsFeed())
        return Obstacle(known.reason) if known.state is ObservedState.NOT_SUPPORTED else None

    def run(self, context: ActionContext, plan: Plan[AclChange], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.acls import create_acls, delete_acls

        acls = context.read(AclsFeed())
        there = set(acls)
        change, conflicts = _still_to_do(plan.payload, there)
        control.check()
        kafka = context.writable_kafka()
        # First what is allowed anew, so that who only changes its rule is not locked out in between.
        outcomes = [*create_acls(kafka, change.add), *delete_acls(kafka, change.delete), *conflicts]
        context.refresh(AclsFeed())
        done = {each.target for each in outcomes if each.is_done}
        after = {acl.text: image for acl, image in _images(change) if acl.text in done}
        return Outcome(tuple(outcomes), before=dict.fromkeys(after), after=after)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[AclChange]:
        acls = context.read(AclsFeed())
        there = set(acls)
        add, delete, warnings = [], [], []
        for text, image in entry.after.items():
            acl = Acl(**image["acl"])
            was_added = image["change"] == ADD
            if (acl in there) is not was_added:
                warnings.append(f"{text}: it is {'gone' if was_added else 'there again'} already: not touched.")
            elif was_added:
                delete.append(acl)
            else:
                add.append(acl)
        change = AclChange(tuple(add), tuple(delete))
        return change_plan(context, change, there, warnings=warnings, undo="")

    def run_undo(self, context: ActionContext, plan: Plan[AclChange], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def change_plan(
    context: ActionContext,
    change: AclChange,
    there: Iterable[Acl],
    *,
    totals: Sequence[str] = (),
    warnings: Sequence[str] = (),
    commands: Sequence[str] = (),
    nothing_to_do: str = "Every entry is as it should be: nothing to do.",
    undo: str = "What was added is deleted and what was deleted is added again.",
) -> Plan[AclChange]:
    """The plan of a change.

    Args:
        there: every entry there is now.
        commands: instead of one for each entry.
        undo: empty: it cannot be undone, being an undo itself.
    """
    rows = [_row(DELETE, acl) for acl in change.delete] + [_row(ADD, acl) for acl in change.add]
    every = [_command(context, "--add", acl) for acl in change.add]
    every += [_command(context, "--remove", acl) for acl in change.delete]
    if len(every) > COMMANDS_SHOWN:
        every = [*every[:COMMANDS_SHOWN], f"# … and {len(every) - COMMANDS_SHOWN:,} more"]
    return Plan(
        _summary(change),
        change,
        COLUMNS,
        tuple(rows),
        totals=tuple(totals),
        warnings=(*warnings, *_resource_warnings(change, set(there))),
        commands=tuple(commands) or tuple(every),
        undo=undo,
        is_undoable=bool(undo),
        nothing_to_do="" if change.count else nothing_to_do,
        confirm_name="ACLs",
    )


def _summary(change: AclChange) -> str:
    words = [
        f"{verb} {len(acls):,} ACL{'s' if len(acls) != 1 else ''}"
        for verb, acls in (("adds", change.add), ("deletes", change.delete))
        if acls
    ]
    return (" and ".join(words) or "changes no ACL").capitalize().replace(" acl", " ACL") + "."


def _row(word: str, acl: Acl) -> PlanLine:
    values = (
        word, acl.principal, acl.permission, acl.operation, acl.resource_type, acl.pattern_type, acl.resource, acl.host,
    )  # fmt: skip
    return PlanLine(acl.text, values, word == DELETE or acl.permission == "DENY")


def _resource_warnings(change: AclChange, there: set[Acl]) -> list[str]:
    """Where a resource gets its first entry, or loses its last: that decides about everybody else."""
    after = (there | set(change.add)) - set(change.delete)
    had, has = {acl.about for acl in there}, {acl.about for acl in after}
    first, last = sorted(has - had), sorted(had - has)
    found = []
    if first:
        found.append(
            f"{_named(first)} had no entry so far: where brokers let in whom no entry is about "
            "(allow.everyone.if.no.acl.found), that ends."
        )
    if last:
        found.append(
            f"{_named(last)} keeps no entry: allow.everyone.if.no.acl.found decides whether everybody may or nobody."
        )
    return found


def _named(resources: Sequence[tuple[str, str, str]]) -> str:
    names = [f"{kind.lower()} {name}{'…' if how == 'PREFIXED' else ''}" for kind, name, how in resources]
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _still_to_do(change: AclChange, there: set[Acl]) -> tuple[AclChange, list[TargetOutcome]]:
    """What of the change is not done by somebody else meanwhile, and the rest as outcomes."""
    conflicts = [
        TargetOutcome(acl.text, OutcomeState.CONFLICT, "it was added by somebody else meanwhile")
        for acl in change.add
        if acl in there
    ]
    conflicts += [
        TargetOutcome(acl.text, OutcomeState.CONFLICT, "it is gone already")
        for acl in change.delete
        if acl not in there
    ]
    add = tuple(acl for acl in change.add if acl not in there)
    return AclChange(add, tuple(acl for acl in change.delete if acl in there)), conflicts


def _images(change: AclChange) -> Iterable[tuple[Acl, Mapping[str, Any]]]:
    yield from ((acl, {"change": ADD, "acl": structs.asdict(acl)}) for acl in change.add)
    yield from ((acl, {"change": DELETE, "acl": structs.asdict(acl)}) for acl in change.delete)


def _command(context: ActionContext, option: str, acl: Acl) -> str:
    """The same with Kafka's own tool."""
    side = acl.permission.lower()
    words = ["kafka-acls.sh", "--bootstrap-server", context.profile.bootstrap_servers, option]
    words += ["--force"] if option == "--remove" else []
    words += [f"--{side}-principal", acl.principal, f"--{side}-host", acl.host]
    words += ["--operation", tool_name(acl.operation)]
    if acl.resource_type == "CLUSTER":
        words += ["--cluster", *(() if acl.resource == CLUSTER_NAME else (acl.resource,))]
    else:
        words += [_OPTIONS.get(acl.resource_type, f"--{acl.resource_type.lower()}"), acl.resource]
        words += ["--resource-pattern-type", acl.pattern_type.lower()]
    return shlex.join(words)
