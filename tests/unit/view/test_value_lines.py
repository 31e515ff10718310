"""A value in the lines it is read in: indented, in tones, safe, and cut where nobody reads on."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.decoded import Decoded
from kafkatui.view.span import Tone
from kafkatui.view.value_lines import LINE_CHARACTERS, ValueText, kind_words, line_spans, value_text
from tests.unit.codec.test_formats import ANY_BYTES, JSON_BYTES, READERS


def laid_out(data: bytes | None, how: str = "auto") -> ValueText:
    return value_text(READERS[how].decode(data))


def shown(text: ValueText) -> list[str]:
    return ["".join(piece for piece, _ in line_spans(text, index)) for index in range(len(text.lines))]


def test_duplicate_keys_order_and_digits_survive_indenting() -> None:
    data = b'{"b":1.10,"a":12345678901234567890123,"b":1E400}'
    assert list(laid_out(data).lines) == ["{", '  "b": 1.10,', '  "a": 12345678901234567890123,', '  "b": 1E400', "}"]


@given(JSON_BYTES)
def test_indenting_changes_white_space_only(data: bytes) -> None:
    squeezed = re.sub(r"\s", "", "".join(laid_out(data, "json").lines))
    assert squeezed == re.sub(r"\s", "", data.decode())


@given(st.one_of(st.none(), ANY_BYTES), st.sampled_from(sorted(READERS)))
def test_any_bytes_give_safe_lines_in_every_format(data: bytes | None, how: str) -> None:
    for line in shown(laid_out(data, how)):
        assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in line)


def test_pieces_of_a_line_have_their_tones() -> None:
    text = laid_out(b'{"a": [1, "x", true]}')
    spans = [span for index in range(len(text.lines)) for span in line_spans(text, index)]
    assert {('"a"', Tone.PLAIN), ("1", Tone.NUMBER), ('"x"', Tone.STRING), ("true", Tone.NUMBER)} <= set(spans)


def test_symbols_are_told_from_the_text_they_stand_in() -> None:
    assert line_spans(laid_out(b"a\x00\x1bb"), 0) == (("a", Tone.PLAIN), ("␀␛", Tone.DIM), ("b", Tone.PLAIN))
    assert line_spans(laid_out("a␀b".encode()), 0) == (("a␀b", Tone.PLAIN),)


def test_a_long_line_is_cut_with_its_length() -> None:
    assert shown(laid_out(b"x" * 10_000)) == ["x" * LINE_CHARACTERS + " … 10,000 characters in all"]


def test_deep_nesting_is_not_indented_into_gigabytes() -> None:
    text = laid_out(b"[" * 900 + b"1," * 100_000 + b"1" + b"]" * 900)
    assert text.decoded.reason.startswith("not JSON: nested deeper")
    assert len(text.lines) == 1


def test_null_empty_and_what_they_are_called() -> None:
    assert shown(laid_out(None)) == ["∅ null"]
    assert shown(laid_out(b"")) == []
    assert kind_words(laid_out(b"null").decoded) == "text · 4 B"
    assert kind_words(laid_out(None).decoded) == "null"
    assert kind_words(Decoded("", "pending", 3, "fetching schema 7")) == "pending · 3 B · fetching schema 7"
