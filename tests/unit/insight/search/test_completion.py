"""What is offered while an expression is typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight.search.completion import completions
from kafkatui.insight.search.known_fields import KnownFields, known_fields
from kafkatui.insight.search.search import compile_search
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.record import Record
from tests.unit.insight.search.records import READER

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def searched(value: bytes | None, key: bytes | None = b"user-1", **headers: bytes) -> SearchedRecord:
    return SearchedRecord(Record("orders", 0, 1, 1, "create", key, value, tuple(headers.items())), READER)


KNOWN = known_fields(
    [
        searched(b'{"user": {"id": 42, "name": "Ada L"}, "items": [{"sku": "x-1"}], "a.b": true}', trace=b"ab12"),
        searched(b'{"user": {"id": 43, "name": "42"}}', key=b"user-2"),
        searched(b"plain text"),
        searched(None),
    ]
)


def offered(text: str, known: KnownFields = KNOWN) -> list[str]:
    return [text[: each.start] + each.text for each in completions(text, known)]


def test_the_fields_of_some_records_are_known_with_the_values_they_had() -> None:
    assert KNOWN.fields["value.user.id"] == ("42", "43")
    assert KNOWN.fields["value.user.name"] == ('"Ada L"', '"42"')
    assert KNOWN.fields["value.items[0].sku"] == ("x-1",)
    assert KNOWN.fields['value["a.b"]'] == ("true",)
    assert KNOWN.fields["header.trace"] == ("ab12",)
    assert KNOWN.fields["key"] == ("user-1", "user-2")


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("", ["key", "value", "partition"]),
        ("val", ["value", "value.user.id", "value.user.name"]),
        ("VALUE.U", ["value.user.id"]),
        ("header.t", ["header.trace"]),
        ("value.user.id ", ["value.user.id =", "value.user.id between", "value.user.id exists"]),
        ("value.user.id = ", ["value.user.id = 42", "value.user.id = 43"]),
        ("value.user.name = ", ['value.user.name = "Ada L"', 'value.user.name = "42"']),
        ("berlin a", ["berlin and"]),
        ("berlin ", ["berlin and", "berlin or", "berlin limit"]),
        ("not (value.user.id = 42 or k", ["not (value.user.id = 42 or key"]),
        ("value.user.id exists ", ["value.user.id exists and"]),
    ],
)
def test_what_fits_is_offered(text: str, some: list[str]) -> None:
    assert [each for each in some if each in offered(text)] == some


@pytest.mark.parametrize("text", ['"val', "/val", "key:/val", "berlin limit 5 ", "value.user.id = 42", "'it "])
def test_nothing_is_offered_where_nothing_fits(text: str) -> None:
    assert offered(text) == []


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_every_field_and_value_that_is_offered_finds_the_record_it_is_of(tree: object) -> None:
    import msgspec

    record = searched(msgspec.json.encode(tree), key=None)
    for field, values in known_fields([record]).fields.items():
        for value in values:
            assert compile_search(f"{field} = {value}", NOW).holds(record), (field, value)


@given(st.text(max_size=40))
def test_any_text_may_be_typed(text: str) -> None:
    for each in completions(text, KNOWN):
        assert each.start <= len(text)
