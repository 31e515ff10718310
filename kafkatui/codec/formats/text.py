"""UTF-8 text."""

from __future__ import annotations

from kafkatui.codec.decoded import TEXT, Decoded, Preview, Subject, cut_preview

SAMPLE_BYTES = 65_536
"""Bytes by which a preview is told, and what `auto` takes data for; the beginning says it of larger data."""

_BYTES_PER_CHARACTER = 4
_SYMBOLS = bytes(code for code in range(0x20) if code not in b"\t\n\r") + b"\x7f"


class TextDecoder:
    """UTF-8; what is none of it is shown as �."""

    name = TEXT
    help = "UTF-8 text; bytes that are none become �, and control characters symbols (␀ ␛)."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """The text, with the place of the first byte that is none."""
        return as_text(data, text_reason(data))

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The beginning of the text."""
        return text_preview(data, max_characters)


def as_text(data: bytes, reason: str = "") -> Decoded:
    """`data` as text; the reason is given."""
    text, is_lossy = utf8(data)
    return Decoded(text, TEXT, len(data), reason, None, None, is_lossy)


def utf8(data: bytes) -> tuple[str, bool]:
    """`data` as text, and whether bytes that are none were replaced."""
    try:
        return data.decode(), False
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace"), True


def text_preview(data: bytes, max_characters: int, reason: str = "") -> Preview:
    """The beginning of `data` as text."""
    text, goes_on = beginning(data, max_characters)
    return cut_preview(text, TEXT, max_characters, reason=reason, goes_on=goes_on)


def beginning(data: bytes, characters: int) -> tuple[str, bool]:
    """At least so many characters of the text of `data`, if it has them, and whether there is more."""
    end = characters * _BYTES_PER_CHARACTER
    if end >= len(data):
        return data.decode("utf-8", "replace"), False
    for _ in range(3):  # not within a character
        if data[end] & 0xC0 == 0x80:
            end -= 1
    return data[:end].decode("utf-8", "replace"), True


def invalid_utf8_at(data: bytes) -> int | None:
    """The first byte that is not UTF-8, None when there is none in `data` or, if it is larger, in its sample."""
    sample = data[:SAMPLE_BYTES]
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut_character = len(sample) < len(data) and error.start >= len(sample) - 3 and error.end == len(sample)
        return None if is_cut_character else error.start
    return None


def text_reason(data: bytes) -> str:
    """What of `data` is not shown as it is; of all of it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"invalid UTF-8 at byte {error.start}, shown as \ufffd"
    count = len(data) - len(data.translate(None, delete=_SYMBOLS))
    if not count:
        return ""
    return f"{count:,} control character{'s' if count > 1 else ''}, shown as symbols"
