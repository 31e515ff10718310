"""Whether a condition holds for a record."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from kafkatui.codec.decoded import NULL, Decoded
from kafkatui.insight.moment import parse_moment
from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.search.subject import MISSING, SearchedRecord, text_of
from kafkatui.insight.search.syntax import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Field,
    FieldCondition,
    FieldKind,
    Literal,
    Not,
    Path,
    TextCondition,
)

Predicate = Callable[[SearchedRecord], bool]

_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
"""A text that reads as a number, as JSON writes one."""

_ORDERED: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.LESS: operator.lt,
    Comparison.LESS_EQUAL: operator.le,
    Comparison.GREATER: operator.gt,
    Comparison.GREATER_EQUAL: operator.ge,
}


def predicate(condition: Condition, now: datetime) -> Predicate:
    """A function that tells whether the condition holds for a record.

    Args:
        now: what times ago are counted from, with a time zone.

    Raises:
        SearchSyntaxError: a time in it is none.
    """
    match condition:
        case All(conditions=parts):
            wanted = tuple(predicate(part, now) for part in parts)
            return wanted[0] if len(wanted) == 1 else lambda record: all(holds(record) for holds in wanted)
        case AnyOf(conditions=parts):
            choices = tuple(predicate(part, now) for part in parts)
            return lambda record: any(holds(record) for holds in choices)
        case Not(condition=inner):
            holds_not = predicate(inner, now)
            return lambda record: not holds_not(record)
        case TextCondition():
            return _text_predicate(condition)
        case FieldCondition():
            return _field_predicate(condition, now)


def _text_predicate(condition: TextCondition) -> Predicate:
    term, field = condition.term, condition.field
    if field is None:
        return lambda record: term.accepts(record.line, record.lowered_line)

    def holds(record: SearchedRecord) -> bool:
        texts = list(_texts(field, record))
        if term.is_negated:
            return all(term.accepts(text, text.lower()) for text in texts)
        return any(term.accepts(text, text.lower()) for text in texts)

    return holds


def _texts(field: Field, record: SearchedRecord) -> Iterator[str]:
    """What a term of a part of a record looks at."""
    if field.kind is FieldKind.HEADER:
        for name, value in record.headers:
            if not field.name or name == field.name:
                yield text_of(value) if field.name else f"{name}={text_of(value)}"
    elif not field.path:
        yield text_of(record.key if field.kind is FieldKind.KEY else record.value)
    else:
        found = _at(record.key_json if field.kind is FieldKind.KEY else record.value_json, field.path)
        if found is not MISSING:
            yield as_text(found)


def _field_predicate(condition: FieldCondition, now: datetime) -> Predicate:
    field = condition.field
    values = condition.values
    if condition.comparison is Comparison.IS:
        return _bytes_predicate(field, bytes.fromhex(str(values[0])))
    if field.kind is FieldKind.TIME:
        values = tuple(_moment(value, now) for value in values)
    compare = comparer(condition.comparison, values)
    if condition.comparison is Comparison.UNEQUAL:  # holds also where there is no such field, unlike the others
        equal = comparer(Comparison.EQUAL, values)
        return lambda record: not any(equal(value) for value in values_of(field, record))
    return lambda record: any(compare(value) for value in values_of(field, record))


def _bytes_predicate(field: Field, wanted: bytes) -> Predicate:
    """Whether these are the very bytes, however they are decoded."""
    if field.kind is FieldKind.KEY:
        return lambda record: record.record.key == wanted
    if field.kind is FieldKind.VALUE:
        return lambda record: record.record.value == wanted
    name = field.name
    return lambda record: any(value == wanted and name in ("", each) for each, value in record.record.headers)


def values_of(field: Field, record: SearchedRecord) -> Iterator[Any]:
    """The values of a field; several headers may have one name. Nothing where the record has no such field."""
    match field.kind:
        case FieldKind.PARTITION:
            yield record.record.partition
        case FieldKind.OFFSET:
            yield record.record.offset
        case FieldKind.SIZE:
            yield record.record.size_bytes
        case FieldKind.TOPIC:
            yield record.record.topic
        case FieldKind.TIME:
            if record.record.timestamp_ms is not None:
                yield record.record.timestamp_ms
        case FieldKind.HEADER:
            for name, value in record.headers:
                if not field.name or name == field.name:
                    yield _plain(value)
        case FieldKind.KEY | FieldKind.VALUE:
            is_key = field.kind is FieldKind.KEY
            if field.path:
                found = _at(record.key_json if is_key else record.value_json, field.path)
                if found is not MISSING:
                    yield found
            else:
                yield _plain(record.key if is_key else record.value)


def _plain(decoded: Decoded) -> str | None:
    return None if decoded.type == NULL else decoded.line


def _at(value: Any, path: Path) -> Any:
    """What is at a path; MISSING when nothing is."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step), MISSING)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return MISSING
        if value is MISSING:
            return MISSING
    return value


def comparer(comparison: Comparison, values: tuple[Literal, ...]) -> Callable[[Any], bool]:
    """How a value of a record is compared with those that were typed.

    A number equals a text that reads as that number, since keys are texts and people type numbers; texts are told
    apart by case in `=` and `in`, not in `contains` and `starts with`.
    """
    match comparison:
        case Comparison.EXISTS:
            return lambda value: True
        case Comparison.EQUAL | Comparison.UNEQUAL | Comparison.IN:
            return lambda value: any(_equal(value, wanted) for wanted in values)
        case Comparison.BETWEEN:
            low, high = values
            return lambda value: _ordered(operator.le, low, value) and _ordered(operator.le, value, high)
        case Comparison.CONTAINS:
            needle = as_text(values[0]).lower()
            return lambda value: _contains(value, needle, values[0])
        case Comparison.STARTS:
            beginning = as_text(values[0]).lower()
            return lambda value: value is not None and as_text(value).lower().startswith(beginning)
    order, bound = _ORDERED[comparison], values[0]
    return lambda value: _ordered(order, value, bound)


def _equal(value: Any, wanted: Literal) -> bool:
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted or (isinstance(value, str) and value == as_text(wanted))
    if value is None or wanted is None:
        return value is wanted
    if isinstance(value, str) and isinstance(wanted, str):
        return value == wanted
    if isinstance(value, dict | list):
        return isinstance(wanted, str) and as_text(value) == wanted
    left, right = _number(value), _number(wanted)
    return left is not None and left == right


def _ordered(order: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    """Numbers by value, texts by their letters; anything else is in no order."""
    first, second = _number(left), _number(right)
    if first is not None and second is not None:
        return order(first, second)
    return isinstance(left, str) and isinstance(right, str) and order(left, right)


def _contains(value: Any, needle: str, wanted: Literal) -> bool:
    if isinstance(value, list):
        return any(_equal(each, wanted) for each in value)
    if isinstance(value, dict):
        return as_text(wanted) in value
    return value is not None and needle in as_text(value).lower()


def _number(value: Any) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str) or _NUMBER.fullmatch(value) is None:
        return None
    return float(value) if "." in value or "e" in value.lower() else int(value)


def as_text(value: Any) -> str:
    """A value of JSON as one text."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    return str(value)


def _moment(value: Literal, now: datetime) -> int:
    try:
        return parse_moment(str(value), now)
    except ValueError as error:
        raise SearchSyntaxError(str(error).rstrip("."), 0) from error
