"""A schema as a registry keeps it."""

from __future__ import annotations

import re
from typing import Protocol

from msgspec import Struct

from kafkatui.codec.decoded import Decoded

_ID = re.compile(r"(?:avro|json|protobuf) #(\d+)\Z")


class RegisteredSchema(Struct, frozen=True):
    """A schema.

    Attributes:
        kind: "AVRO", "JSON" or "PROTOBUF".
        text: as it was registered.
        references: names and texts of the schemas it refers to, those that are needed first coming first.
        places: the subjects it is registered under, and as which version; empty where nobody asked or knows.
    """

    id: int
    kind: str
    text: str
    references: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, int], ...] = ()


class SubjectSchema(Struct, frozen=True):
    """A schema and where it was found.

    Attributes:
        subject, version: empty and None where it was asked for by its id.
    """

    schema: RegisteredSchema
    subject: str = ""
    version: int | None = None

    @property
    def name(self) -> str:
        """ "orders-value v3 #12", or "#12"."""
        found = f"{self.subject} v{self.version} " if self.subject else ""
        return f"{found}#{self.schema.id}"


class SchemaUnavailable(Exception):
    """A schema could not be had; the message says why."""


class DescribesSchemas(Protocol):
    """What knows the schemas of a registry."""

    def describe(self, schema_id: int) -> RegisteredSchema:
        """The schema with the subjects it is registered under, asked for once. Waits: never call it from the UI's loop.

        Raises:
            SchemaUnavailable: it cannot be had; says why.
        """
        ...

    def described(self, schema_id: int) -> RegisteredSchema | None:
        """The same if it was asked for before."""
        ...


def schema_id_of(decoded: Decoded | None) -> int | None:
    """The id of the registered schema that a value was read by; None when it was read without one."""
    match = None if decoded is None else _ID.match(decoded.type)
    return None if match is None else int(match[1])
