"""Reading the fields of Kafka's own encodings, one after another."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_MOST_ITEMS = 1_000_000


class Wire:
    """Bytes and how far they have been read.

    Args:
        is_flexible: lengths are unsigned varints, one more than the length, and structures end with tagged fields
            (KIP-482).

    All methods raise ValueError where the data do not hold what is asked for.
    """

    def __init__(self, data: bytes, *, is_flexible: bool = False) -> None:
        self._data = data
        self._at = 0
        self.is_flexible = is_flexible

    @property
    def left(self) -> int:
        """Bytes that have not been read."""
        return len(self._data) - self._at

    def take(self, count: int) -> bytes:
        """The next bytes."""
        if count < 0 or count > self.left:
            raise ValueError("it ends too early")
        self._at += count
        return self._data[self._at - count : self._at]

    def number(self, layout: str) -> Any:
        """A number, `layout` being `struct`'s letter; big-endian."""
        form = struct.Struct(f">{layout}")
        return form.unpack(self.take(form.size))[0]

    def unsigned_varint(self) -> int:
        """A number of up to 64 bits, seven of them in a byte, the lowest first."""
        value = shift = 0
        while True:
            (byte,) = self.take(1)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise ValueError("a number of more than 64 bits")

    def text(self) -> str | None:
        """A text in UTF-8, or null."""
        length = self.unsigned_varint() - 1 if self.is_flexible else self.number("h")
        return None if length == -1 else self.take(length).decode()

    def bytes_(self) -> bytes | None:
        """Bytes, or null."""
        length = self.unsigned_varint() - 1 if self.is_flexible else self.number("i")
        return None if length == -1 else self.take(length)

    def items(self, read: Callable[[], T]) -> list[T] | None:
        """A list, or null."""
        count = self.unsigned_varint() - 1 if self.is_flexible else self.number("i")
        if count == -1:
            return None
        if not 0 <= count <= min(_MOST_ITEMS, self.left):
            raise ValueError(f"a list of {count} items")
        return [read() for _ in range(count)]

    def tagged_fields(self) -> dict[int, bytes]:
        """The optional fields at the end of a structure; none where the encoding has none."""
        if not self.is_flexible:
            return {}
        return {self.unsigned_varint(): self.take(self.unsigned_varint()) for _ in range(self.unsigned_varint())}


def signed(number: int) -> int:
    """A number that was written zigzag: 0, -1, 1, -2 as 0, 1, 2, 3."""
    return (number >> 1) ^ -(number & 1)
