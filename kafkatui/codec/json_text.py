"""JSON as text: re-indented without touching a number, a key's order or a duplicate, and cut into tokens for colour."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any

import msgspec


class TokenKind(Enum):
    """What a piece of a line is; `view` decides its colour."""

    PLAIN = "plain"
    KEY = "key"
    STRING = "string"
    NUMBER = "number"
    LITERAL = "literal"
    PUNCTUATION = "punctuation"


Token = tuple[str, TokenKind]
"""A piece of a line and what it is; a line's pieces together are the line."""

_TOKEN = re.compile(
    r"""(?P<KEY>"(?:[^"\\]|\\.)*"(?=\s*:))"""
    r"""|(?P<STRING>"(?:[^"\\]|\\.)*"?)"""
    r"""|(?P<NUMBER>-?\d[\d.eE+-]*)"""
    r"""|(?P<LITERAL>\b(?:true|false|null)\b)"""
    r"""|(?P<PUNCTUATION>[{}\[\],:]+)"""
    r"""|(?P<PLAIN>\s+|[^\s"{}\[\],:\d-]+|.)"""
)
_NO_BRACKETS = bytes(code for code in range(256) if code not in b"[]{}")
_MAX_DEPTH = 100
_SHALLOW_BYTES = 4096


def check_json(data: bytes) -> None:
    """Returns when `data`, which must be UTF-8, is JSON that can be shown indented.

    Raises:
        ValueError: it is not; the message says what is wrong and at which byte.
    """
    if len(data) > _SHALLOW_BYTES and _is_too_deep(data):
        raise ValueError(f"nested deeper than {_MAX_DEPTH} levels")
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except UnicodeDecodeError as error:
        raise ValueError(f"invalid UTF-8 at byte {error.start}") from error
    except msgspec.DecodeError as error:
        message = str(error).removeprefix("JSON is malformed: ")
        raise ValueError("it ends too early" if "truncated" in message else message) from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def indent_json(data: bytes) -> str:
    """The same JSON over several lines, two spaces a level; every token, duplicate and order as it was.

    Args:
        data: what `check_json` has accepted; format() re-indents whatever looks like tokens.
    """
    return msgspec.json.format(data, indent=2).decode("utf-8")


def _is_too_deep(data: bytes) -> bool:
    """True beyond `_MAX_DEPTH` levels: indenting such a value can take a thousand times its size."""
    # What stands between quotes is a string. A regular expression is slower, and holds the interpreter lock all along.
    outside = data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    brackets = b"".join(outside).translate(None, delete=_NO_BRACKETS)
    for _ in range(_MAX_DEPTH):
        shorter = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(shorter) == len(brackets):
            return False
        brackets = shorter
    return bool(brackets)


def flatten_json(text: str) -> str:
    """Indented JSON, or the beginning of it, on one line. A JSON string holds no line break, so none is touched."""
    text = text.strip()
    if "\n" not in text:
        return text
    joined = "\n".join(filter(None, map(str.strip, text.split("\n"))))
    for opening, closing in ("{}", "[]"):
        joined = joined.replace(f"{opening}\n", opening).replace(f"\n{closing}", closing)
    return joined.replace("\n", " ")


def json_tokens(line: str) -> tuple[Token, ...]:
    """A line of indented JSON in pieces; pieces of the same kind side by side are joined."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(line):
        kind = TokenKind[match.lastgroup or "PLAIN"]
        if tokens and tokens[-1][1] is kind:
            tokens[-1] = (tokens[-1][0] + match.group(), kind)
        else:
            tokens.append((match.group(), kind))
    return tuple(tokens)


def json_object(data: bytes | None) -> dict[str, Any] | None:
    """The object that `data` is in JSON; None when it is anything else."""
    try:
        value = msgspec.json.decode(data or b"")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
