"""Protobuf without its schema: numbered fields, as far as the encoding tells what they are."""

from __future__ import annotations

import struct
from typing import Any

from kafkatui.codec.decoded import Subject
from kafkatui.codec.formats.binary_json import StructureDecoder
from kafkatui.codec.wire import Wire

_END_GROUP = 4
_MOST_NESTED = 50


class ProtobufFieldsDecoder(StructureDecoder):
    """Fields by number. Bytes that are text are shown as text, else as a message if they can be one, else as digits.

    https://protobuf.dev/programming-guides/encoding: without a schema a number may also be signed or a double.
    """

    name = "protobuf-fields"
    help = "Protobuf without its schema: the fields by their numbers."

    def read(self, subject: Subject, data: bytes) -> Any:
        return message_fields(data)


def message_fields(data: bytes) -> dict[str, Any]:
    """The fields of a message. Raises ValueError."""
    return _message(Wire(data), 0)


def _message(wire: Wire, depth: int, group: int | None = None) -> dict[str, Any]:
    if depth > _MOST_NESTED:
        raise ValueError(f"nested deeper than {_MOST_NESTED} levels")
    fields: dict[str, list[Any]] = {}
    while wire.left:
        tag = wire.unsigned_varint()
        number, kind = tag >> 3, tag & 7
        if kind == _END_GROUP and number == group:
            return _unwrapped(fields)
        if not 0 < number < 2**29:
            raise ValueError(f"there is no field {number}")
        fields.setdefault(str(number), []).append(_value(wire, kind, number, depth))
    if group is not None:
        raise ValueError("a group does not end")
    return _unwrapped(fields)


def _unwrapped(fields: dict[str, list[Any]]) -> dict[str, Any]:
    """A field that is there once by itself, others as lists."""
    return {number: values[0] if len(values) == 1 else values for number, values in fields.items()}


def _value(wire: Wire, kind: int, number: int, depth: int) -> Any:
    match kind:
        case 0:
            return wire.unsigned_varint()
        case 1:
            return _fixed(wire.take(8), "<q", "<d")
        case 2:
            return _bytes(wire.take(wire.unsigned_varint()), depth)
        case 3:  # a group, which a tag of its own ends
            return _message(wire, depth + 1, number)
        case 5:
            return _fixed(wire.take(4), "<i", "<f")
    raise ValueError(f"there is no kind {kind}")


def _fixed(data: bytes, whole: str, floating: str) -> Any:
    """The number that is the more likely: a floating-point one whose size people use."""
    (number,) = struct.unpack(floating, data)
    is_likely = number == 0 or 1e-6 < abs(number) < 1e12
    return number if is_likely and any(data) else struct.unpack(whole, data)[0]


def _bytes(data: bytes, depth: int) -> Any:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = None
    if text is not None and (text.isprintable() or all(each.isprintable() or each in "\n\r\t" for each in text)):
        return text
    try:
        return _message(Wire(data), depth + 1)
    except ValueError:
        return data if text is None else text
