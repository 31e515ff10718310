"""Change the members of a ZooKeeper ensemble (3.5+): who joins, what changes, who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.codec.dynamic_config import SYNTAX, parse_member
from kafkatui.insight.reconfiguration import MemberChange, member_changes, reconfiguration_warnings, way_there
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import Conflict, FieldError, KafkatuiError, OutcomeUnknown, UsageError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.membership_config import DynamicConfig, EnsembleMember
from kafkatui.model.observed import ObservedState
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import EnsembleConfigFeed, EnsembleFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.zkcli_line import zkcli_line

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("id", "Member", "The server's number."),
    PlanColumn("change", "Change", "What becomes of it."),
    PlanColumn("now", "Now", "Where others and clients reach it, and whether it votes; ? where it is no member."),
    PlanColumn("then", "Then", "The same afterwards."),
)

ANY_VERSION = -1

SUPERUSER_NEEDED = (
    "It takes the superuser: the ACL of /zookeeper/config lets nobody else write. U logs in, or the profile's auth."
)


class Reconfiguration(Struct, frozen=True):
    """What is sent, and what it was made from."""

    config: DynamicConfig
    joining: tuple[EnsembleMember, ...]
    leaving: tuple[int, ...]


class ReconfigureEnsemble(Action[Reconfiguration]):
    """Against the configuration that was looked at: who changes it meanwhile is not overruled."""

    spec = ActionSpec(
        id="ensemble.reconfig",
        title="Change the ensemble's members",
        help="Add servers to the ensemble, change what they are, or take them out, while it runs (ZooKeeper 3.5).",
        danger=Danger.CHANGES,
        pages=frozenset({PlaceKind.ZOOKEEPER}),
        fields=(
            Field("add", "Add, change", "ID=HOST:PORT:PORT[:observer];[HOST:]CLIENTPORT: a new server, or one that is "
                "there as it is to be.", FieldKind.LIST, metavar="MEMBER"),
            Field("remove", "Remove", "The numbers of those that leave.", FieldKind.LIST, metavar="ID"),
            Field("members", "All members", "Instead of both: every member, one a line; who is not among them leaves.",
                FieldKind.DOCUMENT, metavar="TEXT"),
        ),
        verb="zk reconfig",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        if context.profile.zookeeper is None:
            return Obstacle("No ZooKeeper is configured for this cluster.")
        known = context.known(EnsembleConfigFeed())
        return Obstacle(known.reason) if known.state is ObservedState.NOT_SUPPORTED else None

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[Reconfiguration]:
        from kafkatui.zookeeper.dynamic_config import read_config_acl

        config = context.read(EnsembleConfigFeed())
        joining, leaving = _typed(values, config)
        changes = member_changes(config, joining, leaving)
        if not any(each.then is not None for each in changes):
            raise FieldError("remove", "Nobody would be left.")
        acl = read_config_acl(context.readable_zookeeper())
        notes = (SUPERUSER_NEEDED,) if acl and not any("w" in each.permissions for each in acl) else ()
        return _plan(context, Reconfiguration(config, joining, leaving), changes, notes)

    def run(self, context: ActionContext, plan: Plan[Reconfiguration], control: TaskControl) -> Outcome:
        from kafkatui.zookeeper.write.reconfiguration import reconfigure

        payload = plan.payload
        names = [row.target for row in plan.rows if row.is_risky]
        version = ANY_VERSION if payload.config.version is None else payload.config.version
        try:
            left = reconfigure(context.writable_zookeeper(), payload.joining, payload.leaving, version)
        except OutcomeUnknown as error:  # a server that changes closes its clients' connections, ours perhaps
            if (found := _read_again(context, payload)) is None:
                return Outcome(tuple(TargetOutcome(name, OutcomeState.UNKNOWN, str(error)) for name in names))
            left = found
        except KafkatuiError as error:
            state = OutcomeState.CONFLICT if isinstance(error, Conflict) else OutcomeState.FAILED
            return Outcome(tuple(TargetOutcome(name, state, str(error)) for name in names))
        finally:
            context.refresh(EnsembleConfigFeed())
            context.refresh(EnsembleFeed())
        return Outcome(done(names), before=_image(payload.config.members), after=_image(left.members))

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Reconfiguration]:
        """The members that there were, where they are still those that were left."""
        config = context.read(EnsembleConfigFeed())
        if _image(config.members) != dict(entry.after):
            empty = Reconfiguration(config, (), ())
            return Plan("Changes nothing.", empty, nothing_to_do="The members were changed since: not touched.")
        wanted = [parse_member(str(line)) for line in entry.before.values()]
        joining, leaving = way_there(config, wanted)
        return _plan(context, Reconfiguration(config, joining, leaving), member_changes(config, joining, leaving), ())

    def run_undo(self, context: ActionContext, plan: Plan[Reconfiguration], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _read_again(context: ActionContext, payload: Reconfiguration) -> DynamicConfig | None:
    """The configuration that is there now, if it is the one that was asked for."""
    wanted = [each.then for each in member_changes(payload.config, payload.joining, payload.leaving) if each.then]
    try:
        found = context.read(EnsembleConfigFeed())
    except KafkatuiError:
        return None
    return found if _image(found.members) == _image(wanted) else None


def _typed(values: Values, config: DynamicConfig) -> tuple[tuple[EnsembleMember, ...], tuple[int, ...]]:
    """Who joins or changes, and who leaves.

    Raises:
        FieldError: it cannot be meant.
    """
    whole = (values.get("members") or b"").decode("utf-8", "replace").splitlines()
    lines = [line for line in whole if line.strip() and not line.startswith("version=")]
    added, removed = values.get("add") or (), values.get("remove") or ()
    if lines and (added or removed):
        raise FieldError("members", "All members, and what is added and removed, exclude each other.")
    if lines:
        return way_there(config, _members("members", lines))
    numbers = [part.strip() for text in removed for part in str(text).split(",") if part.strip()]
    ids = {str(each.id) for each in config.members}
    if unknown := [number for number in numbers if number not in ids]:
        raise FieldError("remove", f"There is no member {unknown[0]}.", f"They are {', '.join(sorted(ids))}.")
    joining = _members("add", [str(each) for each in added])
    if both := {each.id for each in joining} & set(map(int, numbers)):
        raise FieldError("remove", f"Member {both.pop()} cannot be added and removed at once.")
    there = set(config.members)
    return tuple(each for each in joining if each not in there), tuple(map(int, numbers))


def _members(field: str, lines: Sequence[str]) -> tuple[EnsembleMember, ...]:
    try:
        members = tuple(map(parse_member, lines))
    except UsageError as error:
        raise FieldError(field, error.what, error.advice) from None
    if twice := [each.id for each in members if sum(other.id == each.id for other in members) > 1]:
        raise FieldError(field, f"Member {twice[0]} is there twice.", SYNTAX)
    return members


def _plan(
    context: ActionContext, payload: Reconfiguration, changes: Sequence[MemberChange], notes: tuple[str, ...]
) -> Plan[Reconfiguration]:
    changed = [each for each in changes if each.now != each.then]
    words = ", ".join(f"{each.id} {each.words}" for each in changed)
    rows = tuple(PlanLine(f"server.{each.id}", _row(each), is_risky=each.now != each.then) for each in changes)
    voters = sum(each.then is not None and each.then.role == "participant" for each in changes)
    return Plan(
        summary=f"Changes the ensemble's members: {words}." if changed else "Changes no member.",
        payload=payload,
        columns=COLUMNS,
        rows=rows,
        totals=(f"{voters} will vote; {len(payload.config.voters)} do.",),
        warnings=(*notes, *reconfiguration_warnings(changes)) if changed else (),
        commands=(_command(context, payload),) if changed else (),
        undo="The members that there were are set again, as long as nobody changes them in between.",
        is_undoable=True,
        nothing_to_do="" if changed else "The members are so already, or none is named: nothing to do.",
        confirm_name=f"server.{changed[0].id}" if changed else "",
    )


def _row(change: MemberChange) -> tuple[Any, ...]:
    return (
        change.id,
        change.words,
        None if change.now is None else change.now.text,
        None if change.then is None else change.then.text,
    )


def _command(context: ActionContext, payload: Reconfiguration) -> str:
    words = ["reconfig"]
    if payload.config.version is not None:
        words += ["-v", f"{payload.config.version:x}"]
    if payload.leaving:
        words += ["-remove", ",".join(map(str, payload.leaving))]
    if payload.joining:
        words += ["-add", ",".join(each.line.removeprefix("server.") for each in payload.joining)]
    return zkcli_line(context, *words)


def _image(members: Sequence[EnsembleMember]) -> dict[str, str]:
    return {f"server.{each.id}": each.line for each in members}


ACTION = ReconfigureEnsemble()
