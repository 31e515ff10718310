"""Send a tombstone for the key of a record: null, which deletes the key of a compacted topic."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kafkatui.codec.drafts import typed_bytes
from kafkatui.codec.encoding import Encoding
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import KafkatuiError, RequestFailed
from kafkatui.model.field import Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.record import OutgoingRecord, Record
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.record_resend import read_targets
from kafkatui.session.adding import NO_UNDO, shown_part
from kafkatui.session.sending import Sending, send_all
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("key", "Key", "The key that is deleted."),
    PlanColumn("partition", "P", "Where its record is, and where the tombstone goes."),
    PlanColumn("value", "Value of the record", "What the record under the cursor holds; empty: null already."),
)
POLICY = "cleanup.policy"


class SendTombstones(Action[Sending]):
    """One for each key, to the partition that its record is in: elsewhere it would delete nothing."""

    spec = ActionSpec(
        id="record.tombstone",
        title="Send a tombstone",
        help="Send null for the key of the record under the cursor, or of those marked.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        on_records=True,
        takes_many=True,
        key=Key(
            "record.tombstone", "d,delete", "tombstone", "Send null for the key under the cursor: it is deleted.",
            "Messages", 0, on=frozenset({"record"}),
        ),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Sending]:
        topic = targets[0].name
        reader = context.decoding.record_reader(topic)
        if reader.key.masks:
            raise RequestFailed(f"The settings mask the keys of {topic}.", "Which key is deleted could not be said.")
        newest: dict[tuple[int, bytes], Record] = {}
        for record in read_targets(context, targets, control):
            if record.key is None:
                raise RequestFailed(
                    f"{topic}-{record.partition}@{record.offset} has no key.",
                    "A tombstone deletes a key; without one there is nothing to delete.",
                )
            newest[record.partition, record.key] = record
        records = tuple(newest.values())
        keys = ", ".join(shown_key(record.key) for record in records[:3])
        more = f" and {len(records) - 3:,} more" if len(records) > 3 else ""
        sent = tuple(OutgoingRecord(topic, record.key, None, (), record.partition) for record in records)
        return Plan(
            f"Deletes the key {keys}{more} of {topic}: sends null for it.",
            Sending(sent),
            COLUMNS,
            tuple(
                PlanLine(
                    topic, (shown_key(each.key), each.partition, shown_part(reader.value, each.value)), is_risky=True
                )
                for each in records
            ),
            warnings=compaction_warnings(context, topic),
            commands=tuple(command(context, topic, each.key, each.partition) for each in records),
            undo=f"{NO_UNDO} The value can be sent again while it is shown here.",
            confirm_name=topic,
        )

    def run(self, context: ActionContext, plan: Plan[Sending], control: TaskControl) -> Outcome:
        return send_all(context, plan.payload, control)


def compaction_warnings(context: ActionContext, topic: str) -> tuple[str, ...]:
    """What a tombstone means where the topic is not compacted, as far as it can be told."""
    from kafkatui.session.feeds import TopicConfigsFeed

    try:
        entries = context.read(TopicConfigsFeed((topic,))).get(topic, ())
    except KafkatuiError as error:
        return (f"Whether {topic} is compacted is not known: {error.what}",)
    policy = next((entry.value for entry in entries if entry.name == POLICY), None)
    if policy is None or "compact" in policy:
        return ()
    return (f"{topic} is not compacted ({POLICY}={policy}): the key's records stay; consumers are given null.",)


def command(context: ActionContext, topic: str, key: bytes | None, partition: int | None) -> str:
    """The verb that sends null for that key."""
    typed = typed_bytes(key or b"", is_one_line=True)
    how = "" if typed.how is Encoding.TEXT else f" --key-as {typed.how.value}"
    return (
        f"kafkatui produce -b {context.profile.bootstrap_servers} {shlex.quote(topic)} "
        f"-k {shlex.quote(typed.text)}{how} -p {partition} --null"
    )


def shown_key(key: bytes | None) -> str:
    """A key as text that tells it, with what it is read as where that is no text."""
    typed = typed_bytes(key or b"", is_one_line=True)
    return typed.text if typed.how is Encoding.TEXT else f"{typed.how.value} {typed.text}"


ACTION = SendTombstones()
