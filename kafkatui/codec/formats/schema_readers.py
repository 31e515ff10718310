"""What reads the values of one registered schema."""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kafkatui.codec.formats.avro_schema import avro_reader, parsed_avro
from kafkatui.codec.formats.protobuf_fields import message_fields
from kafkatui.codec.formats.protobuf_schema import Descriptors, compiled, is_compiler_there, message_reader
from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable
from kafkatui.codec.wire import Wire, signed

Read = Callable[[bytes], Any]
"""Reads what follows the schema's id; raises ValueError for what is no such value."""

_MAIN = "kafkatui-schema.proto"
_FILE_TAG = b"\x0a"
"""Of the files in a FileDescriptorSet."""


def reader_of(schema: RegisteredSchema) -> Read:
    """What reads values of the schema. May take a second: compiling Protobuf runs a compiler.

    Raises:
        SchemaUnavailable: the schema cannot be used; says why.
    """
    match schema.kind:
        case "AVRO":
            return _avro(schema)
        case "JSON":
            return _json
        case "PROTOBUF":
            return _protobuf(schema)
    raise SchemaUnavailable(f"schemas of the kind {schema.kind} are not known")


def _json(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


def registered_avro(schema: RegisteredSchema, named: dict[str, Any] | None = None) -> Any:
    """The schema, as `parsed_avro` gives it, with those that it refers to.

    Args:
        named: filled with every type of a name in it.

    Raises:
        SchemaUnavailable: it cannot be used; says why.
    """
    others: dict[str, str] = {}
    for name, text in schema.references:
        try:
            own = json.loads(text)
        except ValueError as error:
            raise SchemaUnavailable(f"it refers to {name}, which is no Avro schema: {error}") from error
        full = own.get("name", name) if isinstance(own, dict) else name
        space = own.get("namespace") if isinstance(own, dict) else None
        others[name] = others[f"{space}.{full}" if space and "." not in full else full] = text
    return parsed_avro(schema.text, others, named=named)


def _avro(schema: RegisteredSchema) -> Read:
    return avro_reader(registered_avro(schema))


def protobuf_messages(schema: RegisteredSchema) -> tuple[list[Any], Descriptors]:
    """The schema's messages, in its order, and all that it describes.

    Raises:
        SchemaUnavailable: it cannot be used, or nothing is there that compiles it; says why.
    """
    descriptors = Descriptors(_registered_files(schema) or _compiled(schema))
    main = descriptors.pool.FindFileByName(descriptors.files[-1].name)
    return [main.message_types_by_name[each.name] for each in descriptors.files[-1].message_type], descriptors


def _protobuf(schema: RegisteredSchema) -> Read:
    """By names where nothing is to be compiled, or grpcio-tools, which has the compiler, is there; else by numbers."""
    if _registered_files(schema) is None and not is_compiler_there():
        return lambda data: message_fields(after_indexes(Wire(data))[1])
    messages, descriptors = protobuf_messages(schema)
    readers: dict[str, Read] = {}

    def read(data: bytes) -> Any:
        indexes, payload = after_indexes(Wire(data))
        try:
            kind = messages[indexes[0]]
            for index in indexes[1:]:
                kind = kind.nested_types[index]
        except IndexError:
            raise ValueError(f"the schema has no message {indexes}") from None
        if kind.full_name not in readers:
            readers[kind.full_name] = message_reader(kind, descriptors.pool)
        return readers[kind.full_name](payload)

    return read


def after_indexes(wire: Wire) -> tuple[list[int], bytes]:
    """Which message of the schema it is, from the outside in, and the message: Confluent's wire format."""
    count = signed(wire.unsigned_varint())
    if not 0 <= count <= 100:
        raise ValueError(f"{count} message indexes")
    indexes = [signed(wire.unsigned_varint()) for _ in range(count)] or [0]
    return indexes, wire.take(wire.left)


def _registered_files(schema: RegisteredSchema) -> bytes | None:
    """The schema and those it refers to as descriptors, where they were registered as such: Confluent's Python client
    registers a FileDescriptorProto in base64, which some registries give back as it is. None where they are sources.
    """
    try:
        files = [
            base64.b64decode(text, validate=True) for text in (*(text for _, text in schema.references), schema.text)
        ]
        return None if b"" in files else b"".join(_FILE_TAG + _varint(len(file)) + file for file in files)
    except ValueError:
        return None


def _varint(number: int) -> bytes:
    return bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80]) + _varint(number >> 7)


def _compiled(schema: RegisteredSchema) -> bytes:
    """The schema and those it refers to as descriptors."""
    with tempfile.TemporaryDirectory(prefix="kafkatui-proto-") as folder:
        for name, text in (*schema.references, (_MAIN, schema.text)):
            path = (Path(folder) / name).resolve()
            if not path.is_relative_to(Path(folder).resolve()):
                raise SchemaUnavailable(f"it refers to {name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return compiled([Path(folder)], _MAIN)
