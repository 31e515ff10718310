"""Values by a schema in a file: Avro without the registry's framing, or Protobuf."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from kafkatui.codec.decoded import Decoded, Pending, Preview, Subject
from kafkatui.codec.formats.glance import glance
from kafkatui.codec.formats.hexadecimal import as_hex
from kafkatui.codec.formats.schema_heading import HEADING_BYTES, schema_id_of
from kafkatui.codec.registered_schema import SchemaUnavailable
from kafkatui.codec.structure import as_structure
from kafkatui.model.errors import UsageError
from kafkatui.model.local_schema import FORMS, LocalSchema

RETRY_SECONDS = 10.0
"""So long a file that could not be used is not looked at again, unless somebody asks for it."""

_SINGLE_OBJECT = b"\xc3\x01"
_SINGLE_OBJECT_BYTES = 10

Read = Callable[[bytes], tuple[Any, str]]
"""Reads a value, and says how it was framed, for the type; raises ValueError for what is none."""


class _Missing(Struct, frozen=True):
    reason: str
    until_seconds: float


class LocalSchemaDecoder:
    """The bare value; behind the heading of a registry or of Avro's single-object encoding, too.

    The file is read when a value first needs it, in a thread.

    Args:
        schema: with an absolute path.

    Raises:
        UsageError: no file is named.
    """

    def __init__(self, schema: LocalSchema) -> None:
        if not schema.path:
            raise UsageError(f"“{schema.name}” names no file.", f"It takes {FORMS}.")
        self.name = schema.name
        self.help = "Avro by a schema in a file." if schema.kind == "avro" else "Protobuf by a schema in a file."
        self.arrivals = 0
        """How often the file was read: what is shown as pending may have changed since."""
        self._schema = schema
        self._lock = threading.Lock()
        self._known: Read | _Missing | Pending | None = None

    def load(self) -> None:
        """Read the file now, again if it was read before. Waits for a disk and a compiler.

        Raises:
            UsageError: it is not there, no schema, or has no such type; says which it has.
        """
        found = self._found()
        self._keep(found)
        if isinstance(found, _Missing):
            raise UsageError(f"{self._schema.path}: {found.reason}.")

    def decode(self, subject: Subject, data: bytes) -> Decoded | Pending:
        """The value as JSON."""
        known = self._look()
        if isinstance(known, Pending):
            return known
        if isinstance(known, _Missing):
            return as_hex(data, f"{self._schema.path}: {known.reason}")
        try:
            value, framing = known(data)
            return as_structure(value, self._schema.kind + framing, len(data))
        except (ValueError, RecursionError) as error:
            return as_hex(data, f"not {self._schema.type_name or Path(self._schema.path).name}: {error}")

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
        """The beginning of the same, of what is not too large."""
        return glance(self, subject, data, max_characters)

    def _look(self) -> Read | _Missing | Pending:
        with self._lock:
            known = self._known
            if known is None or (isinstance(known, _Missing) and time.monotonic() > known.until_seconds):
                known = self._known = Pending(f"reading {self._schema.path}")
                pending = known

                def load() -> None:
                    self._keep(self._found())
                    pending.ready.set()

                threading.Thread(target=load, name="local-schema", daemon=True).start()
            return known

    def _keep(self, found: Read | _Missing) -> None:
        with self._lock:
            self._known = found
            self.arrivals += 1

    def _found(self) -> Read | _Missing:
        try:
            return _avro(self._schema) if self._schema.kind == "avro" else _protobuf(self._schema)
        except (SchemaUnavailable, UnicodeDecodeError) as error:
            reason = str(error)
        except FileNotFoundError:
            reason = "there is no such file"
        except OSError as error:
            reason = f"it cannot be read: {error.strerror}"
        except Exception as error:  # a schema may be anything; whoever waits must be told
            reason = f"{type(error).__name__}: {error}"
        return _Missing(reason, time.monotonic() + RETRY_SECONDS)


def _avro(schema: LocalSchema) -> Read:
    from kafkatui.codec.formats.avro_schema import avro_reader, fingerprint_of, parsed_avro, plain_schema

    path = Path(schema.path)
    named: dict[str, Any] = {}
    parsed = parsed_avro(path.read_text(), {}, path.parent, named)
    if schema.type_name:
        if schema.type_name not in named:
            raise SchemaUnavailable(f"it has no type {schema.type_name}: it has {', '.join(sorted(named)) or 'none'}")
        texts = {name: json.dumps(plain_schema(each)) for name, each in named.items()}
        parsed = parsed_avro(texts.pop(schema.type_name), texts, path.parent)
    read_bare = avro_reader(parsed)
    single = _SINGLE_OBJECT + fingerprint_of(parsed)

    def read(data: bytes) -> tuple[Any, str]:
        if data.startswith(single):
            return read_bare(data[_SINGLE_OBJECT_BYTES:]), ""
        try:
            return read_bare(data), ""
        except ValueError as error:
            if (schema_id := schema_id_of(data)) is not None:
                return read_bare(data[HEADING_BYTES:]), f" #{schema_id}"
            if data.startswith(_SINGLE_OBJECT) and len(data) >= _SINGLE_OBJECT_BYTES:
                other = int.from_bytes(data[2:_SINGLE_OBJECT_BYTES], "little")
                raise ValueError(f"it was written by another schema, whose fingerprint is {other:016x}") from error
            raise

    return read


def _protobuf(schema: LocalSchema) -> Read:
    from kafkatui.codec.formats.protobuf_schema import Descriptors, compiled, message_reader
    from kafkatui.codec.formats.schema_readers import after_indexes
    from kafkatui.codec.wire import Wire

    path = Path(schema.path)
    data = path.read_bytes()
    if path.suffix == ".proto":  # imports are named from wherever the compiler was run: one of the folders above it
        data = compiled([path.parent, *path.parent.parents[:-1]], path.name)
    descriptors = Descriptors(data)
    read_bare = message_reader(descriptors.named(schema.type_name), descriptors.pool)

    def read(data: bytes) -> tuple[Any, str]:
        if (schema_id := schema_id_of(data)) is not None:  # no message begins with a zero
            return read_bare(after_indexes(Wire(data[HEADING_BYTES:]))[1]), f" #{schema_id}"
        return read_bare(data), ""

    return read
