"""What was typed becomes the bytes that were meant, or an error that says where it is wrong."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.encode import encode
from kafkatui.codec.encoding import Encoding
from kafkatui.codec.header_text import headers_text, parse_headers
from kafkatui.model.errors import UsageError


@pytest.mark.parametrize(
    ("text", "how", "data"),
    [
        ("zażółć", Encoding.TEXT, "zażółć".encode()),
        ('{"a": 1.10}', Encoding.JSON, b'{"a": 1.10}'),
        ("0xCA fe:00", Encoding.HEX, b"\xca\xfe\x00"),
        ("aGVs\nbG8=", Encoding.BASE64, b"hello"),
        (" -1 ", Encoding.INT32, b"\xff\xff\xff\xff"),
        ("1,000", Encoding.INT64, (1000).to_bytes(8, "big")),
        ("1.5", Encoding.FLOAT64, b"\x3f\xf8\x00\x00\x00\x00\x00\x00"),
    ],
)
def test_typed_text_becomes_bytes(text: str, how: Encoding, data: bytes) -> None:
    assert encode(text, how) == data


@pytest.mark.parametrize(
    ("text", "how", "where"),
    [
        ('{\n  "a": x\n}', Encoding.JSON, "line 2, column 8"),
        ("{", Encoding.JSON, "ends too early"),
        ("", Encoding.JSON, "ends too early"),
        ("ca fg", Encoding.HEX, "'g' at character 5"),
        ("caf", Encoding.HEX, "3"),
        ("a*b=", Encoding.BASE64, "'\\*' at character 2"),
        ("a", Encoding.BASE64, "Not base64"),
        ("2147483648", Encoding.INT32, "does not fit"),
        ("1.5", Encoding.INT64, "whole number"),
        ("x", Encoding.FLOAT64, "not a number"),
        ("a\ud800", Encoding.TEXT, "Character 2"),
    ],
)
def test_malformed_text_says_where(text: str, how: Encoding, where: str) -> None:
    with pytest.raises(UsageError, match=where):
        encode(text, how)


@given(st.text(alphabet=st.characters(exclude_categories=())), st.sampled_from(list(Encoding)))
def test_anything_typed_gives_bytes_or_a_usage_error(text: str, how: Encoding) -> None:
    with contextlib.suppress(UsageError):
        assert isinstance(encode(text, how), bytes)


def test_headers_keep_order_duplicates_and_empty_values() -> None:
    assert parse_headers("a=1\r\n\n a =x=y\nb=") == (("a", b"1"), ("a", b"x=y"), ("b", b""))


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("a=1, b=2,c=3", (("a", b"1"), ("b", b"2"), ("c", b"3"))),
        ("a=1,2, 3", (("a", b"1,2, 3"),)),
        ("a=1,", (("a", b"1,"),)),
        ("accept=text/html, */*, b=2", (("accept", b"text/html, */*"), ("b", b"2"))),
        ('a="1, b=2", c=3', (("a", b"1, b=2"), ("c", b"3"))),
        ('"a=1, b=2", "c=3"', (("a", b"1, b=2"), ("c", b"3"))),
        ('a=x, "b=1,2"', (("a", b"x"), ("b", b"1,2"))),
        ('a="say ""hi""", b=""', (("a", b'say "hi"'), ("b", b""))),
        ('a={"k": 1, "l": 2}', (("a", b'{"k": 1, "l": 2}'),)),
        ("  ", ()),
    ],
)
def test_a_comma_separates_headers_only_before_another_name(text: str, headers: tuple[tuple[str, bytes], ...]) -> None:
    assert parse_headers(text) == headers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a=1\nnothing", r"^Header 2 \(nothing\) does not read name=value"),
        ("nothing, b=1", r"^Header 1 \(nothing\)"),
        ("ok=1\n=value", "^Header 2 has no name"),
        ('a=1, b="open', r"^Header 2 \(b\) begins with a quote that does not end"),
        ('a=1, "b=open', "^Header 2 begins with a quote"),
        ('a="x"y', r"^Header 1 \(a\) goes on after its closing quote"),
        ("a=1, b=\ud800", r"^Header 2 \(b\): Character 1"),
    ],
)
def test_a_header_that_cannot_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_headers(text)


@given(st.lists(st.tuples(st.from_regex(r"[a-z]{1,4}", fullmatch=True), st.text(st.characters(codec="utf-8")))))
def test_quoted_headers_hold_any_text(headers: list[tuple[str, str]]) -> None:
    typed = ", ".join(name + '="' + value.replace('"', '""') + '"' for name, value in headers)
    assert parse_headers(typed) == tuple((name, value.encode()) for name, value in headers)


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("a:=null, b=", (("a", None), ("b", b""))),
        ("a:=hex:00 ff,b:=base64:AP8=, c:=int32:5", (("a", b"\x00\xff"), ("b", b"\x00\xff"), ("c", b"\0\0\0\5"))),
        ('a:="text:x, y=1"', (("a", b"x, y=1"),)),
        ('"a:=null"', (("a:", b"null"),)),
    ],
)
def test_headers_may_be_null_or_bytes(text: str, headers: tuple[tuple[str, bytes | None], ...]) -> None:
    assert parse_headers(text) == headers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:=nil", r"^Header 1 \(a\): After := comes null"),
        ("b=1, a:=hex:0g", r"^Header 2 \(a\): 'g' at"),
        (":=null", "^Header 1 has no name"),
    ],
)
def test_a_header_whose_bytes_cannot_be_made_is_named(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_headers(text)


NAMES = st.one_of(st.from_regex(r"[a-z:-]{1,4}", fullmatch=True), st.text(max_size=4))


@given(st.lists(st.tuples(NAMES, st.one_of(st.none(), st.binary(max_size=5), st.text(max_size=6).map(str.encode)))))
def test_headers_as_a_line_are_the_same_headers_or_said_to_have_no_line(
    headers: list[tuple[str, bytes | None]],
) -> None:
    try:
        line = headers_text(headers)
    except UsageError:
        assert any(not name.strip() or name != name.strip() or not name.isalpha() for name, _ in headers)
        return
    assert parse_headers(line) == tuple(headers)
