"""What changed from one record of a key to the next."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import islice
from typing import Any

from msgspec import Struct

from kafkatui.insight.search.subject import MISSING, SearchedRecord

MOST_FIELDS = 1_000
"""So many changed fields are told of one record."""


class KeyChange(Enum):
    """What a record did to its key."""

    SET = "set"
    CHANGED = "changed"
    SAME = "same"
    DELETED = "deleted"


class FieldChange(Struct, frozen=True):
    """A field of JSON that is not what it was.

    Attributes:
        path: `user.name`, `items[2]`; empty for the whole value.
        before, after: MISSING where it was not there, or is not any more.
    """

    path: str
    before: Any
    after: Any


class Step(Struct, frozen=True):
    """One record of a key, beside the one before it.

    Attributes:
        fields: what changed, where both values are JSON; empty where only their bytes tell.
    """

    change: KeyChange
    fields: tuple[FieldChange, ...] = ()


def step(before: SearchedRecord | None, now: SearchedRecord) -> Step:
    """What `now` did to its key, after `before`; None when it is the first there is."""
    if now.record.value is None:
        return Step(KeyChange.DELETED)
    if before is None or before.record.value is None:
        return Step(KeyChange.SET)
    if before.record.value == now.record.value:
        return Step(KeyChange.SAME)
    old, new = before.value_json, now.value_json
    if not (isinstance(old, dict | list) and isinstance(new, dict | list)):
        return Step(KeyChange.CHANGED)
    return Step(KeyChange.CHANGED, tuple(islice(_changes("", old, new), MOST_FIELDS)))


def _changes(path: str, old: Any, new: Any) -> Iterator[FieldChange]:
    """In the order of the new value, what is gone at the end."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in (*new, *(each for each in old if each not in new)):
            inner = f"{path}.{name}" if path else str(name)
            yield from _changes(inner, old.get(name, MISSING), new.get(name, MISSING))
    elif isinstance(old, list) and isinstance(new, list):
        for number in range(max(len(old), len(new))):
            each = (part[number] if number < len(part) else MISSING for part in (old, new))
            yield from _changes(f"{path}[{number}]", *each)
    elif type(old) is not type(new) or old != new:
        yield FieldChange(path, old, new)
