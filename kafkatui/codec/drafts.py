"""Records as what would have to be typed to send them, and back."""

from __future__ import annotations

import base64

from msgspec import Struct

from kafkatui.codec.encode import encode
from kafkatui.codec.encoding import Encoding
from kafkatui.codec.header_text import headers_text, parse_headers
from kafkatui.codec.json_text import check_json
from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.record import OutgoingRecord, Record
from kafkatui.model.record_draft import RecordDraft

HEX_BYTES = 4_096
"""So many bytes at most are typed as hexadecimal digits; more as base64, which is shorter."""

LINE_BREAKS = "\n\t"
"""Control characters that an editor of many lines leaves as they are."""


class TypedBytes(Struct, frozen=True):
    """Bytes as text, and the encoding that makes them of it again."""

    text: str
    how: Encoding


def typed_bytes(data: bytes, *, is_one_line: bool = False) -> TypedBytes:
    """How `data` is typed: JSON where it is some, text that can be seen, else hexadecimal or base64.

    Args:
        is_one_line: whether it is typed on one line, where no text breaks.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _digits(data)
    kept = "" if is_one_line else LINE_BREAKS
    if not data or not all(character.isprintable() or character in kept for character in text):
        return _digits(data)
    if not is_one_line and text.lstrip()[:1] in ("{", "["):
        try:
            check_json(data)
        except ValueError:
            return TypedBytes(text, Encoding.TEXT)
        return TypedBytes(text, Encoding.JSON)
    return TypedBytes(text, Encoding.TEXT)


def _digits(data: bytes) -> TypedBytes:
    if len(data) > HEX_BYTES:
        return TypedBytes(base64.b64encode(data).decode("ascii"), Encoding.BASE64)
    return TypedBytes(data.hex() or "0x", Encoding.HEX)


def draft_of(record: Record) -> RecordDraft:
    """What would have to be typed to send it again, to any partition and with the time it is sent.

    Raises:
        UsageError: its headers are not known, or cannot be typed.
    """
    if record.headers_problem:
        raise UsageError(f"Its headers are not known: {record.headers_problem}.")
    key = None if record.key is None else typed_bytes(record.key, is_one_line=True)
    value = typed_bytes(record.value) if record.value else TypedBytes("", Encoding.TEXT)
    return RecordDraft(
        key=key.text if key else "",
        key_as=(key.how if key else Encoding.TEXT).value,
        headers=headers_text(record.headers),
        value=value.text,
        value_as=value.how.value,
        is_null=record.value is None,
    )


def record_of(draft: RecordDraft, topic: str, value: bytes | None, timestamp_ms: int | None) -> OutgoingRecord:
    """The record that is typed, with what its value and its time were found to be.

    Raises:
        FieldError: what is typed in one of the other fields is not what it has to be.
    """
    return OutgoingRecord(
        topic,
        encoded("key", draft.key, Encoding(draft.key_as)) if draft.key else None,
        value,
        _headers(draft.headers),
        int(draft.partition) if draft.partition else None,
        timestamp_ms,
    )


def encoded(field: str, text: str, how: Encoding) -> bytes:
    """The bytes of a field. Raises FieldError."""
    try:
        return encode(text, how)
    except UsageError as error:
        raise FieldError(field, error.what, error.advice) from None


def _headers(text: str) -> tuple[tuple[str, bytes | None], ...]:
    try:
        return parse_headers(text)
    except UsageError as error:
        raise FieldError("headers", error.what, error.advice) from None
