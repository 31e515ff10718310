"""Requests to a Connect, with the profile's authentication, TLS and time-outs, and its errors in sentences."""

from __future__ import annotations

import base64
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

from kafkatui.kafka.connect.http_refusals import not_let_in
from kafkatui.kafka.connect.properties import CONNECT_PREFIX
from kafkatui.kafka.connect_worker.settings import WorkerSettings
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
from kafkatui.model.secrets import masked_words, secret_values

REBALANCE_SECONDS = 6.0
"""So long a request is repeated that workers put off because they are handing out their work anew."""

_AGAIN_SECONDS = 0.5
_LOGIN = "connect.basic.auth.user.info or connect.bearer.auth.token"
_NOT_THERE = "HTTP 404 Not Found"
"""What a worker says of a path that it does not know; of a connector that is not there it says which."""


class WorkerAnswer(Exception):
    """An answer that is an error.

    Attributes:
        status: HTTP's.
        message: what the worker says, without secrets.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    @property
    def is_rebalance(self) -> bool:
        """Whether it says no more than that it cannot just now."""
        return self.status == 409 and "already exists" not in self.message

    @property
    def is_not_offered(self) -> bool:
        """Whether the worker does not know the request at all: it is too old, or no Connect."""
        return self.status in (405, 501) or (self.status == 404 and self.message.strip() in ("", _NOT_THERE))


class WorkerRequests:
    """Sends what it is told; nothing is kept. Safe from any thread.

    Args:
        settings: where, and as whom.
        timeout_seconds: bound on one request.

    Raises:
        ConfigError: a certificate or a key cannot be read.
    """

    def __init__(self, settings: WorkerSettings, timeout_seconds: float) -> None:
        self.name = settings.name
        self.timeout_seconds = timeout_seconds
        self._secrets = secret_values({CONNECT_PREFIX + name: value for name, value in settings.properties.items()})
        self._urls = tuple(_without_user(url) for url in settings.urls)
        self._headers = {"Accept": "application/json", **_authorization(settings)}
        users = [user for url in settings.urls if (user := urlsplit(url).netloc.rpartition("@")[0])]
        self._secrets += tuple(part for user in users for part in [user.partition(":")[2]] if len(part) > 2)
        context = _ssl_context(settings) if any(url.startswith("https:") for url in self._urls) else None
        self._opener = urllib.request.build_opener(*([urllib.request.HTTPSHandler(context=context)] if context else []))

    @property
    def where(self) -> str:
        """Its address, without user and password."""
        return ", ".join(self._urls)

    @property
    def url(self) -> str:
        """The first of its addresses."""
        return self._urls[0]

    def get(self, *path: str | int, **query: str | list[str]) -> Any:
        """What is at a path; each part of it is quoted.

        Raises:
            WorkerAnswer: it answered with an error.
            KafkatuiError: it did not answer.
        """
        return self._patiently("GET", path, query)

    def post(self, body: Any, *path: str | int, **query: str) -> Any:
        """What it answers to `body`, None for none; raises as `get`."""
        return self._patiently("POST", path, query, body)

    def put(self, body: Any, *path: str | int) -> Any:
        """What it answers to `body`, None for none; raises as `get`."""
        return self._patiently("PUT", path, {}, body)

    def patch(self, body: Any, *path: str | int) -> Any:
        """What it answers to `body`, None for none; raises as `get`."""
        return self._patiently("PATCH", path, {}, body)

    def delete(self, *path: str | int) -> Any:
        """What it answers; raises as `get`."""
        return self._patiently("DELETE", path, {})

    def _patiently(self, method: str, path: tuple[str | int, ...], query: Mapping[str, Any], body: Any = None) -> Any:
        """Once more, as long as the workers are handing out their work anew; that is over within seconds."""
        deadline = time.monotonic() + REBALANCE_SECONDS
        while True:
            try:
                return self._anywhere(method, path, query, body)
            except WorkerAnswer as answer:
                if not answer.is_rebalance or time.monotonic() + _AGAIN_SECONDS > deadline:
                    raise
            time.sleep(_AGAIN_SECONDS)

    def _anywhere(self, method: str, path: tuple[str | int, ...], query: Mapping[str, Any], body: Any) -> Any:
        """From the first worker that can be reached: any of them knows, or hands it on."""
        tail = "/".join(quote(str(part), safe="") for part in path)
        tail += f"?{urlencode(query, doseq=True)}" if query else ""
        data = None if body is None else json.dumps(body).encode()
        for url in self._urls[:-1]:
            try:
                return self._send(method, f"{url}/{tail}", data)
            except TimedOut:
                raise  # it may have heard it
            except ConnectError:
                continue
        return self._send(method, f"{self._urls[-1]}/{tail}", data)

    def _send(self, method: str, url: str, data: bytes | None) -> Any:
        headers = {**self._headers, **({"Content-Type": "application/json"} if data is not None else {})}
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=self.timeout_seconds) as answer:
                text = self._read(answer)
        except urllib.error.HTTPError as error:
            message = _message_of(error)
            raise WorkerAnswer(error.code, masked_words(message, self._secrets) if message else "") from None
        except urllib.error.URLError as error:
            raise self._unanswered(error.reason) from None
        except (OSError, HTTPException) as error:
            raise self._unanswered(error) from None
        try:
            return json.loads(text) if text.strip() else None
        except ValueError:
            raise RequestFailed(f"What answers at {self.where} is no Connect worker: it sends no JSON.") from None

    def _read(self, answer: Any) -> bytes:
        """All of it, within the time-out: what the client bounds is each piece."""
        deadline, pieces = time.monotonic() + self.timeout_seconds, []
        while piece := answer.read1(1 << 20):
            pieces.append(piece)
            if time.monotonic() > deadline:
                raise TimeoutError
        return b"".join(pieces)

    def _unanswered(self, error: object) -> KafkatuiError:
        if isinstance(error, TimeoutError):
            return TimedOut(f"The Connect worker at {self.where} did not answer within {self.timeout_seconds:g} s.")
        words = masked_words(getattr(error, "strerror", None) or error, self._secrets).rstrip(".")
        if isinstance(error, ssl.SSLCertVerificationError):
            return ConnectError(
                f"The Connect worker at {self.where} has a certificate that is not trusted: {error.verify_message}.",
                "connect.ssl.ca.location names who signed it.",
            )
        return ConnectError(
            f"The Connect worker at {self.where} cannot be reached: {words}.",
            "Check connect.url, and that the worker is up.",
        )

    def sentence(self, answer: WorkerAnswer) -> KafkatuiError:
        """What an error that was answered means, in words."""
        said = _short(answer.message)
        words, has_login = said if answer.message else "", "Authorization" in self._headers
        refused = not_let_in("The Connect worker", self.where, answer.status, words, _LOGIN, has_login)
        if refused is not None:
            return refused
        if answer.is_not_offered:
            return NotSupported(
                f"The Connect worker at {self.where} does not offer it ({answer.status}).", "It may be too old."
            )
        if answer.status == 404:
            return NotFound(f"The Connect worker says: {said}.")
        if answer.is_rebalance:
            return Refused(f"The Connect workers are busy with a rebalance: {said}.", "Try it again in a moment.")
        if answer.status in (400, 409, 422):
            return Refused(f"The Connect worker refuses it: {said}.")
        return RequestFailed(f"The Connect worker answered {answer.status}: {said}.")


def _short(message: str) -> str:
    """Its first sentence: some list every plugin with all that is known of it."""
    return message.partition(", available connectors are:")[0].rstrip(".") or "nothing"


def _message_of(error: urllib.error.HTTPError) -> str:
    try:
        text = error.read(1 << 16).decode("utf-8", "replace")
    except (OSError, HTTPException):
        return ""
    try:
        return str(json.loads(text)["message"])
    except (ValueError, KeyError, TypeError):
        return "" if text.lstrip().startswith("<") else text


def _authorization(settings: WorkerSettings) -> dict[str, str]:
    token = settings.properties.get("bearer.auth.token")
    if token:
        return {"Authorization": f"Bearer {token}"}
    user = settings.properties.get("basic.auth.user.info") or unquote(
        urlsplit(settings.urls[0]).netloc.rpartition("@")[0]
    )
    return {"Authorization": f"Basic {base64.b64encode(user.encode()).decode()}"} if user else {}


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _ssl_context(settings: WorkerSettings) -> ssl.SSLContext:
    given = settings.properties
    try:
        context = ssl.create_default_context(cafile=given.get("ssl.ca.location") or None)
        if certificate := given.get("ssl.certificate.location"):
            context.load_cert_chain(
                certificate, given.get("ssl.key.location") or None, given.get("ssl.key.password") or ""
            )
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"connect.ssl: {words}.", "Certificates and keys are PEM files.") from None
    return context
