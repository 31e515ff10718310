"""Bytes in base64."""

from __future__ import annotations

import base64

from kafkatui.codec.decoded import Decoded, Preview, Subject, cut_preview
from kafkatui.codec.hexdump import Base64Lines


class Base64Decoder:
    """RFC 4648, to be taken elsewhere; the line breaks of RFC 2045 are for reading only."""

    name = "base64"
    help = "Bytes in base64."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """All of it."""
        text = base64.b64encode(data).decode("ascii")
        return Decoded(text, self.name, len(data), lines=Base64Lines(data))

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The first characters."""
        part = data[: max_characters // 4 * 3 + 3]
        text = base64.b64encode(part).decode("ascii")
        return cut_preview(text, self.name, max_characters, goes_on=len(part) < len(data))
