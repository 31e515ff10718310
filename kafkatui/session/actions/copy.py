"""Copy records from a topic to another one, of this cluster or of another."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.codec.decoder import RecordReader
from kafkatui.insight.header_edits import HeaderEdits, known_headers
from kafkatui.insight.search.evaluation import Predicate
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.errors import FieldError, NotFound
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.record import OutgoingRecord, Record
from kafkatui.model.tail_range import TailRange
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import no_export_obstacle
from kafkatui.session.adding import COMPRESSION, NO_UNDO, choice_field, chosen_word
from kafkatui.session.header_sample import sampled_headers
from kafkatui.session.masks import ADVICE, masked_bytes_warnings, unmasking_words
from kafkatui.session.record_choice import (
    DROP_HEADER,
    PARTITIONS,
    RATE,
    SET_HEADER,
    WHERE,
    edits_of,
    fixed_range,
    pace_of,
    predicate_of,
    typed_range,
)
from kafkatui.session.resume_point import ResumePoint
from kafkatui.session.tasks import TaskControl
from kafkatui.session.transfer import Pace, Transfer, transfer

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

READ_COMMITTED = "read_committed"
ISOLATION = choice_field(
    "isolation_level", "Isolation", "Whether open and aborted transactions are copied, too.",
    (READ_COMMITTED, "read_uncommitted"),
)  # fmt: skip

COLUMNS = (
    PlanColumn("source", "From", "The topic that is read."),
    PlanColumn("destination", "To", "The topic that is written to."),
    PlanColumn("offsets", "Offsets", "Offsets looked at, an upper bound of the records; ? without an end."),
    PlanColumn("partitions", "Partitions", "How records are spread over the destination's partitions."),
)


class Copying(Struct, frozen=True):
    """What is copied, and how.

    Attributes:
        total: how many offsets that are; None without an end.
        starts: the first of each partition.
        holds: whether a record is meant; None for all.
        resume: where it could be taken up again.
    """

    source: str
    destination: str
    to_cluster: str
    what: TailRange
    total: int | None
    starts: Mapping[TopicPartition, int]
    read_committed: bool
    keeps_partitions: bool
    edits: HeaderEdits
    holds: Predicate | None
    pace: Pace
    compression: str
    resume: ResumePoint


class Copy(Action[Copying]):
    """Keys, values, headers and timestamps as they are; partitions where that is asked for."""

    spec = ActionSpec(
        id="copy",
        title="Copy records",
        help="Copy a topic's records to another topic, of this cluster or another.",
        danger=Danger.ADDS,
        asks_first=True,
        acts_on=frozenset({PlaceKind.TOPIC}),
        scope=Scope.CLUSTERS,
        verb="copy",
        fields=(
            Field(
                "source", "From", "The topic that is read.", is_required=True, is_positional=True, is_in_dialog=False,
            ),
            Field("destination", "To topic", "It must exist.", is_required=True, is_positional=True),
            Field("to_cluster", "To cluster", "A cluster of the settings file; empty: this one.", metavar="NAME"),
            Field("start", "From", "end, beginning, last:N, a time, offset:N, group:NAME.", default="beginning",
                option="--from", metavar="WHERE"),
            Field("stop", "Until", "end (as of now), never, a time, offset:N.", default="end", option="--until",
                metavar="WHERE"),
            PARTITIONS,
            WHERE,
            Field("keep_partitions", "Keep partitions", "Each record stays in the partition of its number.",
                FieldKind.FLAG),
            DROP_HEADER,
            SET_HEADER,
            Field("mark", "Mark", "Add a header that says where a record was copied from.", FieldKind.FLAG),
            ISOLATION,
            RATE,
            Field("pace", "Pace", "original: as they were written; x10: ten times as fast.", metavar="original|xN"),
            COMPRESSION,
            Field("resume", "Resume", "Go on where the same copy was stopped.", FieldKind.FLAG),
        ),
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return no_export_obstacle(context.profile)

    def changed(self, context: ActionContext, values: Values) -> tuple[ActionContext, ...]:
        return (context.at(values.get("to_cluster") or ""),)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Copying]:
        other = context.at(values.get("to_cluster") or "")
        source, destination = _topics(context, other, targets[0].name, values)
        if words := unmasking_words(context.decoding, source.name, other.decoding, destination.name):
            raise FieldError("destination", words, ADVICE)
        what = typed_range(context, source, values)
        resume = ResumePoint.of(context.profile.name, source.name, other.profile.name, destination.name)
        if values.get("resume"):
            what = resume.apply(what)
        what, total, starts = fixed_range(context, source, what)
        copying = Copying(
            source.name,
            destination.name,
            values.get("to_cluster") or "",
            what,
            total,
            starts,
            chosen_word(values, ISOLATION) == READ_COMMITTED,
            bool(values.get("keep_partitions")),
            edits_of(values),
            predicate_of(values),
            pace_of(values),
            chosen_word(values, COMPRESSION),
            resume,
        )
        spread = "kept" if copying.keeps_partitions else "by the key, or any"
        return Plan(
            f"Copies records of {source.name} to {_named(other, context, destination.name)}.",
            copying,
            COLUMNS,
            (PlanLine(destination.name, (source.name, _named(other, context, destination.name), total, spread)),),
            totals=(
                *(("Keys, values, headers and timestamps are kept.",) if copying.edits.is_none else ()),
                *_known_headers(context, copying, control),
            ),
            warnings=(*_warnings(destination, copying), *masked_bytes_warnings(context.decoding, source.name)),
            commands=(_command(context, other, copying),),
            undo=NO_UNDO,
            nothing_to_do="There is nothing to copy." if total == 0 else "",
            confirm_name=destination.name,
        )

    def run(self, context: ActionContext, plan: Plan[Copying], control: TaskControl) -> Outcome:
        copying = plan.payload
        outcome = transfer(
            context,
            context.at(copying.to_cluster),
            Transfer(
                (copying.source,),
                copying.what,
                outgoing_of(copying, context.decoding.record_reader(copying.source)),
                copying.destination,
                copying.total,
                copying.starts,
                copying.read_committed,
                copying.compression,
                copying.pace,
                copying.resume.reach,
            ),
            control,
        )
        if outcome.is_done and not control.is_cancelled:
            copying.resume.forget()
        return outcome


def outgoing_of(copying: Copying, reader: RecordReader) -> Callable[[Record], OutgoingRecord | None]:
    """What is sent for a record."""
    holds, edits, keeps, destination = copying.holds, copying.edits, copying.keeps_partitions, copying.destination

    def outgoing(record: Record) -> OutgoingRecord | None:
        if holds is not None and not holds(SearchedRecord(record, reader)):
            return None
        headers = record.headers if edits.is_none else edits.apply(record)
        partition = record.partition if keeps else None
        return OutgoingRecord(destination, record.key, record.value, headers, partition, record.timestamp_ms)

    return outgoing


def _topics(context: ActionContext, other: ActionContext, name: str, values: Values) -> tuple[Topic, Topic]:
    """Where from and where to. Raises NotFound and FieldError."""
    source = context.metadata().topics.get(name)
    if source is None:
        raise NotFound(f"There is no topic {name}.")
    typed = values.get("destination") or ""
    destination = other.metadata().topics.get(typed)
    if destination is None:
        raise FieldError("destination", f"There is no topic {typed} to copy to.", "Create it first.")
    if other is context and destination.name == source.name:
        raise FieldError("destination", "A topic is not copied to itself.")
    if values.get("keep_partitions") and len(destination.partitions) < len(source.partitions):
        has = f"{destination.name} has {len(destination.partitions)} partitions"
        raise FieldError("keep_partitions", f"{has}, {source.name} has {len(source.partitions)}.")
    return source, destination


def _known_headers(context: ActionContext, copying: Copying, control: TaskControl) -> tuple[str, ...]:
    """What tools have added to the first records, and is copied with them."""
    if copying.total == 0:
        return ()
    names = sampled_headers(context, copying.source, copying.what, control, read_committed=copying.read_committed)
    edited = copying.edits.dropped | {name for name, _ in copying.edits.set}
    return tuple(f"{name}: a header of {whose}, kept." for name, whose in known_headers(sorted(names - edited)).items())


def _warnings(destination: Topic, copying: Copying) -> tuple[str, ...]:
    warnings = []
    if destination.is_internal:
        warnings.append(f"{destination.name} is Kafka's own: what is written there by hand can break the cluster.")
    if copying.total is None:
        warnings.append("It has no end: it copies what is written meanwhile, until it is stopped.")
    if not copying.read_committed:
        warnings.append("Records of open and aborted transactions are copied as if they were valid.")
    return tuple(warnings)


def _named(other: ActionContext, context: ActionContext, topic: str) -> str:
    return topic if other is context else f"{topic} of {other.profile.name}"


def _command(context: ActionContext, other: ActionContext, copying: Copying) -> str:
    source, destination = shlex.quote(copying.source), shlex.quote(copying.destination)
    return (
        f"kcat -b {context.profile.bootstrap_servers} -C -t {source} -o beginning -e -K $'\\x1f' -D $'\\x1e' | "
        f"kcat -b {other.profile.bootstrap_servers} -P -t {destination} -K $'\\x1f' -D $'\\x1e'"
        "  # loses headers, timestamps and what holds these bytes"
    )


ACTION = Copy()
