"""What an expression says of partitions, offsets and times: that much only has to be read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from kafkatui.insight.moment import parse_moment
from kafkatui.insight.search.syntax import All, Comparison, Condition, FieldCondition, FieldKind
from kafkatui.model.replacing import replace


class Cut(Struct, frozen=True):
    """Where records that are meant can be; what is None is not limited.

    Attributes:
        first_offset, end_offset: of every partition; the end is behind the last.
        first_ms, last_ms: of records' timestamps, Unix milliseconds.
    """

    partitions: frozenset[int] | None = None
    first_offset: int | None = None
    end_offset: int | None = None
    first_ms: int | None = None
    last_ms: int | None = None


def cut_of(condition: Condition, now: datetime) -> Cut:
    """What the conditions that must all hold leave; those under `or` and `not` cut nothing."""
    cut = Cut()
    for part in _must_hold(condition):
        if isinstance(part, FieldCondition):
            cut = _narrowed(cut, part, now)
    return cut


def _must_hold(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.conditions:
            yield from _must_hold(part)
    else:
        yield condition


def _narrowed(cut: Cut, condition: FieldCondition, now: datetime) -> Cut:
    kind, comparison = condition.field.kind, condition.comparison
    if kind is FieldKind.PARTITION and comparison in (Comparison.EQUAL, Comparison.IN):
        numbers = [value for value in condition.values if isinstance(value, int | float)]
        wanted = frozenset(int(value) for value in numbers if value == int(value))
        return replace(cut, partitions=wanted if cut.partitions is None else cut.partitions & wanted)
    if kind not in (FieldKind.OFFSET, FieldKind.TIME):
        return cut
    values = [parse_moment(str(value), now) if kind is FieldKind.TIME else value for value in condition.values]
    low, high = _bounds(comparison, [float(value) for value in values if isinstance(value, int | float)])
    if kind is FieldKind.OFFSET:
        first = _most(cut.first_offset, None if low is None else math.ceil(low))
        end = _least(cut.end_offset, None if high is None else math.floor(high) + 1)
        return replace(cut, first_offset=first, end_offset=end)
    first_ms = _most(cut.first_ms, None if low is None else math.ceil(low))
    return replace(cut, first_ms=first_ms, last_ms=_least(cut.last_ms, None if high is None else math.floor(high)))


def _bounds(comparison: Comparison, values: list[float]) -> tuple[float | None, float | None]:
    """The least and the largest that may be meant; `<` and `>` leave the bound itself in, which does no harm."""
    if not values:
        return None, None
    match comparison:
        case Comparison.EQUAL | Comparison.IN | Comparison.BETWEEN:
            return min(values), max(values)
        case Comparison.GREATER | Comparison.GREATER_EQUAL:
            return values[0], None
        case Comparison.LESS | Comparison.LESS_EQUAL:
            return None, values[0]
    return None, None


def _most(first: int | None, second: int | None) -> int | None:
    return second if first is None else first if second is None else max(first, second)


def _least(first: int | None, second: int | None) -> int | None:
    return second if first is None else first if second is None else min(first, second)
