"""Requests to a schema registry, with the profile's authentication, TLS and time-outs, and its errors in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from kafkatui.kafka.connect.http_refusals import not_let_in
from kafkatui.kafka.connect.properties import REGISTRY_PREFIX
from kafkatui.model.errors import (
    ConfigError,
    ConnectError,
    KafkatuiError,
    NotFound,
    NotSupported,
    Refused,
    RequestFailed,
    TimedOut,
)
from kafkatui.model.extras import how_to_install
from kafkatui.model.secrets import masked_words, secret_values

NOT_FOUND_CODES = range(40401, 40500)
"""Of subjects, versions, schemas and levels; a 404 with none of them means that there is no such registry."""

INVALID_CODES = (42201, 42202, 42203)
"""Of a schema, a version or a level."""

REFERENCED = 42206
NO_OWN_LEVEL = 40408
NOT_OFFERED = (405, 501)
LOGIN = "schema.registry.basic.auth.user.info"
_LOGINS = ("basic.auth.", "bearer.auth.", "sasl.", "ssl.certificate.location")
_UP = "Check schema.registry.url, and that the registry is up."


class RegistryAnswer(Exception):
    """An answer that is an error.

    Attributes:
        status: HTTP's.
        code: the registry's own; 0 or -1 without one.
        message: what it says, without secrets; empty where it says nothing.
    """

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    @property
    def said(self) -> str:
        """The message in a sentence."""
        return self.message.rstrip(".") or "nothing"

    @property
    def is_missing(self) -> bool:
        """Whether the subject, the version, the schema or the level is not there."""
        return self.status == 404 and self.code in NOT_FOUND_CODES

    @property
    def is_not_offered(self) -> bool:
        """Whether the registry does not know the request at all."""
        return self.status in NOT_OFFERED or (self.status == 404 and self.code not in NOT_FOUND_CODES)


class RegistryRequests:
    """Sends what it is told; nothing is kept. Safe from any thread.

    Confluent's client does it, for the sake of its authentication and TLS. Its own methods are not used: they keep
    what they read, and leave out why a schema is not compatible.

    Args:
        properties: as confluent-kafka's SchemaRegistryClient has them: url, basic.auth.user.info, ssl.ca.location ….
        timeout_seconds: bound on one request.

    Raises:
        NotSupported: the client is not installed.
        ConfigError: it refuses a property.
    """

    def __init__(self, properties: Mapping[str, str], timeout_seconds: float) -> None:
        self._secrets = secret_values({REGISTRY_PREFIX + name: value for name, value in properties.items()})
        self._timeout_seconds = timeout_seconds
        self._where = registry_address(properties)
        self._has_login = has_login(properties)
        try:
            from confluent_kafka.schema_registry import SchemaRegistryClient
        except ImportError:
            raise NotSupported(f"A schema registry needs: {how_to_install('schemas')}.") from None
        try:
            client = SchemaRegistryClient({**properties, "timeout": timeout_seconds, "max.retries": 0})
        except (TypeError, ValueError) as error:
            raise ConfigError(f"schema.registry: {masked_words(error, self._secrets)}.") from None
        self._client: Any = client._rest_client

    def get(self, *path: str | int, **query: str) -> Any:
        """What is at a path; each part of it is quoted.

        Raises:
            RegistryAnswer: it answered with an error.
            KafkatuiError: it did not answer.
        """
        return self._send("GET", path, query)

    def post(self, body: Mapping[str, Any], *path: str | int, **query: str) -> Any:
        """What it answers to `body`; raises as `get`."""
        return self._send("POST", path, query, body)

    def put(self, body: Mapping[str, Any], *path: str | int) -> Any:
        """What it answers to `body`; raises as `get`."""
        return self._send("PUT", path, {}, body)

    def delete(self, *path: str | int, **query: str) -> Any:
        """What it answers; raises as `get`."""
        return self._send("DELETE", path, query)

    def _send(
        self, method: str, path: tuple[str | int, ...], query: Mapping[str, str], body: Mapping[str, Any] | None = None
    ) -> Any:
        from confluent_kafka.schema_registry.error import SchemaRegistryError

        url = "/".join(quote(str(part), safe="") for part in path)
        url += f"?{urlencode(query)}" if query else ""
        try:
            return self._client.send_request(url, method=method, body=body)
        except SchemaRegistryError as error:
            code = error.error_code if isinstance(error.error_code, int) else 0
            said = masked_words(error.error_message, self._secrets) if error.error_message else ""
            raise RegistryAnswer(error.http_status_code, code, said) from None
        except Exception as error:  # the client lets through whatever its HTTP library raises
            raise self._unanswered(error) from None

    def _unanswered(self, error: Exception) -> KafkatuiError:
        if "timeout" in type(error).__name__.lower():
            return TimedOut(f"The schema registry at {self._where} did not answer within {self._timeout_seconds:g} s.")
        words = masked_words(error, self._secrets).rstrip(".")
        if "CERTIFICATE_VERIFY_FAILED" in words:
            return ConnectError(
                f"The schema registry at {self._where} has a certificate that is not trusted: {words}.",
                "schema.registry.ssl.ca.location names who signed it.",
            )
        return ConnectError(f"The schema registry at {self._where} cannot be reached: {words}.", _UP)

    def sentence(self, answer: RegistryAnswer) -> KafkatuiError:
        """What an error that was answered means, in words."""
        words, said = answer.message.rstrip("."), answer.said
        refused = not_let_in("The schema registry", self._where, answer.status, words, LOGIN, self._has_login)
        if refused is not None:
            return refused
        if answer.is_missing:
            return NotFound(f"The schema registry says: {said}.")
        if answer.is_not_offered:
            return NotSupported(f"The schema registry at {self._where} does not offer it ({answer.status}): {said}.")
        if answer.code == REFERENCED:
            return Refused(f"Other schemas refer to it: {said}.", "Delete those first.")
        if answer.code in INVALID_CODES:
            return RequestFailed(f"The schema registry takes it for invalid: {said}.")
        if answer.status in (409, 422):
            return Refused(f"The schema registry refuses it: {said}.")
        return RequestFailed(f"The schema registry answered {answer.status}: {said}.")


def has_login(properties: Mapping[str, str]) -> bool:
    """Whether they say who we are."""
    return "@" in properties.get("url", "") or any(name.startswith(_LOGINS) for name in properties)


def registry_address(properties: Mapping[str, str]) -> str:
    """Where it is, without user and password."""
    parts = [urlsplit(each.strip()) for each in properties.get("url", "").split(",")]
    return ", ".join(f"{each.scheme}://{each.netloc.rpartition('@')[2]}{each.path}" for each in parts)
