"""Take members out of a consumer group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.capabilities import Capability
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import FieldError, Refused
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.group import Group, GroupMember
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import GroupFeed
from kafkatui.session.group_commits import group_sample
from kafkatui.session.needed import missing_capability, require_capability
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("client", "Client", "The consumer's client.id, and the address it connects from."),
    PlanColumn("instance", "Instance", "group.instance.id of a static member; empty for others."),
    PlanColumn("member", "Member id", "The id the coordinator gave it."),
    PlanColumn("partitions", "Partitions", "What it reads now, and others will."),
)

STOP_THEM = "Stop them, or wait until their session times out."

NO_UNDO = "Nothing takes it back. A consumer that still runs joins again by itself, with the next rebalance."


class Removal(Struct, frozen=True):
    """Who goes."""

    group_id: str
    members: tuple[GroupMember, ...]


class RemoveMembers(Action[Removal]):
    """As if they had left: the group rebalances, and the others read their partitions."""

    spec = ActionSpec(
        id="group.remove_member",
        title="Remove members from the group",
        help="Take members out of a consumer group, as if they had left: one that hangs, or a static one that is gone.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.GROUP}),
        takes_many=True,
        on_members=True,
        fields=(
            Field(
                "group", "Group", "The consumer group.", is_required=True, is_positional=True, is_in_dialog=False
            ),
            Field(
                "member", "Members", "A member's id, or the group.instance.id of a static one.", FieldKind.LIST,
                is_in_dialog=False, metavar="ID",
            ),
            Field("all", "All", "Everybody who is in the group.", FieldKind.FLAG, is_in_dialog=False),
        ),
        verb="group remove-member",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return missing_capability(context, Capability.MEMBER_REMOVAL)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Removal]:
        require_capability(context, Capability.MEMBER_REMOVAL)
        group = group_sample(context, targets[0].name).group
        if group.type in ("share", "streams"):
            raise Refused(f"{group.id} is a {group.type} group: its members only leave by themselves.", STOP_THEM)
        named = [target.member for target in targets if target.member] or list(values.get("member") or ())
        members = _meant(group, named, is_all=bool(values.get("all")))
        left = len(group.members) - len(members)
        partitions = sum(len(member.assignment) for member in members)
        if not partitions:
            means = "They read nothing now."
        elif left:
            means = f"Their {partitions} partitions go to the {left} member{'s' if left != 1 else ''} left."
        else:
            means = f"Nobody is left to read their {partitions} partitions, until somebody joins."
        count = f"{len(members)} member{'s' if len(members) != 1 else ''}"
        return Plan(
            summary=f"Removes {count} from {group.id}.",
            payload=Removal(group.id, members),
            columns=COLUMNS,
            rows=tuple(_line(member) for member in members),
            totals=(means,),
            warnings=("The group rebalances: its members stop for that. What was not committed is read again.",),
            commands=("# no tool of Kafka's does that; its Java client's removeMembersFromConsumerGroup does",),
            undo=NO_UNDO,
            confirm_name=group.id,
        )

    def run(self, context: ActionContext, plan: Plan[Removal], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.groups import remove_members

        group_id = plan.payload.group_id
        there = {member.member_id for member in group_sample(context, group_id).group.members}
        wanted = [member for member in plan.payload.members if member.member_id in there]
        left = tuple(
            TargetOutcome(member.member_id, OutcomeState.CONFLICT, "it has left by itself meanwhile")
            for member in plan.payload.members
            if member.member_id not in there
        )
        done = remove_members(context.writable_kafka(), group_id, wanted) if wanted else ()
        context.refresh(GroupFeed(group_id))
        return Outcome((*done, *left))


def _meant(group: Group, named: Sequence[str], *, is_all: bool) -> tuple[GroupMember, ...]:
    """The members that are meant, in the group's order.

    Raises:
        FieldError: an id is nobody's.
        Refused: nobody is in the group.
    """
    if is_all and named:
        raise FieldError("all", "Members and all exclude each other.")
    if not group.members:
        raise Refused(f"Nobody is in {group.id}.")
    if is_all:
        return group.members
    if not named:
        raise FieldError("member", "Name a member, or give --all.")
    for name in named:
        if all(name not in (member.member_id, member.instance_id) for member in group.members):
            known = ", ".join(member.instance_id or member.member_id for member in group.members[:4])
            raise FieldError("member", f"{group.id} has no member {name}.", f"It has {known}.")
    return tuple(member for member in group.members if {member.member_id, member.instance_id} & set(named))


def _line(member: GroupMember) -> PlanLine:
    read = _partitions(member.assignment) or "none"
    values = (member.name, member.instance_id or "", member.member_id, read)
    return PlanLine(member.member_id, values, bool(member.assignment))


def _partitions(assignment: Sequence[TopicPartition]) -> str:
    by_topic: dict[str, list[str]] = {}
    for topic, partition in assignment:
        by_topic.setdefault(topic, []).append(str(partition))
    return " ".join(f"{topic}[{','.join(numbers)}]" for topic, numbers in by_topic.items())


ACTION = RemoveMembers()
