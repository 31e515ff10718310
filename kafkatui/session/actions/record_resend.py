"""Send records again as they are, to their own topic or to another."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kafkatui.codec.decoder import RecordReader
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.record import Record
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import NO_UNDO, shown_part
from kafkatui.session.masks import ADVICE, masked_bytes_warnings, unmasking_words
from kafkatui.session.record_places import all_sent_again
from kafkatui.session.sending import Sending, send_all
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("record", "Record", "Its topic, partition and offset."),
    PlanColumn("key", "Key", "Its key; empty: null."),
    PlanColumn("value", "Value", "Its value; empty: null."),
    PlanColumn("headers", "Headers", "How many."),
)


class ResendRecords(Action[Sending]):
    """Reads them again from the cluster, so that what is sent is what is there, byte for byte."""

    spec = ActionSpec(
        id="record.resend",
        title="Resend unchanged",
        help="Send the record under the cursor, or those marked, again: the same key, value and headers.",
        danger=Danger.ADDS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        on_records=True,
        takes_many=True,
        verb="produce --resend",
        fields=(
            Field("to", "To topic", "Another topic, where the key chooses the partition; empty: their own."),
        ),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Sending]:
        topic = targets[0].name
        to = (values.get("to") or "").strip()
        if to and to not in context.metadata().topics:
            raise FieldError("to", f"There is no topic {to}.", "Sending to it does not create it.")
        if to and (words := unmasking_words(context.decoding, topic, context.decoding, to)):
            raise FieldError("to", words, ADVICE)
        records = read_targets(context, targets, control)
        count = "a record" if len(records) == 1 else f"{len(records):,} records"
        where = f"{topic} again" if to in ("", topic) else f"{topic} to {to}"
        partition = "Each goes to the partition it was in" if to in ("", topic) else "The key chooses the partition"
        places = ",".join(f"{record.partition}@{record.offset}" for record in records)
        return Plan(
            f"Sends {count} of {where}.",
            Sending(all_sent_again(records, to)),
            COLUMNS,
            lines_of(records, context.decoding.record_reader(topic)),
            totals=(f"{partition}; its time is when it is sent.",),
            commands=(
                f"kafkatui produce {shlex.quote(topic)} --resend {places}"
                + (f" --to {shlex.quote(to)}" if to else ""),
            ),
            undo=NO_UNDO,
            warnings=masked_bytes_warnings(context.decoding, topic),
            confirm_name=to or topic,
        )  # fmt: skip

    def run(self, context: ActionContext, plan: Plan[Sending], control: TaskControl) -> Outcome:
        return send_all(context, plan.payload, control)


def read_targets(context: ActionContext, targets: Targets, control: TaskControl) -> tuple[Record, ...]:
    """The records that are meant, as they are in the cluster now, in the order of partition and offset.

    Raises:
        NotFound: one of them is gone.
        KafkatuiError: they cannot be read.
    """
    places = [
        (target.partition, target.offset)
        for target in targets
        if target.partition is not None and target.offset is not None
    ]
    return tuple(context.read_records(targets[0].name, places, control.check).values())


def lines_of(records: tuple[Record, ...], reader: RecordReader) -> tuple[PlanLine, ...]:
    """A line for each, as `COLUMNS` has them; what the settings hide is hidden."""
    return tuple(
        PlanLine(
            each.topic,
            (
                f"{each.topic}-{each.partition}@{each.offset}", shown_part(reader.key, each.key),
                shown_part(reader.value, each.value), len(each.headers),
            ),
        )
        for each in records
    )  # fmt: skip


ACTION = ResendRecords()
