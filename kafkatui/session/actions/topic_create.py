"""Create a topic."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, NotFound, RequestFailed
from kafkatui.model.field import INT16_MOST, INT32_MOST, Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.topic_draft import TopicDraft
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import MetadataFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("topic", "Topic", "The topic that is made."),
    PlanColumn("partitions", "Partitions", "How many; ? leaves it to the brokers."),
    PlanColumn("replication_factor", "RF", "Copies of each partition; ? leaves it to the brokers."),
    PlanColumn("configs", "Configuration", "What is set for the topic itself."),
)


class CreateTopic(Action[TopicDraft]):
    """Has the brokers check the topic first, then makes it."""

    spec = ActionSpec(
        id="topic.create",
        title="Create a topic",
        help="Create a topic: partitions, replication factor or replicas, configuration.",
        danger=Danger.CHANGES,
        fields=(
            Field("name", "Name", "Letters, digits, dot, _ and -.", is_required=True, is_positional=True),
            Field(
                "partitions", "Partitions", "Parts read and written in parallel; empty: as many as the brokers' own.",
                FieldKind.NUMBER,
            ),
            Field(
                "replication_factor", "Replication", "How many brokers keep each partition; empty: the brokers' own.",
                FieldKind.NUMBER, most=INT16_MOST,
            ),
            Field(
                "replica_assignment", "or replicas", "Broker ids of each partition instead: 1:2,2:3 makes two.",
                metavar="ID:ID,ID:ID",
            ),
            Field("config", "Configuration", "NAME=VALUE, one a line: retention.ms=86400000.", FieldKind.PAIRS),
        ),
        pages=frozenset({PlaceKind.TOPICS, PlaceKind.TOPIC, PlaceKind.CLUSTER}),
        verb="topic create",
        key=Key("topic.create", "c", "create", "Create a topic.", "Do", 6),
        undo_danger=Danger.DESTROYS,
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[TopicDraft]:
        from kafkatui.kafka.write.topics import create_topics

        draft = draft_of(values)
        control.say("asking the brokers")
        (checked,) = create_topics(context.writable_kafka(), [draft], validate_only=True)
        if not checked.is_done:
            raise RequestFailed(f"{draft.name} cannot be made: {checked.reason}")
        configs = ", ".join(f"{name}={value}" for name, value in draft.config.items()) or "the brokers' own"
        factor = len(draft.assignment[0]) if draft.assignment else draft.replication_factor
        count = len(draft.assignment) or draft.partitions
        return Plan(
            f"Creates the topic {draft.name}.",
            draft,
            COLUMNS,
            (PlanLine(draft.name, (draft.name, count, factor, configs)),),
            totals=("The brokers would make it as it is typed.",),
            commands=(command(context, draft),),
            undo="The topic is deleted, with whatever was written to it by then.",
            is_undoable=True,
            confirm_name=draft.name,
        )

    def run(self, context: ActionContext, plan: Plan[TopicDraft], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.topics import create_topics

        outcomes = create_topics(context.writable_kafka(), [plan.payload])
        context.refresh(MetadataFeed())
        name = plan.payload.name
        identity = identities_of(context, [name]).get(name) if outcomes[0].is_done else None
        return Outcome(outcomes, {name: None}, {name: {"identity": identity}})

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        from kafkatui.session.actions.topic_delete import DeleteTopics

        (name,) = entry.done
        if name not in context.metadata().topics:
            raise NotFound(f"{name} is gone already.")
        left = entry.after[name]["identity"]
        if left is not None and left != identities_of(context, [name]).get(name):
            raise RequestFailed(
                f"{name} is not the topic that was made here: it was deleted and made anew since.",
                "Delete it by hand if that is what you want.",
            )
        return DeleteTopics().plan(context, (), {"names": (name,)}, control)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        from kafkatui.session.actions.topic_delete import DeleteTopics

        return DeleteTopics().run(context, plan, control)


def draft_of(values: Values) -> TopicDraft:
    """The topic as it was typed.

    Raises:
        FieldError: some of it cannot be meant.
    """
    name = str(values.get("name") or "").strip()
    if not name:
        raise FieldError("name", "A topic needs a name.")
    partitions, factor = values.get("partitions"), values.get("replication_factor")
    for field, number in (("partitions", partitions), ("replication_factor", factor)):
        if number is not None and number < 1:
            raise FieldError(field, f"{number} is too few: 1 at least.")
    assignment = assignment_of(values.get("replica_assignment"))
    if assignment and (partitions is not None or factor is not None):
        raise FieldError("replica_assignment", "It says how many partitions and replicas there are: leave those empty.")
    return TopicDraft(name, partitions, factor, assignment, pairs("config", values.get("config") or ()))


def pairs(field: str, texts: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE texts by name.

    Raises:
        FieldError: one has no name or no equals sign, or a name comes twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not name or not equals:
            raise FieldError(field, f"“{text}” is not NAME=VALUE.")
        if name in found:
            raise FieldError(field, f"{name} is there twice.")
        found[name] = value.strip()
    return found


def assignment_of(text: str | None) -> tuple[tuple[int, ...], ...]:
    """`1:2,2:3` as Kafka's `--replica-assignment` reads it.

    Raises:
        FieldError: it is not like that.
    """
    if not text:
        return ()
    try:
        assignment = tuple(
            tuple(int(broker) for broker in part.split(":")) for part in text.replace(" ", "").split(",")
        )
    except ValueError:
        raise FieldError("replica_assignment", f"“{text}” is not like 1:2,2:3.") from None
    for index, replicas in enumerate(assignment):
        if not all(0 <= broker <= INT32_MOST for broker in replicas):
            raise FieldError("replica_assignment", f"Partition {index} names a broker that cannot be.")
        if len(set(replicas)) < len(replicas):
            raise FieldError("replica_assignment", f"Partition {index} names a broker twice.")
        if len(replicas) != len(assignment[0]):
            raise FieldError("replica_assignment", "Every partition needs the same number of replicas.")
    return assignment


def identities_of(context: ActionContext, topics: Sequence[str]) -> dict[str, str | None]:
    """What tells topics from others of their names; None where the broker does not say (below Kafka 2.8)."""
    from kafkatui.kafka.read.topic_ids import read_topic_ids

    return read_topic_ids(context.readable_kafka(), topics)


def command(context: ActionContext, draft: TopicDraft) -> str:
    """The same with Kafka's own tool."""
    words = [
        "kafka-topics.sh", "--bootstrap-server", context.profile.bootstrap_servers, "--create", "--topic", draft.name,
    ]  # fmt: skip
    if draft.assignment:
        words += ["--replica-assignment", ",".join(":".join(map(str, replicas)) for replicas in draft.assignment)]
    if draft.partitions is not None:
        words += ["--partitions", str(draft.partitions)]
    if draft.replication_factor is not None:
        words += ["--replication-factor", str(draft.replication_factor)]
    for name, value in draft.config.items():
        words += ["--config", f"{name}={value}"]
    return shlex.join(words)


ACTION = CreateTopic()
