"""A decoded value as lines of spans: short JSON lists on one line, every token in its tone, a note beside a field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from kafkatui.codec.decode import PrettyText, line_tokens, pretty
from kafkatui.codec.encoding import DataKind, Encoding
from kafkatui.codec.json_text import TokenKind
from kafkatui.view.span import Span, Tone

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


def value_text(data: bytes | None, how: Encoding = Encoding.AUTO) -> PrettyText:
    """All of the data in lines, as `codec.decode.pretty`; short JSON lists and objects on one line. Never raises."""
    text = pretty(data, how)
    return replace(text, lines=join_short(text.lines)) if text.kind is DataKind.JSON else text


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


def line_spans(text: PrettyText, index: int) -> tuple[Span, ...]:
    """Line `index`, sanitised and cut to a bearable length, in tones."""
    if text.kind is DataKind.BINARY:
        line = text.lines[index]
        return ((line[:10], Tone.DIM), (line[10:60], Tone.PLAIN), (line[60:], Tone.STRING))
    return tuple((piece, _TONES[kind]) for piece, kind in line_tokens(text, index))


def field_name(text: PrettyText, index: int) -> str | None:
    """The name of the top-level JSON field that begins on the line, None when none does."""
    if text.kind is not DataKind.JSON:
        return None
    match = _FIELD.match(text.lines[index])
    if match is None:
        return None
    try:
        return str(msgspec.json.decode(match.group(1).encode("utf-8", "replace")))
    except msgspec.DecodeError:
        return None
