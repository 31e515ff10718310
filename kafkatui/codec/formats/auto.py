"""What bytes look like: JSON, text, a number, or bytes."""

from __future__ import annotations

from enum import Enum

from kafkatui.codec.compression import packed_as
from kafkatui.codec.decoded import Decoded, Pending, Preview, Subject, preview_of
from kafkatui.codec.formats.avro_file import MAGIC as AVRO_MAGIC
from kafkatui.codec.formats.avro_file import AvroFileDecoder
from kafkatui.codec.formats.binary_json import MessagePackDecoder, looks_like_msgpack
from kafkatui.codec.formats.hexadecimal import as_hex, hex_preview
from kafkatui.codec.formats.java import java_class
from kafkatui.codec.formats.json import as_json, check_problem, json_preview
from kafkatui.codec.formats.numbers import INT32, INT64
from kafkatui.codec.formats.packed import PackedDecoder
from kafkatui.codec.formats.schema import SchemaDecoder
from kafkatui.codec.formats.text import SAMPLE_BYTES, as_text, invalid_utf8_at, text_preview, text_reason

_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r\x1b") + b"\x7f"
"""What text hardly ever holds; ESC colours the lines of many a log."""

_CONTROL_SHARE = 4
"""Text may hold one control character in so many bytes, and one in any case: more of them are the zeros of a number."""


class _Looks(Enum):
    JSON = "json"
    TEXT = "text"
    NUMBER = "number"
    MESSAGE_PACK = "msgpack"
    AVRO_FILE = "avro-file"
    PACKED = "packed"
    BYTES = "bytes"


class AutoDecoder:
    """Valid UTF-8 that is mostly printable is text, and JSON if it is an object or a list. What begins with the mark of
    a compression or of an Avro file is that. Of the rest, 4 and 8 bytes are a number, a MessagePack map or list that
    ends where the data end is one, and what remains is shown in hexadecimal. The type says what it was taken for."""

    name = "auto"
    help = "What it looks like: JSON, text, MessagePack, an Avro file, one of these packed, a number, else hexadecimal."

    def __init__(self, schemas: SchemaDecoder | None = None) -> None:
        self.schemas = schemas
        """Reads values of registered schemas; None where there is no registry."""

    def decode(self, subject: Subject, data: bytes) -> Decoded | Pending:
        """As it looks, judged by the same bytes as the preview."""
        if self.schemas is not None and self.schemas.fits(data):
            return self.schemas.decode(subject, data)
        looks = _look_at(data)
        if looks in _OTHERS:
            return self._read(subject, data, looks)
        if looks is _Looks.JSON:
            return as_json(data)
        if looks is _Looks.TEXT:
            return as_text(data, text_reason(data))
        if looks is _Looks.NUMBER:
            return _NUMBERS[len(data)].decode(subject, data)
        return as_hex(data, _reason(data))

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
        """The beginning of the same."""
        if self.schemas is not None and self.schemas.fits(data):
            return self.schemas.preview(subject, data, max_characters)
        looks = _look_at(data)
        if looks in _OTHERS:
            if len(data) > SAMPLE_BYTES:  # to be read whole for a glance it is too large
                return Preview("", _name_of(looks, data), "", is_cut=True)
            decoded = self._read(subject, data, looks)
            return decoded if isinstance(decoded, Pending) else preview_of(decoded, max_characters)
        if looks is _Looks.JSON:
            return json_preview(data, max_characters)
        if looks is _Looks.TEXT:
            return text_preview(data, max_characters)
        if looks is _Looks.NUMBER:
            return _NUMBERS[len(data)].preview(subject, data, max_characters)
        return hex_preview(data, max_characters)

    def _read(self, subject: Subject, data: bytes, looks: _Looks) -> Decoded | Pending:
        if looks is _Looks.MESSAGE_PACK:
            return _MESSAGE_PACK.decode(subject, data)
        if looks is _Looks.AVRO_FILE:
            return _AVRO_FILE.decode(subject, data)
        form = packed_as(data)
        assert form is not None, "it looked packed"
        return PackedDecoder(form, self.decode).decode(subject, data)


def _name_of(looks: _Looks, data: bytes) -> str:
    form = packed_as(data)
    return form.value if looks is _Looks.PACKED and form is not None else looks.value


_OTHERS = frozenset({_Looks.MESSAGE_PACK, _Looks.AVRO_FILE, _Looks.PACKED})
_MESSAGE_PACK = MessagePackDecoder()
_AVRO_FILE = AvroFileDecoder()
_NUMBERS = {4: INT32, 8: INT64}


def _look_at(data: bytes) -> _Looks:
    if invalid_utf8_at(data) is None and _is_mostly_printable(data[:SAMPLE_BYTES]):
        return _Looks.JSON if _is_json(data) else _Looks.TEXT
    if len(data) in _NUMBERS:  # nothing that is packed, and no file, is as small
        return _Looks.NUMBER
    if packed_as(data) is not None:
        return _Looks.PACKED
    if data.startswith(AVRO_MAGIC):
        return _Looks.AVRO_FILE
    return _Looks.MESSAGE_PACK if len(data) <= SAMPLE_BYTES and looks_like_msgpack(data) else _Looks.BYTES


def _reason(data: bytes) -> str:
    """Why it is only bytes."""
    if name := java_class(data):
        return f"Java-serialised {name}"
    if data[0] == 0 and len(data) > 5:
        return f"starts like a schema registry value (schema id {int.from_bytes(data[1:5], 'big')})"
    invalid_at = invalid_utf8_at(data)
    return "mostly control characters" if invalid_at is None else f"invalid UTF-8 at byte {invalid_at}"


def _is_mostly_printable(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, delete=_CONTROLS))
    if not controls:
        return True
    is_number = sample[0] == 0 and (len(sample) in _NUMBERS or sample[1:2] == b"\0")  # of that size, or a schema id
    if is_number:
        return False
    return controls < len(sample) and controls <= max(1, len(sample) // _CONTROL_SHARE)


def _is_json(data: bytes) -> bool:
    """An object or a list; a bare word or number is as readable as text."""
    is_enclosed = data[:64].lstrip()[:1] in (b"{", b"[") and data[-64:].rstrip()[-1:] in (b"}", b"]")
    return is_enclosed and not check_problem(data)
