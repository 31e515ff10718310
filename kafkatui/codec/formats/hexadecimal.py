"""Bytes in hexadecimal."""

from __future__ import annotations

from kafkatui.codec.decoded import Decoded, Preview, Subject, cut_preview
from kafkatui.codec.hexdump import HexLines


class HexDecoder:
    """Two digits a byte; to read, a dump as `hexdump -C` makes it."""

    name = "hex"
    help = "Bytes in hexadecimal, as a dump where there is room."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """All digits; the dump's lines are made when looked at."""
        return as_hex(data)

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The first digits."""
        return hex_preview(data, max_characters)


def as_hex(data: bytes, reason: str = "") -> Decoded:
    """`data` in hexadecimal, for the reason given."""
    return Decoded(data.hex(), HexDecoder.name, len(data), reason, lines=HexLines(data))


def hex_preview(data: bytes, max_characters: int, reason: str = "") -> Preview:
    """The beginning of the same."""
    digits = data[: max_characters // 2 + 1].hex()
    return cut_preview(digits, HexDecoder.name, max_characters, reason=reason, goes_on=len(digits) < len(data) * 2)
