"""What a person typed as bytes to be written, or an error that says where it is wrong."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import uuid

from kafkatui.codec.encoding import Encoding
from kafkatui.codec.json_text import check_json
from kafkatui.model.errors import UsageError

_INTEGER_BITS = {
    Encoding.INT16: 16,
    Encoding.INT32: 32,
    Encoding.INT64: 64,
    Encoding.UINT16: 16,
    Encoding.UINT32: 32,
    Encoding.UINT64: 64,
}
_UNSIGNED = (Encoding.UINT16, Encoding.UINT32, Encoding.UINT64)
_NOT_HEX = re.compile(r"[^0-9A-Fa-f]")
_UNQUOTED_NAME = re.compile(r'([^=,"\r\n]*)(=?)')
_SEPARATOR = re.compile(r'\r?\n|\r?\Z|,[ \t]*(?="?[^\s=,"]+[ \t]*=)')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?!")')
_AFTER_QUOTE = re.compile(r"[ \t]*(?:,|\r?\n|\Z)")
_BYTE_POSITION = re.compile(r"(.*) \(byte (\d+)\)$")


def encode(text: str, how: Encoding = Encoding.TEXT) -> bytes:
    """`text` as bytes; AUTO is TEXT, since what was typed is meant as it stands.

    JSON is checked and sent as it was typed. HEX and BASE64 may be broken by white space, HEX also by colons.

    Raises:
        UsageError: it is not what `how` asks for; says where.
    """
    match how:
        case Encoding.JSON:
            return _json(text)
        case Encoding.HEX:
            return _hex(text)
        case Encoding.BASE64:
            return _base64(text)
        case Encoding.BOOLEAN:
            return _boolean(text)
        case Encoding.UUID:
            return _uuid(text)
        case _ if how in _INTEGER_BITS:
            return _integer(text, how)
        case Encoding.FLOAT32 | Encoding.FLOAT64:
            return _float(text, how)
    return _utf8(text)


def _boolean(text: str) -> bytes:
    word = text.strip().lower()
    if word not in ("true", "false"):
        raise UsageError(f"{text.strip()!r} is neither true nor false.")
    return b"\x01" if word == "true" else b"\x00"


def _uuid(text: str) -> bytes:
    try:
        return uuid.UUID(text.strip()).bytes
    except ValueError:
        raise UsageError(f"{text.strip()!r} is no UUID.") from None


def _float(text: str, how: Encoding) -> bytes:
    try:
        return struct.pack(">f" if how is Encoding.FLOAT32 else ">d", float(text))
    except ValueError:
        raise UsageError(f"{text.strip()!r} is not a number.") from None
    except OverflowError:
        raise UsageError(f"{text.strip()} is too large for a {how.value}.") from None


def parse_headers(text: str) -> tuple[tuple[str, bytes], ...]:
    """Record headers from `name=value, name=value` or one on each line, in order; a name may come twice.

    A comma belongs to the value unless another `name=` follows it. Double quotes around a value, or around a whole
    header, hold any text, a quote in it being written twice.

    Raises:
        UsageError: a header has no "=" or no name, or its quote does not end; says which by number and name.
    """
    headers: list[tuple[str, bytes]] = []
    position = _after_blanks(text, 0)
    while position < len(text):
        number = len(headers) + 1
        name, value, position = _header(text, position, number)
        try:
            headers.append((name, _utf8(value)))
        except UsageError as error:
            raise UsageError(f"Header {number} ({name}): {error.what}") from error
        position = _after_blanks(text, position)
    return tuple(headers)


def _after_blanks(text: str, position: int) -> int:
    return len(text) - len(text[position:].lstrip())


def _header(text: str, start: int, number: int) -> tuple[str, str, int]:
    """The name, the value and where the next header begins, of header `number` at `start`."""
    if text[start] == '"':
        content, end = _quoted(text, start, f"Header {number}")
        name, separator, value = content.partition("=")
        _check_name(name, separator, number)
        return name.strip(), value, _after_quote(text, end, f"Header {number} ({name.strip()})")
    match = _UNQUOTED_NAME.match(text, start)
    name, separator = (match.group(1), match.group(2)) if match else ("", "")
    _check_name(name, separator, number)
    position = start + len(name) + 1
    name = name.strip()
    if text[position : position + 1] == '"':
        value, end = _quoted(text, position, f"Header {number} ({name})")
        return name, value, _after_quote(text, end, f"Header {number} ({name})")
    separator_match = _SEPARATOR.search(text, position)
    end, following = separator_match.span() if separator_match else (len(text), len(text))
    return name, text[position:end], following


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


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"Character {error.start + 1} is half of a surrogate pair, which is no text.") from error


def _json(text: str) -> bytes:
    data = _utf8(text)
    try:
        check_json(data)
    except ValueError as error:
        raise UsageError(f"Not JSON: {_with_line(str(error), data)}.") from error
    return data


def _with_line(message: str, data: bytes) -> str:
    """ "… (byte 12)" with the line and column a person sees instead; both count from 1."""
    match = _BYTE_POSITION.match(message)
    if match is None:
        return message
    before = data[: int(match.group(2))].decode("utf-8", "replace")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return f"{match.group(1)} at line {line}, column {column}"


def _hex(text: str) -> bytes:
    digits = re.sub(r"[\s:]", "", text)
    if digits[:2].lower() == "0x":
        digits = digits[2:]
    wrong = _NOT_HEX.search(digits)
    if wrong is not None:
        position = text.index(wrong.group(), 2 if text.lstrip()[:2].lower() == "0x" else 0) + 1
        raise UsageError(f"{wrong.group()!r} at character {position} is not a hexadecimal digit.")
    if len(digits) % 2:
        raise UsageError(f"Hexadecimal takes two digits a byte, there are {len(digits)}.")
    return bytes.fromhex(digits)


def _base64(text: str) -> bytes:
    digits = "".join(text.split())
    for position, character in enumerate(text, start=1):
        if not (character.isspace() or (character.isascii() and (character.isalnum() or character in "+/="))):
            raise UsageError(f"{character!r} at character {position} is not base64.")
    try:
        return base64.b64decode(digits, validate=True)
    except binascii.Error as error:
        raise UsageError(f"Not base64: {str(error)[:1].lower()}{str(error)[1:]}.") from error


def _integer(text: str, how: Encoding) -> bytes:
    bits = _INTEGER_BITS[how]
    plain = text.strip().replace(",", "").replace("_", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,20}", plain):
        raise UsageError(f"{text.strip()!r} is not a whole number.")
    value = int(plain)
    is_signed = how not in _UNSIGNED
    lowest, beyond = (-(1 << bits - 1), 1 << bits - 1) if is_signed else (0, 1 << bits)
    if not lowest <= value < beyond:
        raise UsageError(f"{value} does not fit into {how.value}.")
    return value.to_bytes(bits // 8, "big", signed=is_signed)
