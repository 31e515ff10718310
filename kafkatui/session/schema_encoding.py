"""Encoding what is typed by the schemas of a cluster's registry. Waits for it: for tasks and verbs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kafkatui.codec.registered_schema import SchemaUnavailable, SubjectSchema
from kafkatui.model.errors import FieldError, RequestFailed, UsageError
from kafkatui.model.profile import DEFAULT_TIMEOUT_SECONDS
from kafkatui.session.schemas import URL

if TYPE_CHECKING:
    from kafkatui.kafka.registry.schemas import SchemaRegistry

LATEST = "latest"
FRESH_SECONDS = 30.0
"""So long a subject's latest schema is taken for the latest."""

SCHEMA = "schema"
"""As an encoding: by a registered schema."""


class SchemaEncoding:
    """The schemas that were written by, each fetched and made ready once. Safe from any thread.

    Args:
        kafka: the profile's properties, `schema.registry.url` among them.
        timeout_seconds: bound on one request.
    """

    def __init__(self, kafka: Mapping[str, str], timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS) -> None:
        self._kafka = kafka
        self._timeout_seconds = timeout_seconds
        self._lock = threading.Lock()
        self._registry: SchemaRegistry | None = None
        self._found: dict[str, tuple[SubjectSchema, float]] = {}
        self._writers: dict[int, Callable[[bytes], bytes]] = {}

    @property
    def is_there(self) -> bool:
        """Whether a registry is named."""
        return bool(self._kafka.get(URL))

    def find(self, wanted: str, topic: str, part: str) -> SubjectSchema:
        """The schema that is meant.

        Args:
            wanted: an id, SUBJECT, SUBJECT/VERSION; "latest" or empty: the latest of the topic's own subject.
            part: "key" or "value".

        Raises:
            UsageError: no registry is named.
            RequestFailed: it cannot be had; says what to do.
        """
        if not self.is_there:
            raise UsageError("No schema registry is named.", f"Name it: -X {URL}=http://host:8081.")
        name = wanted.strip()
        name = f"{topic}-{part}" if name in ("", LATEST) else name
        with self._lock:
            known = self._found.get(name)
        if known is not None and time.monotonic() < known[1]:
            return known[0]
        try:
            found = self._fetched(name)
        except SchemaUnavailable as error:
            advice = "Check that the registry is up and the subject is registered; text and JSON need neither."
            raise RequestFailed(f"The schema {name} cannot be had: {error}.", advice) from None
        with self._lock:
            self._found[name] = (found, time.monotonic() + FRESH_SECONDS)
        return found

    def encode(self, text: bytes, found: SubjectSchema, field: str) -> bytes:
        """JSON as bytes of the schema.

        Raises:
            FieldError: it does not fit; names the part of it that does not.
            RequestFailed: the schema cannot be used.
        """
        from kafkatui.codec.formats.schema_writers import writer_of

        schema = found.schema
        with self._lock:
            write = self._writers.get(schema.id)
        try:
            if write is None:
                write = writer_of(schema)
                with self._lock:
                    self._writers[schema.id] = write
            return write(text)
        except SchemaUnavailable as error:
            raise RequestFailed(f"The schema {found.name} cannot be used: {error}.") from None
        except (ValueError, RecursionError) as error:
            raise FieldError(field, f"{field} by {found.name}: {str(error).rstrip('.')}.") from None

    def _fetched(self, name: str) -> SubjectSchema:
        from kafkatui.kafka.registry.schemas import SchemaRegistry, registry_properties

        with self._lock:
            if self._registry is None:
                self._registry = SchemaRegistry(registry_properties(self._kafka), self._timeout_seconds)
            registry = self._registry
        if name.isascii() and name.isdecimal():
            return SubjectSchema(registry.fetch(int(name)))
        subject, slash, version = name.rpartition("/")
        if slash and version.isascii() and version.isdecimal():
            return registry.of_subject(subject, int(version))
        return registry.of_subject(name)
