"""What an expression may go on with, while it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from kafkatui.insight.search.known_fields import KnownFields
from kafkatui.insight.search.lexer import SIGNS, Lexer, SearchSyntaxError
from kafkatui.insight.search.parser import parse

MOST_OFFERED = 50

_ALWAYS = ("key", "value", "headers", "topic", "partition", "offset", "time", "size")
_SIGNS = tuple(sign for sign in SIGNS if sign != "==")
_TAKES_NOTHING = "exists"
_JOINTS = ("and", "or", "limit")
_TOKEN = re.compile(r"[^\s()]*$")
_QUOTES = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


class Completion(Struct, frozen=True):
    """What may take the place of the characters from `start` on, up to where the cursor is."""

    start: int
    text: str


def completions(text: str, known: KnownFields) -> Sequence[Completion]:
    """How `text`, which ends at the cursor, may go on: fields that there are, how they are compared, values they had,
    what joins conditions. Nothing within quotes, which are the user's own words."""
    if _is_in_quotes(text):
        return ()
    found = _TOKEN.search(text)
    start = found.start() if found else len(text)
    typed, before = text[start:], text[:start]
    compared = _compared(before)
    if compared is not None:
        field, sign = compared
        offered: Iterable[str] = known.fields.get(field, ()) if sign else _SIGNS
    else:
        names = [*_ALWAYS, *known.fields] if typed or not before.strip() else []
        offered = [*names, *(_JOINTS if _is_whole(before) else ()), *(("not",) if typed else ())]
    lowered = typed.lower()
    fitting = dict.fromkeys(each for each in offered if each.lower().startswith(lowered) and each != typed)
    return [Completion(start, each) for each in fitting][:MOST_OFFERED]


def _is_in_quotes(text: str) -> bool:
    rest = _QUOTES.sub("", text)
    return '"' in rest or "'" in rest or re.search(r"(?:^|[\s(:])!?/[^/]*$", rest) is not None


def _compared(before: str) -> tuple[str, str] | None:
    """The field that stands last, with its sign, empty where none was typed yet; None where there is none."""
    lexer = Lexer(before)
    while not lexer.is_at_end:
        start = lexer.at
        try:
            if lexer.take("(") or lexer.take(")") or lexer.take_keyword("and", "or", "not", "limit"):
                continue
            if (field := lexer.field_and_sign()) is not None:
                sign = field[1]
                name = before[start : lexer.at].strip()[: -len(sign)].strip()
                if sign == _TAKES_NOTHING:
                    continue
                if lexer.is_at_end:
                    return name, sign
            lexer.value()
        except SearchSyntaxError:
            return None
        if lexer.is_at_end and _is_field(before[start:].strip()):
            return before[start:].strip(), ""
    return None


def _is_field(text: str) -> bool:
    """Whether a text is a field and nothing else."""
    lexer = Lexer(text)
    return lexer.field() is not None and lexer.is_at_end


def _is_whole(before: str) -> bool:
    """Whether what stands before could be a whole expression."""
    try:
        return bool(before.strip()) and parse(before).limit is None
    except SearchSyntaxError:
        return False
