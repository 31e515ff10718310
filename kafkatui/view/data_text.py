"""A key, a value or a header as it stands in a row or on a line: what is null, empty or no text says so in words."""

from __future__ import annotations

import base64
import json

from kafkatui.codec import decoded as types
from kafkatui.codec.decoded import Decoded, Preview
from kafkatui.codec.formats.registry import preview_text
from kafkatui.codec.sanitise import sanitise, with_symbols
from kafkatui.model.record import name_bytes
from kafkatui.view.span import Span, Tone

MARK = "∅"
"""Stands before what is said in place of data; a text that begins with it is put in quotes."""

NULL_TEXT = f"{MARK} null"
EMPTY_TEXT = f"{MARK} empty"

NAME_CHARACTERS = 1_000
"""Of a header's name, what is shown where it is no text."""

PLAIN_TYPES = frozenset((types.TEXT, types.JSON))
"""What needs no word to tell what it is."""


def data_spans(preview: Preview, tone: Tone) -> tuple[Span, ...]:
    """ "int64 42": the type where it is not text, then the text in `tone`, dim symbols for what cannot be shown."""
    match preview.type:
        case types.NULL:
            return ((NULL_TEXT, Tone.DIM),)
        case types.EMPTY:
            return ((EMPTY_TEXT, Tone.DIM),)
        case types.PENDING:
            return ((f"… {preview.reason}", Tone.DIM),)
    text = _told_apart(preview.text)
    shown = [(piece, Tone.DIM if is_symbol else tone) for piece, is_symbol in with_symbols(text)]
    tag = [] if preview.type in PLAIN_TYPES else [(f"{preview.type} ", Tone.DIM)]
    ellipsis = [("…", tone)] if preview.is_cut else []
    return (*tag, *shown, *ellipsis)


def data_line(decoded: Decoded) -> str:
    """The same of all of it: sanitised, on one line, nothing cut."""
    whole = Preview(decoded.line, decoded.type, decoded.reason)
    return "".join(text for text, _ in data_spans(whole, Tone.PLAIN))


def data_fields(name: str, data: bytes | None, decoded: Decoded) -> dict[str, str | None]:
    """The fields of a JSON object: `name` holds the text or null, `name_type` what it is, and `name_base64` the bytes
    where the text does not tell them."""
    fields = {name: data_value(decoded), f"{name}_type": decoded.type}
    exact = lossy_base64(data, decoded)
    return fields if exact is None else {**fields, f"{name}_base64": exact}


def lossy_base64(data: bytes | None, decoded: Decoded) -> str | None:
    """The bytes in base64 where their text does not tell them; else None, and of what is hidden in any case."""
    return base64.b64encode(data or b"").decode("ascii") if decoded.is_lossy and not decoded.is_masked else None


def data_value(decoded: Decoded) -> str | None:
    """The text to be exported: None for null and for what could not be decoded yet, which the type tells apart."""
    return None if decoded.type in (types.NULL, types.PENDING) else decoded.text


def name_text(name: str) -> str:
    """A header's name as it is shown: bytes that are no UTF-8 in hexadecimal."""
    return sanitise(name) if name.isprintable() else preview_text(name_bytes(name), NAME_CHARACTERS)


def filter_line(decoded: Decoded) -> str:
    """What a filter looks at: the whole line as it is shown, without the words that kafkatui adds to it."""
    return sanitise(decoded.line)


def _told_apart(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if text.startswith(MARK) else text
