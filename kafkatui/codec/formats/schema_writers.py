"""What writes values by one registered schema, in Confluent's wire format."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import msgspec

from kafkatui.codec.formats.avro_values import avro_value
from kafkatui.codec.formats.protobuf_schema import NOT_INSTALLED
from kafkatui.codec.formats.schema_readers import protobuf_messages, registered_avro
from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable

Write = Callable[[bytes], bytes]
"""Takes JSON, gives a zero, the schema's id and the value; raises ValueError, which names the field."""

FIRST_MESSAGE = b"\x00"
"""Which message of a Protobuf schema it is, where it is the first."""


def writer_of(schema: RegisteredSchema) -> Write:
    """What writes values of the schema. May take a second: compiling Protobuf runs a compiler.

    Raises:
        SchemaUnavailable: the schema cannot be used; says why.
    """
    makers = {"AVRO": _avro, "JSON": _json, "PROTOBUF": _protobuf}
    if schema.kind not in makers:
        raise SchemaUnavailable(f"schemas of the kind {schema.kind} are not known")
    payload_of = makers[schema.kind](schema)
    heading = b"\x00" + schema.id.to_bytes(4, "big")
    return lambda data: heading + payload_of(data)


def _decoded(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        raise ValueError(f"not JSON: {str(error).removeprefix('JSON is malformed: ')}") from None


def _avro(schema: RegisteredSchema) -> Write:
    named: dict[str, Any] = {}
    parsed = registered_avro(schema, named)
    import fastavro

    def write(data: bytes) -> bytes:
        value = avro_value(parsed, _decoded(data), named)
        out = io.BytesIO()
        try:
            fastavro.schemaless_writer(out, parsed, value)
        except Exception as error:  # what the library finds beyond the types: a decimal that is too long
            raise ValueError(f"{error}") from error
        return out.getvalue()

    return write


def _json(schema: RegisteredSchema) -> Write:
    try:
        from jsonschema import Draft7Validator
        from jsonschema.exceptions import SchemaError
        from referencing import Registry
        from referencing.jsonschema import DRAFT7
    except ImportError:
        raise SchemaUnavailable(NOT_INSTALLED) from None
    registry: Any = Registry()
    try:
        for name, text in schema.references:
            registry = registry.with_resource(name, DRAFT7.create_resource(msgspec.json.decode(text)))
        contents = msgspec.json.decode(schema.text)
        Draft7Validator.check_schema(contents)
    except (msgspec.DecodeError, SchemaError) as error:
        raise SchemaUnavailable(f"it is no JSON schema: {error}") from None
    validator = Draft7Validator(contents, registry=registry)

    def write(data: bytes) -> bytes:
        value = _decoded(data)
        try:
            errors = sorted(validator.iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
        except Exception as error:  # a reference that leads nowhere
            raise ValueError(f"the schema cannot be applied: {error}") from error
        if errors:
            path = errors[0].json_path.removeprefix("$").removeprefix(".")
            raise ValueError(f"{path}: {errors[0].message}" if path else errors[0].message)
        return data

    return write


def _protobuf(schema: RegisteredSchema) -> Write:
    try:
        from google.protobuf import json_format, message, message_factory
    except ImportError:
        raise SchemaUnavailable(NOT_INSTALLED) from None
    messages, descriptors = protobuf_messages(schema)
    if not messages:
        raise SchemaUnavailable("it has no message")
    kind = message_factory.GetMessageClass(messages[0])

    def write(data: bytes) -> bytes:
        _decoded(data)  # whose errors say where
        try:
            return FIRST_MESSAGE + bytes(
                json_format.Parse(data, kind(), descriptor_pool=descriptors.pool).SerializeToString()
            )
        except (json_format.ParseError, message.EncodeError) as error:
            raise ValueError(str(error)) from error

    return write
