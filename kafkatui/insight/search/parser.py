"""An expression's conditions: `and` binds closer than `or`, side by side is `and`, as in the lists' filters."""

from __future__ import annotations

import re

from msgspec import Struct

from kafkatui.insight.filters import Term, read_term
from kafkatui.insight.search.lexer import OF_PART, SIGNS, Lexer, SearchSyntaxError
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
    TextCondition,
)
from kafkatui.model.errors import UsageError

MOST_DEEP = 50
"""Parentheses and negations within each other."""

_WITH_FLAG = re.compile(r"!?/(?:[^/\\]|\\.)+/i(?=[\s)]|$)")
"""`/…/i`, as other languages write an expression that tells no case apart."""

_CONSTANTS: dict[str, Literal] = {"true": True, "false": False, "null": None}
_NUMBER_FIELDS = frozenset({FieldKind.PARTITION, FieldKind.OFFSET, FieldKind.SIZE})


class Expression(Struct, frozen=True):
    """What was typed, taken apart.

    Attributes:
        limit: of records found; None without.
    """

    text: str
    condition: Condition
    limit: int | None = None


def parse(text: str) -> Expression:
    """Take an expression apart; an empty one holds for every record.

    Raises:
        SearchSyntaxError: it cannot be meant; says at which character.
    """
    parser = _Parser(Lexer(text))
    condition: Condition = All() if parser.lexer.is_at_end or parser.lexer.keyword() == "limit" else parser.either(0)
    limit = parser.limit()
    if not parser.lexer.is_at_end:
        raise SearchSyntaxError("Nothing more belongs here", parser.lexer.at)
    return Expression(text, condition, limit)


class _Parser:
    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self._open = 0

    def limit(self) -> int | None:
        if not self.lexer.take_keyword("limit"):
            return None
        start = self.lexer.at
        text, _ = self.lexer.value()
        if not (text.isascii() and text.isdecimal() and int(text) > 0):
            raise SearchSyntaxError("“limit” takes a number", start + 1)
        return int(text)

    def either(self, depth: int) -> Condition:
        """One or several, of which one holds."""
        found = [self.together(depth)]
        while self.lexer.take_keyword("or"):
            found.append(self.together(depth))
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def together(self, depth: int) -> Condition:
        """One or several that all hold."""
        found = [self.single(depth)]
        while True:
            if self.lexer.take_keyword("and"):
                found.append(self.single(depth))
            elif self._ends():
                return found[0] if len(found) == 1 else All(tuple(found))
            else:
                found.append(self.single(depth))

    def single(self, depth: int) -> Condition:
        """One condition, perhaps negated or in parentheses."""
        if depth > MOST_DEEP:
            raise SearchSyntaxError("That is nested too deeply", self.lexer.at)
        if self.lexer.take_keyword("not"):
            return Not(self.single(depth + 1))
        if self._ends():
            raise SearchSyntaxError("A condition is missing", self.lexer.at)
        if self.lexer.take("("):
            start = self.lexer.at - 1
            self._open += 1
            condition = self.either(depth + 1)
            self._open -= 1
            if not self.lexer.take(")"):
                raise SearchSyntaxError("A parenthesis is not closed", start)
            return condition
        if found := self.lexer.field_and_sign():
            return self._of_field(*found)
        return TextCondition(self._term())

    def _ends(self) -> bool:
        if self.lexer.is_at_end or self.lexer.keyword() in ("or", "and", "limit"):
            return True
        return self._open > 0 and self.lexer.peek() == ")"

    def _of_field(self, field: Field, sign: str) -> Condition:
        if sign == OF_PART:
            if field.kind not in (FieldKind.KEY, FieldKind.VALUE, FieldKind.HEADER):
                return FieldCondition(field, Comparison.EQUAL, (self._value(field),))
            if self._ends():
                raise SearchSyntaxError("A text is missing", self.lexer.at)
            return TextCondition(self._term(), field)
        comparison = SIGNS[sign]
        if comparison is Comparison.EXISTS:
            return FieldCondition(field, comparison)
        if comparison is Comparison.IS:
            return FieldCondition(field, comparison, (self._bytes(field).hex(),))
        if comparison is Comparison.IN:
            return FieldCondition(field, comparison, self._list(field))
        first = self._value(field)
        if comparison is not Comparison.BETWEEN:
            return FieldCondition(field, comparison, (first,))
        if not self.lexer.take_keyword("and"):
            raise SearchSyntaxError("“between” takes two values with “and” in between", self.lexer.at)
        return FieldCondition(field, comparison, (first, self._value(field)))

    def _bytes(self, field: Field) -> bytes:
        """The very bytes of a key, value or header: in quotes as UTF-8, else hexadecimal."""
        if field.kind not in (FieldKind.KEY, FieldKind.VALUE, FieldKind.HEADER) or field.path:
            raise SearchSyntaxError("“is” compares a whole key, value or header", self.lexer.at)
        text, is_quoted = self.lexer.value()
        return text.encode("utf-8", "surrogateescape") if is_quoted else bytes.fromhex(text[2:])

    def _list(self, field: Field) -> tuple[Literal, ...]:
        if not self.lexer.take("("):
            raise SearchSyntaxError("“in” takes values in parentheses: in (1, 2)", self.lexer.at)
        found = [self._value(field)]
        while self.lexer.take(","):
            found.append(self._value(field))
        if not self.lexer.take(")"):
            raise SearchSyntaxError("A parenthesis is not closed", self.lexer.at)
        return tuple(found)

    def _value(self, field: Field) -> Literal:
        self.lexer.skip_spaces()
        start = self.lexer.at
        text, is_quoted = self.lexer.value()
        if field.kind in _NUMBER_FIELDS:
            number = _number(text.replace("_", ""))
            if number is None:
                raise SearchSyntaxError(f"“{field.kind.value}” is compared with a number, not with “{text}”", start)
            return number
        if is_quoted or field.kind in (FieldKind.TIME, FieldKind.TOPIC):
            return text
        if text.lower() in _CONSTANTS:
            return _CONSTANTS[text.lower()]
        number = _number(text)
        return text if number is None else number

    def _term(self) -> Term:
        """A term as lists have it; within parentheses it ends before the one that closes them."""
        self.lexer.skip_spaces()
        start = self.lexer.at
        text = self.lexer.text
        if flagged := _WITH_FLAG.match(text, start):  # no case is told apart anyway
            text = f"{text[: flagged.end() - 1]} {text[flagged.end() :]}"
        try:
            term, self.lexer.at = read_term(text, start, stop=")" if self._open else "")
        except UsageError as error:
            raise SearchSyntaxError(error.what.rstrip("."), start) from error
        return Term() if term is None else term


def _number(text: str) -> int | float | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None
