"""Values that their producer packed with gzip, Zstandard, LZ4 or Snappy."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.codec.compression import PackedFormat, unpacked
from kafkatui.codec.decoded import Decoded, Pending, Preview, Subject
from kafkatui.codec.formats.glance import glance
from kafkatui.codec.formats.hexadecimal import as_hex
from kafkatui.model.replacing import replace


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
        """The beginning of the same, of what is not too large."""
        return glance(self, subject, data, max_characters)
