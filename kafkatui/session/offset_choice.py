"""Where a group's offsets are to go, as it is typed and as it is worked out: for resetting one and for making one."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.moment import parse_moment
from kafkatui.insight.offset_file import parse_offset_file, parse_partition_offsets
from kafkatui.insight.reset import OffsetMove, ResetTo, moves
from kafkatui.model.cluster import ClusterMetadata, TopicPartition, partition_text
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Values
from kafkatui.model.group import Commit
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.plan import PlanColumn, PlanLine
from kafkatui.session.feeds import GroupFeed
from kafkatui.session.group_commits import Commits
from kafkatui.session.partition_choice import TOPICS, partitions_named, partitions_of_topics, topic_texts

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

CHOICES = (
    Choice("earliest", "earliest", "To the oldest record there is.", "--to-earliest"),
    Choice("latest", "latest", "To the end: nothing that is there now is read.", "--to-latest"),
    Choice("datetime", "time", "To the first record at or after a time.", "--to-datetime", "DATETIME"),
    Choice("offset", "offset", "To this offset in every partition.", "--to-offset", "OFFSET"),
    Choice("shift", "shift by", "Forward by N records, back by -N.", "--shift-by", "N"),
    Choice(
        "offsets", "offsets", "To an offset for each partition: orders:0=10,1=20.", "--to-offsets", "TOPIC:0=N,1=N"
    ),
    Choice("like", "as group", "To what another group has committed.", "--like", "GROUP"),
    Choice("file", "from file", "To what a file says, as Kafka's tool and group export write it.", "--from-file",
           "FILE"),
    Choice("current", "current", "Stay where there is a commit, to the end where there is none.", "--to-current"),
)  # fmt: skip

COLUMNS = (
    PlanColumn("partition", "Partition", "The partition whose offset moves."),
    PlanColumn("committed", "Committed", "What the group would read next now; ? without a commit."),
    PlanColumn("new", "New", "What it reads next afterwards."),
    PlanColumn("change", "Change", "By how much that moves."),
    PlanColumn("records", "Records", "What that means for the records in between."),
    PlanColumn("lag", "Lag then", "Records still to be read afterwards."),
)


def to_field(help: str = "Where the group goes on reading.") -> Field:  # noqa: A002
    """The field that it is typed in."""
    return Field("to", "To", help, FieldKind.CHOICE, choices=CHOICES, is_required=True)


class Destination(Struct, frozen=True):
    """Where to.

    Attributes:
        number: the offset, or by how much to shift.
        named: the offset of each partition, where each has one of its own.
    """

    to: ResetTo
    argument: str
    number: int = 0
    named: Mapping[TopicPartition, int] | None = None


def destination_of(context: ActionContext, group_id: str, values: Values) -> Destination:
    """What was typed.

    Raises:
        FieldError: it cannot be meant.
        KafkatuiError: the other group could not be read.
    """
    chosen = values.get("to")
    if not isinstance(chosen, Chosen):
        raise FieldError("to", "Say where to.")
    to, argument = ResetTo(chosen.value), chosen.argument.strip()
    match to:
        case ResetTo.OFFSET | ResetTo.SHIFT:
            return Destination(to, argument, number=_number(argument, to))
        case ResetTo.LIKE:
            if not argument:
                raise FieldError("to", "Name the other group.")
            return Destination(to, argument, named=context.read(GroupFeed(argument)).committed.committed)
        case ResetTo.OFFSETS:
            topics = {text.partition(":")[0] for text in topic_texts(values.get("topic"))}
            try:
                named = parse_partition_offsets(argument, next(iter(topics)) if len(topics) == 1 else None)
            except ValueError as error:
                raise FieldError("to", f"{str(error)[0].upper()}{str(error)[1:]}.") from None
            return Destination(to, argument, named=named)
        case ResetTo.FILE:
            return Destination(to, argument, named=_from_file(argument, group_id))
    return Destination(to, argument)


def chosen_partitions(
    values: Values, destination: Destination, sample: GroupSample, metadata: ClusterMetadata
) -> list[TopicPartition]:
    """The partitions that are meant; where none are named all of every topic the group has to do with.

    Where each has an offset of its own, those; they must be there.

    Raises:
        FieldError: no such topic or partition.
    """
    texts = topic_texts(values.get("topic"))
    if texts and values.get("all_topics"):
        raise FieldError("all_topics", "Topics and all topics exclude each other.")
    if texts:
        return partitions_named(texts, metadata)
    committed = partitions_of_topics((topic for topic, _ in sample.committed.committed), metadata)
    if destination.named is not None and (destination.to is not ResetTo.LIKE or not committed):
        there = set(partitions_of_topics((topic for topic, _ in destination.named), metadata))
        missing = sorted(set(destination.named) - there)
        if missing and destination.to is not ResetTo.LIKE:
            raise FieldError("to", f"There is no partition {partition_text(missing[0])}.")
        return sorted(set(destination.named) & there)
    if not committed:
        raise FieldError("topic", f"{sample.group.id} has committed nothing yet.", "Name a topic.")
    return committed


def planned_moves(
    context: ActionContext,
    committed: Mapping[TopicPartition, int],
    destination: Destination,
    partitions: Sequence[TopicPartition],
) -> list[OffsetMove]:
    """How each partition's offset moves.

    Raises:
        FieldError: the time cannot be meant.
        KafkatuiError: where the logs begin and end could not be read.
    """
    from kafkatui.kafka.read.offsets import read_offsets, read_offsets_at

    kafka = context.readable_kafka()
    ranges = read_offsets(kafka, list(partitions))
    offsets: Mapping[TopicPartition, int | None] = destination.named or {}
    if destination.to is ResetTo.DATETIME:
        known = [key for key in partitions if ranges[key].end is not None]
        offsets = read_offsets_at(kafka, known, _milliseconds(destination.argument, context))
    return moves(destination.to, partitions, committed, ranges, number=destination.number, offsets=offsets)


def wanted_commits(planned: Sequence[OffsetMove]) -> Commits:
    """What those moves commit: the texts that were there go, as they were about another offset."""
    return {move.partition: Commit(move.new) for move in planned if move.new is not None and move.is_change}


def plan_line(move: OffsetMove) -> PlanLine:
    """A partition's line of the preview."""
    name = partition_text(move.partition)
    lag = None if move.new is None or move.end is None else move.end - move.new
    return PlanLine(name, (name, move.committed, move.new, move.change, _words(move), lag), bool(move.skipped))


def move_totals(planned: Sequence[OffsetMove]) -> tuple[str, ...]:
    """What the moves mean for records, in sentences."""
    skipped, again = sum(move.skipped for move in planned), sum(move.read_again for move in planned)
    totals = []
    if skipped:
        totals.append(f"{skipped:,} records will not be read.")
    if again:
        totals.append(f"{again:,} records are read again.")
    return tuple(totals)


def move_warnings(planned: Sequence[OffsetMove]) -> tuple[str, ...]:
    """What stays, and why."""
    return tuple(f"{partition_text(move.partition)} stays: {move.problem}." for move in planned if move.problem)


SHARE_TOOL = (ResetTo.EARLIEST, ResetTo.LATEST, ResetTo.DATETIME)
"""What Kafka's tool for share groups can reset to."""


def reset_command(
    context: ActionContext, group_id: str, destination: Destination, values: Values, *, is_share: bool = False
) -> str:
    """The same with Kafka's own tool."""
    to, argument = destination.to, destination.argument
    option = next(choice.option for choice in CHOICES if choice.value == to.value)
    if is_share and to not in SHARE_TOOL:
        return "# kafka-share-groups.sh resets to the earliest, the latest or a time only"
    if to is ResetTo.LIKE:
        return f"# kafka-consumer-groups.sh cannot copy from another group; export {argument} and use --from-file"
    if to is ResetTo.OFFSETS:
        return "# kafka-consumer-groups.sh takes an offset for each partition from a file only: --from-file"
    if to is ResetTo.DATETIME:
        moment = datetime.fromtimestamp(_milliseconds(argument, context) / 1000, UTC)
        argument = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}"
    topics = " ".join(f"--topic {shlex.quote(topic)}" for topic in topic_texts(values.get(TOPICS.name)))
    named = "" if to is ResetTo.FILE and not topics else f"{topics or '--all-topics'} "
    tail = f"{option} {shlex.quote(argument)}" if argument else option
    tool = "kafka-share-groups.sh" if is_share else "kafka-consumer-groups.sh"
    return (
        f"{tool} --bootstrap-server {context.profile.bootstrap_servers} "
        f"--group {shlex.quote(group_id)} {named}--reset-offsets {tail} --execute"
    )


def _from_file(path: str, group_id: str) -> dict[TopicPartition, int]:
    if not path:
        raise FieldError("to", "Name the file.")
    try:
        named = parse_offset_file(Path(path).expanduser().read_text(encoding="utf-8"), group_id)
    except OSError as error:
        raise FieldError("to", f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:  # of the text, or of its encoding
        raise FieldError("to", f"{path}, {error}.") from None
    if not named:
        raise FieldError("to", f"{path} has no offset for {group_id}.")
    return named


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
