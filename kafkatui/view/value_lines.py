"""A decoded value as lines of spans: short JSON lists on one line, every token in its tone, a note beside a field."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from kafkatui.codec.decoded import EMPTY, NULL, PENDING, TEXT, Decoded
from kafkatui.codec.json_text import TokenKind, indent_json, json_tokens
from kafkatui.codec.sanitise import sanitise, with_symbols
from kafkatui.view import numbers
from kafkatui.view.data_text import NULL_TEXT
from kafkatui.view.span import Span, Tone

LINE_CHARACTERS = 4_000
"""A longer line is cut, and says so: nobody reads it sideways, and a terminal line costs its length."""

JOINED_CHARACTERS = 88
"""A list or object of plain values up to this wide stands on one line."""

_JOINED_LINES = 40
_FIELD = re.compile(r'  ("(?:[^"\\]|\\.)*")\s*:')

_TONES = {
    TokenKind.PLAIN: Tone.PLAIN,
    TokenKind.KEY: Tone.PLAIN,
    TokenKind.STRING: Tone.STRING,
    TokenKind.NUMBER: Tone.NUMBER,
    TokenKind.LITERAL: Tone.NUMBER,
    TokenKind.PUNCTUATION: Tone.DIM,
}


class ValueText(Struct, frozen=True):
    """A decoded value in the lines it is read in.

    Attributes:
        lines: raw, not sanitised and perhaps long; `line_spans` makes one fit for the screen.
    """

    decoded: Decoded
    lines: Sequence[str]


def value_text(decoded: Decoded) -> ValueText:
    """All of a value in lines: a tree indented, its short lists and objects on one line; text as it is."""
    if decoded.type == NULL:
        return ValueText(decoded, (NULL_TEXT,))
    if decoded.type in (EMPTY, PENDING):
        return ValueText(decoded, ())
    lines = plain_lines(decoded)
    return ValueText(decoded, lines if decoded.tree is None else join_short(lines))


def plain_lines(decoded: Decoded) -> Sequence[str]:
    """What is there, in lines: a tree indented, text as it is."""
    if decoded.tree is not None:
        return indent_json(decoded.tree).split("\n")
    return decoded.text.replace("\r\n", "\n").split("\n") if decoded.lines is None else decoded.lines


def kind_words(decoded: Decoded) -> str:
    """What a value was taken for and its size: "json · 204 B", with the reason if there is one."""
    words = f"{decoded.type} · {numbers.size(decoded.size_bytes)}" if decoded.size_bytes else decoded.type
    return f"{words} · {decoded.reason}" if decoded.reason else words


def join_short(lines: Sequence[str]) -> list[str]:
    """Indented JSON whose innermost lists and objects, where short, are put on the line they begin on."""
    joined: list[str] = []
    starts: list[int] = []
    is_flat = False
    for line in lines:
        joined.append(line)
        if line.endswith(("[", "{")):
            starts.append(len(joined) - 1)
            is_flat = True
        elif starts and line.lstrip()[:1] in ("]", "}"):
            start = starts.pop()
            if is_flat and start and len(joined) - start <= _JOINED_LINES:
                inner = " ".join(part.strip() for part in joined[start + 1 : -1])
                whole = f"{joined[start]}{inner}{line.strip()}"
                if len(whole) <= JOINED_CHARACTERS:
                    joined[start:] = [whole]
            is_flat = False
    return joined


def line_spans(text: ValueText, index: int) -> tuple[Span, ...]:
    """Line `index`, sanitised and cut to a bearable length, in tones."""
    line = text.lines[index]
    note: tuple[Span, ...] = ()
    if len(line) > LINE_CHARACTERS:
        note = ((f" … {len(line):,} characters in all", Tone.DIM),)
        line = line[:LINE_CHARACTERS]
    if text.decoded.tree is not None:
        return tuple((piece, _TONES[kind]) for piece, kind in json_tokens(sanitise(line))) + note
    if text.decoded.type == "hex":
        return ((line[:10], Tone.DIM), (line[10:60], Tone.PLAIN), (line[60:], Tone.STRING))
    if text.decoded.type == NULL:
        return ((line, Tone.DIM),)
    tone = Tone.PLAIN if text.decoded.type == TEXT or text.decoded.lines is not None else Tone.NUMBER
    return tuple((piece, Tone.DIM if is_symbol else tone) for piece, is_symbol in with_symbols(line)) + note


def field_name(text: ValueText, index: int) -> str | None:
    """The name of the top-level JSON field that begins on the line, None when none does."""
    if text.decoded.tree is None:
        return None
    match = _FIELD.match(text.lines[index])
    if match is None:
        return None
    try:
        return str(msgspec.json.decode(match.group(1).encode("utf-8", "replace")))
    except msgspec.DecodeError:
        return None
