"""The schemas of one cluster's registry, fetched when a value first needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from kafkatui.codec.formats.schema import SchemaDecoder
from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable
from kafkatui.model.profile import DEFAULT_TIMEOUT_SECONDS
from kafkatui.model.replacing import replace

if TYPE_CHECKING:
    from kafkatui.kafka.registry.schemas import SchemaRegistry

URL = "schema.registry.url"


def schema_decoder(
    kafka: Mapping[str, str],
    submit: Callable[[Callable[[], None]], None],
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
) -> SchemaDecoder | None:
    """The decoder of a cluster's schemas; None where no registry is named.

    Args:
        kafka: the profile's properties, `schema.registry.url` among them.
        submit: runs a fetch in a thread of its own.
        timeout_seconds: bound on one request.
    """
    if not kafka.get(URL):
        return None
    registry: SchemaRegistry | None = None

    def opened() -> SchemaRegistry:
        nonlocal registry
        from kafkatui.kafka.registry.schemas import SchemaRegistry, registry_properties

        if registry is None:
            registry = SchemaRegistry(registry_properties(kafka), timeout_seconds)
        return registry

    def describe(schema_id: int) -> RegisteredSchema:
        schema = opened().fetch(schema_id)
        with suppress(SchemaUnavailable):  # older registries do not tell
            return replace(schema, places=opened().places(schema_id))
        return schema

    return SchemaDecoder(lambda schema_id: opened().fetch(schema_id), submit, describe)
