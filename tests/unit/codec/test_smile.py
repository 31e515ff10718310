"""Smile as Jackson writes it: `smile/vectors.txt` and `smile/many.bin.gz` were written by `smile/Vectors.java`."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.decoded import Decoded, Part, Subject
from kafkatui.codec.formats.smile import SmileDecoder

HERE = Path(__file__).parent / "smile"
VECTORS = {
    name: bytes.fromhex(digits)
    for name, digits in (line.split() for line in (HERE / "vectors.txt").read_text().splitlines())
}
HEADER = b":)\n"


def read(data: bytes) -> Decoded:
    return SmileDecoder().decode(Subject("t", Part.VALUE), data)


def tree(data: bytes) -> Any:
    decoded = read(data)
    assert (decoded.type, decoded.reason, decoded.size_bytes) == ("smile", "", len(data))
    assert decoded.tree is not None
    return json.loads(decoded.tree)


@pytest.mark.parametrize("name", ["plain", "shared", "raw"])
def test_every_kind_of_value_is_what_was_written(name: str) -> None:
    """Plain shares nothing, shared names and texts, raw has bytes as they are and an end."""
    found = tree(VECTORS[name])
    assert found["ints"] == [
        0, -1, 15, -16, 16, -17, 63, 64, -64, 127, 128, 100_000, -100_000, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63),
    ]  # fmt: skip
    assert (found["null"], found["yes"], found["no"], found["floats"]) == (
        None,
        True,
        False,
        [1.5, -0.1, 1.7976931348623157e308],
    )
    assert found["big"] == [
        -1234567890123456789012345678901234567890, 2**80, "-12345678901234567890.000123456789", "1E+50",
    ]  # fmt: skip
    assert found["texts"] == [
        "", "a", "é", *("x" * count for count in (32, 33, 64, 65)), *("é" * count for count in (16, 17, 32, 33)),
        "a", "é", "日本", "日本",
    ]  # fmt: skip
    assert found["bytes"] == [bytes(255 - 17 * index for index in range(count)).hex() for count in range(16)]
    assert (found[""], found["n" * 64], found["n" * 65]) == ("empty name", 64, 65)
    assert (found["é" * 28], found["é" * 29]) == (56, 58)
    assert found["again"] == [{"yes": number, "n" * 64: None, "é" * 28: None} for number in range(2)]


def test_names_and_texts_are_shared_1024_at_a_time() -> None:
    expected = [
        {f"n{number * (around + 1) % 1100}": f"v{number * (around + 1) % 1100}"}
        for around in range(3)
        for number in range(1100)
    ]
    assert tree(gzip.decompress((HERE / "many.bin.gz").read_bytes())) == expected


def test_a_value_may_stand_alone_and_without_its_header() -> None:
    assert (tree(VECTORS["number"]), tree(VECTORS["text"])) == (42, "hi")
    assert VECTORS["number"].startswith(HEADER)
    assert tree(VECTORS["number"][4:]) == 42


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it ends before the value does"),
        (HEADER, "it ends before the value does"),
        (HEADER + b"\x01\xfa\x80a", "it ends before the value does"),
        (HEADER + b"\x01\xe0abc", "it ends before the value does"),
        (HEADER + b"\x01\xe8\x7f\x7f\x7f\xbf", "it ends before the value does"),
        (HEADER + b"\x11\xc0", "it is of version 1"),
        (HEADER + b"\x01\xc0\xc0", "1 bytes follow the value"),
        (HEADER + b"\x01\x05", "it refers to the text 4, of 0"),
        (HEADER + b"\x01\xfa\x41\xc0\xfb", "it refers to the text 1, of 0"),
        (HEADER + b"\x01\x30", "there is no value 0x30 (byte 4)"),
        (HEADER + b"\x01\xfa\x21", "there is no name 0x21 (byte 5)"),
        (HEADER + b"\x01" + b"\xf8" * 5_000, ""),
        (HEADER + b"\x01\x40\xff", "'utf-8' codec"),
    ],
)
def test_what_is_none_says_why_and_shows_its_bytes(data: bytes, reason: str) -> None:
    decoded = read(data)
    assert (decoded.type, decoded.text) == ("hex", data.hex())
    assert decoded.reason.startswith(f"not smile: {reason}")


@given(st.integers(-(2**70), 2**70))
def test_whole_numbers_of_any_size(number: int) -> None:
    size = number.bit_length() // 8 + 1
    bits = int.from_bytes(number.to_bytes(size, "big", signed=True), "big")
    whole, rest = divmod(size, 7)
    packed = bytearray()
    for index in range(whole):
        seven = bits >> (8 * (size - 7 * (index + 1))) & (1 << 56) - 1
        packed += bytes(seven >> (7 * (7 - place)) & 0x7F for place in range(8))
    if rest:
        left = bits & (1 << 8 * rest) - 1
        packed += bytes(left >> (rest + 7 * (rest - 1 - place)) & 0x7F for place in range(rest))
        packed.append(left & (1 << rest) - 1)
    assert tree(HEADER + b"\x00\x26" + bytes([0x80 | size]) + packed) == number


@given(st.binary(max_size=80), st.booleans(), st.data())
def test_no_bytes_fail(data: bytes, is_cut: bool, drawn: st.DataObject) -> None:
    if is_cut:  # something that begins well
        whole = VECTORS["shared"]
        at = drawn.draw(st.integers(0, len(whole) - 1))
        data = whole[:at] + data
    assert read(data).type in ("smile", "hex")
