"""Read topics as a member of a consumer group: what is done here is to be let in; the page or the verb then joins."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.subscription import finds_internal, subscription_of
from kafkatui.insight.topic_selection import TopicSelection, is_expression, join_topics, split_topics
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.capabilities import Capability
from kafkatui.model.cluster import Topic, TopicPartition, partition_text
from kafkatui.model.errors import FieldError, NotFound, Refused, UsageError
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.group import Group, GroupMember
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.key import Key
from kafkatui.model.membership import RESETS, Membership
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import choice_field, chosen_word
from kafkatui.session.feeds import GroupFeed
from kafkatui.session.needed import require_capability
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

RESET = choice_field(
    "auto_offset_reset",
    "Else from",
    "Where a partition is read of which the group has committed nothing.",
    RESETS,
)

COLUMNS = (
    PlanColumn("partition", "Partition", "A partition of the topics."),
    PlanColumn("reader", "Read now by", "The member that would share it out, or give it away."),
    PlanColumn("committed", "Committed", "Where the group goes on reading it; ? without a commit."),
)

UNDO = "Leaving the page leaves the group, and its other members take over. What was committed stays committed."

_NO_CONSUMERS = frozenset({"share", "streams"})


class Joining(Struct, frozen=True):
    """What the plan rests on and what it would do.

    Attributes:
        seen: who was in the group when it was planned.
    """

    membership: Membership
    seen: frozenset[str]


class ReadAsMember(Action[Joining]):
    """Lets a page or a verb join a group. It takes partitions away from the members that are in it."""

    spec = ActionSpec(
        id="group.read",
        title="Read as a member of a group",
        help="Join a consumer group and read what it gives its new member; commit what was read, or not.",
        danger=Danger.JOINS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        fields=(
            Field("group", "Group", "The consumer group to join; it is made when there is none.", is_required=True),
            Field(
                "topics", "Topics", "Names and /expressions/: orders,/^aRegex.*[Tt]opic/. New topics that match join.",
                is_required=True,
            ),
            RESET,
            Field(
                "commit", "Commit", "Commit what was read, so that the group does not read it again.", FieldKind.FLAG,
                default=False,
            ),
        ),
        key=Key(
            "group.read", "B", "as a member", "Read as a member of a consumer group.", "Do", on=frozenset({"topic"}),
        ),
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        names = join_topics(dict.fromkeys(target.name for target in targets)) or None
        fields = (replace(each, default=names) if each.name == "topics" else each for each in self.spec.fields)
        return Form(tuple(fields))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Joining]:
        group_id = str(values.get("group") or "").strip()
        if not group_id:
            raise FieldError("group", "Name the group.")
        texts = split_topics(str(values.get("topics") or join_topics(target.name for target in targets)))
        topics, subscription = _topics(context, texts)
        control.check()
        sample = _sample(context, group_id)
        group = sample.group if sample is not None else Group(group_id, "Empty")
        if group.type in _NO_CONSUMERS:
            raise Refused(f"{group_id} is a {group.type} group: consumers cannot join it.")
        membership = Membership(
            group_id,
            texts,
            subscription,
            chosen_word(values, RESET),
            bool(values.get("commit")),
            finds_internal(texts),
            uses_new_protocol=_uses_new_protocol(context, group),
        )
        joining = Joining(membership, frozenset(member.member_id for member in group.members))
        return _plan(context, joining, group, sample, topics)

    def run(self, context: ActionContext, plan: Plan[Joining], control: TaskControl) -> Outcome:
        membership = plan.payload.membership
        sample = _sample(context, membership.group)
        new = (
            [] if sample is None else [each for each in sample.group.members if each.member_id not in plan.payload.seen]
        )
        if new:
            reason = f"{_names(new)} came in after the plan was made: nobody joined."
            return Outcome((TargetOutcome(membership.group, OutcomeState.CONFLICT, reason),))
        context.let_in(membership)
        return Outcome(done([membership.group]))


def _topics(context: ActionContext, texts: Sequence[str]) -> tuple[Sequence[Topic], tuple[str, ...]]:
    """The topics that are meant now, and how they are subscribed to.

    Raises:
        FieldError: one cannot be meant, or is not there.
    """
    metadata = context.metadata()
    try:
        selection, subscription = TopicSelection(texts), subscription_of(texts)
    except UsageError as error:
        raise FieldError("topics", error.what, error.advice) from None
    if missing := selection.missing(metadata):
        raise FieldError("topics", f"There is no topic {', '.join(missing)}.", "Joining does not create it.")
    return selection.found(metadata), subscription


def _uses_new_protocol(context: ActionContext, group: Group) -> bool:
    """As the group's members do; where there are none, as the profile's properties say.

    Raises:
        Refused: the brokers do not know what these ask for.
    """
    if group.members:
        return group.type == "consumer"
    if context.profile.kafka.get("group.protocol", "").lower() != "consumer":
        return False
    require_capability(context, Capability.CONSUMER_PROTOCOL)
    return True


def _sample(context: ActionContext, group_id: str) -> GroupSample | None:
    """The group as it is; None when there is none yet."""
    try:
        return context.read(GroupFeed(group_id))
    except NotFound:
        return None


def _plan(
    context: ActionContext, joining: Joining, group: Group, sample: GroupSample | None, topics: Sequence[Topic]
) -> Plan[Joining]:
    membership = joining.membership
    keys = [(topic.name, partition.id) for topic in topics for partition in topic.partitions]
    readers = {key: member for member in group.members for key in member.assignment}
    committed = sample.committed.committed if sample is not None else {}
    rows = tuple(
        PlanLine(
            partition_text(key),
            (partition_text(key), _name(readers[key]) if key in readers else "nobody", committed.get(key)),
            is_risky=key in readers,
        )
        for key in keys
    )
    how = "commits what it reads" if membership.commits else "commits nothing"
    return Plan(
        summary=f"Joins {group.id}, reads {join_topics(membership.topics)} as a member of it and {how}.",
        payload=joining,
        columns=COLUMNS,
        rows=rows,
        totals=_totals(joining, group, keys, readers),
        warnings=_warnings(membership, group),
        commands=(_command(context, membership),),
        undo=UNDO,
        confirm_name=group.id,
    )


def _totals(
    joining: Joining, group: Group, keys: Sequence[TopicPartition], readers: dict[TopicPartition, GroupMember]
) -> tuple[str, ...]:
    if not group.members:
        return (f"Nobody is in {group.id} now: it reads all {len(keys):,} partitions, until somebody joins.",)
    taken = Counter(_name(readers[key]) for key in keys if key in readers)
    shares = ", ".join(f"{name} ({count})" for name, count in sorted(taken.items()))
    members = len(group.members) + 1
    about = max(1, round(len(keys) / members))
    return (
        f"About {about:,} of the {len(keys):,} partitions come here, shared by {members} members then; "
        f"which ones {group.assignor or 'its assignor'} decides.",
        f"They are read now by {shares}." if shares else f"Nobody in {group.id} reads these partitions now.",
    )


def _warnings(membership: Membership, group: Group) -> tuple[str, ...]:
    warnings = []
    if group.members:
        warnings.append(
            f"{group.id} has {len(group.members)} member{'s' if len(group.members) != 1 else ''} "
            f"({_names(group.members)}): they stop for a rebalance now, and when this leaves again."
        )
    if membership.commits:
        warnings.append("What is read here counts as read for the group: no other member is given it.")
    elif group.members:
        warnings.append("Nothing is committed: whoever gets its partitions back reads those records again.")
    return tuple(warnings)


def _name(member: GroupMember) -> str:
    return f"{member.client_id}@{member.host.lstrip('/')}"


def _names(members: Sequence[GroupMember]) -> str:
    names = sorted({_name(member) for member in members})
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _command(context: ActionContext, membership: Membership) -> str:
    only = membership.topics[0] if len(membership.topics) == 1 else "/"
    if is_expression(only) or only == "/":
        patterns = [text[1:-1] if is_expression(text) else text.replace(".", r"\.") for text in membership.topics]
        which = f"--include {shlex.quote('|'.join(patterns))}"
    else:
        which = f"--topic {shlex.quote(only)}"
    commits = "true" if membership.commits else "false"
    return (
        f"kafka-console-consumer.sh --bootstrap-server {context.profile.bootstrap_servers} {which} "
        f"--group {shlex.quote(membership.group)} --consumer-property auto.offset.reset={membership.resets_to} "
        f"--consumer-property enable.auto.commit={commits}"
    )


ACTION = ReadAsMember()
