"""What groups have committed, as actions look at it, change it and put it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.insight.lag import group_lag
from kafkatui.model.action import Obstacle
from kafkatui.model.capabilities import Capability
from kafkatui.model.cluster import TopicPartition, partition_text
from kafkatui.model.errors import KafkatuiError, NotFound, Refused
from kafkatui.model.group import OLD, SHARE, Commit, Group, GroupOffsets, member_names
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.feeds import GroupFeed, GroupsFeed
from kafkatui.session.needed import require_capability

if TYPE_CHECKING:
    from kafkatui.session.action_base import Targets
    from kafkatui.session.action_context import ActionContext

Commits = Mapping[TopicPartition, Commit]

STOP_THEM = "Stop them first: offsets they commit would overwrite it."

ONE_BY_ONE = 8
"""So many groups are asked one by one; of more, all there are are read at once."""

PUT_BACK_COLUMNS = (
    PlanColumn("group", "Group", "The group whose offset is put back."),
    PlanColumn("partition", "Partition", "The partition."),
    PlanColumn("committed", "Committed", "What the group would read next now; ? without a commit."),
    PlanColumn("new", "New", "What it reads next afterwards."),
)


class GroupLook(Struct, frozen=True):
    """A group as it was looked at.

    Attributes:
        commits: what it has committed, by partition.
    """

    group: Group
    commits: Commits
    lag: LagTotal

    @property
    def topics(self) -> tuple[str, ...]:
        """Those it has committed something for."""
        return tuple(sorted({topic for topic, _ in self.commits}))


def group_sample(context: ActionContext, group_id: str, *, is_new_allowed: bool = False) -> GroupSample:
    """The group as it is; one that is not there yet, with nothing committed, where a first commit may make it.

    Raises:
        KafkatuiError: it could not be read, or is not there.
    """
    try:
        return context.read(GroupFeed(group_id))
    except NotFound:
        if not is_new_allowed:
            raise
        nothing = GroupOffsets(group_id, {}, {}, {})
        return GroupSample(Group(group_id, "Empty"), nothing, OffsetSample({}, {}, context.now_seconds()), {})


def look_at(context: ActionContext, group_ids: Sequence[str]) -> dict[str, GroupLook]:
    """Those groups as they are, in this order.

    Raises:
        KafkatuiError: one could not be read, or is not there.
    """
    counts = {name: len(topic.partitions) for name, topic in context.metadata().topics.items()}
    if len(group_ids) <= ONE_BY_ONE:
        looks = {}
        for group_id in group_ids:
            sample = context.read(GroupFeed(group_id))
            lag = group_lag(sample.group, sample.committed, sample.offsets.ranges, topics=counts)
            looks[group_id] = GroupLook(sample.group, sample.committed.commits, lag)
        return looks
    every = context.read(GroupsFeed())
    groups = {group.id: group for group in every.groups}
    if missing := [group_id for group_id in group_ids if group_id not in groups]:
        raise NotFound(f"There is no group {', '.join(missing)}.")
    if unread := [groups[group_id] for group_id in group_ids if groups[group_id].error]:
        raise Refused(f"{unread[0].id} could not be read: {unread[0].error}")
    return {
        group_id: GroupLook(groups[group_id], every.committed[group_id].commits, every.lags[group_id])
        for group_id in group_ids
    }


def members_words(group: Group) -> str:
    """ "billing has 2 members (a@h, b@h)." """
    count = len(group.members)
    return f"{group.id} has {count} member{'s' if count != 1 else ''} ({member_names(group.members)})."


def require_no_members(group: Group, advice: str = STOP_THEM) -> None:
    """Do nothing when nobody is in the group.

    Raises:
        Refused: with who is.
    """
    if group.members:
        raise Refused(members_words(group), advice)


def require_commits(group: Group) -> None:
    """Do nothing where the group's offsets are commits.

    Raises:
        Refused: it is a share group, whose offsets are kept in another way, or one of the old consumer.
    """
    _require_kafkas(group)
    if group.type == SHARE:
        raise Refused(f"{group.id} is a share group: it commits no offsets.")


def require_settable(context: ActionContext, group: Group) -> None:
    """Do nothing where the group's offsets can be set: of a share group brokers can do that from Kafka 4.1 on.

    Raises:
        NotSupported: they cannot.
        Refused: ZooKeeper keeps them.
    """
    _require_kafkas(group)
    if group.type == SHARE:
        require_capability(context, Capability.SHARE_OFFSETS)


def _require_kafkas(group: Group) -> None:
    if group.type == OLD:
        where = f"/consumers/{group.id}/offsets"
        raise Refused(f"{group.id} keeps its offsets in ZooKeeper, below {where}.", "Set the znodes there.")


def known_members(context: ActionContext, group_id: str) -> Group | None:
    """The group if the session knows already that somebody is in it; asks nobody."""
    one = context.known(GroupFeed(group_id)).current
    if one is not None:
        return one.group if one.group.members else None
    every = context.known(GroupsFeed()).current
    groups = every.groups if every is not None else ()
    return next((group for group in groups if group.id == group_id and group.members), None)


def members_obstacle(context: ActionContext, targets: Targets, advice: str = STOP_THEM) -> Obstacle | None:
    """Why groups that somebody is known to be in cannot be changed; asks nobody."""
    for target in targets:
        if (group := known_members(context, target.name)) is not None:
            return Obstacle(members_words(group), advice)
    return None


def commit(
    context: ActionContext, group_id: str, wanted: Commits, expected: Mapping[TopicPartition, int | None]
) -> Outcome:
    """Commit `wanted`, as long as the group is empty and its commits are those that were looked at.

    Raises:
        Refused: somebody is in the group now.
        KafkatuiError: it could not be read.
    """
    sample = group_sample(context, group_id, is_new_allowed=True)
    require_no_members(sample.group, "They came after the plan was made: nothing was changed.")
    now = sample.committed.commits
    outcomes: list[TargetOutcome] = []
    unchanged: dict[TopicPartition, Commit] = {}
    for key, new in wanted.items():
        there = now[key].offset if key in now else None
        if there == expected.get(key):
            unchanged[key] = new
        else:
            words = f"it was {shown(expected.get(key))} when this was planned, now it is {shown(there)}"
            outcomes.append(TargetOutcome(partition_text(key), OutcomeState.CONFLICT, words))
    if unchanged:
        outcomes += _set_offsets(context, sample.group, unchanged)
        context.refresh(GroupFeed(group_id))
    done = {each.target for each in outcomes if each.is_done}
    kept = [key for key in unchanged if partition_text(key) in done]
    return Outcome(
        tuple(outcomes),
        before={"group": group_id, "offsets": as_json({key: now[key] for key in kept if key in now})},
        after={"group": group_id, "offsets": as_json({key: unchanged[key] for key in kept})},
    )


def _set_offsets(context: ActionContext, group: Group, wanted: Commits) -> Sequence[TargetOutcome]:
    """By a commit; of a share group by the request of its own."""
    from kafkatui.kafka.write.groups import alter_offsets, alter_share_starts

    offsets = {key: each.offset for key, each in wanted.items()}
    if group.type == SHARE:
        return alter_share_starts(context.writable_kafka(), group.id, offsets)
    texts = {key: each.metadata for key, each in wanted.items()}
    return alter_offsets(context.writable_kafka(), group.id, offsets, metadata=texts)


# Putting back


class PutBack(Struct, frozen=True):
    """What would be committed again for one group.

    Attributes:
        expected: what is expected to be there until then.
        prefix: before a partition's name, where there are several groups.
    """

    group_id: str
    wanted: Commits
    expected: Mapping[TopicPartition, int | None]
    prefix: str = ""


def plan_put_back(
    context: ActionContext, group_id: str, before: Commits, after: Mapping[TopicPartition, int | None]
) -> Plan[tuple[PutBack, ...]]:
    """As `plan_put_back_all`, of one group."""
    return plan_put_back_all(context, {group_id: (before, after)})


def plan_put_back_all(
    context: ActionContext, left: Mapping[str, tuple[Commits, Mapping[TopicPartition, int | None]]]
) -> Plan[tuple[PutBack, ...]]:
    """Commit again what was there, where it is still as it was left.

    Args:
        left: for each group what it had committed, and what was left of that: None where no commit was.

    Raises:
        Refused: somebody is in one of the groups.
    """
    rows: list[PlanLine] = []
    warnings: list[str] = []
    payload = []
    for group_id, (before, after) in left.items():
        sample = group_sample(context, group_id, is_new_allowed=True)
        require_no_members(sample.group)
        wanted, prefix = {}, "" if len(left) == 1 else f"{group_id} "
        for key, was_left in after.items():
            was, there = before.get(key), sample.committed.committed.get(key)
            name = partition_text(key)
            if there != was_left:
                theirs = f"we left {shown(was_left)}, now it is {shown(there)}"
                warnings.append(f"{name} was {shown(was.offset if was else None)}, {theirs}: not touched.")
            elif was is None:
                warnings.append(f"{name} had no commit before; that is put back by deleting the group's offset only.")
            else:
                wanted[key] = was
                rows.append(PlanLine(prefix + name, (group_id, name, there, was.offset)))
        if wanted:
            payload.append(PutBack(group_id, wanted, {key: after[key] for key in wanted}, prefix))
    names = ", ".join(list(left)[:4]) + (f" and {len(left) - 4} more" if len(left) > 4 else "")
    return Plan(
        f"Puts {len(rows)} offsets of {names} back.",
        tuple(payload),
        PUT_BACK_COLUMNS,
        tuple(rows),
        warnings=tuple(warnings),
        nothing_to_do="" if rows else "Nothing is as it was left: nothing can be put back.",
        confirm_name=next(iter(left), ""),
    )


def put_back(context: ActionContext, plan: Plan[tuple[PutBack, ...]]) -> Outcome:
    """Do what `plan_put_back_all` worked out."""
    outcomes: list[TargetOutcome] = []
    for each in plan.payload:
        try:
            done = commit(context, each.group_id, each.wanted, each.expected).targets
        except KafkatuiError as error:  # what was done for the groups before stands
            reason = str(error)
            done = tuple(TargetOutcome(partition_text(key), OutcomeState.FAILED, reason) for key in each.wanted)
        outcomes += (TargetOutcome(each.prefix + one.target, one.state, one.reason) for one in done)
    return Outcome(tuple(outcomes))


def as_json(commits: Commits) -> list[list[Any]]:
    """For the journal."""
    return [[topic, partition, each.offset, each.metadata] for (topic, partition), each in commits.items()]


def from_json(rows: Iterable[Sequence[Any]]) -> dict[TopicPartition, Commit]:
    """Back from the journal; entries of kafkatui 0.1 have no texts."""
    return {(row[0], row[1]): Commit(row[2], row[3] if len(row) > 3 else "") for row in rows}


def shown(offset: int | None) -> str:
    """An offset in a sentence."""
    return "without a commit" if offset is None else f"{offset:,}"
