"""Generate records from a template: any number of them, at any rate, until stopped."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import count, islice
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.template import FORMS, Template
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, NotFound, UsageError
from kafkatui.model.field import INT64_MOST, Field, FieldKind, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.record import OutgoingRecord
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import (
    COMPRESSION,
    ENDED_THERE,
    NO_UNDO,
    add_all,
    chosen_word,
    portion_count,
    shown_text,
)
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

DEFAULT_VALUE = '{"id": ${counter}, "name": "${name}", "amount": ${int:1-1000}, "at": "${timestamp}"}'
DEFAULT_COUNT = 100
SHOWN_COUNT = 3
MOST_BATCH_BYTES = 100_000_000
"""More than brokers take by default; librdkafka has no larger messages either."""

COLUMNS = (
    PlanColumn("number", "#", "Which record, from 0."),
    PlanColumn("key", "Key", "Its key; empty: null."),
    PlanColumn("value", "Value", "Its value."),
)


class Generation(Struct, frozen=True):
    """What is generated.

    Attributes:
        amount: how many; None: until it is stopped.
        rate: records a second; None: as fast as the brokers take them.
        headers: names and templates of values.
        batch_bytes: a batch's size at most; None: as it goes fastest.
    """

    topic: str
    partition: int | None
    amount: int | None
    rate: float | None
    key: Template | None
    value: Template
    headers: tuple[tuple[str, Template], ...]
    compression: str
    batch_bytes: int | None = None

    def records(self) -> Iterator[OutgoingRecord]:
        """All of them, one after another."""
        topic, partition = self.topic, self.partition
        headers = [(name, template.make) for name, template in self.headers]
        make_key, make_value = None if self.key is None else self.key.make, self.value.make
        for number in count() if self.amount is None else range(self.amount):
            yield OutgoingRecord(
                topic,
                None if make_key is None else make_key(number).encode(),
                make_value(number).encode(),
                tuple([(name, make(number).encode()) for name, make in headers]) if headers else (),
                partition,
            )

    def first(self) -> OutgoingRecord:
        """The first of them."""
        return next(self.records())


class Generate(Action[Generation]):
    """Adds records at librdkafka's speed, or at the rate that was asked for."""

    spec = ActionSpec(
        id="generate",
        title="Generate records",
        help="Generate records from a template, at any rate.",
        danger=Danger.ADDS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        verb="generate",
        fields=(
            Field(
                "topic", "Topic", "Where they are written to.", is_required=True, is_positional=True,
                is_in_dialog=False,
            ),
            Field(
                "value", "Value", f"A template of the value: {FORMS}.", FieldKind.DOCUMENT,
                default=DEFAULT_VALUE.encode(),
                metavar="TEMPLATE|@FILE",
            ),
            Field(
                "key", "Key", "A template of the key; without it the key is null.", default="key-${counter}",
                metavar="TEMPLATE",
            ),
            Field("headers", "Headers", "NAME=TEMPLATE.", FieldKind.PAIRS, option="--header"),
            Field(
                "count", "Count", f"How many, {DEFAULT_COUNT} if nothing is said; 0: until it is stopped.",
                FieldKind.NUMBER, default=DEFAULT_COUNT, most=INT64_MOST,
            ),
            Field("rate", "Per second", "How many a second; without it as fast as they are taken.", FieldKind.NUMBER),
            Field("partition", "Partition", "Only this one; without it by the key, or any.", FieldKind.NUMBER),
            COMPRESSION,
            Field(
                "batch_size", "Batch size", "Bytes of a batch at most; without it as it goes fastest.",
                FieldKind.NUMBER, metavar="BYTES",
            ),
        ),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Generation]:
        generation = _generation(targets[0].name, values)
        known = context.metadata().topics.get(generation.topic)
        if known is None:
            raise NotFound(f"There is no topic {generation.topic}.", "Generating does not create it.")
        if generation.partition is not None and generation.partition >= len(known.partitions):
            raise FieldError("partition", f"{known.name} has the partitions 0 to {len(known.partitions) - 1}.")
        shown = list(islice(generation.records(), SHOWN_COUNT))
        rows = tuple(
            PlanLine(known.name, (number, shown_text(each.key), shown_text(each.value)))
            for number, each in enumerate(shown)
        )
        size = sum(len(each.key or b"") + len(each.value or b"") for each in shown) // max(1, len(shown))
        amount = "records until it is stopped" if generation.amount is None else f"{generation.amount:,} records"
        pace = "" if generation.rate is None else f", {generation.rate:,.0f} a second"
        return Plan(
            f"Writes {amount} to {known.name}{pace}.",
            generation,
            COLUMNS,
            rows,
            totals=(f"About {size:,} bytes each.",),
            commands=(_command(context, generation),),
            undo=NO_UNDO,
        )

    def run(self, context: ActionContext, plan: Plan[Generation], control: TaskControl) -> Outcome:
        generation = plan.payload
        producer = context.bulk_producer(generation.compression, generation.batch_bytes)
        control.limit_rate(generation.rate)
        records, portion = generation.records(), portion_count(generation.rate)

        def hand_over() -> str:
            while batch := list(islice(records, portion)):
                producer.send(batch, control.check)
                control.progress(producer.sent, generation.amount, "records")
                if producer.is_refused:
                    return ENDED_THERE
            return ""

        return add_all(producer, generation.topic, hand_over, control)


def _generation(topic: str, values: Values) -> Generation:
    amount, rate, partition, batch_bytes = (values.get(name) for name in ("count", "rate", "partition", "batch_size"))
    if amount is not None and amount < 0:
        raise FieldError("count", "Not less than 0, which means: until it is stopped.")
    if rate is not None and rate < 1:
        raise FieldError("rate", "One at least; leave it empty for no bound.")
    if partition is not None and partition < 0:
        raise FieldError("partition", "Partitions are numbered from 0.")
    if batch_bytes is not None and not 1 <= batch_bytes <= MOST_BATCH_BYTES:
        raise FieldError("batch_size", f"From 1 to {MOST_BATCH_BYTES:,} bytes.")
    key = values.get("key")
    headers = tuple(_header(text) for text in values.get("headers") or ())
    return Generation(
        topic,
        partition,
        DEFAULT_COUNT if amount is None else amount or None,
        rate,
        _template("key", key) if key else None,
        _template("value", values.get("value") or DEFAULT_VALUE),
        headers,
        chosen_word(values, COMPRESSION),
        batch_bytes,
    )


def _template(field: str, text: str | bytes) -> Template:
    try:
        return Template(text.decode() if isinstance(text, bytes) else text)
    except UnicodeDecodeError:
        raise FieldError(field, "A template is UTF-8 text.") from None
    except UsageError as error:
        raise FieldError(field, error.what, error.advice) from None


def _header(text: str) -> tuple[str, Template]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise FieldError("headers", f"“{text}” is no NAME=TEMPLATE.")
    return name, _template("headers", value)


def _command(context: ActionContext, generation: Generation) -> str:
    size = len(generation.first().value or b"")
    amount = -1 if generation.amount is None else generation.amount
    rate = -1 if generation.rate is None else round(generation.rate)
    batch = "" if generation.batch_bytes is None else f"batch.size={generation.batch_bytes} "
    return (
        f"kafka-producer-perf-test.sh --producer-props bootstrap.servers={context.profile.bootstrap_servers} {batch}"
        f"--topic {shlex.quote(generation.topic)} --num-records {amount} --throughput {rate} --record-size {size}"
    )


ACTION = Generate()
