"""A field of records by the name that an expression has for it: `value.user.id`, `key.id`, `header.trace-id`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kafkatui.insight.search.evaluation import as_text, values_of
from kafkatui.insight.search.lexer import Lexer, SearchSyntaxError
from kafkatui.insight.search.subject import MISSING, SearchedRecord
from kafkatui.insight.search.syntax import Field, FieldKind
from kafkatui.insight.search.writing import is_plain_name, quoted

MOST_DEEP, MOST_PATHS = 5, 100
"""How deep fields are looked for, and how many are offered."""


def parse_field(text: str) -> Field:
    """The field of that name.

    Raises:
        SearchSyntaxError: it names none.
    """
    lexer = Lexer(text.strip())
    field = lexer.field()
    is_part = field is not None and bool(field.name if field.kind is FieldKind.HEADER else field.path)
    if field is None or not is_part or not lexer.is_at_end:
        wrong = f"“{text.strip()}” names no field: value.NAME, key.NAME or header.NAME"
        raise SearchSyntaxError(wrong, 0 if field is None else lexer.at)
    return field


def field_value(field: Field, record: SearchedRecord) -> Any:
    """What the record has there; MISSING where it has no such field. Of several headers of one name it is the first."""
    return next(values_of(field, record), MISSING)


def field_text(value: Any) -> str:
    """The same as one text: what is no text as JSON has it; empty for MISSING."""
    return "" if value is MISSING else as_text(value)


def fields_in(record: SearchedRecord) -> list[str]:
    """The names of the fields that a record has, those of its value first."""
    found: list[str] = []
    for root, tree in (("value", record.value_json), ("key", record.key_json)):
        for path in _leaves(root, tree, 0):
            if len(found) >= MOST_PATHS:
                return found
            found.append(path)
    headers = dict.fromkeys(f"header{_step(name)}" for name, _ in record.headers if name)
    return [*found, *headers][:MOST_PATHS]


def _leaves(path: str, tree: Any, depth: int) -> Iterator[str]:
    """The paths below which there is nothing to go into."""
    if depth < MOST_DEEP and isinstance(tree, dict) and tree:
        for name, value in tree.items():
            yield from _leaves(f"{path}{_step(name)}", value, depth + 1)
    elif depth < MOST_DEEP and isinstance(tree, list) and tree:
        yield from _leaves(f"{path}[0]", tree[0], depth + 1)
    elif depth:
        yield path


def _step(name: str) -> str:
    return f".{name}" if is_plain_name(name) else f".{quoted(name)}"
