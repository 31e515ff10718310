"""What bytes look like: JSON, text, a number, or bytes."""

from __future__ import annotations

from enum import Enum

from kafkatui.codec.compression import packed_as
from kafkatui.codec.decoded import Decoded, Part, Pending, Preview, Subject
from kafkatui.codec.formats.avro_file import MAGIC as AVRO_MAGIC
from kafkatui.codec.formats.binary_json import MessagePackDecoder, looks_like_msgpack
from kafkatui.codec.formats.hexadecimal import HexDecoder, as_hex, hex_preview
from kafkatui.codec.formats.java import java_class
from kafkatui.codec.formats.json import as_json, check_problem, json_preview
from kafkatui.codec.formats.numbers import INT32, INT64
from kafkatui.codec.formats.properties import PropertiesDecoder, looks_like_properties
from kafkatui.codec.formats.schema import SchemaDecoder
from kafkatui.codec.formats.schema_heading import schema_id_of
from kafkatui.codec.formats.smile import MAGIC as SMILE_MAGIC
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
    BYTES = "bytes"


class AutoDecoder:
    """Valid UTF-8 that is mostly printable is text, and JSON if it is an object or a list. Of the rest, 4 and 8 bytes
    are a number, a MessagePack map or list that ends where the data end is one, and what remains is shown in
    hexadecimal, with what it may be. The type says what it was taken for.

    Data of a znode whose every line is NAME=VALUE are properties.

    What is packed is not unpacked: a search could then never tell from bytes what they cannot hold.
    """

    name = "auto"
    help = "What it looks like: JSON, text, MessagePack, a number of 4 or 8 bytes, else hexadecimal."

    def __init__(self, schemas: SchemaDecoder | None = None) -> None:
        self.schemas = schemas
        """Reads values of registered schemas; None where there is no registry."""

    def decode(self, subject: Subject, data: bytes) -> Decoded | Pending:
        """As it looks, judged by the same bytes as the preview."""
        if self.schemas is not None and self.schemas.fits(data):
            described = self.schemas.decode(subject, data)
            if not self._is_number_after_all(data, described):
                return described
        match _look_at(data):
            case _Looks.JSON:
                return as_json(data)
            case _Looks.TEXT if _is_properties(subject, data):
                return _PROPERTIES.decode(subject, data)
            case _Looks.TEXT:
                return as_text(data, text_reason(data))
            case _Looks.NUMBER:
                return _NUMBERS[len(data)].decode(subject, data)
            case _Looks.MESSAGE_PACK:
                return _MESSAGE_PACK.decode(subject, data)
            case _Looks.BYTES:
                return as_hex(data, _reason(data))

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
        """The beginning of the same."""
        if self.schemas is not None and self.schemas.fits(data):
            described = self.schemas.preview(subject, data, max_characters)
            if not self._is_number_after_all(data, described):
                return described
        match _look_at(data):
            case _Looks.JSON:
                return json_preview(data, max_characters)
            case _Looks.TEXT if _is_properties(subject, data):
                return _PROPERTIES.preview(subject, data, max_characters)
            case _Looks.TEXT:
                return text_preview(data, max_characters)
            case _Looks.NUMBER:
                return _NUMBERS[len(data)].preview(subject, data, max_characters)
            case _Looks.MESSAGE_PACK:
                return _MESSAGE_PACK.preview(subject, data, max_characters)
            case _Looks.BYTES:
                return hex_preview(data, max_characters)

    @staticmethod
    def _is_number_after_all(data: bytes, described: Decoded | Preview | Pending) -> bool:
        """8 bytes that begin with a zero are a number, unless a schema describes them."""
        return len(data) in _NUMBERS and not isinstance(described, Pending) and described.type == HexDecoder.name


_MESSAGE_PACK = MessagePackDecoder()
_PROPERTIES = PropertiesDecoder()
_NUMBERS = {4: INT32, 8: INT64}


def _look_at(data: bytes) -> _Looks:
    if invalid_utf8_at(data) is None and _is_mostly_printable(data[:SAMPLE_BYTES]):
        return _Looks.JSON if _is_json(data) else _Looks.TEXT
    if len(data) in _NUMBERS:
        return _Looks.NUMBER
    return _Looks.MESSAGE_PACK if len(data) <= SAMPLE_BYTES and looks_like_msgpack(data) else _Looks.BYTES


def _is_properties(subject: Subject, data: bytes) -> bool:
    """Only of znodes, which programs keep their settings in: a record's text stays one."""
    return subject.part is Part.ZNODE and looks_like_properties(data)


def _reason(data: bytes) -> str:
    """Why it is only bytes."""
    if name := java_class(data):
        return f"Java-serialised {name}"
    if (form := packed_as(data)) is not None:
        return f"begins like {form.value}, which the decoder {form.value} unpacks"
    if data.startswith(AVRO_MAGIC):
        return "begins like an Avro file, which the decoder avro-file reads"
    if data.startswith(SMILE_MAGIC):
        return "begins like Smile, which the decoder smile reads"
    if (schema_id := schema_id_of(data)) is not None:
        return f"starts like a schema registry value (schema id {schema_id})"
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
