"""Expressions that mean znodes: words and /regex/ of path or data, and fields, as searches of records have them."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from kafkatui.insight.filters import Term, read_term
from kafkatui.insight.moment import parse_moment
from kafkatui.insight.search.lexer import Lexer, SearchSyntaxError
from kafkatui.model.errors import UsageError
from kafkatui.model.znode import ZnodeStat
from kafkatui.model.znode_type import TYPE_WORDS, znode_type

MOST_DEEP = 50
FIELDS_HELP = "path:, name:, data:, owner=, type=, size>=, children>, version=, modified>=-1h"

_FIELD = re.compile(
    r"(path|name|data|owner|session|type|size|children|version|modified)\s*(==|=|!=|<=|>=|<|>|:)", re.IGNORECASE
)
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "==": operator.eq, ":": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_NUMBERS: Mapping[str, Callable[[ZnodeStat], int]] = {
    "size": lambda stat: stat.data_length,
    "children": lambda stat: stat.children_count,
    "version": lambda stat: stat.version,
    "modified": lambda stat: stat.modified_ms,
    "owner": lambda stat: stat.ephemeral_owner,
    "session": lambda stat: stat.ephemeral_owner,
}


class SearchedZnode(Struct, frozen=True):
    """What a condition looks at.

    Attributes:
        text: the data as they are decoded, secrets masked; empty where there are none.
    """

    path: str
    stat: ZnodeStat
    text: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


Holds = Callable[[SearchedZnode], bool]


class ZnodeSearch(Struct, frozen=True):
    """An expression made ready.

    Attributes:
        text: what was typed.
        holds: whether a znode is meant.
        needs_data: whether data have to be read to tell.
    """

    text: str
    holds: Holds
    needs_data: bool


def compile_znode_search(text: str, now: datetime) -> ZnodeSearch:
    """Make an expression ready; an empty one means every znode.

    Args:
        now: what times ago are counted from.

    Raises:
        SearchSyntaxError: it cannot be meant; says at which character.
    """
    parser = _Parser(text, now)
    return ZnodeSearch(text, parser.whole(), parser.needs_data)


class _Parser:
    def __init__(self, text: str, now: datetime) -> None:
        self._lexer = Lexer(text)
        self._now = now
        self._open = 0
        self.needs_data = False

    def whole(self) -> Holds:
        if self._lexer.is_at_end:
            return lambda znode: True
        holds = self._either(0)
        if not self._lexer.is_at_end:
            raise SearchSyntaxError("Nothing more belongs here", self._lexer.at)
        return holds

    def _either(self, depth: int) -> Holds:
        found = [self._together(depth)]
        while self._lexer.take_keyword("or"):
            found.append(self._together(depth))
        return found[0] if len(found) == 1 else lambda znode: any(holds(znode) for holds in found)

    def _together(self, depth: int) -> Holds:
        found = [self._single(depth)]
        while self._lexer.take_keyword("and") or not self._ends():
            found.append(self._single(depth))
        return found[0] if len(found) == 1 else lambda znode: all(holds(znode) for holds in found)

    def _single(self, depth: int) -> Holds:
        lexer = self._lexer
        if depth > MOST_DEEP:
            raise SearchSyntaxError("That is nested too deeply", lexer.at)
        if lexer.take_keyword("not"):
            inner = self._single(depth + 1)
            return lambda znode: not inner(znode)
        if self._ends():
            raise SearchSyntaxError("A condition is missing", lexer.at)
        if lexer.take("("):
            start = lexer.at - 1
            self._open += 1
            holds = self._either(depth + 1)
            self._open -= 1
            if not lexer.take(")"):
                raise SearchSyntaxError("A parenthesis is not closed", start)
            return holds
        lexer.skip_spaces()
        if field := _FIELD.match(lexer.text, lexer.at):
            lexer.at = field.end()
            return self._of_field(field[1].lower(), field[2])
        self.needs_data = True
        return _of_term(self._term(), lambda znode: f"{znode.path}\n{znode.text}")

    def _ends(self) -> bool:
        if self._lexer.is_at_end or self._lexer.keyword() in ("or", "and"):
            return True
        return self._open > 0 and self._lexer.peek() == ")"

    def _of_field(self, name: str, sign: str) -> Holds:
        if name in ("path", "name", "data"):
            return self._of_text(name, sign)
        start = self._lexer.at
        typed, _ = self._lexer.value()
        if name == "type":
            return _of_type(typed.lower(), sign, start)
        value, of = self._number(name, typed, start), _NUMBERS[name]
        compare = _ORDER[sign]
        return lambda znode: compare(of(znode.stat), value)

    def _number(self, name: str, typed: str, start: int) -> int:
        try:
            if name == "modified":
                return parse_moment(typed, self._now)
            if name in ("owner", "session"):
                return int(typed, 16)
            return int(typed.replace("_", ""))
        except ValueError:
            what = {"modified": "a time", "owner": "a session id, hexadecimal", "session": "a session id, hexadecimal"}
            raise SearchSyntaxError(f"“{name}” is compared with {what.get(name, 'a number')}", start) from None

    def _of_text(self, name: str, sign: str) -> Holds:
        self.needs_data = self.needs_data or name == "data"
        text_of: Callable[[SearchedZnode], str] = {
            "path": lambda znode: znode.path, "name": lambda znode: znode.name, "data": lambda znode: znode.text,
        }[name]  # fmt: skip
        if sign == ":":
            if self._ends():
                raise SearchSyntaxError("A text is missing", self._lexer.at)
            return _of_term(self._term(), text_of)
        if sign not in ("=", "==", "!="):
            raise SearchSyntaxError(f"“{name}” takes :, = or !=", self._lexer.at)
        wanted, _ = self._lexer.value()
        compare = _ORDER[sign]
        return lambda znode: compare(text_of(znode), wanted)

    def _term(self) -> Term:
        self._lexer.skip_spaces()
        start = self._lexer.at
        try:
            term, self._lexer.at = read_term(self._lexer.text, start, stop=")" if self._open else "")
        except UsageError as error:
            raise SearchSyntaxError(error.what.rstrip("."), start) from error
        return Term() if term is None else term


def _of_term(term: Term, text_of: Callable[[SearchedZnode], str]) -> Holds:
    def holds(znode: SearchedZnode) -> bool:
        text = text_of(znode)
        return term.accepts(text, text.lower())

    return holds


def _of_type(wanted: str, sign: str, start: int) -> Holds:
    known = {kind.value for kind in TYPE_WORDS}
    if wanted not in known or sign not in ("=", "==", "!=", ":"):
        raise SearchSyntaxError(f"“type” is one of {', '.join(sorted(known))}", start)
    compare = _ORDER[sign]
    return lambda znode: compare(znode_type(znode.stat).value, wanted)
