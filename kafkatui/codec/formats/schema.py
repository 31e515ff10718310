"""Values that begin with the id of a registered schema: Avro, JSON Schema, Protobuf."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.codec.decoded import Decoded, Pending, Preview, Subject
from kafkatui.codec.formats.glance import glance
from kafkatui.codec.formats.hexadecimal import as_hex
from kafkatui.codec.formats.schema_heading import HEADING_BYTES, schema_id_of
from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable
from kafkatui.codec.structure import as_structure

RETRY_SECONDS = 10.0
"""So long a schema that could not be had is not asked for again."""


if TYPE_CHECKING:
    from kafkatui.codec.formats.schema_readers import Read


class _Ready(Struct, frozen=True):
    kind: str
    read: Read


class _Missing(Struct, frozen=True):
    reason: str
    until_seconds: float


class SchemaDecoder:
    """A zero, the schema's id in 4 bytes, and the value; each schema is fetched once.

    Args:
        fetch: gives a schema by its id, waiting for it; raises SchemaUnavailable.
        submit: runs a job in a thread of its own.
        describe: gives a schema with the subjects it is registered under, waiting for it; as `fetch` when not given.
    """

    name = "schema"
    help = "What a registered schema describes: Avro, JSON Schema or Protobuf."

    def __init__(
        self,
        fetch: Callable[[int], RegisteredSchema],
        submit: Callable[[Callable[[], None]], None],
        describe: Callable[[int], RegisteredSchema] | None = None,
    ) -> None:
        self.arrivals = 0
        """How many schemas have come, or were given up: what is shown as pending may have changed since."""
        self._fetch = fetch
        self._submit = submit
        self._describe = describe or fetch
        self._described: dict[int, RegisteredSchema] = {}
        self._lock = threading.Lock()
        self._known: dict[int, _Ready | _Missing | Pending] = {}

    @staticmethod
    def fits(data: bytes) -> bool:
        """Whether the data may be such a value."""
        return schema_id_of(data) is not None

    def decode(self, subject: Subject, data: bytes) -> Decoded | Pending:
        """The value as JSON; the type tells the schema's kind and id."""
        schema_id = schema_id_of(data)
        if schema_id is None:
            return as_hex(data, "it does not begin with the id of a schema")
        known = self._look(schema_id)
        if isinstance(known, Pending):
            return known
        if isinstance(known, _Missing):
            return as_hex(data, f"schema {schema_id}: {known.reason}")
        try:
            value = known.read(data[HEADING_BYTES:])
            return as_structure(value, f"{known.kind.lower()} #{schema_id}", len(data))
        except (ValueError, RecursionError) as error:
            return as_hex(data, f"schema {schema_id} ({known.kind.lower()}): {error}")

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
        """The beginning of the same, of what is not too large."""
        return glance(self, subject, data, max_characters)

    def describe(self, schema_id: int) -> RegisteredSchema:
        """The schema with the subjects it is registered under, asked for once. Waits: never call it from the UI's loop.

        Raises:
            SchemaUnavailable: it cannot be had; says why.
        """
        known = self._described.get(schema_id)
        if known is None:
            known = self._described[schema_id] = self._describe(schema_id)
        return known

    def described(self, schema_id: int) -> RegisteredSchema | None:
        """The same if it was asked for before."""
        return self._described.get(schema_id)

    def _look(self, schema_id: int) -> _Ready | _Missing | Pending:
        with self._lock:
            known = self._known.get(schema_id)
            if known is None or (isinstance(known, _Missing) and time.monotonic() > known.until_seconds):
                known = self._known[schema_id] = Pending(f"fetching schema {schema_id}")
                pending = known
                self._submit(lambda: self._get(schema_id, pending))
            return known

    def _get(self, schema_id: int, pending: Pending) -> None:
        from kafkatui.codec.formats.schema_readers import reader_of  # takes time, which every start would pay

        found: _Ready | _Missing
        try:
            schema = self._fetch(schema_id)
            found = _Ready(schema.kind, reader_of(schema))
        except SchemaUnavailable as error:
            found = _Missing(str(error), time.monotonic() + RETRY_SECONDS)
        except Exception as error:  # a schema may be anything; whoever waits must be told
            found = _Missing(f"{type(error).__name__}: {error}", time.monotonic() + RETRY_SECONDS)
        with self._lock:
            self._known[schema_id] = found
            self.arrivals += 1
        pending.ready.set()
