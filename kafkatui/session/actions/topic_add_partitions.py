"""Give topics more partitions: with what that does to the order of keys."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.key_moves import moved_share
from kafkatui.insight.messages import ALWAYS_COMPACTED
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.cluster import Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.errors import FieldError, NotFound, Refused, RequestFailed
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.topic_create import assignment_of
from kafkatui.session.feeds import MetadataFeed, TopicConfigsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("topic", "Topic", "The topic that grows."),
    PlanColumn("now", "Partitions now", "How many it has."),
    PlanColumn("then", "Then", "How many it will have."),
    PlanColumn("moved_keys", "Keys that move", "Share of all keys whose records go to another partition from then on."),
    PlanColumn("policy", "Cleanup", "What becomes of old records: compaction never meets a key in two partitions."),
)

NO_UNDO = "It cannot be undone: Kafka takes no partition away; only a topic made anew has fewer."


class Growth(Struct, frozen=True):
    """What is added to what.

    Attributes:
        now: number of partitions by topic, as it was looked at.
        then: how many each shall have.
        assignment: broker ids of each new partition's replicas; empty leaves it to the brokers.
    """

    now: Mapping[str, int]
    then: int
    assignment: tuple[tuple[int, ...], ...]

    @property
    def growing(self) -> Mapping[str, int]:
        """The number wanted, by topic that has fewer."""
        return {name: self.then for name, count in self.now.items() if count < self.then}


class AddPartitions(Action[Growth]):
    """Records that are there stay where they are; only where new ones go changes."""

    spec = ActionSpec(
        id="topic.add_partitions",
        title="Add partitions",
        help="Give topics more partitions; it cannot be undone, and keys go elsewhere from then on.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        fields=(
            Field(
                "names", "Topics", "The topics.", FieldKind.LIST, is_required=True, is_positional=True,
                is_in_dialog=False, metavar="NAME",
            ),
            Field(
                "partitions", "Partitions", "How many each shall have in all.", FieldKind.NUMBER, is_required=True,
            ),
            Field(
                "replica_assignment", "Replicas",
                "Broker ids of each new partition, or of all: 1:2,2:3; empty: the brokers choose.",
                metavar="ID:ID,ID:ID",
            ),
        ),
        verb="topic add-partitions",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        own = next((target.name for target in targets if target.name in ALWAYS_COMPACTED), None)
        return Obstacle(_own_words(own)) if own else None

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """How many they have now stands beside what is asked."""
        names, partitions, replicas = self.spec.fields
        metadata = context.known(MetadataFeed()).value
        known = {} if metadata is None else metadata.topics
        counts = sorted({len(known[target.name].partitions) for target in targets if target.name in known})
        now = f" Now: {', '.join(map(str, counts))}." if counts else ""
        return Form((names, replace(partitions, help=f"{partitions.help}{now}"), replicas))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Growth]:
        from kafkatui.kafka.write.topics import add_partitions

        topics = _topics(context, targets)
        then = values.get("partitions")
        if then is None:
            raise FieldError("partitions", "Say how many there shall be in all.")
        for topic in topics:
            if then < len(topic.partitions):
                raise FieldError(
                    "partitions", f"{topic.name} has {len(topic.partitions)} already, and {then} are fewer.",
                    "Kafka takes no partition away.",
                )  # fmt: skip
        assignment = _new_replicas(topics, then, assignment_of(values.get("replica_assignment")))
        growth = Growth({topic.name: len(topic.partitions) for topic in topics}, then, assignment)
        if growth.growing:
            control.say("having the brokers check it")
            outcomes = add_partitions(context.writable_kafka(), growth.growing, assignment, validate_only=True)
            for outcome in outcomes:
                if not outcome.is_done:
                    raise RequestFailed(f"{outcome.target} cannot get them: {outcome.reason}")
        configs = context.read(TopicConfigsFeed(tuple(growth.now)))
        return _plan(context, topics, growth, configs)

    def run(self, context: ActionContext, plan: Plan[Growth], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.topics import add_partitions

        growth = plan.payload
        there = context.metadata().topics
        outcomes: dict[str, TargetOutcome] = {}
        for name, count in growth.now.items():
            found = len(there[name].partitions) if name in there else 0
            if found != count:
                words = f"it had {count} partitions when this was planned, now it has {found}"
                outcomes[name] = TargetOutcome(name, OutcomeState.CONFLICT, words if found else "it is gone")
            elif name not in growth.growing:
                outcomes[name] = TargetOutcome(name, OutcomeState.DONE, "as it was")
        wanted = {name: then for name, then in growth.growing.items() if name not in outcomes}
        control.check()
        if wanted:
            done = add_partitions(context.writable_kafka(), wanted, growth.assignment)
            outcomes.update((each.target, each) for each in done)
        context.refresh(MetadataFeed())
        return Outcome(tuple(outcomes[name] for name in growth.now))


def _topics(context: ActionContext, targets: Targets) -> list[Topic]:
    there = context.metadata().topics
    names = list(dict.fromkeys(target.name for target in targets))
    if missing := [name for name in names if name not in there]:
        raise NotFound(f"There is no topic {', '.join(missing)}.")
    if own := [name for name in names if name in ALWAYS_COMPACTED]:
        raise Refused(_own_words(own[0]))
    return [there[name] for name in names]


def _own_words(name: str) -> str:
    return f"{name} is Kafka's own: its brokers find what they keep there by the number of its partitions."


def _new_replicas(
    topics: Sequence[Topic], then: int, assignment: tuple[tuple[int, ...], ...]
) -> tuple[tuple[int, ...], ...]:
    """The replicas of the new partitions: all that is typed, or what is typed behind those that are there.

    Raises:
        FieldError: it is for another number of partitions, or of replicas.
    """
    if not assignment:
        return ()
    field = "replica_assignment"
    if len(topics) > 1:
        raise FieldError(field, "It is for one topic.")
    now = sorted(topics[0].partitions, key=lambda partition: partition.id)
    if len(assignment) == then and then > len(now):
        if changed := [part.id for part, ids in zip(now, assignment, strict=False) if tuple(part.replicas) != ids]:
            raise FieldError(field, f"Partition {changed[0]} is elsewhere.", "Name the replicas of new ones only.")
        assignment = assignment[len(now) :]
    if len(assignment) != then - len(now):
        raise FieldError(field, f"It is for {len(assignment)} partitions, and {then - len(now)} are new.")
    if len(assignment[0]) != topics[0].replication_factor:
        raise FieldError(field, f"{topics[0].name} has {topics[0].replication_factor} replicas of each partition.")
    return assignment


def _plan(
    context: ActionContext, topics: Sequence[Topic], growth: Growth, configs: Mapping[str, Sequence[ConfigEntry]]
) -> Plan[Growth]:
    rows, warnings = [], []
    for topic in topics:
        name, now = topic.name, len(topic.partitions)
        policy = next((each.value for each in configs.get(name, ()) if each.name == "cleanup.policy"), None)
        share = moved_share(now, growth.then) if now else 0.0
        is_compacted = policy is not None and "compact" in policy
        percent = None if not now else f"{share:.0%}".replace("%", " %")
        rows.append(PlanLine(name, (name, now, growth.then, percent, policy), is_compacted and now < growth.then))
        if is_compacted and now < growth.then:
            warnings.append(
                f"{name} is compacted: the last value of a key that moves stays in its old partition for ever, beside "
                "the new ones, and a tombstone no longer reaches it."
            )
    growing = growth.growing
    if growing:
        warnings += [
            "Newer records of a key that moves may be read before older ones, until what is there has been read.",
            "Consumers with auto.offset.reset=latest miss what is written to a new partition before they notice it.",
        ]
    names = ", ".join(list(growing)[:3]) + (f" and {len(growing) - 3} more" if len(growing) > 3 else "")
    added = sum(growth.then - growth.now[name] for name in growing)
    nothing = f"It has {growth.then} partitions already: nothing to do."
    return Plan(
        summary=f"Adds {added} partition{'s' if added != 1 else ''} to {names}." if growing else nothing,
        payload=growth,
        columns=COLUMNS,
        rows=tuple(rows),
        totals=("Records that are there stay where they are.",) if growing else (),
        warnings=tuple(warnings),
        commands=tuple(_command(context, topic, growth) for topic in topics[:3] if topic.name in growing),
        undo=NO_UNDO,
        nothing_to_do="" if growing else nothing,
        confirm_name=topics[0].name if len(topics) == 1 else context.profile.name,
    )


def _command(context: ActionContext, topic: Topic, growth: Growth) -> str:
    """The same with Kafka's own tool, which is told the replicas of all partitions."""
    words = [
        "kafka-topics.sh", "--bootstrap-server", context.profile.bootstrap_servers, "--alter", "--topic", topic.name,
        "--partitions", str(growth.then),
    ]  # fmt: skip
    if growth.assignment:
        now = [tuple(part.replicas) for part in sorted(topic.partitions, key=lambda partition: partition.id)]
        words += ["--replica-assignment", ",".join(":".join(map(str, ids)) for ids in (*now, *growth.assignment))]
    return shlex.join(words)


ACTION = AddPartitions()
