"""Bytes are shown as what they are, and what cannot be shown says why."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.decode import LINE_CHARACTERS, decode, line_tokens, pretty
from kafkatui.codec.encoding import DataKind, Encoding
from kafkatui.codec.json_text import TokenKind

EVERY_ENCODING = list(Encoding)
JSON_BYTES = st.recursive(
    st.sampled_from(["1", "-0.10", "1E400", "12345678901234567890123", "true", "null", '"a\\u001b"', '"x\\"y"']),
    lambda inner: (
        st.lists(inner).map(lambda items: "[" + ", ".join(items) + "]")
        | st.lists(inner).map(lambda items: "{" + ",".join(f'"k": {item}' for item in items) + "}")
    ),
    max_leaves=20,
).map(str.encode)


@pytest.mark.parametrize(
    ("data", "kind", "preview"),
    [
        (None, DataKind.NULL, "null"),
        (b"", DataKind.EMPTY, ""),
        (b'{"a": 1}', DataKind.JSON, '{"a": 1}'),
        (b'{\n  "a": [\n    1,\n    2\n  ]\n}', DataKind.JSON, '{"a": [1, 2]}'),
        (b"plain [bold]text[/bold]", DataKind.TEXT, "plain [bold]text[/bold]"),
        (b"42", DataKind.TEXT, "42"),
        (b'{"a": ', DataKind.TEXT, '{"a": '),
        (b"two\nlines", DataKind.TEXT, "two␊lines"),
        (b"\x00\x00\x00\x2a", DataKind.INTEGER, "42"),
        (b"\xff\xff\xff\xff\xff\xff\xff\xfe", DataKind.INTEGER, "-2"),
        (b"\xff\xfe\x00", DataKind.BINARY, "fffe00"),
    ],
)
def test_auto_detects(data: bytes | None, kind: DataKind, preview: str) -> None:
    decoded = decode(data)
    assert (decoded.kind, decoded.preview) == (kind, preview)


@pytest.mark.parametrize(
    ("data", "how", "problem"),
    [
        (b"seventeen letters\xff", Encoding.AUTO, "invalid UTF-8 at byte 17"),
        (b"seventeen letters\xff", Encoding.TEXT, "invalid UTF-8 at byte 17, shown as \ufffd"),
        (b'{"a":}', Encoding.JSON, "not JSON: invalid character (byte 5)"),
        (b"abc", Encoding.INT32, "int32 takes 4 bytes, there are 3"),
        (b"\x00\x00\x00\x00\x07rest", Encoding.AUTO, "starts like a schema registry value (schema id 7)"),
    ],
)
def test_what_is_not_as_expected_says_why(data: bytes, how: Encoding, problem: str) -> None:
    assert decode(data, how).problem == problem
    assert pretty(data, how).problem == problem


def test_numbers_are_read_as_kafkas_serialisers_write_them() -> None:
    assert decode(b"\x80\x00\x00\x00", Encoding.INT32).preview == "-2147483648"
    assert decode(b"\x3f\xf8\x00\x00\x00\x00\x00\x00", Encoding.FLOAT64).preview == "1.5"


def test_duplicate_keys_order_and_digits_survive_indenting() -> None:
    data = b'{"b":1.10,"a":12345678901234567890123,"b":1E400}'
    assert list(pretty(data).lines) == ["{", '  "b": 1.10,', '  "a": 12345678901234567890123,', '  "b": 1E400', "}"]


@given(JSON_BYTES)
def test_indenting_changes_white_space_only(data: bytes) -> None:
    squeezed = re.sub(r"\s", "", "".join(pretty(data, Encoding.JSON).lines))
    assert squeezed == re.sub(r"\s", "", data.decode())


@given(st.one_of(st.none(), st.binary(max_size=300), JSON_BYTES), st.sampled_from(EVERY_ENCODING))
def test_any_bytes_give_safe_text_in_every_encoding(data: bytes | None, how: Encoding) -> None:
    decoded = decode(data, how, 40)
    assert len(decoded.preview) <= 40
    text = pretty(data, how)
    shown = decoded.preview + "".join(
        piece for index in range(len(text.lines)) for piece, _ in line_tokens(text, index)
    )
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in shown)


def test_tokens_of_a_line_name_what_they_are() -> None:
    text = pretty(b'{"a": [1, "x", true]}')
    tokens = [token for index in range(len(text.lines)) for token in line_tokens(text, index)]
    assert ('"a"', TokenKind.KEY) in tokens
    assert ("1", TokenKind.NUMBER) in tokens
    assert ('"x"', TokenKind.STRING) in tokens
    assert ("true", TokenKind.LITERAL) in tokens


def test_preview_of_a_large_value_is_as_quick_as_of_a_small_one() -> None:
    large = b'{"a":"' + b"x" * 20_000_000 + b'"}'
    began = time.perf_counter()
    decoded = decode(large)
    assert time.perf_counter() - began < 0.05
    assert decoded.kind is DataKind.JSON
    assert decoded.preview.endswith("…")
    assert decoded.size_bytes == len(large)


def test_character_cut_by_the_sample_is_no_error() -> None:
    data = b"x" + "é".encode() * 40_000
    assert decode(data).kind is DataKind.TEXT


def test_long_line_is_cut_with_its_length() -> None:
    text = pretty(b"x" * 10_000)
    shown = "".join(piece for piece, _ in line_tokens(text, 0))
    assert shown == "x" * LINE_CHARACTERS + " … 10,000 characters in all"


def test_deep_nesting_is_not_indented_into_gigabytes() -> None:
    data = b"[" * 900 + b"1," * 100_000 + b"1" + b"]" * 900
    text = pretty(data)
    assert text.kind is DataKind.TEXT
    assert len(text.lines) == 1
