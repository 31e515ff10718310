"""What is typed as JSON becomes bytes of a registered schema, or an error that names the field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kafkatui.codec.formats.schema_readers import reader_of
from kafkatui.codec.formats.schema_writers import writer_of
from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable
from kafkatui.codec.schema_summary import schema_summary

AVRO = {
    "type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "id", "type": "long"},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OPEN", "PAID"]}, "default": "OPEN"},
        {"name": "note", "type": ["null", "string"], "default": None},
        {"name": "raw", "type": "bytes", "default": ""},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2},
            "default": "\u0000"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}, "default": 0},
        {"name": "items", "type": {"type": "array", "items": {
            "type": "record", "name": "Item", "fields": [{"name": "count", "type": "int"}],
        }}, "default": []},
        {"name": "more", "type": {"type": "map", "values": ["Item", "double"]}, "default": {}},
    ],
}  # fmt: skip
ORDER = RegisteredSchema(7, "AVRO", json.dumps(AVRO))
JSON_SCHEMA = RegisteredSchema(
    8, "JSON",
    '{"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, '
    '"tags": {"type": "array", "items": {"type": "string"}}}}',
)  # fmt: skip
PROTOBUF = RegisteredSchema(
    9, "PROTOBUF", 'syntax = "proto3"; message Order { int64 id = 1; string city = 2; } message Other { int32 a = 1; }'
)


def written(schema: RegisteredSchema, value: Any) -> bytes:
    return writer_of(schema)(json.dumps(value).encode())


def test_avro_is_read_back_as_it_was_typed() -> None:
    value = {
        "id": 2**40, "state": "PAID", "note": "hi", "raw": "\u0000\u00ff", "price": "12.34",
        "at": "2026-01-31T12:00:00Z", "items": [{"count": 1}, {"count": -2}], "more": {"a": {"count": 3}, "b": 1.5},
    }  # fmt: skip
    data = written(ORDER, value)
    assert data[:5] == b"\x00\x00\x00\x00\x07"
    read = reader_of(ORDER)(data[5:])
    assert (read["id"], read["state"], read["note"], read["raw"]) == (2**40, "PAID", "hi", b"\x00\xff")
    assert (str(read["price"]), read["at"].isoformat()) == ("12.34", "2026-01-31T12:00:00+00:00")
    assert (read["items"], read["more"]) == ([{"count": 1}, {"count": -2}], {"a": {"count": 3}, "b": 1.5})
    tagged = reader_of(ORDER)(written(ORDER, {"id": 1, "note": {"string": "x"}})[5:])
    assert (tagged["note"], tagged["state"]) == ("x", "OPEN")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"id": "1"}, "^id: expected long, not '1'"),
        ({"id": True}, "^id: expected long, not true"),
        ({"id": 2**63}, "^id: .* does not fit into long"),
        ({}, "^id: it is missing"),
        ({"id": 1, "citty": 2}, "^citty: the schema has no such field, but id, state"),
        ({"id": 1, "state": "GONE"}, "^state: expected one of OPEN, PAID"),
        ({"id": 1, "note": 5}, "^note: expected null or string, not 5"),
        ({"id": 1, "items": [{"count": 1}, {"count": "x"}]}, r"^items\[1\]\.count: expected int"),
        ({"id": 1, "more": {"a": {"count": "x"}}}, r"^more\.a\.count: expected int"),
        ({"id": 1, "raw": "\u0394"}, "^raw: expected a text of U"),
        ({"id": 1, "at": "noon"}, "^at: expected a timestamp-millis"),
        ([1], r"^expected an object \("),
    ],
)
def test_what_does_not_fit_avro_is_named(value: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        written(ORDER, value)


def test_json_schema() -> None:
    assert writer_of(JSON_SCHEMA)(b'{"id": 1}') == b'\x00\x00\x00\x00\x08{"id": 1}'
    with pytest.raises(ValueError, match=r"^tags\[1\]: 2 is not of type 'string'"):
        written(JSON_SCHEMA, {"id": 1, "tags": ["a", 2]})
    with pytest.raises(ValueError, match="'id' is a required property"):
        written(JSON_SCHEMA, {})
    with pytest.raises(ValueError, match="not JSON"):
        writer_of(JSON_SCHEMA)(b"{")


def test_protobuf() -> None:
    data = written(PROTOBUF, {"id": 5, "city": "Bern"})
    assert data[:6] == b"\x00\x00\x00\x00\x09\x00"
    assert reader_of(PROTOBUF)(data[5:]) == {"id": "5", "city": "Bern"}
    with pytest.raises(ValueError, match="citty"):
        written(PROTOBUF, {"citty": "Bern"})


def test_a_schema_that_is_none_is_said() -> None:
    for kind, text in (("AVRO", '{"type": "recrd"}'), ("JSON", '{"type": 5}'), ("THRIFT", "")):
        with pytest.raises(SchemaUnavailable):
            writer_of(RegisteredSchema(1, kind, text))


def test_a_schema_in_a_line() -> None:
    assert schema_summary(ORDER).startswith("avro Order: id long, state (OPEN|PAID), note null|string, raw bytes")
    assert "items [Item], more {Item|double}" in schema_summary(ORDER)
    assert schema_summary(JSON_SCHEMA) == "json: id integer, tags? array"
    assert schema_summary(PROTOBUF).startswith('protobuf: syntax = "proto3"; message Order')


def test_json_schemas_refer_to_others() -> None:
    references = (("city.json", '{"type": "string", "minLength": 2}'),)
    schema = RegisteredSchema(3, "JSON", '{"properties": {"city": {"$ref": "city.json"}}}', references)
    assert written(schema, {"city": "Bern"})[5:] == b'{"city": "Bern"}'
    with pytest.raises(ValueError, match=r"^city: 'B' is too short"):
        written(schema, {"city": "B"})
