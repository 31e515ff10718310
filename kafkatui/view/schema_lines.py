"""A registered schema in words."""

from __future__ import annotations

from kafkatui.codec.registered_schema import RegisteredSchema
from kafkatui.codec.sanitise import sanitise

MOST_PLACES = 3


def schema_words(schema: RegisteredSchema) -> str:
    """ "avro schema 7 · orders-value version 3": what it is, and where it is registered, as far as that is known."""
    words = f"{schema.kind.lower()} schema {schema.id}"
    places = [f"{subject} version {version}" for subject, version in schema.places[:MOST_PLACES]]
    more = len(schema.places) - len(places)
    named = ", ".join(places) + (f" and {more} more" if more else "")
    return sanitise(f"{words} · {named}" if named else words)
