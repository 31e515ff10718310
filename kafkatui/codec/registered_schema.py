"""A schema as a registry keeps it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisteredSchema:
    """A schema.

    Attributes:
        kind: "AVRO", "JSON" or "PROTOBUF".
        text: as it was registered.
        references: names and texts of the schemas it refers to, those that are needed first coming first.
    """

    id: int
    kind: str
    text: str
    references: tuple[tuple[str, str], ...] = ()


class SchemaUnavailable(Exception):
    """A schema could not be had; the message says why."""
