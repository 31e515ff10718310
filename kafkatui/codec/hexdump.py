"""Bytes as lines of hexadecimal or base64, only as many as are looked at."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import overload

BYTES_PER_LINE = 16
_BASE64_BYTES_PER_LINE = 57
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


class HexLines(Sequence[str]):
    """The hex dump of `data`, each line made when it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return -(-len(self._data) // BYTES_PER_LINE)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """The lines of that index or slice."""
        chosen = range(len(self))[index]
        if isinstance(chosen, int):
            return _hex_line(self._data, chosen * BYTES_PER_LINE)
        return [_hex_line(self._data, line * BYTES_PER_LINE) for line in chosen]


class Base64Lines(Sequence[str]):
    """`data` in base64, 76 characters a line (RFC 2045), each line made when it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return -(-len(self._data) // _BASE64_BYTES_PER_LINE)

    def _line(self, number: int) -> str:
        start = number * _BASE64_BYTES_PER_LINE
        return base64.b64encode(self._data[start : start + _BASE64_BYTES_PER_LINE]).decode("ascii")

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """The lines of that index or slice."""
        chosen = range(len(self))[index]
        if isinstance(chosen, int):
            return self._line(chosen)
        return [self._line(number) for number in chosen]
