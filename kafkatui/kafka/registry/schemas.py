"""Schemas of a Confluent-compatible registry, by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable, SubjectSchema
from kafkatui.kafka.connect.http_refusals import not_let_in
from kafkatui.kafka.connect.properties import REGISTRY_PREFIX as PREFIX
from kafkatui.kafka.registry.requests import LOGIN, has_login, registry_address
from kafkatui.model.extras import how_to_install
from kafkatui.model.profile import DEFAULT_TIMEOUT_SECONDS
from kafkatui.model.secrets import mask_text, secret_values


def registry_properties(kafka: Mapping[str, str]) -> dict[str, str]:
    """The registry's own properties; empty when there is no registry."""
    found = {name.removeprefix(PREFIX): value for name, value in kafka.items() if name.startswith(PREFIX)}
    return found if found.get("url") else {}


class SchemaRegistry:
    """Reads schemas; changes nothing.

    Args:
        properties: as confluent-kafka's SchemaRegistryClient has them: url, basic.auth.user.info, ssl.ca.location ….
        timeout_seconds: bound on one request.
    """

    def __init__(self, properties: Mapping[str, str], timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS) -> None:
        self._secrets = secret_values({PREFIX + name: value for name, value in properties.items()})
        self._where = registry_address(properties)
        self._has_login = has_login(properties)
        try:
            from confluent_kafka.schema_registry import SchemaRegistryClient
        except ImportError:
            raise SchemaUnavailable(f"a schema registry needs: {how_to_install('schemas')}") from None
        settings = {**properties, "timeout": timeout_seconds, "max.retries": 0}
        try:
            self._client = SchemaRegistryClient(settings)
        except (TypeError, ValueError) as error:
            raise SchemaUnavailable(self._masked(error)) from None

    def fetch(self, schema_id: int) -> RegisteredSchema:
        """The schema of that id, with those that it refers to. Waits for the registry, its time-out at most.

        Raises:
            SchemaUnavailable: there is none, or the registry does not answer; says why, without secrets.
        """
        try:
            return self._registered(schema_id, self._client.get_schema(schema_id))
        except Exception as error:  # the client lets through whatever its HTTP library raises
            raise SchemaUnavailable(self._masked(error)) from None

    def subject_count(self) -> int:
        """How many subjects it has. Waits as `fetch` does.

        Raises:
            SchemaUnavailable: it does not answer, or refuses; says why, without secrets.
        """
        try:
            return len(self._client.get_subjects())
        except Exception as error:  # the client lets through whatever its HTTP library raises
            raise SchemaUnavailable(self._masked(error)) from None

    def of_subject(self, subject: str, version: int | None = None) -> SubjectSchema:
        """A subject's schema of that version, or its latest. Waits as `fetch` does.

        Raises:
            SchemaUnavailable: as `fetch` has it.
        """
        try:
            found = self._client.get_version(subject, "latest" if version is None else version)  # the newest anew
            schema = self._registered(found.schema_id or 0, found.schema)
        except Exception as error:  # as above
            raise SchemaUnavailable(self._masked(error)) from None
        return SubjectSchema(schema, subject, found.version)

    def _registered(self, schema_id: int, schema: Any) -> RegisteredSchema:
        """The schema with those that it refers to, which are read, too."""
        references = []
        for reference in schema.references or ():
            found = self._client.get_version(reference.subject or "", reference.version or 0)
            references.append((reference.name or "", found.schema.schema_str or ""))
        return RegisteredSchema(schema_id, schema.schema_type or "AVRO", schema.schema_str or "", tuple(references))

    def places(self, schema_id: int) -> tuple[tuple[str, int], ...]:
        """The subjects that a schema is registered under, and as which version. Waits as `fetch` does.

        Raises:
            SchemaUnavailable: the registry does not say; why, without secrets.
        """
        try:
            found = self._client.get_schema_versions(schema_id)
        except Exception as error:  # the client lets through whatever its HTTP library raises
            raise SchemaUnavailable(self._masked(error)) from None
        return tuple((each.subject or "", each.version or 0) for each in found)

    def _masked(self, error: Exception) -> str:
        status = getattr(error, "http_status_code", 0)
        refused = not_let_in("the schema registry", self._where, status, "", LOGIN, self._has_login)
        if refused is not None:
            return str(refused)
        return mask_text(" ".join(str(error).split()) or type(error).__name__, self._secrets)
