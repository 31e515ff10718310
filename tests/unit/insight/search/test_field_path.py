"""A field of a record by its name, for columns."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kafkatui.insight.search.field_path import field_text, field_value, fields_in, parse_field
from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.search.subject import MISSING
from tests.unit.insight.search.records import searched


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("value.user.id", 42, "42"),
        ("VALUE.user.name", "Ann é", "Ann é"),
        ("value.user.mail", None, "null"),
        ('value["a.b"]', 1, "1"),
        ("value.lines[1].sku", "y-2", "y-2"),
        ("value.user", {"id": 42, "name": "Ann é", "mail": None}, '{"id":42,"name":"Ann é","mail":null}'),
        ("value.paid", True, "true"),
        ("header.trace-id", "zz9", "zz9"),
        ("header.empty", None, "null"),
        ("value.gone", MISSING, ""),
        ("value.lines[7].sku", MISSING, ""),
        ("key.id", MISSING, ""),
        ("header.gone", MISSING, ""),
    ],
)
def test_what_stands_in_a_field(name: str, value: Any, text: str) -> None:
    found = field_value(parse_field(name), searched())
    assert (found, field_text(found)) == (value, text)


def test_message_pack_has_fields_too() -> None:
    packed = searched(msgspec.msgpack.encode({"user": {"id": 7}}), msgspec.msgpack.encode({"id": "k"}))
    assert field_value(parse_field("value.user.id"), packed) == 7
    assert field_value(parse_field("key.id"), packed) == "k"


@pytest.mark.parametrize(
    "name",
    ["", "value", "key", "offset", "headers", "header", "user.id", "value.a b", "value.a = 1", "value.", "value[x]"],
)
def test_what_names_no_field_is_refused(name: str) -> None:
    with pytest.raises(SearchSyntaxError, match=r"value\.NAME, key\.NAME or header\.NAME"):
        parse_field(name)


def test_the_fields_of_a_record_are_offered_by_names_that_name_them() -> None:
    record = searched(key=b'{"id":5}')
    names = fields_in(record)
    assert names[:3] == ["value.user.id", "value.user.name", "value.user.mail"]
    assert {'value."a.b"', "value.lines[0].sku", "value.tags[0]", "key.id", "header.trace-id"} <= set(names)
    assert all(field_value(parse_field(name), record) is not MISSING for name in names)
    assert fields_in(searched(b"no JSON", None, ())) == []
    odd = searched(b'{"q\\"\\\\ ":{"":1}}', None, (("a b", b"1"),))
    assert [field_value(parse_field(name), odd) for name in fields_in(odd)] == [1, "1"]


def test_so_many_are_offered_only() -> None:
    wide = b"{%s}" % b",".join(b'"n%d":1' % number for number in range(500))
    assert len(fields_in(searched(wide))) == 100
