"""Analyse topics: read all there is, once, and tell what it is in figures. Nothing is changed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import FieldError, NotFound
from kafkatui.model.field import INT64_MOST, Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.task import Progress
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("topic", "Topic", "The topic."),
    PlanColumn("partitions", "Partitions", "Partitions to read."),
    PlanColumn("offsets", "Offsets", "Offsets to pass; as many records at most."),
)


class Reading(Struct, frozen=True):
    """What is to be read."""

    partitions: tuple[TopicPartition, ...]
    newest: int | None

    @property
    def topics(self) -> list[str]:
        """Each once, in order."""
        return list(dict.fromkeys(topic for topic, _ in self.partitions))


class AnalyseTopics(Action[Reading]):
    """Reads raw batches once; what was found is kept by the session and shown on the topics' Analysis tabs."""

    spec = ActionSpec(
        id="topic.analyse",
        title="Analyse",
        help="Sizes, keys, skew, times, batches, codecs and producers of all records, read once.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        fields=(
            Field(
                "newest", "Newest offsets", "Only so many of each partition; empty: all there is.", FieldKind.NUMBER,
                most=INT64_MOST,
            ),
        ),
        key=Key(
            "topic.analyse", "A", "analyse", "Analyse topics: sizes, keys, skew, batches, producers.", "Do",
            on=frozenset({"topic"}),
        ),
        result_tab="analysis",
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Reading]:
        from kafkatui.kafka.read.offsets import read_offsets

        newest = values.get("newest")
        if newest is not None and newest < 1:
            raise FieldError("newest", "At least 1.")
        known = context.metadata().topics
        names = [target.name for target in targets]
        if missing := [name for name in names if name not in known]:
            raise NotFound(f"There is no topic {', '.join(missing)}.")
        partitions = tuple((name, part.id) for name in names for part in known[name].partitions)
        ranges = read_offsets(context.readable_kafka(), partitions)
        lengths = {key: max(0, (each.end or 0) - (each.begin or 0)) for key, each in ranges.items()}
        if newest is not None:
            lengths = {key: min(newest, length) for key, length in lengths.items()}
        total = sum(lengths.values())
        per_topic = {name: [key for key in partitions if key[0] == name] for name in names}
        newest_option = "" if newest is None else f" --newest {newest}"
        servers = context.profile.bootstrap_servers
        return Plan(
            summary=f"Reads {total:,} offsets of {len(partitions):,} partitions, once. Nothing is changed.",
            payload=Reading(partitions, newest),
            columns=COLUMNS,
            rows=tuple(
                PlanLine(name, (name, len(keys), sum(lengths[key] for key in keys))) for name, keys in per_topic.items()
            ),
            warnings=tuple(f"{key[0]}-{key[1]}: {each.reason}" for key, each in ranges.items() if each.reason),
            commands=(f"kafkatui analyse -b {servers}{newest_option} {shlex.join(names)}",),
            undo="Nothing is changed.",
        )

    def run(self, context: ActionContext, plan: Plan[Reading], control: TaskControl) -> Outcome:
        from kafkatui.kafka.stream.analysing import analyse_topics

        what, kept = plan.payload, context.analyses
        topics = what.topics

        def on_progress(done: int, total: int) -> None:
            kept.pass_on(topics, Progress(done, total, "offsets"))
            control.progress(done, total, "offsets")

        kept.begin(topics)
        found = []
        try:
            found = analyse_topics(context.readable_kafka(), what.partitions, what.newest, on_progress)
        finally:
            kept.end(topics, found)
        return Outcome(
            tuple(
                TargetOutcome(
                    each.topic, OutcomeState.FAILED if each.unread else OutcomeState.DONE,
                    "; ".join(f"partition {number} was not read: {why}" for number, why in each.unread.items()),
                )
                for each in found
            )
        )  # fmt: skip


ACTION = AnalyseTopics()
