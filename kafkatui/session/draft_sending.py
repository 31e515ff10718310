"""Records that are typed, as what is sent: files are read and schemas fetched when it runs, in its task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from kafkatui.codec.drafts import encoded, record_of
from kafkatui.codec.encoding import Encoding
from kafkatui.insight.moment import parse_moment
from kafkatui.model.errors import FieldError
from kafkatui.model.record import OutgoingRecord
from kafkatui.model.record_draft import RecordDraft
from kafkatui.model.replacing import replace
from kafkatui.session.schema_encoding import SCHEMA, SchemaEncoding

FILE = "file"
"""As an encoding of a value: what is typed is the path of the file whose bytes it is."""

MOST_FILE_BYTES = 100_000_000
"""More cannot be sent as one record anyway."""


WAITED_FOR = frozenset({SCHEMA, FILE})
"""Encodings whose bytes have to be waited for."""


class TypedRecord(Struct, frozen=True):
    """A record whose fields were looked at, and what is to be waited for until it is whole.

    Attributes:
        record: without key or value where they are waited for.
        schemas: encodes by registered schemas.
    """

    draft: RecordDraft
    record: OutgoingRecord
    schemas: SchemaEncoding

    @property
    def completion(self) -> Callable[[OutgoingRecord], OutgoingRecord] | None:
        """What makes it whole, in the task; None where nothing is waited for."""
        draft = self.draft
        waits = (draft.value_as in WAITED_FOR and not draft.is_null) or (draft.key_as == SCHEMA and draft.key)
        return self._complete if waits else None

    def _complete(self, record: OutgoingRecord) -> OutgoingRecord:
        draft = self.draft
        if draft.key_as == SCHEMA and draft.key:
            record = record._replace(key=self._by_schema(draft.key, "", "key"))
        if draft.is_null:
            return record
        if draft.value_as == FILE:
            return record._replace(value=file_bytes(draft.value.strip()))
        if draft.value_as == SCHEMA:
            return record._replace(value=self._by_schema(draft.value, draft.value_schema, "value"))
        return record

    def _by_schema(self, text: str, wanted: str, field: str) -> bytes:
        found = self.schemas.find(wanted, self.record.topic, field)
        return self.schemas.encode(text.encode("utf-8", "replace"), found, field)


def typed_record(draft: RecordDraft, topic: str, now: datetime, schemas: SchemaEncoding) -> TypedRecord:
    """The record that is typed.

    Raises:
        FieldError: something typed in one of the fields cannot be meant.
    """
    timestamp_ms = None
    if draft.timestamp.strip():
        try:
            timestamp_ms = parse_moment(draft.timestamp, now)
        except ValueError as error:
            raise FieldError("timestamp", str(error)) from None
    if draft.value_as == FILE and not draft.is_null and not draft.value.strip():
        raise FieldError("value", "Type the path of the file whose bytes are the value.")
    is_waited_for = draft.is_null or draft.value_as in WAITED_FOR
    value = None if is_waited_for else encoded("value", draft.value, Encoding(draft.value_as))
    by_bytes = replace(draft, key="", key_as=Encoding.TEXT.value) if draft.key_as == SCHEMA else draft
    return TypedRecord(draft, record_of(by_bytes, topic, value, timestamp_ms), schemas)


def file_bytes(path: str) -> bytes:
    """The bytes of a file. Waits for the disk.

    Raises:
        FieldError: it cannot be read, or holds more than any record.
    """
    place = Path(path).expanduser()
    try:
        if not place.is_file():
            raise FieldError("value", f"{place} is no file.")
        if (size := place.stat().st_size) > MOST_FILE_BYTES:
            raise FieldError("value", f"{place} has {size:,} bytes, which no broker takes as one record.")
        return place.read_bytes()
    except OSError as error:
        raise FieldError("value", f"{place} cannot be read: {error.strerror}.") from None
