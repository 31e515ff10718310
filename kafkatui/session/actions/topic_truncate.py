"""Delete the oldest records of topics: up to an offset, up to a time, or everything there is now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kafkatui.insight.messages import ALWAYS_COMPACTED
from kafkatui.insight.moment import parse_moment
from kafkatui.insight.offset_file import parse_partition_offsets
from kafkatui.insight.tail_range import parse_partitions, partitions_text
from kafkatui.insight.truncation import Cut, CutAt, cuts
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.cluster import ClusterMetadata, TopicPartition, partition_text
from kafkatui.model.errors import FieldError, KafkatuiError, NotFound, Refused, UsageError
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Form, Values
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import GroupsFeed, OffsetsFeed, TopicConfigsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

AT = (
    Choice("all", "everything", "All records that there are now; those written meanwhile stay.", "--all"),
    Choice("offset", "before offset", "Those before this offset in every partition; or 0=100,1=250: these partitions.",
           "--before-offset", "OFFSET"),
    Choice("datetime", "before time", "Those before the first record at or after a time: 2026-01-31T12:00, -7d.",
           "--before-datetime", "DATETIME"),
)  # fmt: skip

COLUMNS = (
    PlanColumn("partition", "Partition", "The partition whose oldest records go."),
    PlanColumn("begin", "Begins now", "The first offset there is; ? when not known."),
    PlanColumn("new", "Begins then", "The first offset that stays."),
    PlanColumn("end", "End", "The next offset to be written; it stays as it is."),
    PlanColumn("records", "Records", "Offsets that go: with compaction or transactions fewer records."),
    PlanColumn("groups", "Unread by", "Consumer groups that have not read all of what goes, and how much of it."),
)

POLICY = "cleanup.policy"
NO_UNDO = "Nothing brings deleted records back."
COMPACTED_ADVICE = "Send tombstones for its keys, or add delete to its cleanup.policy."


class TruncateTopics(Action[tuple[Cut, ...]]):
    """What is deleted is what was counted: the end is that of the preview."""

    spec = ActionSpec(
        id="topic.truncate",
        title="Truncate topics",
        help="Delete the oldest records of topics: before an offset, before a time, or everything.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        also_partitions=True,
        fields=(
            Field(
                "names", "Topics", "The topics.", FieldKind.LIST, is_required=True, is_positional=True,
                is_in_dialog=False, metavar="NAME",
            ),
            Field("at", "Records", "Which records go.", FieldKind.CHOICE, choices=AT, is_required=True),
            Field("partitions", "Partitions", "0,2-4; empty: all of them.", metavar="0,2-4"),
        ),
        verb="topic truncate",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        for target in targets:
            if target.name in ALWAYS_COMPACTED:
                return Obstacle(f"{target.name} is Kafka's own: brokers refuse it.")
            known = context.known(TopicConfigsFeed((target.name,))).value or {}
            policy = next((each.value for each in known.get(target.name, ()) if each.name == POLICY), None)
            if policy is not None and "delete" not in policy:
                return Obstacle(_compacted(target.name, policy), COMPACTED_ADVICE)
        return None

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The partitions under the cursor or marked; those of several topics are not put up for editing."""
        names, at, partitions = self.spec.fields
        ids = sorted({target.partition for target in targets if target.partition is not None})
        if ids and len({target.name for target in targets}) > 1:
            return Form((names, at, replace(partitions, is_in_dialog=False)))
        return Form((names, at, replace(partitions, default=partitions_text(ids) or None)))

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[Cut, ...]]:
        metadata = context.metadata()
        partitions = _partitions(metadata, targets, values)
        names = tuple(dict.fromkeys(topic for topic, _ in partitions))
        _require_deleting(context, names)
        control.say("reading offsets")
        planned, warnings = _planned(context, partitions, values, control)
        return _plan(context, planned, warnings)

    def run(self, context: ActionContext, plan: Plan[tuple[Cut, ...]], control: TaskControl) -> Outcome:
        from kafkatui.kafka.read.offsets import read_offsets
        from kafkatui.kafka.write.record_deletion import delete_records

        wanted = {cut.partition: cut.new for cut in plan.payload if cut.new is not None and cut.records}
        control.check()
        ranges = read_offsets(context.readable_kafka(), list(wanted))
        conflicts = {
            partition_text(key): TargetOutcome(
                partition_text(key), OutcomeState.CONFLICT,
                f"it ended at {new:,} or later when this was planned, and ends at {end:,} now: nothing is deleted",
            )
            for key, new in wanted.items()
            if (end := ranges[key].end) is not None and end < new
        }  # fmt: skip
        sent = {key: new for key, new in wanted.items() if partition_text(key) not in conflicts}
        control.check()
        control.say("deleting")
        done = {each.target: each for each in delete_records(context.writable_kafka(), sent)} if sent else {}
        for name in dict.fromkeys(topic for topic, _ in wanted):
            context.refresh(OffsetsFeed((name,)))
        left = {
            cut.target: TargetOutcome(cut.target, OutcomeState.DONE, "nothing goes")
            if not cut.problem
            else TargetOutcome(cut.target, OutcomeState.FAILED, cut.problem)
            for cut in plan.payload
            if cut.partition not in wanted
        }
        return Outcome(tuple({**left, **conflicts, **done}[cut.target] for cut in plan.payload))


def _partitions(metadata: ClusterMetadata, targets: Targets, values: Values) -> list[TopicPartition]:
    """The partitions that are meant: of one topic those that are typed, of several those that are marked, or all.

    Raises:
        NotFound: there is no such topic.
        FieldError: there is no such partition.
    """
    names = list(dict.fromkeys(target.name for target in targets))
    if missing := [name for name in names if name not in metadata.topics]:
        raise NotFound(f"There is no topic {', '.join(missing)}.")
    marked = sorted({(target.name, target.partition) for target in targets if target.partition is not None})
    if marked and len(names) > 1:
        return marked
    text = str(values.get("partitions") or "").strip()
    try:
        chosen = parse_partitions(text) if text else frozenset()
    except UsageError as error:
        raise FieldError("partitions", error.what, error.advice) from None
    found = []
    for name in names:
        ids = sorted(partition.id for partition in metadata.topics[name].partitions)
        if unknown := sorted(chosen - set(ids)):
            raise FieldError("partitions", f"{name} has no partition {unknown[0]}.", f"It has 0 to {max(ids)}.")
        found += [(name, number) for number in ids if not chosen or number in chosen]
    return found


def _require_deleting(context: ActionContext, names: Sequence[str]) -> None:
    """Raises Refused where brokers would: they delete records of no topic that is only compacted, nor of their own."""
    if own := [name for name in names if name in ALWAYS_COMPACTED]:
        raise Refused(f"{own[0]} is Kafka's own: brokers refuse it.")
    for name, entries in context.read(TopicConfigsFeed(tuple(names))).items():
        policy = next((entry.value for entry in entries if entry.name == POLICY), None)
        if policy is not None and "delete" not in policy:
            raise Refused(_compacted(name, policy), COMPACTED_ADVICE)


def _compacted(name: str, policy: str) -> str:
    return f"{name} has {POLICY}={policy}: brokers delete records only where that has delete."


def _planned(
    context: ActionContext, partitions: Sequence[TopicPartition], values: Values, control: TaskControl
) -> tuple[tuple[Cut, ...], list[str]]:
    from kafkatui.kafka.read.offsets import read_offsets, read_offsets_at

    chosen = values.get("at")
    if not isinstance(chosen, Chosen):
        raise FieldError("at", "Say which records.")
    at, argument = CutAt(chosen.value), chosen.argument.strip()
    offsets: Mapping[TopicPartition, int | None] = {}
    moment = 0
    match at:
        case CutAt.OFFSET:
            offsets = _typed_offsets(argument, partitions)
            partitions = list(offsets)
        case CutAt.DATETIME:
            try:
                moment = parse_moment(argument, datetime.fromtimestamp(context.now_seconds()).astimezone())
            except ValueError as error:
                raise FieldError("at", str(error)) from None
    kafka = context.readable_kafka()
    ranges = read_offsets(kafka, list(partitions))
    if at is CutAt.DATETIME:
        known = [key for key in partitions if ranges[key].end is not None]
        offsets = read_offsets_at(kafka, known, moment, is_strict=True)
    control.check()
    control.say("asking what groups have committed")
    sample, warnings = _groups(context)
    committed = {} if sample is None else sample.committed
    return tuple(cuts(at, partitions, ranges, committed, offsets=offsets)), warnings


def _typed_offsets(typed: str, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, int | None]:
    """The first offset that stays, of each partition that it is said for.

    Raises:
        FieldError: it cannot be meant.
    """
    if typed.isdecimal():
        return dict.fromkeys(partitions, int(typed))
    if "=" not in typed:
        raise FieldError("at", f"“{typed}” is no offset.", "The first one that stays: 0 or more; or 0=100,1=250.")
    topics = {topic for topic, _ in partitions}
    try:
        named = parse_partition_offsets(typed, next(iter(topics)) if len(topics) == 1 else None)
    except ValueError as error:
        raise FieldError("at", f"{error}.", "0=100,1=250; of several topics TOPIC:0=100,1=250.") from None
    if unknown := [f"{topic}-{number}" for topic, number in named if (topic, number) not in partitions]:
        raise FieldError("at", f"{unknown[0]} is not among the partitions that are meant.")
    return {key: named[key] for key in partitions if key in named}


def _groups(context: ActionContext) -> tuple[GroupsSample | None, list[str]]:
    """The groups, as far as they can be read: deleting records must be possible while a broker is down."""
    try:
        sample = context.read(GroupsFeed())
    except KafkatuiError as error:
        return None, [f"What groups have read is not known: {error.what}"]
    return sample, [f"Some groups may be missing: {sample.errors[0]}"] if sample.errors else []


def _plan(context: ActionContext, planned: tuple[Cut, ...], warnings: Sequence[str]) -> Plan[tuple[Cut, ...]]:
    going = [cut for cut in planned if cut.records]
    records = sum(cut.records for cut in going)
    names = list(dict.fromkeys(cut.partition[0] for cut in planned))
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    unread: dict[str, int] = {}
    for cut in going:
        for group_id, count in cut.unread.items():
            unread[group_id] = unread.get(group_id, 0) + count
    told = [f"{group_id} has not read {count:,} of them." for group_id, count in list(unread.items())[:6]]
    problems = [f"{cut.target} stays: {cut.problem}." for cut in planned if cut.problem]
    nothing = "Nothing lies before that: nothing to do." if not problems else "Nothing can be deleted."
    return Plan(
        summary=f"Deletes {records:,} records of {shown}." if going else nothing,
        payload=planned,
        columns=COLUMNS,
        rows=tuple(_row(cut) for cut in planned),
        totals=(f"{records:,} records of {len(going)} partitions go.",) if going else (),
        warnings=(*warnings, *told, *problems),
        commands=_commands(context, going),
        undo=NO_UNDO,
        nothing_to_do="" if going else nothing,
        confirm_name=names[0] if len(names) == 1 else context.profile.name,
    )


def _row(cut: Cut) -> PlanLine:
    readers = ", ".join(f"{group_id} ({count:,})" for group_id, count in cut.unread.items())
    words = cut.problem or "; ".join(each for each in (readers, cut.note) if each)
    records = None if cut.problem else cut.records
    return PlanLine(cut.target, (cut.target, cut.begin, cut.new, cut.end, records, words), bool(cut.unread))


def _commands(context: ActionContext, going: Sequence[Cut]) -> tuple[str, ...]:
    """The same with Kafka's own tool, which reads a file."""
    if not going:
        return ()
    document: dict[str, Any] = {
        "partitions": [{"topic": cut.partition[0], "partition": cut.partition[1], "offset": cut.new} for cut in going],
        "version": 1,
    }
    tool = f"kafka-delete-records.sh --bootstrap-server {context.profile.bootstrap_servers}"
    return (f"{tool} --offset-json-file /dev/stdin <<< '{json.dumps(document)}'",)


ACTION = TruncateTopics()
