"""What a schema is, by its text, and how it is shown."""

from __future__ import annotations

import base64

import pytest

from kafkatui.codec.schema_text import AVRO, JSON_SCHEMA, PROTOBUF, formatted, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"type": "record", "name": "O", "fields": []}', AVRO),
        ('"string"', AVRO),
        ('["null", "long"]', AVRO),
        ('{"type": {"type": "array", "items": "int"}}', AVRO),
        ('{"$schema": "http://json-schema.org/draft-07/schema#", "type": "string"}', JSON_SCHEMA),
        ('{"type": "object", "properties": {}}', JSON_SCHEMA),
        ('// an order\nsyntax = "proto3";\nmessage Order {}', PROTOBUF),
    ],
)
def test_its_text_tells_what_it_is(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("text", ["{", "{}", "7", "hello"])
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="It is"):
        kind_of(text)


def test_json_is_indented_and_descriptors_are_written_out() -> None:
    assert formatted(AVRO, '{"type":"string"}') == '{\n  "type": "string"\n}'
    assert formatted(AVRO, "{broken") == "{broken"
    assert formatted(PROTOBUF, "message A {}") == "message A {}"
    descriptors = pytest.importorskip("google.protobuf.descriptor_pb2")
    data = descriptors.FileDescriptorProto(name="a.proto", package="demo").SerializeToString()
    assert 'package: "demo"' in formatted(PROTOBUF, base64.b64encode(data).decode())
