"""Delete topics: with what goes, how much of it, and who reads it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from kafkatui.insight.messages import count_messages
from kafkatui.insight.topic_totals import size_by_topic, topics_of
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.errors import FieldError, KafkatuiError, NotFound
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.topic_draft import TopicDraft
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.topic_create import identities_of
from kafkatui.session.feeds import Feed, GroupsFeed, LogDirsFeed, MetadataFeed, OffsetsFeed, TopicConfigsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.model.config_entry import ConfigEntry
    from kafkatui.session.action_context import ActionContext

T = TypeVar("T")

COLUMNS = (
    PlanColumn("topic", "Topic", "The topic that goes."),
    PlanColumn("partitions", "Partitions", "How many it has."),
    PlanColumn("messages", "Messages", "End minus begin offset over all partitions; ? when not known."),
    PlanColumn("size_bytes", "Bytes", "On disk, all replicas on all brokers; ? when not known."),
    PlanColumn("groups", "Groups", "Consumer groups that read it."),
)

NAMES_SHOWN = 4


class Doomed(Struct, frozen=True):
    """A topic as it was looked at: what is deleted is that one, and its undo makes it so again."""

    topic: Topic
    identity: str | None
    configs: Mapping[str, str]


class DeleteTopics(Action[tuple[Doomed, ...]]):
    """Names, partitions, records, bytes and consuming groups are counted first."""

    spec = ActionSpec(
        id="topic.delete",
        title="Delete topics",
        help="Delete topics with all their records. Undo makes them anew, empty.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        fields=(
            Field(
                "names", "Topics", "The topics.", FieldKind.LIST, is_positional=True, is_in_dialog=False, metavar="NAME"
            ),
            Field(
                "regex", "Expression", "Every topic whose whole name this regular expression matches.",
                is_in_dialog=False, metavar="REGEX",
            ),
        ),
        verb="topic delete",
        key=Key("topic.delete", "d,delete", "delete", "Delete topics.", "Do", 7, on=frozenset({"topic"})),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        from kafkatui.model.target import Target

        names = values.get("names") or ()
        expression = values.get("regex")
        if expression and names:
            raise FieldError("regex", "Names and an expression exclude each other.")
        if not names and not expression:
            raise FieldError("names", "Name a topic, or give --regex.")
        return tuple(Target(PlaceKind.TOPIC, name) for name in names or (str(expression),))

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[Doomed, ...]]:
        metadata = context.metadata()
        names = _names(metadata, targets, values)
        topics = [metadata.topics[name] for name in names]
        control.say("counting records")
        ranges = context.read(OffsetsFeed(tuple(names))).ranges
        counts = {topic.name: count_messages(topic, ranges) for topic in topics}
        control.check()
        control.say("asking for sizes and groups")
        sizes = _sizes(context)
        groups, are_groups_whole = _groups(context, names)
        configs = context.read(TopicConfigsFeed(tuple(names)))
        ids = identities_of(context, names)
        doomed = tuple(Doomed(topic, ids.get(topic.name), _own(configs.get(topic.name, ()))) for topic in topics)
        rows = []
        for topic in topics:
            name, count = topic.name, counts[topic.name]
            total = count.total if count is not None else None
            size = sizes.get(name) if sizes is not None else None
            readers = ", ".join(groups.get(name, ())) or ("none" if are_groups_whole else None)
            is_risky = bool(groups.get(name)) or topic.is_internal
            rows.append(PlanLine(name, (name, len(topic.partitions), total, size, readers), is_risky))
        return _plan(context, doomed, rows, groups, values)

    def run(self, context: ActionContext, plan: Plan[tuple[Doomed, ...]], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.topics import delete_topics

        metadata = context.metadata()
        there = [doomed.topic.name for doomed in plan.payload if doomed.topic.name in metadata.topics]
        ids = identities_of(context, there)
        conflicts, wanted = [], []
        for doomed in plan.payload:
            problem = _changed_since(metadata, ids, doomed)
            if problem:
                conflicts.append(TargetOutcome(doomed.topic.name, OutcomeState.CONFLICT, problem))
            else:
                wanted.append(doomed)
        control.check()
        control.say("deleting")
        outcomes = delete_topics(context.writable_kafka(), [doomed.topic.name for doomed in wanted])
        context.refresh(MetadataFeed())
        gone = {each.target for each in outcomes if each.is_done}
        return Outcome(
            (*outcomes, *conflicts),
            before={doomed.topic.name: _image(doomed) for doomed in wanted if doomed.topic.name in gone},
            after=dict.fromkeys(gone),
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        there = context.metadata().topics
        drafts, warnings, rows = [], [], []
        for name, image in entry.before.items():
            if name in there:
                warnings.append(f"{name} was deleted, and now there is one again: not touched.")
                continue
            drafts.append(
                TopicDraft(name, assignment=tuple(tuple(ids) for ids in image["assignment"]), config=image["configs"])
            )
            configs = ", ".join(f"{key}={value}" for key, value in image["configs"].items()) or "the brokers' own"
            rows.append(PlanLine(name, (name, len(image["assignment"]), 0, 0, configs)))
        return Plan(
            f"Makes {len(drafts)} topic{'s' if len(drafts) != 1 else ''} anew, empty: the records are gone.",
            tuple(drafts),
            (*COLUMNS[:4], PlanColumn("configs", "Configuration", "What was set for the topic itself.")),
            tuple(rows),
            totals=("Partitions, replicas and configuration are as they were; records and offsets are not.",),
            warnings=tuple(warnings),
            nothing_to_do="" if drafts else "Every one of them is there again: nothing to do.",
        )

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.topics import create_topics

        outcomes = create_topics(context.writable_kafka(), plan.payload)
        context.refresh(MetadataFeed())
        return Outcome(outcomes)


def _names(metadata: ClusterMetadata, targets: Targets, values: Values) -> list[str]:
    expression = values.get("regex")
    if expression:
        try:
            pattern = re.compile(expression)
        except re.error as error:
            raise FieldError("regex", f"“{expression}” is no regular expression: {error}.") from None
        names = [name for name in metadata.topics if pattern.fullmatch(name)]
        if not names:
            raise NotFound(f"No topic's whole name matches {expression}.")
        return sorted(names)
    names = [target.name for target in targets] or list(values.get("names") or ())
    missing = [name for name in names if name not in metadata.topics]
    if missing:
        raise NotFound(f"There is no topic {', '.join(missing)}.")
    return list(dict.fromkeys(names))


def _sizes(context: ActionContext) -> Mapping[str, int] | None:
    """Bytes by topic; None when a broker did not tell, which would make them too small."""
    log_dirs = _optional(context, LogDirsFeed())
    if log_dirs is None or any(log_dir.error for log_dir in log_dirs):
        return None
    return {name: size.size_bytes for name, size in size_by_topic(log_dirs).items()}


def _groups(context: ActionContext, names: Sequence[str]) -> tuple[Mapping[str, Sequence[str]], bool]:
    """Groups by topic, and whether every broker listed its own."""
    sample = _optional(context, GroupsFeed())
    if sample is None:
        return {}, False
    found: dict[str, list[str]] = {}
    for group in sample.groups:
        for topic in topics_of(group, sample.committed):
            if topic in names:
                found.setdefault(topic, []).append(group.id)
    return found, not sample.errors


def _optional(context: ActionContext, feed: Feed[T]) -> T | None:
    """What is good to know but not needed: deleting must be possible while a broker is down."""
    try:
        return context.read(feed)
    except KafkatuiError:
        return None


def _own(entries: Sequence[ConfigEntry]) -> dict[str, str]:
    return {entry.name: entry.value for entry in entries if entry.is_own and entry.value is not None}


def _image(doomed: Doomed) -> dict[str, Any]:
    partitions = sorted(doomed.topic.partitions, key=lambda partition: partition.id)
    return {"assignment": [list(partition.replicas) for partition in partitions], "configs": dict(doomed.configs)}


def _changed_since(metadata: ClusterMetadata, ids: Mapping[str, str | None], doomed: Doomed) -> str:
    """Why the topic there now is not the one that was looked at; empty when it is."""
    now = metadata.topics.get(doomed.topic.name)
    if now is None:
        return "it is gone already"
    if ids.get(doomed.topic.name) != doomed.identity:
        return "it was deleted and made anew since it was looked at"
    if len(now.partitions) != len(doomed.topic.partitions):
        return f"it had {len(doomed.topic.partitions)} partitions and has {len(now.partitions)} now"
    return ""


def _plan(
    context: ActionContext,
    doomed: tuple[Doomed, ...],
    rows: Sequence[PlanLine],
    groups: Mapping[str, Sequence[str]],
    values: Values,
) -> Plan[tuple[Doomed, ...]]:
    names = [each.topic.name for each in doomed]
    partitions = sum(len(each.topic.partitions) for each in doomed)
    known = [row.values[2] for row in rows if isinstance(row.values[2], int)]
    sizes = [row.values[3] for row in rows if isinstance(row.values[3], int)]
    records = f"{sum(known):,} messages" if len(known) == len(rows) else f"{sum(known):,} messages and more"
    size = f"{sum(sizes):,} bytes" if len(sizes) == len(rows) else "bytes not all known"
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    shown = ", ".join(names[:NAMES_SHOWN]) + more
    readers = sorted({group for ids in groups.values() for group in ids})
    warnings = [f"{name} is Kafka's own." for name in names if _is_internal(doomed, name)]
    if readers:
        warnings.append(f"Read by {len(readers)} group{'s' if len(readers) != 1 else ''}: {', '.join(readers[:6])}.")
    tool = f"kafka-topics.sh --bootstrap-server {context.profile.bootstrap_servers} --delete --topic"
    commands = tuple(f"{tool} {shlex.quote(name)}" for name in names[:NAMES_SHOWN])
    return Plan(
        summary=f"Deletes {'the topic ' if len(names) == 1 else f'{len(names)} topics: '}{shown}.",
        payload=doomed,
        columns=COLUMNS,
        rows=tuple(rows),
        totals=(f"{len(names)} topic{'s' if len(names) != 1 else ''}, {partitions} partitions, {records}, {size}.",),
        warnings=tuple(warnings),
        commands=commands,
        undo="The topics are made anew, with their replicas and configuration, but empty: the records are gone.",
        is_undoable=True,
        confirm_name=names[0] if len(names) == 1 else context.profile.name,
    )


def _is_internal(doomed: Sequence[Doomed], name: str) -> bool:
    return any(each.topic.is_internal for each in doomed if each.topic.name == name)


ACTION = DeleteTopics()
