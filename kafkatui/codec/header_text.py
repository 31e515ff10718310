"""Record headers as a person types them on a line, and the line that says the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kafkatui.codec.encode import encode
from kafkatui.codec.encoding import Encoding
from kafkatui.model.errors import UsageError

Headers = tuple[tuple[str, bytes | None], ...]

NULL = "null"
SYNTAX = "name=value, name:=null, name:=hex:00ff, name:=base64:AP8=, name:=int32:5"

_UNQUOTED_NAME = re.compile(r'([^=,"\r\n]*)(=?)')
_SEPARATOR = re.compile(r'\r?\n|\r?\Z|,[ \t]*(?="?[^\s=,"]+[ \t]*=)')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?!")')
_AFTER_QUOTE = re.compile(r"[ \t]*(?:,|\r?\n|\Z)")
_PLAIN_NAME = re.compile(r'[^\s=,":]+(?:[ :][^\s=,":]+)*')
_PLAIN_VALUE = re.compile(r'(?!")[^,]*')


def parse_headers(text: str) -> Headers:
    """Record headers from `name=value, name=value` or one on each line, in order; a name may come twice.

    A comma belongs to the value unless another `name=` follows it. Double quotes around a value, or around a whole
    header, hold any text, a quote in it being written twice. After `:=` stands `null`, or the name of an encoding, a
    colon and what it encodes; a name that ends with a colon is written in a quoted header.

    Raises:
        UsageError: a header has no "=" or no name, or its quote does not end, or its value cannot be encoded; says
            which by number and name.
    """
    headers: list[tuple[str, bytes | None]] = []
    position = _after_blanks(text, 0)
    while position < len(text):
        number = len(headers) + 1
        name, value, is_typed, position = _header(text, position, number)
        try:
            headers.append((name, typed_value(value) if is_typed else encode(value)))
        except UsageError as error:
            raise UsageError(f"Header {number} ({name}): {error.what}", error.advice) from error
        position = _after_blanks(text, position)
    return tuple(headers)


def typed_value(text: str) -> bytes | None:
    """What stands after `:=`: null, or an encoding and what it encodes.

    Raises:
        UsageError: it is neither.
    """
    if text.strip() == NULL:
        return None
    kind, colon, rest = text.partition(":")
    how = next((each for each in Encoding if each.value == kind.strip()), None)
    if not colon or how is None:
        raise UsageError("After := comes null, or an encoding and a value.", f"It reads {SYNTAX}.")
    return encode(rest, how)


def headers_text(headers: Sequence[tuple[str, bytes | None]]) -> str:
    """The line that `parse_headers` reads these from.

    Raises:
        UsageError: they cannot be typed on a line; a name may be anything.
    """
    for quotes_all in (False, True):
        text = ", ".join(_header_text(name, value, quotes_all) for name, value in headers)
        try:
            if parse_headers(text) == tuple(headers):
                return text
        except UsageError:
            pass
    raise UsageError("Its headers cannot be typed on a line.", "Resend it unchanged to keep them.")


def _header_text(name: str, value: bytes | None, is_quoted: bool) -> str:
    is_plain = _PLAIN_NAME.fullmatch(name) is not None
    if value is None:
        return f"{name}:={NULL}"
    try:
        shown = value.decode()
    except UnicodeDecodeError:
        shown = "\n"
    if not shown.isprintable():
        return f"{name}:=hex:{value.hex()}"
    doubled = shown.replace('"', '""')
    if not is_plain:
        quoted_name = name.replace('"', '""')
        return f'"{quoted_name}={doubled}"'
    return f"{name}={shown}" if _PLAIN_VALUE.fullmatch(shown) and not is_quoted else f'{name}="{doubled}"'


def _after_blanks(text: str, position: int) -> int:
    return len(text) - len(text[position:].lstrip())


def _header(text: str, start: int, number: int) -> tuple[str, str, bool, int]:
    """The name, the value, whether it was written after `:=`, and where the next header begins."""
    if text[start] == '"':
        content, end = _quoted(text, start, f"Header {number}")
        name, separator, value = content.partition("=")
        _check_name(name, separator, number)
        return name.strip(), value, False, _after_quote(text, end, f"Header {number} ({name.strip()})")
    match = _UNQUOTED_NAME.match(text, start)
    name, separator = (match.group(1), match.group(2)) if match else ("", "")
    _check_name(name, separator, number)
    position = start + len(name) + 1
    is_typed = name.endswith(":")
    name = name.removesuffix(":").strip()
    if is_typed:
        _check_name(name, separator, number)
    if text[position : position + 1] == '"':
        value, end = _quoted(text, position, f"Header {number} ({name})")
        return name, value, is_typed, _after_quote(text, end, f"Header {number} ({name})")
    separator_match = _SEPARATOR.search(text, position)
    end, following = separator_match.span() if separator_match else (len(text), len(text))
    return name, text[position:end], is_typed, following


def _check_name(name: str, separator: str, number: int) -> None:
    if not separator:
        shown = f" ({name.strip()})" if name.strip() else ""
        raise UsageError(f"Header {number}{shown} does not read name=value.")
    if not name.strip():
        raise UsageError(f"Header {number} has no name before its =.")


def _quoted(text: str, start: int, which: str) -> tuple[str, int]:
    """What stands in the quotes that begin at `start`, and where they end."""
    match = _QUOTED.match(text, start)
    if match is None:
        raise UsageError(f"{which} begins with a quote that does not end.")
    return match.group(1).replace('""', '"'), match.end()


def _after_quote(text: str, position: int, which: str) -> int:
    match = _AFTER_QUOTE.match(text, position)
    if match is None:
        raise UsageError(f"{which} goes on after its closing quote; a quote in quotes is written twice.")
    return match.end()
