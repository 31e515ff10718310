"""Values of registered schemas: fetched once, read as they were written, and said what is wrong with them."""

from __future__ import annotations

import base64
import io
import json
import threading
from collections.abc import Callable
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.decoded import PENDING, Decoded, Part, Subject
from kafkatui.codec.decoder import Reader
from kafkatui.codec.formats.auto import AutoDecoder
from kafkatui.codec.formats.schema import SchemaDecoder
from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable, schema_id_of
from kafkatui.view.schema_lines import schema_words

SUBJECT = Subject("t", Part.VALUE)
AVRO = {
    "type": "record", "name": "R", "fields": [
        {"name": "n", "type": "long"}, {"name": "data", "type": ["null", "bytes"]},
        {"name": "colour", "type": {"type": "enum", "name": "C", "symbols": ["RED", "BLUE"]}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    ],
}  # fmt: skip
PROTO = """syntax = "proto3"; package x;
message M { int32 id = 1; string name = 2; Inner inner = 3; message Inner { repeated string tags = 1; } }
message Second { bool ok = 1; }"""


def in_base64(file: str, fields: dict[str, str], imports: list[str]) -> str:
    """A file with one message, called as the file is, as Confluent's Python client registers it."""
    from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto

    made = FileDescriptorProto(name=file, package="x", syntax="proto3", dependency=imports)
    message = made.message_type.add(name=file.removesuffix(".proto").title())
    for number, (name, kind) in enumerate(fields.items(), start=1):
        form = {"type_name": kind} if kind.startswith(".") else {"type": f"TYPE_{kind.upper()}"}
        message.field.append(FieldDescriptorProto(name=name, number=number, label="LABEL_OPTIONAL", **form))
    return base64.b64encode(made.SerializeToString()).decode()


SCHEMAS = {
    7: RegisteredSchema(7, "AVRO", json.dumps(AVRO)),
    8: RegisteredSchema(8, "JSON", "{}"),
    9: RegisteredSchema(9, "PROTOBUF", PROTO),
    10: RegisteredSchema(10, "AVRO", "no schema"),
    11: RegisteredSchema(11, "PROTOBUF", "message"),
    12: RegisteredSchema(12, "XSD", "<a/>"),
    13: RegisteredSchema(13, "AVRO", '{"type": "array", "items": "other.Item"}', (
        ("Item", '{"type": "record", "name": "Item", "namespace": "other", "fields": [{"name": "a", "type": "int"}]}'),
    )),
    14: RegisteredSchema(14, "PROTOBUF", in_base64(
        "order.proto", {"id": "int32", "city": ".x.City"}, ["city.proto"]
    ), (("city.proto", in_base64("city.proto", {"name": "string"}, [])),)),
}  # fmt: skip


class Registry:
    """Knows SCHEMAS; what is asked of it waits until the test says."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.jobs: list[Callable[[], None]] = []
        self.decoder = SchemaDecoder(self.fetch, self.jobs.append)

    def fetch(self, schema_id: int) -> RegisteredSchema:
        self.asked.append(schema_id)
        if schema_id not in SCHEMAS:
            raise SchemaUnavailable("there is none")
        return SCHEMAS[schema_id]

    def answer(self) -> None:
        while self.jobs:
            self.jobs.pop()()

    def read(self, data: bytes) -> Decoded:
        reader = Reader(self.decoder, SUBJECT)
        reader.decode(data)
        self.answer()
        decoded = reader.decode(data)
        assert decoded.line.startswith(reader.preview(data).text)
        return decoded


def heading(schema_id: int) -> bytes:
    return b"\0" + schema_id.to_bytes(4, "big")


def avro(value: Any, schema: Any = AVRO, schema_id: int = 7) -> bytes:
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, fastavro.parse_schema(schema), value)
    return heading(schema_id) + stream.getvalue()


VALUE = {"n": 5, "data": b"\xff", "colour": "BLUE", "at": 1_000}


def test_a_schema_is_fetched_once_and_pending_until_then() -> None:
    registry = Registry()
    reader = Reader(registry.decoder, SUBJECT)
    data = avro(VALUE)
    assert (reader.decode(data).type, reader.decode(data).reason) == (PENDING, "fetching schema 7")
    assert registry.decoder.arrivals == 0
    registry.answer()
    decoded = reader.decode(data)
    assert decoded.type == "avro #7"
    assert json.loads(decoded.text) == {"n": 5, "data": "ff", "colour": "BLUE", "at": "1970-01-01T00:00:01+00:00"}
    assert decoded.is_lossy
    assert registry.asked == [7]
    assert registry.decoder.arrivals == 1


def test_who_waits_is_told_when_it_has_come() -> None:
    registry = Registry()
    reader = Reader(registry.decoder, SUBJECT)
    reader.decode(avro(VALUE))
    thread = threading.Thread(target=registry.answer)
    thread.start()
    assert reader.decode_fetched(avro(VALUE)).type == "avro #7"
    thread.join()


def test_json_schema_and_protobuf() -> None:
    registry = Registry()
    assert registry.read(heading(8) + b'{"a": [1]}').text == '{"a":[1]}'
    message = b"\x08\x05\x12\x02hi\x1a\x03\x0a\x01t"
    assert json.loads(registry.read(heading(9) + b"\0" + message).text) == {
        "id": 5, "name": "hi", "inner": {"tags": ["t"]},
    }  # fmt: skip
    nested = registry.read(heading(9) + b"\x04\x00\x00" + b"\x0a\x01x")  # two indexes, the first of the first
    assert (nested.type, json.loads(nested.text)) == ("protobuf #9", {"tags": ["x"]})
    second = registry.read(heading(9) + b"\x02\x02" + b"\x08\x01")
    assert json.loads(second.text) == {"ok": True}


def test_protobuf_that_was_registered_as_descriptors_needs_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kafkatui.codec.formats.schema_readers.is_compiler_there", lambda: False)
    assert json.loads(Registry().read(heading(14) + b"\0\x08\x05\x12\x03\x0a\x01x").text) == {
        "id": 5, "city": {"name": "x"},
    }  # fmt: skip
    assert json.loads(Registry().read(heading(9) + b"\0\x08\x05").text) == {"1": 5}


def test_a_schema_may_refer_to_others() -> None:
    data = heading(13) + b"\x02\x0a\x00"
    assert Registry().read(data).text == '[{"a":5}]'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"text", "it does not begin with the id of a schema"),
        (heading(99) + b"x", "schema 99: there is none"),
        (avro(VALUE) + b"x", "schema 7 (avro): 1 bytes follow the value"),
        (avro(VALUE)[:-1], "schema 7 (avro): "),
        (heading(8) + b"{", "schema 8 (json): "),
        (heading(9) + b"\0\xff", "schema 9 (protobuf): "),
        (heading(9) + b"\x02\x08x", "schema 9 (protobuf): the schema has no message [4]"),
        (heading(10) + b"x", "schema 10: it is no Avro schema"),
        (heading(11) + b"x", "schema 11: it is no Protobuf schema"),
        (heading(12) + b"x", "schema 12: schemas of the kind XSD are not known"),
    ],
)
def test_what_cannot_be_read_says_why_and_shows_bytes(data: bytes, reason: str) -> None:
    decoded = Registry().read(data)
    assert (decoded.type, decoded.text) == ("hex", data.hex())
    assert decoded.reason.startswith(reason)


@given(st.sampled_from([7, 8, 9, 13]), st.binary(max_size=40))
def test_no_bytes_fail(schema_id: int, rest: bytes) -> None:
    assert REGISTRY.read(heading(schema_id) + rest).type != PENDING


REGISTRY = Registry()


def test_auto_reads_them_where_there_is_a_registry() -> None:
    registry = Registry()
    auto = Reader(AutoDecoder(registry.decoder), SUBJECT)
    assert auto.decode(avro(VALUE)).type == PENDING
    assert auto.preview(avro(VALUE)).type == PENDING
    registry.answer()
    assert auto.decode(avro(VALUE)).type == "avro #7"
    assert auto.decode(b'{"a": 1}').type == "json"


def test_a_schema_is_described_once_and_its_id_is_known_from_the_value() -> None:
    asked: list[int] = []

    def describe(schema_id: int) -> RegisteredSchema:
        asked.append(schema_id)
        return RegisteredSchema(schema_id, "AVRO", "{}", places=(("orders-value", 3),))

    registry = Registry()
    decoder = SchemaDecoder(registry.fetch, registry.jobs.append, describe)
    assert decoder.described(7) is None
    assert schema_words(decoder.describe(7)) == "avro schema 7 · orders-value version 3"
    assert (decoder.describe(7), asked) == (decoder.described(7), [7])
    assert schema_id_of(registry.read(avro(VALUE))) == 7
    assert schema_id_of(registry.read(b"no schema")) is None
    with pytest.raises(SchemaUnavailable, match="there is none"):
        registry.decoder.describe(99)
    many = RegisteredSchema(1, "PROTOBUF", "", places=tuple((f"s{number}", 1) for number in range(5)))
    assert schema_words(many) == "protobuf schema 1 · s0 version 1, s1 version 1, s2 version 1 and 2 more"
