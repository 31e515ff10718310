"""The versions of a registry's subjects: as text, as JSON, and how two of them differ."""

from __future__ import annotations

from typing import Any

from kafkatui.codec.sanitise import sanitise
from kafkatui.codec.schema_text import formatted
from kafkatui.insight.text_diff import unified_lines
from kafkatui.model.schema_subject import NewSchema, SchemaVersion
from kafkatui.view.record_diff import RecordDiff, text_diff


def version_words(version: SchemaVersion) -> str:
    """ "orders-value version 3 · avro schema 7"."""
    return sanitise(f"{version.subject} version {version.version} · {version.schema.kind.lower()} schema {version.id}")


def reference_words(schema: NewSchema) -> str:
    """ "refers to Address=address-value/2"; empty where it refers to none."""
    named = ", ".join(each.text for each in schema.references)
    return sanitise(f"refers to {named}") if named else ""


def shown_text(schema: NewSchema) -> str:
    """Its text, indented."""
    return formatted(schema.kind, schema.text)


def difference(old: SchemaVersion, new: SchemaVersion) -> tuple[str, ...]:
    """What differs, as `diff -u` has it; empty when nothing does but how it is written."""
    return unified_lines(shown_text(old.schema), shown_text(new.schema), old.text, new.text)


def version_diff(old: SchemaVersion, new: SchemaVersion) -> RecordDiff:
    """The same for the screen."""
    titles = (sanitise(old.text), sanitise(new.text))
    return text_diff(titles, "schema", shown_text(old.schema), shown_text(new.schema))


def schema_json(schema: NewSchema) -> dict[str, Any]:
    """A schema for `-o json`."""
    references = [{"name": each.name, "subject": each.subject, "version": each.version} for each in schema.references]
    return {"type": schema.kind, "references": references, "schema": schema.text}


def version_json(version: SchemaVersion) -> dict[str, Any]:
    """A version for `-o json`."""
    place = {"subject": version.subject, "version": version.version, "id": version.id}
    return {**place, **schema_json(version.schema)}
