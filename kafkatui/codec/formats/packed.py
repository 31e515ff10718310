"""Values that their producer packed with gzip, Zstandard, LZ4 or Snappy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kafkatui.codec.compression import PackedFormat, unpacked
from kafkatui.codec.decoded import Decoded, Pending, Preview, Subject, preview_of
from kafkatui.codec.formats.hexadecimal import as_hex
from kafkatui.codec.formats.text import SAMPLE_BYTES


class PackedDecoder:
    """One compression; what is inside is read as what it looks like.

    Args:
        inner: reads what is inside.
    """

    def __init__(self, form: PackedFormat, inner: Callable[[Subject, bytes], Decoded | Pending]) -> None:
        self.name = form.value
        self.help = f"Packed with {form.value}; what is inside is read as what it looks like."
        self._form = form
        self._inner = inner

    def decode(self, subject: Subject, data: bytes) -> Decoded | Pending:
        """What is inside, all of it."""
        try:
            inside = unpacked(data, self._form)
        except ValueError as error:
            return as_hex(data, str(error))
        if not inside:
            return Decoded("", f"{self.name} empty", len(data), is_lossy=True)
        decoded = self._inner(subject, inside)
        if isinstance(decoded, Pending):
            return decoded
        return replace(decoded, type=f"{self.name} {decoded.type}", size_bytes=len(data), is_lossy=True)

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
        """The beginning of the same; nothing of what is too large to be unpacked for a glance."""
        if len(data) > SAMPLE_BYTES:
            return Preview("", self.name, "", is_cut=True)
        decoded = self.decode(subject, data)
        return decoded if isinstance(decoded, Pending) else preview_of(decoded, max_characters)
