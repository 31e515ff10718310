"""Bytes as lines of hexadecimal or base64, only as many as are looked at."""

from __future__ import annotations

import base64
from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, overload

BYTES_PER_LINE = 16
_PRINTABLE = bytes(code if 0x20 <= code < 0x7F else ord(".") for code in range(256))


def hex_lines(data: bytes, offset: int, count: int) -> list[str]:
    """At most `count` lines of a hex dump, from the line that holds byte `offset`.

    A line reads like hexdump -C: offset, 16 bytes in two halves, the printable ASCII among them.
    """
    first = max(0, offset) // BYTES_PER_LINE * BYTES_PER_LINE
    stop = min(len(data), first + max(0, count) * BYTES_PER_LINE)
    return [_hex_line(data, start) for start in range(first, stop, BYTES_PER_LINE)]


def _hex_line(data: bytes, start: int) -> str:
    part = data[start : start + BYTES_PER_LINE]
    halves = f"{part[:8].hex(' '):<23}  {part[8:].hex(' '):<23}"
    return f"{start:08x}  {halves}  {part.translate(_PRINTABLE).decode('ascii')}"


class _Lines(Sequence[str]):
    """`data` as text, each line made when it is asked for. A subclass tells how a line is written."""

    bytes_per_line: ClassVar[int]

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return -(-len(self._data) // self.bytes_per_line)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """The lines of that index or slice."""
        chosen = range(len(self))[index]
        if isinstance(chosen, int):
            return self._line(chosen * self.bytes_per_line)
        return [self._line(number * self.bytes_per_line) for number in chosen]

    @abstractmethod
    def _line(self, start: int) -> str:
        """The line that begins with byte `start`."""


class HexLines(_Lines):
    """The hex dump of `data`."""

    bytes_per_line = BYTES_PER_LINE

    def _line(self, start: int) -> str:
        return _hex_line(self._data, start)


class Base64Lines(_Lines):
    """`data` in base64, 76 characters a line (RFC 2045)."""

    bytes_per_line = 57

    def _line(self, start: int) -> str:
        return base64.b64encode(self._data[start : start + self.bytes_per_line]).decode("ascii")
