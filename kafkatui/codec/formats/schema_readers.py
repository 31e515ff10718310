"""What reads the values of one registered schema."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kafkatui.codec.formats.protobuf_fields import message_fields
from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable
from kafkatui.codec.wire import Wire

Read = Callable[[bytes], Any]
"""Reads what follows the schema's id; raises ValueError for what is no such value."""

_ROOT = "$root"
COMPILE_SECONDS = 20.0
_NOT_INSTALLED = "it needs: pip install 'kafkatui[schemas]'"


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


def _avro(schema: RegisteredSchema) -> Read:
    try:
        import fastavro
    except ImportError:
        raise SchemaUnavailable(_NOT_INSTALLED) from None
    from fastavro.repository.base import AbstractSchemaRepository, SchemaRepositoryError
    from fastavro.schema import load_schema

    class Referred(AbstractSchemaRepository):
        """Gives the schemas that others name, as fastavro asks for them while it reads one."""

        def __init__(self, texts: dict[str, str]) -> None:
            self._texts = texts

        def load(self, name: str) -> Any:
            if name not in self._texts:
                raise SchemaRepositoryError(f"it names {name}, which is not known")
            return json.loads(self._texts[name])

    texts = {_ROOT: schema.text}
    try:
        for name, text in schema.references:
            own = json.loads(text)
            full = own.get("name", name) if isinstance(own, dict) else name
            space = own.get("namespace") if isinstance(own, dict) else None
            texts[name] = texts[f"{space}.{full}" if space and "." not in full else full] = text
        parsed = load_schema(_ROOT, repo=Referred(texts), named_schemas={})
    except Exception as error:  # the library raises whatever its parser met
        raise SchemaUnavailable(f"it is no Avro schema: {error}") from error

    def read(data: bytes) -> Any:
        stream = io.BytesIO(data)
        try:
            value = fastavro.schemaless_reader(stream, parsed, None)
        except Exception as error:
            raise ValueError(f"{type(error).__name__}: {error}".rstrip(": ")) from error
        if left := len(data) - stream.tell():
            raise ValueError(f"{left:,} bytes follow the value")
        return value

    return read


def _protobuf(schema: RegisteredSchema) -> Read:
    """By names where grpcio-tools is installed, which has the compiler; else by numbers."""
    try:
        from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message, message_factory
        from grpc_tools import protoc  # noqa: F401 - only whether it is there
    except ImportError:
        return lambda data: message_fields(_after_indexes(Wire(data))[1])
    files = descriptor_pb2.FileDescriptorSet.FromString(_compiled(schema))
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    main = pool.FindFileByName(files.file[-1].name)
    messages = [main.message_types_by_name[each.name] for each in files.file[-1].message_type]

    def read(data: bytes) -> Any:
        indexes, payload = _after_indexes(Wire(data))
        try:
            kind = messages[indexes[0]]
            for index in indexes[1:]:
                kind = kind.nested_types[index]
        except IndexError:
            raise ValueError(f"the schema has no message {indexes}") from None
        try:
            parsed = message_factory.GetMessageClass(kind).FromString(payload)
        except message.DecodeError as error:
            raise ValueError(str(error)) from error
        return json_format.MessageToDict(parsed, preserving_proto_field_name=True)

    return read


def _after_indexes(wire: Wire) -> tuple[list[int], bytes]:
    """Which message of the schema it is, from the outside in, and the message: Confluent's wire format."""
    count = _zigzag(wire.unsigned_varint())
    if not 0 <= count <= 100:
        raise ValueError(f"{count} message indexes")
    indexes = [_zigzag(wire.unsigned_varint()) for _ in range(count)] or [0]
    return indexes, wire.take(wire.left)


def _zigzag(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def _compiled(schema: RegisteredSchema) -> bytes:
    """The schema as descriptors, by the compiler in a process of its own: it writes on the terminal what is wrong."""
    with tempfile.TemporaryDirectory(prefix="kafkatui-proto-") as folder:
        for name, text in (*schema.references, ("kafkatui-schema.proto", schema.text)):
            path = (Path(folder) / name).resolve()
            if not path.is_relative_to(Path(folder).resolve()):
                raise SchemaUnavailable(f"it refers to {name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        out = Path(folder) / "out"
        command = [
            sys.executable, "-m", "grpc_tools.protoc", f"-I{folder}", f"--descriptor_set_out={out}",
            "--include_imports", "kafkatui-schema.proto",
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=COMPILE_SECONDS, check=False, text=True)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SchemaUnavailable(f"the Protobuf compiler: {error}") from None
        if done.returncode or not out.exists():
            raise SchemaUnavailable(f"it is no Protobuf schema: {' '.join(done.stderr.split())[:300]}")
        return out.read_bytes()
