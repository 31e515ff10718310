"""MessagePack and CBOR: JSON's shapes in bytes."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import msgspec

from kafkatui.codec.decoded import Decoded, Pending, Preview, Subject
from kafkatui.codec.formats.glance import glance
from kafkatui.codec.formats.hexadecimal import as_hex
from kafkatui.codec.structure import as_structure

_MOST_NESTED = 500


class StructureDecoder:
    """A format that is read whole and shown as JSON; what is none of it is shown in hexadecimal, with the reason."""

    name: str
    help: str

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """The structure as JSON."""
        try:
            return as_structure(self.read(subject, data), self.name, len(data))
        except (ValueError, RecursionError) as error:
            return as_hex(data, f"not {self.name}: {error}")

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
        """The beginning of the same, of what is not too large."""
        return glance(self, subject, data, max_characters)

    @abstractmethod
    def read(self, subject: Subject, data: bytes) -> Any:
        """The structure.

        Raises:
            ValueError: it is none; says why.
        """


class MessagePackDecoder(StructureDecoder):
    """MessagePack, all of the data being one value."""

    name = "msgpack"
    help = "MessagePack, shown as JSON; bytes in it are in hexadecimal."

    def read(self, subject: Subject, data: bytes) -> Any:
        try:
            return _without_extensions(msgspec.msgpack.decode(data))
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
            raise ValueError(str(error).removeprefix("MessagePack data is malformed: ")) from error


class CborDecoder(StructureDecoder):
    """CBOR (RFC 8949), all of the data being one value."""

    name = "cbor"
    help = "CBOR, shown as JSON; bytes in it are in hexadecimal, tags beside what they mark."

    def read(self, subject: Subject, data: bytes) -> Any:
        import io

        import cbor2

        stream = io.BytesIO(data)
        try:
            value = cbor2.CBORDecoder(stream).decode()
        except (cbor2.CBORDecodeError, UnicodeDecodeError, TypeError, OverflowError, MemoryError) as error:
            raise ValueError(str(error)) from error
        if left := len(data) - stream.tell():
            raise ValueError(f"{left:,} bytes follow the value")
        return _without_extensions(value)


def looks_like_msgpack(data: bytes) -> bool:
    """Whether all of the data is one MessagePack map or list, which other bytes hardly ever are."""
    first = data[0]
    if not (0x80 < first < 0xA0 and first != 0x90) and first not in (0xDC, 0xDD, 0xDE, 0xDF):
        return False
    try:
        return isinstance(msgspec.msgpack.decode(data), dict | list)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError, RecursionError):
        return False


def _without_extensions(value: Any, depth: int = 0) -> Any:
    """An application's own type as its number and bytes, a tagged value beside its tag."""
    if depth > _MOST_NESTED:
        raise ValueError("nested too deeply")
    if isinstance(value, msgspec.msgpack.Ext):
        return {"ext": value.code, "data": bytes(value.data)}
    if isinstance(value, dict):
        return {key: _without_extensions(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_extensions(item, depth + 1) for item in value]
    if type(value).__name__ == "CBORTag":
        return {"tag": value.tag, "value": _without_extensions(value.value, depth + 1)}
    return value
