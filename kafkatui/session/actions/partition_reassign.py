"""Move replicas to other brokers: a plan that evens them out, or one from a file, carried out some at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kafkatui.insight.config_values import SIZE_FORMS, read_value
from kafkatui.insight.reassign.kafka_json import parse
from kafkatui.insight.reassign.planner import By, Wish, plan_moves
from kafkatui.insight.reassign.throttling import throttle_for
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.capabilities import Capability
from kafkatui.model.cluster import ClusterMetadata, Partition, TopicPartition, partition_text
from kafkatui.model.errors import FieldError, KafkatuiError, NotSupported, UsageError
from kafkatui.model.field import INT16_MOST, Choice, Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.partition_move import PartitionMove
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.model.throttle import RATES
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import CapabilitiesFeed, LogDirsFeed
from kafkatui.session.move_preview import Known, preview
from kafkatui.session.move_ways import way_of
from kafkatui.session.moving import Moves, Moving, is_somebody_elses
from kafkatui.session.partition_targets import CHOICE_FIELDS, chosen_partitions, named_targets
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

WAYS = (
    Choice("replicas", "replicas", "Every broker gets as many replicas as the others, by the fewest moves."),
    Choice("bytes", "bytes", "Every broker gets about as many bytes: large replicas move first."),
    Choice("leaders", "leaders", "Every broker leads as many partitions: only the order changes, no data move."),
    Choice("must", "what must", "Only what has to: off brokers left out, or to another number of replicas."),
)


class ReassignPartitions(Action[Moves]):
    """Shows what moves, how much that is, and what each broker has before and after."""

    spec = ActionSpec(
        id="partition.reassign",
        title="Reassign partitions",
        help="Move replicas to other brokers: evened out, off brokers, more or fewer of them, or as a file has it.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.TOPIC, PlaceKind.CLUSTER}),
        takes_many=True,
        also_partitions=True,
        fields=(
            *CHOICE_FIELDS,
            Field("by", "Even out", "What is made even.", FieldKind.CHOICE, "replicas", choices=WAYS),
            Field("brokers", "Brokers", "Only these may have replicas; empty: all that are there.", metavar="1,2,3"),
            Field("exclude", "Without", "These give up all they have.", metavar="4"),
            Field(
                "keep_racks", "Over racks", "Spread each partition over racks, as evenly as can be.", FieldKind.FLAG
            ),
            Field("replication_factor", "Replication", "So many replicas each; empty: as they are.", FieldKind.NUMBER,
                  most=INT16_MOST),
            Field(
                "throttle", "Throttle", "A second, in and out of each broker: 50MB; empty: as fast as it goes.",
                metavar="BYTES",
            ),
            Field(
                "from_file", "or file", "A plan as kafka-reassign-partitions.sh reads it, instead.", metavar="FILE"
            ),
        ),
        verb="topic reassign",
        key=Key(
            "partition.reassign", "e", "reassign", "Move the partition's replicas.", "Do", 5,
            on=frozenset({"partition"}),
        ),
        outlives=True,
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        if values.get("from_file") and not values.get("names"):
            return (Target(PlaceKind.CLUSTER),)
        return named_targets(values)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Moves]:
        metadata = context.metadata()
        by_znode = _by_znode(context)
        control.say("asking for sizes and for what moves already")
        moving = way_of(context, by_znode=by_znode).moving()
        sizes = _sizes(context)
        if values.get("from_file"):
            partitions, moves = _from_file(str(values["from_file"]), metadata, sizes)
        else:
            partitions = [
                each for each in chosen_partitions(metadata, targets, values) if (each.topic, each.id) not in moving
            ]
            wish = _wish(values, metadata, partitions)
            if wish.by is By.BYTES and (unknown := [each for each in partitions if _key(each) not in sizes]):
                raise FieldError("by", f"The size of {len(unknown):,} partitions is not known.", "Take replicas.")
            control.say(f"planning {len(partitions):,} partitions")
            moves = list(plan_moves(partitions, sizes, wish))
        moves = [move for move in moves if move.key not in moving]
        control.check()
        return _preview(context, metadata, Moves(tuple(moves), None, by_znode), partitions, sizes, values, len(moving))

    def run(self, context: ActionContext, plan: Plan[Moves], control: TaskControl) -> Outcome:
        moving = Moving(context, plan.payload, control)
        moving.run()
        return _outcome(plan.payload, moving)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Moves]:
        metadata = context.metadata()
        parts = {(name, part.id): part for name, topic in metadata.topics.items() for part in topic.partitions}
        sizes = _sizes(context)
        moves, warnings = [], []
        for name in entry.done:
            topic, number, *after = entry.after[name]
            before, now = tuple(entry.before[name]), parts.get((topic, number))
            if now is None:
                warnings.append(f"{name} is gone: not touched.")
            elif now.replicas != tuple(after):
                there, left = (",".join(map(str, ids)) for ids in (now.replicas, after))
                warnings.append(f"{name} was left on {left} and is on {there} now: not touched.")
            else:
                moves.append(PartitionMove(topic, number, now.replicas, before, sizes.get((topic, number))))
        plan = Moves(tuple(moves), None, _by_znode(context))
        partitions = [parts[move.key] for move in moves]
        made = _preview(context, metadata, plan, partitions, sizes, {}, 0)
        return replace(made, warnings=(*warnings, *made.warnings), cleanup=None)

    def run_undo(self, context: ActionContext, plan: Plan[Moves], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)

    def tidy_up(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> bool:
        if is_somebody_elses(entry.cleanup):
            return False
        plan = Moves.of_json(entry.cleanup)
        moving = Moving(context, plan, control)
        moving.go_on(with_the_rest=not entry.has_ended)
        if not entry.has_ended:  # now it is known what it came to, and it can be undone
            context.journal().end(entry.id, _outcome(plan, moving), "")
        return moving.is_tidy


def _outcome(plan: Moves, moving: Moving) -> Outcome:
    """What came of it, with what an undo needs of the partitions that arrived."""
    outcomes = moving.ordered()
    done = {each.target for each in outcomes if each.is_done}
    moved = {name: move for move in plan.moves if (name := partition_text(move.key)) in done}
    return Outcome(
        outcomes,
        before={name: list(move.before) for name, move in moved.items()},
        after={name: [*move.key, *move.after] for name, move in moved.items()},
        is_tidy=moving.is_tidy,
    )


def _preview(
    context: ActionContext,
    metadata: ClusterMetadata,
    plan: Moves,
    partitions: Sequence[Partition],
    sizes: Mapping[TopicPartition, int],
    values: Values,
    moving_count: int,
) -> Plan[Moves]:
    known = Known(metadata, partitions, sizes, moving_count)
    rate = _rate(str(values.get("throttle") or ""))
    if rate is None or not any(move.adding for move in plan.moves):
        return preview(context.profile, plan, known)
    from kafkatui.kafka.write.throttles import read_throttles

    unreachable = context.readable_kafka().unreachable_brokers
    living = tuple(sorted(broker for broker in metadata.brokers if broker not in unreachable))
    topics = tuple(sorted({move.topic for move in plan.moves}))
    rates_set, topics_set = read_throttles(context.readable_kafka(), living, topics)
    throttle = throttle_for(plan.moves, rate, living, rates_set=rates_set, topics_set=topics_set)
    return preview(context.profile, replace(plan, throttle=throttle), known, rates_set, topics_set)


def _rate(text: str) -> int | None:
    """Bytes a second as they were typed; None for none."""
    if not text.strip():
        return None
    try:
        rate = int(read_value(RATES[0], text))
    except ValueError:
        raise FieldError("throttle", f"“{text}” is no number of bytes.", f"As in 52428800, or {SIZE_FORMS}.") from None
    if rate <= 0:
        raise FieldError("throttle", f"{rate:,} bytes a second is no rate.", "Leave it empty to have none.")
    return rate


def _by_znode(context: ActionContext) -> bool:
    """Whether the controller has to be asked through ZooKeeper.

    Raises:
        NotSupported: it has to, and there is none.
    """
    capabilities = context.known(CapabilitiesFeed()).value or context.read(CapabilitiesFeed())
    if capabilities.has(Capability.REASSIGNMENTS):
        return False
    if context.profile.zookeeper is None:
        why_not = capabilities.why_not(Capability.REASSIGNMENTS)
        raise NotSupported(why_not, "Below it goes through ZooKeeper: give its address.")
    return True


def _sizes(context: ActionContext) -> dict[TopicPartition, int]:
    """Bytes of the largest replica of each partition that some broker told of."""
    found: dict[TopicPartition, int] = {}
    try:
        log_dirs = context.read(LogDirsFeed())
    except KafkatuiError:  # moving must be possible while they are not known
        return found
    for log_dir in log_dirs:
        for size in log_dir.replicas:
            key = size.topic, size.partition
            found[key] = max(found.get(key, 0), size.size_bytes)
    return found


def _from_file(
    name: str, metadata: ClusterMetadata, sizes: Mapping[TopicPartition, int]
) -> tuple[list[Partition], list[PartitionMove]]:
    """The partitions that a file names, and what it makes of them."""
    try:
        wanted = parse(Path(name).expanduser().read_bytes())
    except OSError as error:
        raise FieldError("from_file", f"{name} cannot be read: {error.strerror}.") from None
    except UsageError as error:
        raise FieldError("from_file", error.what, error.advice) from None
    parts = {(topic, part.id): part for topic, each in metadata.topics.items() for part in each.partitions}
    if missing := [key for key in wanted if key not in parts]:
        raise FieldError("from_file", f"There is no partition {missing[0][0]}-{missing[0][1]}.")
    if strange := sorted({broker for replicas in wanted.values() for broker in replicas} - metadata.brokers.keys()):
        raise FieldError("from_file", f"There is no broker {', '.join(map(str, strange))}.")
    moves = [
        PartitionMove(topic, number, parts[topic, number].replicas, replicas, sizes.get((topic, number)))
        for (topic, number), replicas in wanted.items()
        if parts[topic, number].replicas != replicas
    ]
    return [parts[key] for key in wanted], moves


def _wish(values: Values, metadata: ClusterMetadata, partitions: Sequence[Partition]) -> Wish:
    """What was typed.

    Raises:
        FieldError: it cannot be meant here.
    """
    by = By(values.get("by") or "replicas")
    known = {*metadata.brokers, *(broker for each in partitions for broker in each.replicas)}
    brokers = _ids("brokers", values, frozenset(metadata.brokers)) or frozenset(metadata.brokers)
    brokers -= _ids("exclude", values, frozenset(known))
    factor = values.get("replication_factor")
    if factor is not None and factor < 1:
        raise FieldError("replication_factor", f"{factor} is too few: 1 at least.")
    if factor is not None and by is By.LEADERS:
        raise FieldError("replication_factor", "By leaders only the order changes.", "Even out something else.")
    most = factor or max((len(each.replicas) for each in partitions), default=0)
    if by is not By.LEADERS and most > len(brokers):
        field = "replication_factor" if factor is not None else "exclude" if values.get("exclude") else "brokers"
        raise FieldError(field, f"{most} replicas need {most} brokers, and there are {len(brokers)} for them.")
    racks = _racks(metadata, brokers) if values.get("keep_racks") else None
    return Wish(by, tuple(sorted(brokers)), racks, factor)


def _racks(metadata: ClusterMetadata, brokers: frozenset[int]) -> dict[int, str]:
    racks = {broker: metadata.brokers[broker].rack for broker in sorted(brokers)}
    if without := [broker for broker, rack in racks.items() if rack is None]:
        raise FieldError("keep_racks", f"No rack is known of broker {', '.join(map(str, without))}.")
    return {broker: str(rack) for broker, rack in racks.items()}


def _ids(field: str, values: Values, known: frozenset[int]) -> frozenset[int]:
    parts = [part for part in str(values.get(field) or "").replace(" ", ",").split(",") if part]
    if wrong := [part for part in parts if not part.isdecimal()]:
        raise FieldError(field, f"“{wrong[0]}” is no broker id.", "As in 1,2,3.")
    ids = frozenset(int(part) for part in parts)
    if missing := sorted(ids - known):
        raise FieldError(field, f"There is no broker {', '.join(map(str, missing))} now.")
    return ids


def _key(partition: Partition) -> TopicPartition:
    return partition.topic, partition.id


ACTION: Action[Any] = ReassignPartitions()
