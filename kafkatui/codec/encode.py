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
