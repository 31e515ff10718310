"""Bytes to something readable: a preview that costs the same for 10 bytes and 10 MB, and lines made when looked at."""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from kafkatui.codec.encoding import DataKind, Encoding
from kafkatui.codec.hexdump import Base64Lines, HexLines
from kafkatui.codec.json_text import Token, TokenKind, check_json, flatten_json, indent_json, json_tokens
from kafkatui.codec.sanitise import sanitise

PREVIEW_CHARACTERS = 200
LINE_CHARACTERS = 4_000
"""A longer line is cut, and says so: nobody reads it sideways, and a terminal line costs its length."""
_CHECK_BYTES = 65_536
"""Up to here a preview is told by all of the bytes, beyond by the first of them."""
_BYTES_PER_CHARACTER = 4
_STRUCTS = {
    Encoding.INT32: struct.Struct(">i"),
    Encoding.INT64: struct.Struct(">q"),
    Encoding.FLOAT64: struct.Struct(">d"),
}
_UNPRINTABLE = bytes(code for code in range(0x20) if code not in b"\t\n\r\x1b") + b"\x7f"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What bytes are, on one line.

    Attributes:
        kind: what they were taken for.
        preview: one sanitised line of at most the asked-for characters, "…" at its end when there is more.
        size_bytes: of the data; 0 for null and empty, which `kind` tells apart.
        problem: why it is not shown as asked for or expected ("invalid UTF-8 at byte 17"); empty when it is.
    """

    kind: DataKind
    preview: str
    size_bytes: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PrettyText:
    """What bytes are, in lines.

    Attributes:
        lines: raw, not sanitised and perhaps long; `line_tokens` makes one fit for the screen.
        problem: as in `Decoded`.
    """

    kind: DataKind
    lines: Sequence[str]
    size_bytes: int
    problem: str = ""


def decode(data: bytes | None, how: Encoding = Encoding.AUTO, max_characters: int = PREVIEW_CHARACTERS) -> Decoded:
    """A one-line preview. Never raises; looks at no more than 64 KiB of the data."""
    if data is None:
        return Decoded(DataKind.NULL, "null", 0)
    if not data:
        return Decoded(DataKind.EMPTY, "", 0)
    kind, problem = _classify(data, how, whole=len(data) <= _CHECK_BYTES)
    prefix = data[: max_characters * _BYTES_PER_CHARACTER]
    match kind:
        case DataKind.JSON:
            text = flatten_json(prefix.decode("utf-8", "replace"))
        case DataKind.TEXT:
            text = prefix.decode("utf-8", "replace")
        case DataKind.INTEGER | DataKind.FLOAT:
            return Decoded(kind, _number(data, how), len(data), problem)
        case DataKind.BASE64:
            text = base64.b64encode(prefix[: max_characters // 4 * 3 + 3]).decode("ascii")
        case _:
            text = prefix[: max_characters // 2 + 1].hex()
    is_cut = len(prefix) < len(data)
    return Decoded(kind, _cut(sanitise(text), max_characters, is_cut), len(data), problem)


def pretty(data: bytes | None, how: Encoding = Encoding.AUTO) -> PrettyText:
    """All of the data in lines: JSON indented, text as it is, the rest a hex dump made line by line. Never raises."""
    if data is None:
        return PrettyText(DataKind.NULL, ("null",), 0)
    if not data:
        return PrettyText(DataKind.EMPTY, (), 0)
    kind, problem = _classify(data, how, whole=True)
    lines: Sequence[str]
    match kind:
        case DataKind.JSON:
            lines = indent_json(data).split("\n")
        case DataKind.TEXT:
            lines = _text_lines(data)
        case DataKind.INTEGER | DataKind.FLOAT:
            lines = (_number(data, how),)
        case DataKind.BASE64:
            lines = Base64Lines(data)
        case _:
            lines = HexLines(data)
    return PrettyText(kind, lines, len(data), problem)


def line_tokens(text: PrettyText, index: int) -> tuple[Token, ...]:
    """Line `index` of `text`, sanitised, cut to `LINE_CHARACTERS` with a note, in pieces for colour."""
    line = text.lines[index]
    note: tuple[Token, ...] = ()
    if len(line) > LINE_CHARACTERS:
        note = ((f" … {len(line):,} characters in all", TokenKind.PLAIN),)
        line = line[:LINE_CHARACTERS]
    shown = sanitise(line)
    match text.kind:
        case DataKind.JSON:
            return json_tokens(shown) + note
        case DataKind.INTEGER | DataKind.FLOAT:
            return ((shown, TokenKind.NUMBER), *note)
        case DataKind.NULL:
            return ((shown, TokenKind.LITERAL), *note)
    return ((shown, TokenKind.PLAIN), *note)


def _classify(data: bytes, how: Encoding, *, whole: bool) -> tuple[DataKind, str]:
    """What to show non-empty data as, and why not as asked."""
    match how:
        case Encoding.HEX:
            return DataKind.BINARY, ""
        case Encoding.BASE64:
            return DataKind.BASE64, ""
        case Encoding.INT32 | Encoding.INT64 | Encoding.FLOAT64:
            size = _STRUCTS[how].size
            if len(data) != size:
                return DataKind.BINARY, f"{how.value} takes {size} bytes, there are {len(data):,}"
            return (DataKind.FLOAT if how is Encoding.FLOAT64 else DataKind.INTEGER), ""
    invalid_at = _invalid_utf8_at(data, whole=whole)
    if how is Encoding.TEXT:
        return DataKind.TEXT, "" if invalid_at is None else f"invalid UTF-8 at byte {invalid_at}, shown as \ufffd"
    if how is Encoding.JSON:
        return _as_json(data, invalid_at, whole=whole)
    return _detect(data, invalid_at, whole=whole)


def _as_json(data: bytes, invalid_at: int | None, *, whole: bool) -> tuple[DataKind, str]:
    if invalid_at is not None:
        return DataKind.TEXT, f"not JSON: invalid UTF-8 at byte {invalid_at}"
    problem = _json_problem(data) if whole else ""
    return (DataKind.TEXT, f"not JSON: {problem}") if problem else (DataKind.JSON, "")


def _detect(data: bytes, invalid_at: int | None, *, whole: bool) -> tuple[DataKind, str]:
    """JSON objects and arrays, then text, then 4- and 8-byte integers, then bytes."""
    sample = data[:_CHECK_BYTES]
    is_text = invalid_at is None and len(sample.translate(None, delete=_UNPRINTABLE)) == len(sample)
    if is_text:
        stripped = sample.lstrip()
        looks_like_json = stripped[:1] in (b"{", b"[") and data[-64:].rstrip()[-1:] in (b"}", b"]")
        if looks_like_json and not (whole and _json_problem(data)):
            return DataKind.JSON, ""
        return DataKind.TEXT, ""
    if len(data) in (4, 8):
        return DataKind.INTEGER, ""
    if data[0] == 0 and len(data) > 5:
        schema_id = int.from_bytes(data[1:5], "big")
        return DataKind.BINARY, f"starts like a schema registry value (schema id {schema_id})"
    if invalid_at is not None:
        return DataKind.BINARY, f"invalid UTF-8 at byte {invalid_at}"
    return DataKind.BINARY, "control characters"


def _json_problem(data: bytes) -> str:
    """Why it is not JSON, empty when it is."""
    try:
        check_json(data)
    except ValueError as error:
        return str(error)
    return ""


def _invalid_utf8_at(data: bytes, *, whole: bool) -> int | None:
    """The first byte that is not UTF-8, None when there is none (in the first `_CHECK_BYTES`, unless `whole`)."""
    sample = data if whole else data[:_CHECK_BYTES]
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut_character = len(sample) < len(data) and error.start >= len(sample) - 3 and error.end == len(sample)
        return None if is_cut_character else error.start
    return None


def _number(data: bytes, how: Encoding) -> str:
    if how is Encoding.FLOAT64:
        return repr(_STRUCTS[how].unpack(data)[0])
    return str(int.from_bytes(data, "big", signed=True))


def _text_lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")


def _cut(text: str, max_characters: int, is_cut: bool) -> str:
    if len(text) > max_characters or is_cut:
        return text[: max(0, max_characters - 1)] + "…"
    return text
