"""Bytes are shown as what they are, whole or from the beginning, and what cannot be shown says why."""

from __future__ import annotations

import json
import re
import struct
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kafkatui.codec.decoded import Decoded, Part, Pending, Preview, Subject, preview_of
from kafkatui.codec.decoder import Reader
from kafkatui.codec.encode import encode
from kafkatui.codec.encoding import Encoding
from kafkatui.codec.formats.registry import built_in_decoders, decoder_named
from kafkatui.codec.formats.text import SAMPLE_BYTES
from kafkatui.model.errors import UsageError

SUBJECT = Subject("t", Part.VALUE)
READERS = {decoder.name: Reader(decoder, SUBJECT) for decoder in built_in_decoders()}
AUTO = READERS["auto"]
JSON_BYTES = st.recursive(
    st.sampled_from(["1", "-0.10", "1E400", "12345678901234567890123", "true", '"a\\u001b"', '"x\\"y"', '" \\n"']),
    lambda inner: (
        st.lists(inner).map(lambda items: "[" + ", ".join(items) + "]")
        | st.lists(inner).map(lambda items: "{\r\n  " + ",\n  ".join(f'"k": {item}' for item in items) + "\n}\n")
        | st.lists(inner).map(lambda items: " {" + ",".join(f'"k" : {item}' for item in items) + "}")
    ),
    max_leaves=20,
).map(str.encode)
ANY_BYTES = st.one_of(
    st.binary(max_size=300),
    st.binary(min_size=4, max_size=4),
    st.binary(min_size=8, max_size=8),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    JSON_BYTES,
)


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (None, "null", ""),
        (b"", "empty", ""),
        (b'{"a": 1}', "json", '{"a": 1}'),
        (b"plain [bold]text[/bold]", "text", "plain [bold]text[/bold]"),
        (b"42", "text", "42"),
        (b"null", "text", "null"),
        (b"true", "text", "true"),
        (b'{"a": ', "text", '{"a": '),
        (b"two\nlines", "text", "two\nlines"),
        (b"\xff\xfe\x00", "hex", "fffe00"),
        # Texts with a control character in them, of the sizes of numbers too.
        (b"ab\x1bc", "text", "ab\x1bc"),
        (b"ab\x00c", "text", "ab\x00c"),
        (b"\x01abc", "text", "\x01abc"),
        (b"a\x00", "text", "a\x00"),
        (b"name\x00", "text", "name\x00"),
        (b"one bell \x07 in a line", "text", "one bell \x07 in a line"),
        (b"field\x1ffield", "text", "field\x1ffield"),
        (b"8 bytes\x7f", "text", "8 bytes\x7f"),
        ("né\x00u".encode(), "text", "né\x00u"),
        (b"\x1b[31mred\x1b[0m", "text", "\x1b[31mred\x1b[0m"),
        (b"abcd", "text", "abcd"),
        (b"12345678", "text", "12345678"),
        # Numbers, also where each of their bytes is a character.
        (b"\x00\x00\x00\x2a", "int32", "42"),
        (b"\x00\x00\x00A", "int32", "65"),
        (b"\x00abc", "int32", "6382179"),
        (b"\x00abcdefg", "int64", "27411251766584935"),
        (b"\x00abcd", "text", "\x00abcd"),
        (b"\x00\x0f\x42\x40", "int32", "1000000"),
        (struct.pack(">q", 4242), "int64", "4242"),
        (struct.pack(">q", 1_763_000_000_000), "int64", "1763000000000"),
        (b"\x00\x00\x00\x00abcd", "int64", str(int.from_bytes(b"abcd", "big"))),
        (b"\xff\xff\xff\xff\xff\xff\xff\xfe", "int64", "-2"),
        # Bytes.
        (b"\x00", "hex", "00"),
        (b"\x1f\x8b\x08\x00", "int32", "529205248"),
        (b"a\x00b\x00c\x00", "hex", "610062006300"),
        (b"\x00\x00\x00\x00\x07" + b"text all along", "hex", (b"\x00\x00\x00\x00\x07" + b"text all along").hex()),
    ],
)
def test_auto_detects(data: bytes | None, kind: str, text: str) -> None:
    decoded = AUTO.decode(data)
    assert (decoded.type, decoded.text) == (kind, text)
    assert AUTO.preview(data).type == kind


@pytest.mark.parametrize(
    ("data", "how", "reason"),
    [
        (b"seventeen letters\xff", "auto", "invalid UTF-8 at byte 17"),
        (b"seventeen letters\xff", "text", "invalid UTF-8 at byte 17, shown as \ufffd"),
        (b"ab\x00c", "auto", "1 control character, shown as symbols"),
        (b"a\x1bb\x7fc", "text", "2 control characters, shown as symbols"),
        (b"two\r\n\tlines", "auto", ""),
        (b'{"a":}', "json", "not JSON: invalid character (byte 5)"),
        (b"abc", "int32", "int32 takes 4 bytes, there are 3"),
        (b":)\n\x01\xff", "auto", "begins like Smile, which the decoder smile reads"),
        (b"\x00\x00\x00\x00\x07rest", "auto", "starts like a schema registry value (schema id 7)"),
        (b"\x7f\xf8\x00\x00\x00\x00\x00\x01", "float64", "a float64 that is not a number and carries other bits"),
    ],
)
def test_what_is_not_as_expected_says_why(data: bytes, how: str, reason: str) -> None:
    assert READERS[how].decode(data).reason == reason


def test_numbers_are_read_as_kafkas_serialisers_write_them() -> None:
    assert READERS["int32"].decode(b"\x80\x00\x00\x00").text == "-2147483648"
    assert READERS["float64"].decode(b"\x3f\xf8\x00\x00\x00\x00\x00\x00").text == "1.5"
    assert READERS["float32"].decode(struct.pack(">f", 0.1)).text == "0.1"
    assert READERS["float32"].decode(struct.pack(">f", 16777216)).text == "16777216"


def test_indented_json_stands_on_one_line_in_a_row() -> None:
    assert AUTO.decode(b'{\n  "a": [\n    1,\n    2\n  ]\n}').line == '{"a": [1, 2]}'


@given(st.one_of(st.none(), ANY_BYTES), st.sampled_from(sorted(READERS)), st.integers(1, 60))
def test_no_bytes_fail_and_a_preview_is_the_beginning_of_the_whole(data: bytes | None, how: str, length: int) -> None:
    decoded, preview = READERS[how].decode(data), READERS[how].preview(data, length)
    assert decoded.size_bytes == len(data or b"")
    assert preview.type == decoded.type
    assert len(preview.text) <= length
    assert decoded.line.startswith(preview.text)
    if not preview.is_cut:
        assert preview.text == decoded.line


@given(ANY_BYTES, st.sampled_from(sorted(READERS)))
def test_the_text_tells_the_bytes_or_says_that_it_does_not(data: bytes, how: str) -> None:
    decoded = READERS[how].decode(data)
    if decoded.type in ("text", "json"):
        assert (decoded.text.encode("utf-8", "replace") == data) is not decoded.is_lossy
    elif not decoded.is_lossy and data and decoded.type in {each.value for each in Encoding}:
        assert encode(decoded.text, Encoding(decoded.type)) == data
    elif data:
        assert decoded.is_lossy or decoded.type in (
            "int16",
            "uint16",
            "uint32",
            "uint64",
            "boolean",
            "uuid",
            "xml",
            "yaml",
            "properties",
        )


@given(JSON_BYTES)
def test_a_row_of_json_differs_in_white_space_only(data: bytes) -> None:
    line = READERS["json"].decode(data).line
    assert re.sub(r"\s", "", line) == re.sub(r"\s", "", data.decode())
    assert json.loads(line) == json.loads(data)


@pytest.mark.usefixtures("uncollected")
def test_a_preview_of_a_large_value_is_as_quick_as_of_a_small_one() -> None:
    large = b'{"a":"' + b"x" * 20_000_000 + b'"}'
    began = time.thread_time()
    preview = AUTO.preview(large)
    assert time.thread_time() - began < 0.05
    assert preview.type == "json"
    assert preview.is_cut


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(
    "large",
    [
        b"x" + "é".encode() * SAMPLE_BYTES,
        b"x" * SAMPLE_BYTES + b"\xff" + b"y" * 100,
        b"[" + b"1,\n" * SAMPLE_BYTES + b"]",
        b"[" + b" \n" * SAMPLE_BYTES + b"]",
        b"{" + b" " * 300_000 + b"}",
        b"\xff" * (SAMPLE_BYTES + 1),
        b"[" * 900 + b"1," * 100_000 + b"1" + b"]" * 900,
    ],
)
def test_what_is_told_by_its_beginning_is_taken_for_the_same_whole(large: bytes) -> None:
    for name, reader in READERS.items():
        began = time.thread_time()
        decoded, preview = reader.decode(large), reader.preview(large, 100)
        line = decoded.line
        assert time.thread_time() - began < 1, f"{name}: a second for {len(large):,} bytes"
        if preview.text or not preview.is_cut:  # of what has to be read whole there is no glance at large data
            assert (preview.type, preview.text) == (decoded.type, line[: len(preview.text)]), name


def test_an_unknown_decoder_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"auto, text, json, xml, yaml, properties, hex, base64, int16.*pack:LAYOUT"):
        decoder_named("avro", {decoder.name: decoder for decoder in built_in_decoders()})


def test_what_is_typed_is_encoded_by_the_names_of_the_decoders() -> None:
    assert {each.value for each in Encoding} <= READERS.keys()


class FetchingDecoder:
    """Fetches something before it can decode."""

    name = "fetching"
    help = "For tests."

    def __init__(self) -> None:
        self.pending: Pending | None = Pending("fetching schema 7")

    def decode(self, subject: Subject, data: bytes) -> Decoded | Pending:
        return self.pending or Decoded(data.decode(), self.name, len(data))

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
        decoded = self.decode(subject, data)
        return decoded if isinstance(decoded, Pending) else preview_of(decoded, max_characters)


def test_what_must_be_fetched_first_is_pending_and_a_verb_waits_for_it() -> None:
    decoder = FetchingDecoder()
    reader = Reader(decoder, SUBJECT)
    assert (reader.decode(b"x").type, reader.decode(b"x").reason) == ("pending", "fetching schema 7")
    assert reader.preview(b"x").type == "pending"
    assert reader.decode(None).type == "null"
    assert reader.decode_fetched(b"x", wait_seconds=0.01).type == "pending"
    pending, decoder.pending = decoder.pending, None
    assert pending is not None
    pending.ready.set()
    assert reader.decode_fetched(b"x") == reader.decode(b"x") == Decoded("x", "fetching", 1)
    assert reader.preview(b"x").text == "x"


@given(st.floats(width=32, allow_nan=False))
@example(3.4025001647762064e38)
def test_the_text_of_a_float32_gives_back_its_bytes(number: float) -> None:
    data = struct.pack(">f", number)
    assert encode(READERS["float32"].decode(data).text, Encoding.FLOAT32) == data


def test_what_is_no_float32_is_said_where_it_is_typed() -> None:
    with pytest.raises(UsageError, match="too large for a float32"):
        encode("1e39", Encoding.FLOAT32)
    with pytest.raises(UsageError, match="is not a number"):
        encode("x", Encoding.FLOAT32)
