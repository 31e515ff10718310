"""Which records an action takes and what becomes of their headers: the fields that ask it, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from kafkatui.insight.header_edits import HeaderEdits, parse_edits
from kafkatui.insight.search.evaluation import Predicate
from kafkatui.insight.search.search import compile_search
from kafkatui.insight.tail_range import check_partitions, parse_partitions, parse_start, parse_stop
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.errors import FieldError, RequestFailed, UsageError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_stop import TailStop
from kafkatui.session.transfer import Pace, parse_pace

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PARTITIONS = Field("partitions", "Partitions", "Only these of the source: 0,2-4; empty: all.", option="--partition")
WHERE = Field("where", "Where", "Only records that this means, as for a search.", metavar="EXPRESSION")
DROP_HEADER = Field("drop_header", "Drop headers", "Names of headers that are left out.", FieldKind.LIST)
SET_HEADER = Field("set_header", "Set headers", "NAME=VALUE.", FieldKind.PAIRS)
RATE = Field("rate", "Per second", "How many a second; without it as fast as they are taken.", FieldKind.NUMBER)


def typed_range(context: ActionContext, source: Topic, values: Values) -> TailRange:
    """What is read. Raises FieldError."""
    now = datetime.fromtimestamp(context.now_seconds()).astimezone()
    partitions = None
    try:
        field = "start"
        start = parse_start(values.get("start") or "beginning", [source], now)
        field = "stop"
        stop = parse_stop(values.get("stop") or "end", [source], now)
        field = "partitions"
        if values.get("partitions"):
            partitions = parse_partitions(values["partitions"])
            check_partitions(partitions, [source])
    except UsageError as error:
        raise FieldError(field, error.what, error.advice) from None
    return TailRange(start, stop, partitions)


def fixed_range(
    context: ActionContext, source: Topic, what: TailRange
) -> tuple[TailRange, int | None, Mapping[TopicPartition, int]]:
    """The range with its ends as they are now, so that what was looked at is what is copied; how many offsets; starts.

    Raises:
        RequestFailed: a partition does not say where it begins and ends.
    """
    from kafkatui.kafka.stream.tail_plan import plan_tail

    keys = [(source.name, partition.id) for partition in source.partitions if what.has(partition.id)]
    planned = plan_tail(context.readable_kafka(), keys, what.start, what.stop, read_committed=False)
    if planned.problems:
        (topic, partition), problem = next(iter(planned.problems.items()))
        raise RequestFailed(f"{topic}-{partition} cannot be read: {problem}")
    if not what.stop.has_ends:
        return what, None, planned.starts
    total = sum(max(0, planned.stops[key] - planned.starts[key]) for key in keys)
    return TailRange(what.start, TailStop.at_offsets(planned.stops), what.partitions), total, planned.starts


def edits_of(values: Values) -> HeaderEdits:
    """What becomes of headers. Raises FieldError."""
    try:
        return parse_edits(
            values.get("drop_header") or (), values.get("set_header") or (), marks=bool(values.get("mark"))
        )
    except UsageError as error:
        raise FieldError("set_header", error.what, error.advice) from None


def predicate_of(values: Values) -> Predicate | None:
    """Which records are meant. Raises FieldError."""
    if not values.get("where"):
        return None
    try:
        return compile_search(values["where"], datetime.now().astimezone()).holds
    except UsageError as error:
        raise FieldError("where", error.what, error.advice) from None


def pace_of(values: Values) -> Pace:
    """How fast. Raises FieldError."""
    rate = values.get("rate")
    if rate is not None and rate < 1:
        raise FieldError("rate", "One at least; leave it empty for no bound.")
    try:
        return Pace(rate, parse_pace(values.get("pace") or ""))
    except UsageError as error:
        raise FieldError("pace", error.what, error.advice) from None
