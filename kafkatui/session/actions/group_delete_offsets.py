"""Delete what a consumer group has committed on some topics."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.capabilities import Capability
from kafkatui.model.cluster import OffsetRange, TopicPartition, partition_text
from kafkatui.model.errors import FieldError, Refused
from kafkatui.model.field import Field, Values
from kafkatui.model.group import SHARE, Group, member_names
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import GroupFeed
from kafkatui.session.group_commits import (
    STOP_THEM,
    Commits,
    as_json,
    from_json,
    group_sample,
    plan_put_back,
    put_back,
    require_no_members,
    require_settable,
    shown,
)
from kafkatui.session.needed import missing_capability, require_capability
from kafkatui.session.partition_choice import TOPICS, topic_texts
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("partition", "Partition", "The partition whose offset goes."),
    PlanColumn("committed", "Committed", "What the group would read next now."),
    PlanColumn("lag", "Lag", "Records it had still to read there; ? when not known."),
    PlanColumn("metadata", "Metadata", "The text that was left with the commit."),
)

UNDO = "The offsets are committed again, where nobody did meanwhile; nobody may be in the group then."
SHARE_UNDO = (
    "Where the group began is set again; nobody may be in it then. What it had acknowledged behind that is read again."
)

NO_OFFSETS = OffsetRange(None, None)


class Forgotten(Struct, frozen=True):
    """What the plan rests on: what goes."""

    group_id: str
    commits: Commits


class DeleteOffsets(Action[Forgotten]):
    """Refused while a member is subscribed to the topic: the broker would refuse it."""

    spec = ActionSpec(
        id="group.delete_offsets",
        title="Delete a group's offsets",
        help="Delete what a consumer group has committed on topics that none of its members reads. Undo puts it back.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.GROUP}),
        fields=(
            Field(
                "group", "Group", "The consumer group.", is_required=True, is_positional=True, is_in_dialog=False
            ),
            Field(
                "topic", "Topics", "TOPIC, or TOPIC:0,1 for some of its partitions.", TOPICS.kind, is_required=True,
                metavar=TOPICS.metavar,
            ),
        ),
        verb="group delete-offsets",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return missing_capability(context, Capability.GROUP_OFFSETS_DELETION)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Forgotten]:
        require_capability(context, Capability.GROUP_OFFSETS_DELETION)
        group_id = targets[0].name
        sample = group_sample(context, group_id)
        require_settable(context, sample.group)
        is_share = sample.group.type == SHARE
        commits = _meant(topic_texts(values.get("topic")), sample.committed.commits, group_id)
        if is_share:
            require_no_members(sample.group)
            _require_whole(commits, sample.committed.commits)
        _require_unread(sample.group, {topic for topic, _ in commits})
        rows = []
        for key, each in sorted(commits.items()):
            end = sample.offsets.ranges.get(key, NO_OFFSETS).end
            name, lag = partition_text(key), None if end is None else end - each.offset
            rows.append(PlanLine(name, (name, each.offset, lag, each.metadata)))
        topics = " ".join(f"--topic {shlex.quote(text)}" for text in topic_texts(values.get("topic")))
        tool = "kafka-share-groups.sh" if is_share else "kafka-consumer-groups.sh"
        begins = "share.auto.offset.reset" if is_share else "auto.offset.reset"
        return Plan(
            summary=f"Deletes {len(commits)} offsets of {group_id}.",
            payload=Forgotten(group_id, commits),
            columns=COLUMNS,
            rows=tuple(rows),
            totals=(f"Whoever reads there for the group next begins where its {begins} says.",),
            commands=(
                f"{tool} --bootstrap-server {context.profile.bootstrap_servers} --delete-offsets "
                f"--group {shlex.quote(group_id)} {topics}",
            ),
            undo=SHARE_UNDO if is_share else UNDO,
            is_undoable=True,
            confirm_name=group_id,
        )

    def run(self, context: ActionContext, plan: Plan[Forgotten], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.groups import delete_offsets

        group_id, looked_at = plan.payload.group_id, plan.payload.commits
        sample = group_sample(context, group_id)
        _require_unread(sample.group, {topic for topic, _ in looked_at})
        now = sample.committed.commits
        outcomes: list[TargetOutcome] = []
        wanted = []
        for key, each in looked_at.items():
            if now.get(key) == each:
                wanted.append(key)
            else:
                there = shown(now[key].offset if key in now else None)
                words = f"it was {shown(each.offset)} when this was planned, now it is {there}"
                outcomes.append(TargetOutcome(partition_text(key), OutcomeState.CONFLICT, words))
        if wanted and sample.group.type == SHARE:
            require_no_members(sample.group, STOP_THEM)
            outcomes += _delete_of_share(context, group_id, wanted, looked_at)
        elif wanted:
            outcomes += delete_offsets(context.writable_kafka(), group_id, wanted)
        if wanted:
            context.refresh(GroupFeed(group_id))
        done = {each.target for each in outcomes if each.is_done}
        gone = {key: looked_at[key] for key in wanted if partition_text(key) in done}
        return Outcome(
            tuple(outcomes),
            before={"group": group_id, "offsets": as_json(gone)},
            after={"group": group_id, "offsets": []},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        before = from_json(entry.before["offsets"])
        return plan_put_back(context, str(entry.before["group"]), before, dict.fromkeys(before))

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return put_back(context, plan)


def _meant(texts: list[str], commits: Commits, group_id: str) -> Commits:
    """The commits that are meant; of topics that are gone too.

    Raises:
        FieldError: a text names none.
    """
    found = {}
    for text in texts:
        topic, colon, numbers = text.rpartition(":")
        is_some = bool(colon) and all(word.strip().isdecimal() for word in numbers.split(","))
        wanted = {int(word) for word in numbers.split(",")} if is_some else None
        name = topic if is_some else text
        mine = {key: each for key, each in commits.items() if key[0] == name and (wanted is None or key[1] in wanted)}
        missing = sorted((wanted or set()) - {partition for _, partition in mine})
        if not mine or missing:
            where = f"{name}-{missing[0]}" if missing else name
            raise FieldError("topic", f"{group_id} has committed nothing on {where}.")
        found.update(mine)
    if not found:
        raise FieldError("topic", "Name a topic.")
    return found


def _require_whole(meant: Commits, every: Commits) -> None:
    """Do nothing where all partitions of each topic are meant: a share group forgets topics only.

    Raises:
        FieldError: some of one only.
    """
    topics = {topic for topic, _ in meant}
    if rest := sorted(key for key in every if key[0] in topics and key not in meant):
        words = f"A share group forgets whole topics; {partition_text(rest[0])} would go, too."
        raise FieldError("topic", words, f"Name {rest[0][0]} alone.")


def _delete_of_share(
    context: ActionContext, group_id: str, wanted: list[TopicPartition], looked_at: Commits
) -> list[TargetOutcome]:
    """Topic by topic; one of which a partition has changed meanwhile stays whole."""
    from kafkatui.kafka.write.groups import delete_share_topics

    changed = {topic for topic, partition in looked_at if (topic, partition) not in wanted}
    topics = sorted({topic for topic, _ in wanted} - changed)
    done = delete_share_topics(context.writable_kafka(), group_id, topics) if topics else ()
    told = {each.target: each for each in done}
    stays = TargetOutcome(
        "", OutcomeState.CONFLICT, "another partition of its topic has changed since this was planned"
    )
    return [replace(told.get(key[0], stays), target=partition_text(key)) for key in wanted]


def _require_unread(group: Group, topics: set[str]) -> None:
    """Do nothing where no member is subscribed to one of the topics.

    Raises:
        Refused: with who is.
    """
    for topic in sorted(topics):
        readers = [
            member
            for member in group.members
            if topic in member.topics or topic in {name for name, _ in member.assignment}
        ]
        if readers:
            raise Refused(f"{member_names(readers)} in {group.id} reads {topic}.", "Stop it first.")


ACTION = DeleteOffsets()
