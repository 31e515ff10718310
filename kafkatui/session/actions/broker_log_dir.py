"""Move replicas of a broker from one of its log directories to another."""

from __future__ import annotations

import json
import os
import shlex
import socket
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.insight.replica_moves import ReplicaPlace, replica_places
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.cluster import TopicPartition, partition_text
from kafkatui.model.config_entry import LogDir
from kafkatui.model.errors import FieldError, KafkatuiError
from kafkatui.model.field import Choice, Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.broker_log_level import broker_of
from kafkatui.session.feeds import LogDirsFeed
from kafkatui.session.moving import is_somebody_elses
from kafkatui.session.tasks import Cancelled, Left, TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("replica", "Replica", "The partition whose replica on this broker moves."),
    PlanColumn("size_bytes", "Bytes", "What is copied from disk to disk."),
    PlanColumn("from", "From", "The log directory it is in."),
    PlanColumn("to", "To", "The log directory it moves to."),
)

_LOOK_SECONDS = 0.5


class Moves(Struct, frozen=True):
    """Replicas of one broker: where they are, and where they shall be."""

    broker_id: int
    places: Mapping[TopicPartition, ReplicaPlace]
    to: Mapping[TopicPartition, str]


class MoveReplicas(Action[Moves]):
    """The broker copies by itself; kafkatui watches, and cancelling puts back what is not there yet."""

    spec = ActionSpec(
        id="broker.log_dir",
        title="Move replicas to another log directory",
        help="Move replicas of a broker from one of its log directories to another of its own.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.BROKER}),
        fields=(
            Field("broker", "Broker", "Its id.", is_required=True, is_positional=True, is_in_dialog=False,
                  metavar="ID"),
            Field(
                "replicas", "Replicas", "TOPIC, or TOPIC:0,1 for some of its partitions; of those on this broker.",
                FieldKind.LIST, is_required=True, is_positional=True, metavar="TOPIC[:0,1]",
            ),
            Field("to", "To", "The log directory they move to.", is_required=True, option="--to-dir", metavar="DIR"),
        ),
        verb="broker move-replica",
        outlives=True,
        result_tab="log_dirs",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        known = context.known(LogDirsFeed()).value
        for target in targets:
            own = [each for each in known or () if str(each.broker_id) == target.name and each.path]
            if len(own) == 1:
                return Obstacle(f"Broker {target.name} has one log directory, {own[0].path}.", "log.dirs names more.")
        return None

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The broker's directories to choose from, as far as they are known."""
        broker, replicas, to = self.spec.fields
        known = context.known(LogDirsFeed()).value if targets else None
        own = [each for each in known or () if str(each.broker_id) == targets[0].name and each.path]
        if own:
            choices = tuple(Choice(each.path, each.path, to.help) for each in own)
            to = replace(to, kind=FieldKind.CHOICE, choices=choices, default=own[-1].path)
        return Form((broker, replicas, to))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Moves]:
        broker_id = broker_of(context, targets[0].name)
        log_dirs = _read(context, broker_id)
        to = str(values.get("to") or "").rstrip("/")
        paths = [each.path for each in log_dirs if each.path]
        if to not in paths:
            raise FieldError("to", f"Broker {broker_id} has no log directory {to}.", f"It has: {', '.join(paths)}.")
        places = replica_places(log_dirs)
        chosen = chosen_replicas(values.get("replicas") or (), places, broker_id)
        return _plan(context, Moves(broker_id, places, dict.fromkeys(chosen, to)), log_dirs)

    def run(self, context: ActionContext, plan: Plan[Moves], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.log_dirs import move_replicas

        moves = plan.payload
        wanted = {key: to for key, to in moves.to.items() if moves.places[key].log_dir != to}
        now = replica_places(_read(context, moves.broker_id))
        gone = {key for key in wanted if key not in now or now[key].log_dir != moves.places[key].log_dir}
        outcomes = {
            key: TargetOutcome(
                partition_text(key), OutcomeState.CONFLICT, "it is not where it was when this was planned"
            )
            for key in gone
        }
        sent = {key: to for key, to in wanted.items() if key not in gone}
        if sent:
            outcomes |= dict(zip(sent, move_replicas(context.writable_kafka(), moves.broker_id, sent), strict=True))
        moving = {key: to for key, to in sent.items() if outcomes[key].is_done}
        try:
            _watch(context, moves.broker_id, moving, control)
        except Left:
            raise
        except Cancelled:
            outcomes |= _put_back(context, moves, moving)
        context.refresh(LogDirsFeed())
        before = {key: moves.places[key].log_dir for key in wanted}
        return _outcome(moves.broker_id, [outcomes[key] for key in wanted], before, wanted)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Moves]:
        broker_id = int(entry.before["broker"])
        log_dirs = _read(context, broker_id)
        places = replica_places(log_dirs)
        left = {(topic, partition): path for topic, partition, path in entry.after["replicas"]}
        back, warnings = {}, []
        for topic, partition, path in entry.before["replicas"]:
            key = (topic, partition)
            if key in places and places[key].log_dir == left[key]:
                back[key] = path
            else:
                there = f"in {places[key].log_dir}" if key in places else "not on this broker"
                warnings.append(
                    f"{partition_text(key)} was in {path}, was moved to {left[key]} and is {there} now: not touched."
                )
        plan = _plan(context, Moves(broker_id, places, back), log_dirs)
        return replace(plan, warnings=tuple(warnings), cleanup=None)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)

    def tidy_up(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> bool:
        """Watch on what the broker went on with, so that it is known what it came to and can be undone."""
        if is_somebody_elses(entry.cleanup):
            return False
        if entry.has_ended:
            return True
        broker_id = int(entry.cleanup["broker"])
        before = {(topic, number): path for topic, number, path, _ in entry.cleanup["replicas"]}
        after = {(topic, number): path for topic, number, _, path in entry.cleanup["replicas"]}
        _watch(context, broker_id, after, control)
        context.journal().end(entry.id, _outcome(broker_id, [_arrived(key) for key in after], before, after), "")
        return True


def _arrived(key: TopicPartition) -> TargetOutcome:
    return TargetOutcome(partition_text(key), OutcomeState.DONE)


def _outcome(
    broker_id: int,
    outcomes: Sequence[TargetOutcome],
    before: Mapping[TopicPartition, str],
    after: Mapping[TopicPartition, str],
) -> Outcome:
    """What came of it, with what an undo needs of the replicas that arrived."""
    done = {each.target for each in outcomes if each.is_done}
    sides = [
        {"broker": broker_id, "replicas": [[*key, path] for key, path in side.items() if partition_text(key) in done]}
        for side in (before, after)
    ]
    return Outcome(tuple(outcomes), sides[0], sides[1])


def chosen_replicas(
    texts: Sequence[str] | str, places: Mapping[TopicPartition, ReplicaPlace], broker_id: int
) -> list[TopicPartition]:
    """The replicas that `TOPIC` and `TOPIC:0,1` name.

    Raises:
        FieldError: the broker has no such replica.
    """
    found: dict[TopicPartition, None] = {}
    topics = {topic for topic, _ in places}
    for text in texts.split() if isinstance(texts, str) else texts:
        name, colon, numbers = text.rpartition(":")
        if text in topics or not colon:
            name, numbers = text, ""
        own = sorted(partition for topic, partition in places if topic == name)
        if not own:
            raise FieldError("replicas", f"Broker {broker_id} has no replica of {name}.")
        for word in numbers.split(",") if numbers else map(str, own):
            if not word.strip().isdecimal() or int(word) not in own:
                has = ", ".join(map(str, own))
                raise FieldError("replicas", f"Broker {broker_id} has no {name}:{word.strip()}.", f"It has {has}.")
            found[name, int(word)] = None
    return list(found)


def _read(context: ActionContext, broker_id: int) -> Sequence[LogDir]:
    from kafkatui.kafka.read.log_dirs import read_log_dirs

    return read_log_dirs(context.readable_kafka(), [broker_id])


def _watch(context: ActionContext, broker_id: int, moving: Mapping[TopicPartition, str], control: TaskControl) -> None:
    """Until every replica is where it shall be. A broker that does not answer is asked again: it goes on with it."""
    while True:
        control.check()
        try:
            now = replica_places(_read(context, broker_id))
        except KafkatuiError:
            control.say(f"broker {broker_id} does not answer; it goes on when it does")
        else:
            there = [now[key] for key in moving if key in now]
            left = [key for key, to in moving.items() if key in now and now[key].log_dir != to]
            if not left:
                return
            total = sum(place.size_bytes for place in there)
            behind = sum(now[key].size_bytes - now[key].copied_bytes for key in left)
            control.progress(
                max(0, total - behind), total, "bytes", f"{len(moving) - len(left)} of {len(moving)} there"
            )
        control.wait(_LOOK_SECONDS)


def _put_back(
    context: ActionContext, moves: Moves, moving: Mapping[TopicPartition, str]
) -> dict[TopicPartition, TargetOutcome]:
    """Give up the copies that are not whole yet."""
    from kafkatui.kafka.write.log_dirs import move_replicas

    now = replica_places(_read(context, moves.broker_id))
    left = {key: moves.places[key].log_dir for key, to in moving.items() if key in now and now[key].log_dir != to}
    move_replicas(context.writable_kafka(), moves.broker_id, left)
    return {
        key: TargetOutcome(partition_text(key), OutcomeState.SKIPPED, f"cancelled: it stays in {path}")
        for key, path in left.items()
    }


def _plan(context: ActionContext, moves: Moves, log_dirs: Iterable[LogDir]) -> Plan[Moves]:
    changes = {key: to for key, to in moves.to.items() if moves.places[key].log_dir != to}
    total = sum(moves.places[key].size_bytes for key in changes)
    usable = {each.path: each.usable_bytes for each in log_dirs}
    warnings = [
        f"{path} has {free:,} bytes left: too few."
        for path in dict.fromkeys(changes.values())
        if (free := usable.get(path)) is not None and free < total
    ]
    warnings += [
        f"{partition_text(key)} is being moved to {moves.places[key].moving_to} already."
        for key in changes
        if moves.places[key].moving_to
    ]
    count = f"{len(changes)} replica{'s' if len(changes) != 1 else ''}"
    whither = ", ".join(dict.fromkeys(changes.values())) or "nowhere"
    return Plan(
        summary=f"Moves {count} of broker {moves.broker_id} to {whither}.",
        payload=moves,
        columns=COLUMNS,
        rows=tuple(
            PlanLine(
                partition_text(key), (partition_text(key), moves.places[key].size_bytes, moves.places[key].log_dir, to)
            )
            for key, to in moves.to.items()
        ),
        totals=(f"{total:,} bytes are copied from disk to disk by the broker itself; leaders and replicas stay.",),
        warnings=tuple(warnings),
        commands=_commands(context, moves.broker_id, changes),
        undo="They are moved back, as far as they are where this moved them to.",
        is_undoable=True,
        nothing_to_do="" if changes else "They are there already: nothing to do.",
        confirm_name=str(moves.broker_id),
        cleanup={
            "broker": moves.broker_id,
            "replicas": [[*key, moves.places[key].log_dir, to] for key, to in changes.items()],
            "pid": os.getpid(),
            "host": socket.gethostname(),
        },
    )


def _commands(context: ActionContext, broker_id: int, changes: Mapping[TopicPartition, str]) -> tuple[str, ...]:
    """The same with Kafka's own tool, whose plan names every replica of a partition: others are any."""
    topics = context.metadata().topics if changes else {}
    brokers = {}
    for topic, number in changes:
        known = topics.get(topic)
        part = next((each for each in known.partitions if each.id == number), None) if known is not None else None
        brokers[topic, number] = list(part.replicas) if part is not None else [broker_id]
    plan = {
        "version": 1,
        "partitions": [
            {
                "topic": topic, "partition": number, "replicas": brokers[topic, number],
                "log_dirs": [to if each == broker_id else "any" for each in brokers[topic, number]],
            }
            for (topic, number), to in changes.items()
        ],
    }  # fmt: skip
    if not changes:
        return ()
    tool = f"kafka-reassign-partitions.sh --bootstrap-server {context.profile.bootstrap_servers} --execute"
    return (f"{tool} --reassignment-json-file <(echo {shlex.quote(json.dumps(plan))})",)


ACTION = MoveReplicas()
