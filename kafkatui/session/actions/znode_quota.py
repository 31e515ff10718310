"""Set or delete the quota of a znode, as zkCli's setquota does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.znode_quota import HARD, NAMES, NO_STATS, is_known, knows_hard_limits, limits_text, parse_limits
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import Conflict, FieldError, KafkatuiError
from kafkatui.model.field import INT64_MOST, Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.model.znode_change import ChangeKind, ZnodeChange
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.before_image import data_of, image_of
from kafkatui.session.feeds import ZOOKEEPER, ZnodeFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.zkcli_line import zkcli_line
from kafkatui.session.znode_trees import apply, state_of

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("path", "Znode", "It and everything below it is counted."),
    PlanColumn("limit", "Limit", "What is limited."),
    PlanColumn("now", "Now", "What is set; ? when nothing is."),
    PlanColumn("then", "Then", "What will be."),
)

ROOT = "/zookeeper/quota"
LIMITS, STATS = "zookeeper_limits", "zookeeper_stats"


class QuotaChange(Struct, frozen=True):
    """The limits' text now and then; None: there is none."""

    path: str
    changes: tuple[ZnodeChange, ...]
    now: bytes | None
    then: bytes | None


class SetZnodeQuota(Action[QuotaChange]):
    """What goes beyond a soft limit a server writes to its log; what would go beyond a hard one it refuses (3.7)."""

    spec = ActionSpec(
        id="znode.quota",
        title="Set the quota of a znode",
        help="Limit how many znodes and bytes there may be at and below a znode.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("path", "Znode", "Its path.", is_required=True, is_positional=True, is_in_dialog=False),
            Field("count", "Znodes", "At most so many, else the server writes it to its log; -1: no limit.",
                FieldKind.NUMBER, most=INT64_MOST),
            Field("bytes", "Bytes", "At most so many; -1: no limit.", FieldKind.NUMBER, most=INT64_MOST),
            Field("count_hard", "Znodes, hard", "At most so many, or the server refuses (3.7, enforceQuota=true).",
                FieldKind.NUMBER, most=INT64_MOST),
            Field("bytes_hard", "Bytes, hard", "The same of bytes.", FieldKind.NUMBER, most=INT64_MOST),
        ),
        verb="zk quota",
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.ZNODE, str(values["path"])),)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """What is known to be set already."""
        known = context.known(ZnodeFeed(f"{ROOT}{targets[0].name}/{LIMITS}")).value if targets else None
        limits = parse_limits(known.data if known is not None else None)
        path, *numbers = self.spec.fields
        return Form((path, *(replace(each, default=limits.get(each.name)) for each in numbers)))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[QuotaChange]:
        from kafkatui.zookeeper.tree import read_data

        path = targets[0].name
        context.read(ZnodeFeed(path))
        typed = {name: int(values[name]) for name in NAMES if values.get(name) is not None}
        if path == "/" or path.startswith("/zookeeper"):
            raise FieldError("count", f"{path} has no quota.")
        if not typed:
            raise FieldError("count", "Nothing is limited.", "Give znodes or bytes.")
        _refuse_where_unknown(context, typed)
        connection = context.readable_zookeeper()
        if connection.chroot:
            raise FieldError("count", "Quotas are kept outside the chroot.", "Connect without it to set them.")
        _refuse_nested(context, path)
        limits = f"{ROOT}{path}/{LIMITS}"
        found = read_data(connection, [limits]).get(limits)
        now = found[0] if found is not None else None
        if not is_known(now):
            raise FieldError("count", f"The quota of {path} has limits that are not known here.", "Use zkCli.")
        then = limits_text({**parse_limits(now), **typed})
        change = QuotaChange(path, _changes(context, path, then), now, then)
        return _plan(context, change)

    def run(self, context: ActionContext, plan: Plan[QuotaChange], control: TaskControl) -> Outcome:
        change = plan.payload
        applied = apply(context, change.changes, control)
        context.refresh(ZnodeFeed(f"{ROOT}{change.path}/{LIMITS}"))
        if applied.error is not None:
            state = OutcomeState.CONFLICT if isinstance(applied.error, Conflict) else state_of(applied.error)
            return Outcome((TargetOutcome(change.path, state, str(applied.error)),))
        return Outcome(
            (TargetOutcome(change.path, OutcomeState.DONE),),
            before={change.path: image_of(change.now)},
            after={change.path: image_of(change.then)},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[QuotaChange]:
        from kafkatui.zookeeper.tree import read_data

        (path,) = entry.done
        limits = f"{ROOT}{path}/{LIMITS}"
        found = read_data(context.readable_zookeeper(), [limits]).get(limits)
        now = found[0] if found is not None else None
        then = data_of(entry.before[path])
        plan = _plan(context, QuotaChange(path, _changes(context, path, then), now, then))
        is_ours = now == data_of(entry.after[path])
        return plan if is_ours else replace(plan, nothing_to_do=f"The quota of {path} was changed since: not touched.")

    def run_undo(self, context: ActionContext, plan: Plan[QuotaChange], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _refuse_where_unknown(context: ActionContext, typed: Mapping[str, int]) -> None:
    """Servers below 3.7 would take hard limits, and not heed them."""
    hard = next((name for name in HARD if typed.get(name, -1) >= 0), None)
    version = context.read(ZOOKEEPER).version if hard is not None else ""
    if hard is not None and not knows_hard_limits(version):
        raise FieldError(hard, f"ZooKeeper {version} knows no hard limits.", "They came with 3.7.")


def _refuse_nested(context: ActionContext, path: str) -> None:
    """ZooKeeper takes no quota above or below another one (SetQuotaCommand)."""
    from kafkatui.zookeeper.tree import read_data
    from kafkatui.zookeeper.walking import walk

    connection = context.readable_zookeeper()
    parts = path.split("/")
    above = ["/".join(parts[:depth]) for depth in range(2, len(parts))]
    found = read_data(connection, [f"{ROOT}{each}/{LIMITS}" for each in above])
    if found:
        raise FieldError("count", f"{next(iter(found)).removeprefix(ROOT).removesuffix('/' + LIMITS)} has a quota.")
    try:
        below = [each.path for each in walk(connection, f"{ROOT}{path}")]
    except KafkatuiError:  # there is no quota at or below it
        return
    nested = [each for each in below if each.endswith(f"/{LIMITS}") and each != f"{ROOT}{path}/{LIMITS}"]
    if nested:
        raise FieldError("count", f"{nested[0].removeprefix(ROOT).removesuffix('/' + LIMITS)} below it has a quota.")


def _changes(context: ActionContext, path: str, then: bytes | None) -> tuple[ZnodeChange, ...]:
    """What makes the quota so: one transaction, with the folders that are missing."""
    from kafkatui.zookeeper.tree import read_stats

    top = f"{ROOT}{path}"
    parts = path.split("/")[1:]
    folders = [ROOT + "/" + "/".join(parts[: depth + 1]) for depth in range(len(parts))]
    leaves = [f"{top}/{LIMITS}", f"{top}/{STATS}"]
    there = read_stats(context.readable_zookeeper(), [*folders, *leaves])
    if then is None:
        gone = [each for each in (*leaves, top) if each in there]
        return tuple(ZnodeChange(ChangeKind.DELETE, each, version=there[each].version) for each in gone)
    made = [ZnodeChange(ChangeKind.CREATE, each) for each in folders if each not in there]
    if leaves[0] in there:
        made.append(ZnodeChange(ChangeKind.SET, leaves[0], then, version=there[leaves[0]].version))
    else:
        made.append(ZnodeChange(ChangeKind.CREATE, leaves[0], then))
    if leaves[1] not in there:
        made.append(ZnodeChange(ChangeKind.CREATE, leaves[1], NO_STATS))
    return tuple(made)


def _plan(context: ActionContext, change: QuotaChange) -> Plan[QuotaChange]:
    now, then = parse_limits(change.now), parse_limits(change.then)
    names = [name for name in NAMES if now.get(name) != then.get(name)]
    is_hard = any(name in HARD and name in then for name in names)
    rows = tuple(PlanLine(change.path, (change.path, name, now.get(name), then.get(name))) for name in names)
    return Plan(
        summary=f"Sets the quota of {change.path}." if change.then else f"Deletes the quota of {change.path}.",
        payload=change,
        columns=COLUMNS,
        rows=rows,
        warnings=("Servers refuse what goes beyond a hard limit only with enforceQuota=true in their zoo.cfg.",)
        if is_hard
        else (),
        commands=tuple(_command(context, change.path, name, then.get(name)) for name in names),
        undo="What was set before is set again, as long as nobody changes it in between.",
        is_undoable=True,
        nothing_to_do="" if names else "It is so already: nothing to do.",
        confirm_name=change.path,
    )


def _command(context: ActionContext, path: str, name: str, value: int | None) -> str:
    flag = {"count": "-n", "bytes": "-b", "count_hard": "-N", "bytes_hard": "-B"}[name]
    return zkcli_line(context, "delquota", flag, path) if value is None else zkcli_line(
        context, "setquota", flag, str(value), path
    )  # fmt: skip


ACTION = SetZnodeQuota()
