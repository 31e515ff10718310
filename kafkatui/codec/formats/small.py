"""What is a few bytes: true and false, and UUIDs."""

from __future__ import annotations

import uuid

from kafkatui.codec.decoded import Decoded, Preview, Subject, preview_of
from kafkatui.codec.formats.hexadecimal import as_hex

_UUID_BYTES = 16


class BooleanDecoder:
    """One byte as Kafka's BooleanSerializer writes it."""

    name = "boolean"
    help = "True or false in one byte, as Kafka's BooleanSerializer writes it."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """The word."""
        if data not in (b"\x00", b"\x01"):
            return as_hex(data, "a boolean is one byte, 0 or 1")
        return Decoded("true" if data[0] else "false", self.name, 1)

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The word, which is short anyway."""
        return preview_of(self.decode(subject, data), max_characters)


class UuidDecoder:
    """The 16 bytes of a UUID; Kafka's own UUIDSerializer writes its 36 characters, which need no decoding."""

    name = "uuid"
    help = "A UUID, in 16 bytes or as text."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """In its usual form."""
        if len(data) == _UUID_BYTES:
            return Decoded(str(uuid.UUID(bytes=data)), self.name, len(data))
        try:
            text = data.decode("ascii")
            uuid.UUID(text)
        except ValueError:
            return as_hex(data, f"a UUID takes 16 bytes, there are {len(data):,}")
        return Decoded(text, "text", len(data))

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The same, which is short anyway."""
        return preview_of(self.decode(subject, data), max_characters)
