"""A cheap test that every record that is meant passes: texts of which its bytes must hold one.

Sound for what the readers of text show, and for what `auto` takes for MessagePack. Whoever reads bytes in another way
takes none.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from msgspec import Struct

from kafkatui.insight.search.syntax import (
    All,
    AnyOf,
    Comparison,
    Condition,
    FieldCondition,
    FieldKind,
    Literal,
    TextCondition,
)

_RUN = re.compile(r"[A-Za-z0-9_@.+/$%&#*;?!~^|<>'-]+")
"""Characters that are the same in the text of a record and in its bytes, whatever is around them."""

_OF_OTHER_FORMS = re.compile(r"[0-9a-fxA-FX.+eE-]+")
"""What numbers and hexadecimal are written with: a text of nothing else may be shown for bytes that are no text."""

_LOWER_FORMS = (("k", "\u212a".encode()), ("i", "\u0130".encode()))
"""Characters that become ASCII letters in lower case: the Kelvin sign and İ."""

_ESCAPE = b"\\u"
"""In JSON any character may be written as an escape."""

_WORDS = ("true", "false", "null", "nan", "inf", "-inf", "infinity")
"""What MessagePack has one byte for, as it is shown."""

_SHORTEST = 2
_LEAST_NUMBER = 128
_MSGPACK_NUMBERS = (
    (b"\xcc", ">B"), (b"\xcd", ">H"), (b"\xce", ">I"), (b"\xcf", ">Q"), (b"\xd0", ">b"), (b"\xd1", ">h"),
    (b"\xd2", ">i"), (b"\xd3", ">q"), (b"\xca", ">f"), (b"\xcb", ">d"),
)  # fmt: skip
"""https://github.com/msgpack/msgpack/blob/master/spec.md: the first byte of each form, and what follows."""

_ANY_POWER = b"\0power"
_POWER = re.compile(rb"[0-9]e[+-]?[0-9]")


class Needle(Struct, frozen=True):
    """Bytes, in lower case, of which the records' bytes in lower case must hold one."""

    choices: tuple[bytes, ...]
    may_be_power: bool = False
    """Whether a number with an exponent will do, too."""

    def may_be_in(self, lowered: bytes, start: int, end: int) -> bool:
        """Whether a record between these places may be meant."""
        for choice in self.choices:
            if lowered.find(choice, start, end) >= 0:
                return True
        return self.may_be_power and _POWER.search(lowered, start, end) is not None


def needle_of(condition: Condition) -> Needle | None:
    """What every record for which the condition holds must have; None when nothing can be said."""
    choices = _choices(condition)
    if choices is None:
        return None
    texts = dict.fromkeys(each for each in choices if each != _ANY_POWER)
    return Needle(tuple(texts), _ANY_POWER in choices)


def _choices(condition: Condition) -> tuple[bytes, ...] | None:
    match condition:
        case All(conditions=parts):
            found = [choices for part in parts if (choices := _choices(part)) is not None]
            # Fewer to look for is quicker, and a longer one is rarer.
            return min(found, key=lambda choices: (len(choices), -min(map(len, choices))), default=None)
        case AnyOf(conditions=parts):
            each = [_choices(part) for part in parts]
            return None if any(found is None for found in each) else tuple(one for found in each for one in found or ())
        case TextCondition(term=term, field=field):
            if term.is_negated or term.pattern is not None:
                return None
            return _of_text(term.needle, in_json=field is not None and bool(field.path))
        case FieldCondition():
            return _of_field(condition)
    return None


def _of_field(condition: FieldCondition) -> tuple[bytes, ...] | None:
    field = condition.field
    if field.kind not in (FieldKind.KEY, FieldKind.VALUE, FieldKind.HEADER):
        return None
    if condition.comparison is Comparison.EXISTS:
        return None
    if condition.comparison is Comparison.IS:
        wanted = bytes.fromhex(str(condition.values[0])).lower()
        return (wanted,) if len(wanted) >= _SHORTEST else None
    if condition.comparison in (Comparison.EQUAL, Comparison.CONTAINS, Comparison.STARTS, Comparison.IN):
        each = [_of_value(value, in_json=bool(field.path)) for value in condition.values]
        if any(found is None for found in each):
            return None
        return tuple(one for found in each for one in found or ())
    return None


def _of_value(value: Literal, *, in_json: bool) -> tuple[bytes, ...] | None:
    """A number in JSON stands there with its digits, or with an exponent; elsewhere bytes may be shown as one.

    In MessagePack it stands in a few bytes, which for a number below 128 is one: that is no test.
    """
    if isinstance(value, str):
        return _of_text(value.lower(), in_json=in_json)
    if in_json and isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _LEAST_NUMBER:
        return (str(abs(value)).encode(), _ANY_POWER, _ESCAPE, *_in_msgpack(value))
    return None


def _in_msgpack(number: int) -> Iterator[bytes]:
    """Every form MessagePack has for a number, in lower case, as what is searched."""
    for tag, layout in _MSGPACK_NUMBERS:
        try:
            yield (tag + struct.pack(layout, number)).lower()
        except (struct.error, OverflowError):
            continue


def _may_be_other(run: str) -> bool:
    return bool(_OF_OTHER_FORMS.fullmatch(run)) or any(run in word for word in _WORDS)


def _of_text(needle: str, *, in_json: bool) -> tuple[bytes, ...] | None:
    """The longest part of a lower-case text that stands in the bytes as it is."""
    runs = [run for run in _RUN.findall(needle) if not _may_be_other(run)]
    run = max(runs, key=len, default="")
    if len(run) < _SHORTEST:
        return None
    forms = (run.encode(), *(form for letter, form in _LOWER_FORMS if letter in run))
    return (*forms, _ESCAPE) if in_json else forms
