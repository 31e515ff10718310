"""Reading an expression: where words, quoted texts, fields and signs end."""

from __future__ import annotations

import re

from kafkatui.insight.search.syntax import Comparison, Field, FieldKind, Path
from kafkatui.model.errors import UsageError

_PLAIN_FIELDS = {
    "topic": FieldKind.TOPIC,
    "partition": FieldKind.PARTITION,
    "offset": FieldKind.OFFSET,
    "time": FieldKind.TIME,
    "timestamp": FieldKind.TIME,
    "size": FieldKind.SIZE,
    "headers": FieldKind.HEADER,
}
_ROOT = re.compile(
    r"(key|value)(?=[\s.:\[=!<>]|$)|(headers|topic|partition|offset|timestamp|time|size)\b", re.IGNORECASE
)
_HEADER = re.compile(r'header\.(?:"((?:[^"\\]|\\.)*)"|([^\s:=!<>()]+))', re.IGNORECASE)
_STEP = re.compile(r'\.(?:"((?:[^"\\]|\\.)*)"|([\w$@-]+))|\[(?:"((?:[^"\\]|\\.)*)"|(\d+))\]')
_SIGN = re.compile(r"\s*(==|=|!=|<=|>=|<|>|:)")
_WORD = re.compile(
    r"\s*(contains|starts\s+with|between|in|exists|is(?=\s*(?:[\"']|0x(?:[0-9a-f]{2})*(?:[\s()]|$))))(?=[\s()\"']|$)",
    re.IGNORECASE,
)
"""`is` only where bytes follow: it is a word like others, too."""

_KEYWORD = re.compile(r"(and|or|not|limit)(?=[\s()]|$)", re.IGNORECASE)
_BARE_VALUE = re.compile(r"[^\s(),]+")

SIGNS = {
    "=": Comparison.EQUAL,
    "==": Comparison.EQUAL,
    "!=": Comparison.UNEQUAL,
    "<": Comparison.LESS,
    "<=": Comparison.LESS_EQUAL,
    ">": Comparison.GREATER,
    ">=": Comparison.GREATER_EQUAL,
    "contains": Comparison.CONTAINS,
    "starts with": Comparison.STARTS,
    "between": Comparison.BETWEEN,
    "in": Comparison.IN,
    "exists": Comparison.EXISTS,
    "is": Comparison.IS,
}

OF_PART = ":"
"""Between a part of a record and a term of the lists' filters."""


class SearchSyntaxError(UsageError):
    """An expression that cannot be meant.

    Attributes:
        position: of the character where it went wrong, from 0.
    """

    def __init__(self, what: str, position: int) -> None:
        super().__init__(f"{what} (at character {position + 1}).")
        self.position = position


class Lexer:
    """Goes over an expression once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def is_at_end(self) -> bool:
        """Whether only spaces are left."""
        self.skip_spaces()
        return self.at >= len(self.text)

    def skip_spaces(self) -> None:
        """On to the next character that is none."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        self.skip_spaces()
        return self.text[self.at : self.at + 1]

    def take(self, character: str) -> bool:
        """Whether it is next; it is then passed."""
        if self.peek() != character:
            return False
        self.at += 1
        return True

    def keyword(self) -> str:
        """`and`, `or`, `not` or `limit` if it is next, which is not passed; else empty."""
        self.skip_spaces()
        found = _KEYWORD.match(self.text, self.at)
        return found[1].lower() if found else ""

    def take_keyword(self, *wanted: str) -> bool:
        """Whether one of these is next; it is then passed."""
        found = self.keyword()
        if found not in wanted or not found:
            return False
        self.at += len(found)
        return True

    def field_and_sign(self) -> tuple[Field, str] | None:
        """A field with what it is compared by, passed; None where a word only looks like a field."""
        self.skip_spaces()
        start = self.at
        field = self.field()
        if field is None:
            return None
        if sign := _SIGN.match(self.text, self.at):
            self.at = sign.end()
            return field, sign[1]
        if word := _WORD.match(self.text, self.at):
            self.at = word.end()
            return field, " ".join(word[1].lower().split())
        self.at = start
        return None

    def value(self) -> tuple[str, bool]:
        """What a field is compared with, and whether it was quoted.

        Raises:
            SearchSyntaxError: there is none.
        """
        quote = self.peek()
        if quote in ('"', "'") and quote:
            return self.quoted(quote), True
        found = _BARE_VALUE.match(self.text, self.at)
        if found is None:
            raise SearchSyntaxError("A value is missing", self.at)
        self.at = found.end()
        return found[0], False

    def quoted(self, quote: str) -> str:
        """A text in quotes; a backslash takes the next character as it is.

        Raises:
            SearchSyntaxError: the quote is not closed.
        """
        start = self.at
        self.at += 1
        parts: list[str] = []
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character == quote:
                return "".join(parts)
            if character == "\\" and self.at < len(self.text):
                character = self.text[self.at]
                self.at += 1
            parts.append(character)
        raise SearchSyntaxError("A quote is not closed", start)

    def field(self) -> Field | None:
        """A field, passed; None where the next word names none."""
        if header := _HEADER.match(self.text, self.at):
            self.at = header.end()
            return Field(FieldKind.HEADER, _unquoted(header[1]) if header[1] is not None else header[2])
        root = _ROOT.match(self.text, self.at)
        if root is None:
            return None
        self.at = root.end()
        if root[2]:
            return Field(_PLAIN_FIELDS[root[2].lower()])
        return Field(FieldKind(root[1].lower()), path=self._path())

    def _path(self) -> Path:
        steps: list[str | int] = []
        while step := _STEP.match(self.text, self.at):
            self.at = step.end()
            named = [each for each in (step[1], step[3]) if each is not None]
            steps.append(_unquoted(named[0]) if named else step[2] if step[2] is not None else int(step[4]))
        return tuple(steps)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
