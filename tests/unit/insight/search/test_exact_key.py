"""The very bytes of a key, in an expression."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight.search.exact_key import exact_key
from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.search.search import compile_search
from kafkatui.insight.search.subject import SearchedRecord
from tests.unit.insight.search.records import searched

TEXTS = st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))
KEYS = st.one_of(st.none(), st.binary(max_size=8), TEXTS)


def holds(expression: str, record: SearchedRecord) -> bool:
    return compile_search(expression, datetime.now(UTC)).holds(record)


@given(KEYS, KEYS)
def test_it_means_this_key_and_no_other(key: bytes | None, other: bytes | None) -> None:
    expression = exact_key(key)
    assert holds(expression, searched(key=key))
    assert holds(expression, searched(key=other)) == (other == key)
    needle = compile_search(expression, datetime.now(UTC)).needle
    if needle is not None and key is not None:
        lowered = (b"before" + key + b"after").lower()
        assert needle.may_be_in(lowered, 0, len(lowered))
        assert needle.choices == (key.lower(),)


@pytest.mark.parametrize(
    ("key", "expression"),
    [
        (b"user-1", 'key is "user-1"'),
        (b'say "hi" \\', 'key is "say \\"hi\\" \\\\"'),
        (b"\x00\xff", "key is 0x00ff"),
        (b"two\nlines", "key is 0x74776f0a6c696e6573"),
        (b"", "key is 0x"),
        (None, "key = null"),
    ],
)
def test_how_it_is_written(key: bytes | None, expression: str) -> None:
    assert exact_key(key) == expression


def test_values_and_headers_too() -> None:
    record = searched(b"\x01\x02", headers=(("trace", b"\xff"), ("void", None)))
    assert holds("value is 0x0102", record)
    assert holds("header.trace is 0xFF and not header.void is 0x", record)
    assert holds("(headers is 0xff)", record)
    assert not holds("header.void is 0xff", record)


def test_is_stays_a_word_where_no_bytes_follow() -> None:
    assert holds("key is lost", searched(b"the key is lost"))
    assert holds("value is 0x123", searched(b"a value is 0x123 here"))
    assert not holds("key is 0x1234", searched(b"the key is 0x1234"))


def test_bytes_of_a_field_of_json_there_are_none() -> None:
    with pytest.raises(SearchSyntaxError):
        compile_search('value.name is "x"', datetime.now(UTC))
    with pytest.raises(SearchSyntaxError):
        compile_search('offset is "x"', datetime.now(UTC))
