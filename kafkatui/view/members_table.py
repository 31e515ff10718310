"""The table of a group's members."""

from __future__ import annotations

from kafkatui.model.cluster import TopicPartition, by_topic
from kafkatui.model.group import GroupMember
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def assignment_text(assignment: tuple[TopicPartition, ...]) -> str:
    """(("a", 0), ("a", 1), ("b", 2)) → "a[0,1] b[2]"."""
    return " ".join(f"{topic}[{','.join(map(str, parts))}]" for topic, parts in by_topic(assignment).items())


IDLE_STEP = (
    "There are more members than partitions, or its topics have none: stop it, or add partitions to a topic (a)."
)

_COLUMNS: list[Column[GroupMember]] = [
    text_column(
        "client_id",
        "Client",
        "The consumer's client.id, a name it gave itself.",
        lambda member: member.client_id,
        tone=lambda member: Tone.BRIGHT,
        max_width=40,
    ),
    text_column(
        "host", "Host", "The address its connection comes from.", lambda member: member.host.lstrip("/"), max_width=40
    ),
    number_column(
        "partition_count", "Partitions", "How many partitions it reads now.", lambda member: len(member.assignment)
    ),
    text_column(
        "assignment",
        "Assignment",
        "The partitions it reads now, by topic.",
        lambda member: assignment_text(member.assignment),
        min_width=12,
        max_width=200,
        grow=1,
    ),
    text_column(
        "tasks",
        "Tasks",
        "In a streams group what it works on, as SUBTOPOLOGY_PARTITION: tasks that it reads for, copies of state that "
        "it keeps (standby), or builds up to take over (warm-up).",
        lambda member: member.tasks.text if member.tasks is not None else "",
        max_width=60,
    ),
    text_column(
        "topics",
        "Subscribed",
        "The topics it asked for when it joined; a member may be given none of their partitions.",
        lambda member: ", ".join(member.topics),
        max_width=60,
    ),
    text_column(
        "instance_id",
        "Instance",
        "group.instance.id of a static member, which may restart without a rebalance.",
        lambda member: member.instance_id or "",
        max_width=40,
    ),
    text_column(
        "member_id",
        "Member id",
        "The id the coordinator gave it; new after every join unless it is static.",
        lambda member: member.member_id,
        tone=lambda member: Tone.DIM,
        max_width=60,
    ),
]

MEMBERS_TABLE: TableDefinition[GroupMember] = TableDefinition(
    id="members",
    noun="member",
    noun_plural="members",
    columns=_COLUMNS,
    key=lambda member: member.member_id,
    filter_text=lambda member: f"{member.client_id} {member.host} {assignment_text(member.assignment)}",
    is_wrong=lambda member: member.is_idle,
    next_step=lambda member: IDLE_STEP if member.is_idle else "",
)
"""Rows are `Group.members`; one without partitions and tasks does nothing."""
