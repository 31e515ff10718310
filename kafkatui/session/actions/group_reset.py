"""Reset a consumer group's offsets: what it reads next."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kafkatui.insight.moment import parse_moment
from kafkatui.insight.reset import OffsetMove, ResetTo, moves
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.errors import FieldError, NotFound, Refused
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Values
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import GroupFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

TO = (
    Choice("earliest", "earliest", "To the oldest record there is.", "--to-earliest"),
    Choice("latest", "latest", "To the end: nothing that is there now is read.", "--to-latest"),
    Choice("datetime", "time", "To the first record at or after a time.", "--to-datetime", "DATETIME"),
    Choice("offset", "offset", "To this offset in every partition.", "--to-offset", "OFFSET"),
    Choice("shift", "shift by", "Forward by N records, back by -N.", "--shift-by", "N"),
    Choice("like", "as group", "To what another group has committed.", "--like", "GROUP"),
)

COLUMNS = (
    PlanColumn("partition", "Partition", "The partition whose offset moves."),
    PlanColumn("committed", "Committed", "What the group would read next now; ? without a commit."),
    PlanColumn("new", "New", "What it reads next afterwards."),
    PlanColumn("change", "Change", "By how much that moves."),
    PlanColumn("records", "Records", "What that means for the records in between."),
    PlanColumn("lag", "Lag then", "Records still to be read afterwards."),
)

UNDO = "The offsets committed now are put back, as long as nobody commits in between."


@dataclass(frozen=True, slots=True)
class Reset:
    """What the plan rests on and what it would commit."""

    group_id: str
    moves: tuple[OffsetMove, ...]


class ResetOffsets(Action[Any]):
    """Sets what a group reads next. Refused while members are in: the broker would refuse it, or they overwrite it."""

    spec = ActionSpec(
        id="group.reset",
        title="Reset offsets",
        help="Set a consumer group's offsets: to the earliest, the latest, a time, a number, or as another group.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.GROUP}),
        fields=(
            Field(
                "group", "Group", "The consumer group; nobody may be in it.", is_required=True,
                is_positional=True, is_in_dialog=False,
            ),
            Field(
                "topic", "Topics", "TOPIC, or TOPIC:0,1 for some of its partitions; empty: all the group has read.",
                FieldKind.LIST, metavar="TOPIC[:0,1]",
            ),
            Field("to", "To", "Where the group goes on reading.", FieldKind.CHOICE, choices=TO, is_required=True),
        ),
        verb="group reset",
        key=Key("group.reset", "e", "reset", "Set what the group reads next.", "Do", 4, on=frozenset({"group"})),
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        for target in targets:
            sample = context.known(GroupFeed(target.name)).value
            if sample is not None and sample.group.members:
                return Obstacle(_members_words(sample), "Stop them first; offsets they commit would overwrite it.")
        return None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Reset]:
        group_id = targets[0].name
        to, argument = _to(values)
        sample = _sample(context, group_id, is_new_allowed=bool(values.get("topic")))
        if sample.group.members:
            raise Refused(_members_words(sample), "Stop them first: offsets they commit would overwrite it.")
        metadata = context.metadata()
        partitions = chosen_partitions(values.get("topic") or (), sample, metadata)
        control.check()
        planned = self._moves(context, sample, to, argument, partitions)
        return _plan(context, Reset(group_id, tuple(planned)), values)

    def _moves(
        self,
        context: ActionContext,
        sample: GroupSample,
        to: ResetTo,
        argument: str,
        partitions: Sequence[TopicPartition],
    ) -> list[OffsetMove]:
        from kafkatui.kafka.read.offsets import read_offsets, read_offsets_at

        kafka = context.readable_kafka()
        ranges = read_offsets(kafka, list(partitions))
        number, offsets = 0, {}
        match to:
            case ResetTo.OFFSET | ResetTo.SHIFT:
                number = _number(argument, to)
            case ResetTo.DATETIME:
                known = [key for key in partitions if ranges[key].end is not None]
                offsets = read_offsets_at(kafka, known, _milliseconds(argument, context))
            case ResetTo.LIKE:
                offsets = dict(context.read(GroupFeed(argument)).committed.committed)
        return moves(to, partitions, sample.committed.committed, ranges, number=number, offsets=offsets)

    def run(self, context: ActionContext, plan: Plan[Reset], control: TaskControl) -> Outcome:
        reset = plan.payload
        wanted = {move.partition: move.new for move in reset.moves if move.new is not None and move.is_change}
        expected = {move.partition: move.committed for move in reset.moves}
        return _commit(context, reset.group_id, wanted, expected)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        group_id = str(entry.before["group"])
        sample = context.read(GroupFeed(group_id))
        if sample.group.members:
            raise Refused(_members_words(sample), "Stop them first: offsets they commit would overwrite it.")
        before, after = _by_partition(entry.before["offsets"]), _by_partition(entry.after["offsets"])
        now = sample.committed.committed
        rows, wanted, warnings = [], {}, []
        for key, left in after.items():
            was, there = before.get(key), now.get(key)
            name = f"{key[0]}-{key[1]}"
            if there != left:
                warnings.append(
                    f"{name} was {_shown(was)}, we left {_shown(left)}, now it is {_shown(there)}: not touched."
                )
            elif was is None:
                warnings.append(f"{name} had no commit before; that is put back by deleting the group's offset only.")
            else:
                wanted[key] = was
                rows.append(PlanLine(name, (name, there, was, was - left, "put back", None)))
        return Plan(
            f"Puts {len(rows)} offsets of {group_id} back.",
            {"group": group_id, "wanted": wanted, "expected": {key: after[key] for key in wanted}},
            COLUMNS, tuple(rows), warnings=tuple(warnings),
            nothing_to_do="" if rows else "Nothing is as it was left: nothing can be put back.",
            confirm_name=group_id,
        )  # fmt: skip

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return _commit(context, plan.payload["group"], plan.payload["wanted"], plan.payload["expected"])


def _sample(context: ActionContext, group_id: str, *, is_new_allowed: bool) -> GroupSample:
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


def chosen_partitions(
    texts: Sequence[str] | str, sample: GroupSample, metadata: ClusterMetadata
) -> list[TopicPartition]:
    """The partitions that `TOPIC` and `TOPIC:0,1` name; without any, all of every topic the group has to do with.

    Raises:
        FieldError: no such topic or partition.
    """
    texts = texts.split() if isinstance(texts, str) else texts
    if not texts:
        names = {topic for topic, _ in sample.committed.committed}
        known = [name for name in sorted(names) if name in metadata.topics]
        if not known:
            raise FieldError("topic", f"{sample.group.id} has committed nothing yet.", "Name a topic.")
        texts = known
    found: dict[TopicPartition, None] = {}
    for text in texts:
        name, colon, numbers = text.rpartition(":")
        if not colon or name not in metadata.topics:
            name, numbers = (text, "") if text in metadata.topics else (name or text, numbers)
        topic = metadata.topics.get(name)
        if topic is None:
            raise FieldError("topic", f"There is no topic {name}.")
        ids = [part.id for part in topic.partitions]
        for number in _numbers(numbers, name, ids) if numbers else ids:
            found[name, number] = None
    return sorted(found)


def _numbers(text: str, topic: str, ids: Sequence[int]) -> list[int]:
    numbers = []
    for word in text.split(","):
        if not word.strip().isdigit() or int(word) not in ids:
            raise FieldError("topic", f"{topic} has no partition {word.strip() or '“”'}.", f"It has 0 to {max(ids)}.")
        numbers.append(int(word))
    return numbers


def _to(values: Values) -> tuple[ResetTo, str]:
    chosen = values.get("to")
    if not isinstance(chosen, Chosen):
        raise FieldError("to", "Say where to.")
    return ResetTo(chosen.value), chosen.argument.strip()


def _number(text: str, to: ResetTo) -> int:
    try:
        number = int(text)
    except ValueError:
        raise FieldError("to", f"“{text}” is no whole number.") from None
    if to is ResetTo.OFFSET and number < 0:
        raise FieldError("to", "An offset is 0 or more.")
    return number


def _milliseconds(text: str, context: ActionContext) -> int:
    try:
        return parse_moment(text, datetime.fromtimestamp(context.now_seconds()).astimezone())
    except ValueError as error:
        raise FieldError("to", str(error)) from None


def _members_words(sample: GroupSample) -> str:
    names = sorted({f"{member.client_id}@{member.host.lstrip('/')}" for member in sample.group.members})
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    count = len(sample.group.members)
    return f"{sample.group.id} has {count} member{'s' if count != 1 else ''} ({shown})."


def _plan(context: ActionContext, reset: Reset, values: Values) -> Plan[Reset]:
    changes = [move for move in reset.moves if move.is_change]
    skipped, again = sum(move.skipped for move in changes), sum(move.read_again for move in changes)
    totals = []
    if skipped:
        totals.append(f"{skipped:,} records will not be read.")
    if again:
        totals.append(f"{again:,} records are read again.")
    problems = [
        f"{move.partition[0]}-{move.partition[1]} stays: {move.problem}." for move in reset.moves if move.problem
    ]
    new_commits = sum(move.committed is None for move in changes)
    undo = UNDO
    if new_commits:
        undo += f" {new_commits} had none before and keep the new one."
    return Plan(
        summary=f"Resets {len(changes)} offsets of {reset.group_id}.",
        payload=reset,
        columns=COLUMNS,
        rows=tuple(_row(move) for move in reset.moves),
        totals=tuple(totals),
        warnings=tuple(problems),
        commands=(_command(context, reset.group_id, values),),
        undo=undo,
        is_undoable=new_commits < len(changes),
        nothing_to_do="" if changes else "Every offset is there already: nothing to do.",
        confirm_name=reset.group_id,
    )


def _row(move: OffsetMove) -> PlanLine:
    name = f"{move.partition[0]}-{move.partition[1]}"
    lag = None if move.new is None or move.end is None else move.end - move.new
    return PlanLine(name, (name, move.committed, move.new, move.change, _words(move), lag), bool(move.skipped))


def _words(move: OffsetMove) -> str:
    if move.problem:
        return move.problem
    if not move.is_change:
        words = "as it is"
    elif move.committed is None:
        words = "no commit yet"
    elif move.skipped:
        words = f"{move.skipped:,} skipped"
    elif move.read_again:
        words = f"{move.read_again:,} read again"
    else:
        words = "no records between"
    return f"{words} ({move.note})" if move.note else words


def _command(context: ActionContext, group_id: str, values: Values) -> str:
    to, argument = _to(values)
    option = next(choice.option for choice in TO if choice.value == to.value)
    if to is ResetTo.LIKE:
        return f"# kafka-consumer-groups.sh cannot copy from another group; export {argument} and use --from-file"
    if to is ResetTo.DATETIME:
        moment = datetime.fromtimestamp(_milliseconds(argument, context) / 1000, UTC)
        argument = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}"
    topics = values.get("topic") or ()
    topics = topics.split() if isinstance(topics, str) else topics
    named = " ".join(f"--topic {shlex.quote(topic)}" for topic in topics) or "--all-topics"
    tail = f"{option} {shlex.quote(argument)}" if argument else option
    return (
        f"kafka-consumer-groups.sh --bootstrap-server {context.profile.bootstrap_servers} "
        f"--group {shlex.quote(group_id)} {named} --reset-offsets {tail} --execute"
    )


def _commit(
    context: ActionContext,
    group_id: str,
    wanted: Mapping[TopicPartition, int],
    expected: Mapping[TopicPartition, int | None],
) -> Outcome:
    """Commit `wanted`, as long as the group is empty and its commits are those that were looked at."""
    from kafkatui.kafka.write.groups import alter_offsets

    sample = _sample(context, group_id, is_new_allowed=True)
    if sample.group.members:
        raise Refused(_members_words(sample), "They came after the plan was made: nothing was changed.")
    now = sample.committed.committed
    outcomes: list[TargetOutcome] = []
    unchanged: dict[TopicPartition, int] = {}
    for key, offset in wanted.items():
        if now.get(key) == expected.get(key):
            unchanged[key] = offset
        else:
            words = f"it was {_shown(expected.get(key))} when this was planned, now it is {_shown(now.get(key))}"
            outcomes.append(TargetOutcome(f"{key[0]}-{key[1]}", OutcomeState.CONFLICT, words))
    if unchanged:
        outcomes += alter_offsets(context.writable_kafka(), group_id, unchanged)
        context.refresh(GroupFeed(group_id))
    done = {each.target for each in outcomes if each.is_done}
    kept = [key for key in unchanged if f"{key[0]}-{key[1]}" in done]
    return Outcome(
        tuple(outcomes),
        before={"group": group_id, "offsets": _texts({key: now[key] for key in kept if key in now})},
        after={"group": group_id, "offsets": _texts({key: unchanged[key] for key in kept})},
    )


def _texts(offsets: Mapping[TopicPartition, int]) -> list[list[Any]]:
    return [[topic, partition, offset] for (topic, partition), offset in offsets.items()]


def _by_partition(rows: Sequence[Sequence[Any]]) -> dict[TopicPartition, int]:
    return {(topic, partition): offset for topic, partition, offset in rows}


def _shown(offset: int | None) -> str:
    return "without a commit" if offset is None else f"{offset:,}"


ACTION = ResetOffsets()
