"""Delete keys of a topic: null for each, wherever it has a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kafkatui.codec.encode import encode
from kafkatui.codec.encoding import Encoding
from kafkatui.insight.search.exact_key import exact_key
from kafkatui.insight.search.search import compile_search
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import FieldError, NotFound, RequestFailed, UsageError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.record import OutgoingRecord, Record
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.record_tombstone import command, compaction_warnings
from kafkatui.session.adding import NO_UNDO, choice_field, chosen_word, shown_part
from kafkatui.session.sending import Sending, send_all
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("key", "Key", "The key that is deleted."),
    PlanColumn("partition", "P", "Where it has records, and where the tombstone goes; ? where it has none."),
    PlanColumn("value", "Newest value", "What its newest record there holds; empty: null already, so nothing is sent."),
)

KEY_AS = choice_field(
    "key_as", "Read as", "How keys are written as bytes.",
    ("text", *(each.value for each in Encoding if each not in (Encoding.AUTO, Encoding.TEXT))),
)  # fmt: skip


class DeleteKeys(Action[Sending]):
    """Looks for the keys first: a tombstone elsewhere than where the key's records are would delete nothing."""

    spec = ActionSpec(
        id="topic.tombstone",
        title="Delete keys",
        help="Send null for keys of a topic, wherever they have records: compaction then deletes them.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        fields=(
            Field("name", "Topic", "The topic.", is_required=True, is_positional=True, is_in_dialog=False),
            Field(
                "keys", "Keys", "The keys that go; in one line with blanks between.", FieldKind.LIST, is_required=True,
                option="--key", metavar="KEY",
            ),
            KEY_AS,
        ),
        verb="topic tombstone",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        for target in targets:
            if context.decoding.record_reader(target.name).key.masks:
                return Obstacle(f"The settings mask the keys of {target.name}.", _MASKED_ADVICE)
        return None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Sending]:
        topic = targets[0].name
        known = context.metadata().topics.get(topic)
        if known is None:
            raise NotFound(f"There is no topic {topic}.")
        keys = keys_of(values)
        control.say("looking for the keys")
        newest = _newest(context, [(topic, part.id) for part in known.partitions], keys, control)
        reader = context.decoding.record_reader(topic).value
        rows = []
        for key, typed in keys.items():
            there = [newest[place] for place in sorted(newest) if place[1] == key]
            rows += [
                PlanLine(topic, (typed, each.partition, shown_part(reader, each.value)), each.value is not None)
                for each in there
            ] or [PlanLine(topic, (typed, None, "no record has it"))]
        sent = tuple(
            OutgoingRecord(topic, key, None, (), partition)
            for (partition, key), record in sorted(newest.items())
            if record.value is not None
        )
        several = len({record.key for record in sent}) < len(sent)
        return Plan(
            f"Deletes {len({record.key for record in sent}):,} keys of {topic}: sends {len(sent):,} tombstones.",
            Sending(sent),
            COLUMNS,
            tuple(rows),
            warnings=(
                *compaction_warnings(context, topic),
                *(("A key has records in several partitions: a tombstone goes to each.",) if several else ()),
            ),
            commands=tuple(command(context, topic, each.key, each.partition) for each in sent[:3]),
            undo=NO_UNDO if sent else "",
            nothing_to_do="" if sent else "None of them has a record with a value: nothing to do.",
            confirm_name=topic,
        )

    def run(self, context: ActionContext, plan: Plan[Sending], control: TaskControl) -> Outcome:
        return send_all(context, plan.payload, control)


_MASKED_ADVICE = "Which key is deleted could not be said."


def keys_of(values: Values) -> dict[bytes, str]:
    """The keys as bytes, each once, with how they were typed.

    Raises:
        FieldError: one is not what it shall be read as.
    """
    how = Encoding(chosen_word(values, KEY_AS))
    try:
        keys = {encode(text, how): text for text in values.get("keys") or ()}
    except UsageError as error:
        raise FieldError("keys", error.what, error.advice) from None
    if not keys:
        raise FieldError("keys", "Say which keys.")
    return keys


def _newest(
    context: ActionContext, partitions: Sequence[tuple[str, int]], keys: Iterable[bytes], control: TaskControl
) -> dict[tuple[int, bytes], Record]:
    """The newest record of each key in each partition.

    Raises:
        RequestFailed: not everything could be looked at.
    """
    from kafkatui.kafka.stream.scan import Scan, Sought

    wanted = frozenset(keys)
    found: dict[tuple[int, bytes], Record] = {}

    def take(record: Record) -> None:
        found[record.partition, record.key or b""] = record

    def check() -> None:
        control.check()
        control.progress(scan.state.passed, scan.state.total, "offsets")

    now = datetime.fromtimestamp(context.now_seconds()).astimezone()
    needle = compile_search(" or ".join(exact_key(key) for key in wanted), now).needle
    sought = Sought(lambda record: record.key is not None and record.key in wanted, needle)
    scan = Scan(context.readable_kafka(), partitions, sought, on_match=take, check=check)
    state = scan.run()
    if not state.is_complete:
        why = next(iter(state.unread.values()), "some batches could not be taken apart")
        raise RequestFailed(f"Not everything could be looked at: {why}.", "Try again when its leaders are there.")
    return found


ACTION = DeleteKeys()
