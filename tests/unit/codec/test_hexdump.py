"""Hex dumps are made line by line."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.hexdump import Base64Lines, HexLines, hex_lines


def test_line_reads_like_hexdump() -> None:
    line = hex_lines(b"0123456789abcdef" + b"\x00\x1bZ", 16, 1)[0]
    assert line == f"00000010  {'00 1b 5a':<23}  {'':<23}  ..Z"


def test_only_the_lines_asked_for_are_made() -> None:
    data = bytes(100 * 1024 * 1024)
    assert len(hex_lines(data, 50_000_007, 3)) == 3
    assert hex_lines(data, 50_000_007, 3)[0].startswith("02faf080")
    assert hex_lines(data, len(data), 3) == []
    assert HexLines(data)[-1].startswith("063ffff0")


@given(st.binary(max_size=200))
def test_lazy_lines_hold_every_byte(data: bytes) -> None:
    assert list(HexLines(data)) == hex_lines(data, 0, 1000)
    assert base64.b64decode("".join(Base64Lines(data))) == data
    assert list(HexLines(data)[1:3]) == hex_lines(data, 16, 2)
