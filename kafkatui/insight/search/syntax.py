"""The conditions an expression is made of."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kafkatui.insight.filters import Term

Path = tuple[str | int, ...]
"""Names of fields and numbers of elements, from the outside in."""

Literal = str | float | int | bool | None


class FieldKind(Enum):
    """What of a record is compared."""

    KEY = "key"
    VALUE = "value"
    HEADER = "header"
    TOPIC = "topic"
    PARTITION = "partition"
    OFFSET = "offset"
    TIME = "time"
    SIZE = "size"


class Field(Struct, frozen=True):
    """A field of a record.

    Attributes:
        name: of a header; empty for any.
        path: into JSON; empty for the text.
    """

    kind: FieldKind
    name: str = ""
    path: Path = ()


class Comparison(Enum):
    """How a field is compared."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    LESS_EQUAL = "<="
    GREATER = ">"
    GREATER_EQUAL = ">="
    CONTAINS = "contains"
    STARTS = "starts with"
    BETWEEN = "between"
    IN = "in"
    EXISTS = "exists"
    IS = "is"


class TextCondition(Struct, frozen=True):
    """A term of the lists' filters, of the whole record or of a part of it (`key:`, `header.NAME:`)."""

    term: Term
    field: Field | None = None


class FieldCondition(Struct, frozen=True):
    """A field compared with values: one, two for `between`, any number for `in`, none for `exists`.

    The value of `is` are bytes, in hexadecimal.
    """

    field: Field
    comparison: Comparison
    values: tuple[Literal, ...] = ()


class Not(Struct, frozen=True):
    """What does not hold."""

    condition: Condition


class All(Struct, frozen=True):
    """Conditions that all hold; none hold always."""

    conditions: tuple[Condition, ...] = ()


class AnyOf(Struct, frozen=True):
    """Conditions of which one holds."""

    conditions: tuple[Condition, ...]


Condition = TextCondition | FieldCondition | Not | All | AnyOf
