"""What fields some records have, as an expression names them: what can be offered while one is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

from kafkatui.insight.search.subject import MISSING, SearchedRecord
from kafkatui.insight.search.writing import quoted, step_text

MOST_FIELDS = 300
MOST_DEEP = 8
MOST_VALUES = 8
"""Different values of one field that are remembered."""

LONGEST_VALUE = 40
LARGEST_BYTES = 64 * 1024
"""Keys and values above are not looked into: this runs while somebody types."""

_PLAIN_VALUE = re.compile(r"[^\s(),\"']+")
_PLAIN_HEADER = re.compile(r"[^\s:=!<>()\"]+")


class KnownFields(Struct, frozen=True):
    """Fields in the order in which they were met, each with some of the values it had, written as they are typed."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def known_fields(records: Iterable[SearchedRecord]) -> KnownFields:
    """The fields of JSON in keys and values, and the headers, of a few records."""
    found: dict[str, list[str]] = {}
    for record in records:
        for name, decoded in record.headers:
            plain = _PLAIN_HEADER.fullmatch(name) is not None
            _meet(found, f"header.{name}" if plain else f"header.{quoted(name)}", decoded.text)
        for root, data in (("key", record.record.key), ("value", record.record.value)):
            if data is not None and len(data) <= LARGEST_BYTES:
                tree = record.key_json if root == "key" else record.value_json
                if isinstance(tree, (dict, list)):
                    _walk(found, root, tree, 0)
                elif root == "key" and tree is MISSING:
                    _meet(found, root, record.key.text)
    return KnownFields({name: tuple(values) for name, values in found.items()})


def _walk(found: dict[str, list[str]], path: str, tree: Any, depth: int) -> None:
    if depth > MOST_DEEP or len(found) >= MOST_FIELDS:
        return
    if isinstance(tree, dict):
        for name, inner in tree.items():
            _walk(found, path + step_text(name), inner, depth + 1)
    elif isinstance(tree, list):
        if tree:
            _walk(found, f"{path}[0]", tree[0], depth + 1)
    else:
        _meet(found, path, tree)


def _meet(found: dict[str, list[str]], path: str, value: Any) -> None:
    if path not in found and len(found) >= MOST_FIELDS:
        return
    values = found.setdefault(path, [])
    text = _as_typed(value)
    if len(values) < MOST_VALUES and 0 < len(text) <= LONGEST_VALUE and text not in values:
        values.append(text)


def _as_typed(value: Any) -> str:
    """A value as it stands in an expression: in quotes where it could be meant for something else."""
    if not isinstance(value, str):
        return msgspec.json.encode(value).decode()
    if not value.isprintable():
        return ""
    return value if _PLAIN_VALUE.fullmatch(value) and not _reads_as_other(value) else quoted(value)


def _reads_as_other(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text.lower() in ("true", "false", "null", "and", "or", "not", "limit")
    return True
