"""Send dead letters back: each record to the topic that one of its headers names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.header_edits import ORIGINAL_TOPIC_HEADERS, HeaderEdits, known_headers
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.errors import NotFound, Refused, RequestFailed
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.record import OutgoingRecord, Record
from kafkatui.model.replacing import replace
from kafkatui.model.tail_range import TailRange
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import NO_UNDO
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
from kafkatui.session.tasks import TaskControl
from kafkatui.session.transfer import Pace, Transfer, transfer
from kafkatui.session.whole_reading import reading_whole

if TYPE_CHECKING:
    from kafkatui.insight.search.evaluation import Predicate
    from kafkatui.session.action_context import ActionContext

MOST_LOOKED_AT = 1_000_000
"""More dead letters are not counted first, and not sent at once."""

NOWHERE = ""
"""Where a record goes that has no such header."""

COLUMNS = (
    PlanColumn("destination", "To", "The topic that a header names."),
    PlanColumn("records", "Records", "How many go there."),
    PlanColumn("remark", "", "Why they are not sent."),
)


class Redrive(Struct, frozen=True):
    """Dead letters and where they go.

    Attributes:
        names: headers of which the first that a record has names its topic.
        topics: those that there are; records for others are left.
    """

    source: str
    what: TailRange
    total: int
    starts: Mapping[TopicPartition, int]
    names: tuple[str, ...]
    topics: frozenset[str]
    edits: HeaderEdits
    holds: Predicate | None
    pace: Pace

    def destination(self, record: Record) -> str:
        """The topic that the record's headers name; NOWHERE when none does."""
        headers = dict(record.headers)
        found = next((value for name in self.names if (value := headers.get(name))), b"")
        return found.decode("utf-8", "replace")


class RedriveDeadLetters(Action[Redrive]):
    """Keys, values, headers and timestamps are kept; the dead letters stay where they are."""

    spec = ActionSpec(
        id="redrive",
        title="Redrive dead letters",
        help="Send each record back to the topic that a header of it names.",
        danger=Danger.ADDS,
        asks_first=True,
        acts_on=frozenset({PlaceKind.TOPIC}),
        verb="redrive",
        fields=(
            Field("source", "From", "The topic of dead letters.", is_required=True, is_positional=True,
                is_in_dialog=False),
            Field("header", "Header", f"It names the topic; without it one of {', '.join(ORIGINAL_TOPIC_HEADERS)}."),
            Field("start", "From", "beginning, last:N, a time, offset:N, group:NAME.", default="beginning",
                option="--from", metavar="WHERE"),
            Field("stop", "Until", "end (as of now), a time, offset:N.", default="end", option="--until",
                metavar="WHERE"),
            PARTITIONS,
            WHERE,
            DROP_HEADER,
            SET_HEADER,
            Field("mark", "Mark", "Add a header that says where a record was.", FieldKind.FLAG),
            RATE,
        ),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Redrive]:
        topics = context.metadata().topics
        source = topics.get(targets[0].name)
        if source is None:
            raise NotFound(f"There is no topic {targets[0].name}.")
        redrive = _typed(context, source, frozenset(topics), values)
        looked = _Looked(redrive)
        if redrive.total:
            if redrive.total > MOST_LOOKED_AT:
                raise NotFound(f"{redrive.total:,} offsets are too many at once.", "Choose fewer: --from, --until.")
            looked.look(context, control)
        for name in sorted(looked.counts.keys() & redrive.topics):
            if words := unmasking_words(context.decoding, source.name, context.decoding, name):
                raise Refused(words, ADVICE)
        rows = tuple(looked.lines())
        sent = sum(count for name, count in looked.counts.items() if name in redrive.topics)
        return Plan(
            f"Sends {sent:,} records of {source.name} back to {len(rows) - looked.left_kinds:,} topics.",
            redrive,
            COLUMNS,
            rows,
            totals=tuple(f"{name}: a header of {whose}, kept." for name, whose in looked.known().items()),
            warnings=(
                *((f"{looked.left:,} records are not sent: see above.",) if looked.left else ()),
                *masked_bytes_warnings(context.decoding, source.name),
            ),
            undo=NO_UNDO,
            nothing_to_do="" if sent else "No record names a topic that there is.",
            confirm_name=source.name,
        )

    def run(self, context: ActionContext, plan: Plan[Redrive], control: TaskControl) -> Outcome:
        redrive = plan.payload
        reader = context.decoding.record_reader(redrive.source)

        def outgoing(record: Record) -> OutgoingRecord | None:
            destination = redrive.destination(record)
            if destination not in redrive.topics:
                return None
            if redrive.holds is not None and not redrive.holds(SearchedRecord(record, reader)):
                return None
            headers = redrive.edits.apply(record)
            return OutgoingRecord(destination, record.key, record.value, headers, None, record.timestamp_ms)

        wanted = Transfer(
            (redrive.source,), redrive.what, outgoing, redrive.source, redrive.total, redrive.starts, pace=redrive.pace
        )
        return transfer(context, context, wanted, control)


class _Looked:
    """What a look at the dead letters finds."""

    def __init__(self, redrive: Redrive) -> None:
        self._redrive = redrive
        self.counts: Counter[str] = Counter()
        self._headers: set[str] = set()

    def look(self, context: ActionContext, control: TaskControl) -> None:
        """Read all of them, without sending any.

        Raises:
            RequestFailed: not all of them could be read.
        """
        redrive, reader = self._redrive, context.decoding.record_reader(self._redrive.source)
        looked = 0
        with reading_whole(context, (redrive.source,), redrive.what, read_committed=True) as reading:
            for records in reading.batches():
                looked += len(records)
                for record in records:
                    if redrive.holds is None or redrive.holds(SearchedRecord(record, reader)):
                        self.counts[redrive.destination(record)] += 1
                        self._headers.update(name for name, _ in record.headers)
                control.progress(looked, redrive.total, "records")
            if reading.problem:
                raise RequestFailed(reading.problem)

    @property
    def left(self) -> int:
        """How many are not sent."""
        return sum(count for name, count in self.counts.items() if name not in self._redrive.topics)

    @property
    def left_kinds(self) -> int:
        """How many rows tell of such."""
        return sum(name not in self._redrive.topics for name in self.counts)

    def lines(self) -> list[PlanLine]:
        """A line for each topic, the most records first."""
        return [self._line(name, count) for name, count in self.counts.most_common()]

    def _line(self, name: str, count: int) -> PlanLine:
        if name == NOWHERE:
            return PlanLine("(no such header)", ("(no such header)", count, "not sent"), is_risky=True)
        if name not in self._redrive.topics:
            return PlanLine(name, (name, count, "there is no such topic: not sent"), is_risky=True)
        return PlanLine(self._redrive.source, (name, count, ""))

    def known(self) -> dict[str, str]:
        """Headers that tools have added, and whose they are."""
        return known_headers(sorted(self._headers - self._redrive.edits.dropped))


def _typed(context: ActionContext, source: Topic, topics: frozenset[str], values: Values) -> Redrive:
    what = typed_range(context, source, {**values, "stop": values.get("stop") or "end"})
    what, total, starts = fixed_range(context, source, what)
    if total is None:
        raise NotFound("Dead letters are sent back until an end.", "Leave out --until never.")
    names = (values["header"],) if values.get("header") else ORIGINAL_TOPIC_HEADERS
    pace = replace(pace_of(values), speed=None)
    return Redrive(
        source.name, what, total, starts, names, topics - {source.name}, edits_of(values), predicate_of(values), pace
    )


ACTION = RedriveDeadLetters()
