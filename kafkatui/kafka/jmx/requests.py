"""One request to a broker's agent, bounded in time and size; its failures in sentences."""

from __future__ import annotations

import base64
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from kafkatui.kafka.jmx.settings import JmxSettings
from kafkatui.model.errors import ConfigError, ConnectError, KafkatuiError, NotAuthorized, RequestFailed, TimedOut

TIMEOUT_SECONDS = 5.0
"""For the connection, and for all of the answer."""

MOST_BYTES = 32 * 1024 * 1024
"""Longer answers are given up: a broker with 4,000 partitions and every bean told has about 10 MB."""

_PIECE_BYTES = 1 << 18


class JmxRequest:
    """What is sent to one agent.

    Args:
        timeout_seconds: bound on each request.
    """

    def __init__(self, settings: JmxSettings, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._settings = settings
        self._timeout_seconds = timeout_seconds

    def send(self, body: Any, take: Callable[[bytes], None]) -> None:
        """Ask, and pass the answer on piece by piece as it comes.

        Args:
            body: sent as JSON; None to ask without one.

        Raises:
            KafkatuiError: nothing came that could be used; says why.
        """
        deadline = time.monotonic() + self._timeout_seconds
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._settings.url, data, self._headers(data is not None))
        read = 0
        try:
            with self._opener().open(request, timeout=self._timeout_seconds) as answer:
                while piece := answer.read1(_PIECE_BYTES):
                    read += len(piece)
                    if read > MOST_BYTES:
                        raise RequestFailed(
                            f"{self._settings.url} sends more than {MOST_BYTES // 1024 // 1024} MiB.",
                            "Have the agent tell less: its rules can leave topics' beans out.",
                        )
                    if time.monotonic() > deadline:
                        raise TimeoutError
                    take(piece)
        except urllib.error.HTTPError as error:
            raise self._refusal(error.code, str(error.reason)) from None
        except urllib.error.URLError as error:
            raise self._unanswered(error.reason) from None
        except (OSError, HTTPException) as error:
            raise self._unanswered(error) from None

    def _headers(self, has_body: bool) -> dict[str, str]:
        headers = {
            "Accept": "application/json, text/plain",
            **({"Content-Type": "application/json"} if has_body else {}),
        }
        if self._settings.token:
            headers["Authorization"] = f"Bearer {self._settings.token}"
        elif self._settings.user:
            headers["Authorization"] = f"Basic {base64.b64encode(self._settings.user.encode()).decode()}"
        return headers

    def _opener(self) -> urllib.request.OpenerDirector:
        direct = urllib.request.ProxyHandler({})  # brokers are asked as Kafka's protocol reaches them
        if not self._settings.url.startswith("https:"):
            return urllib.request.build_opener(direct)
        try:
            context = ssl.create_default_context(cafile=self._settings.authorities or None)
        except (OSError, ValueError) as error:
            words = getattr(error, "strerror", None) or str(error)
            raise ConfigError(f"jmx.ssl.ca.location: {words}.", "It is a PEM file.") from None
        return urllib.request.build_opener(direct, urllib.request.HTTPSHandler(context=context))

    def _refusal(self, status: int, reason: str) -> KafkatuiError:
        if status in (401, 403):
            return NotAuthorized(
                f"{self._settings.url} does not let us in ({status}).", "Check jmx.basic.auth.user.info."
            )
        return RequestFailed(f"{self._settings.url} answered {status} {reason}".rstrip() + ".", "Check jmx.url.")

    def _unanswered(self, error: object) -> KafkatuiError:
        if isinstance(error, TimeoutError):
            return TimedOut(f"{self._settings.url} did not answer within {self._timeout_seconds:g} s.")
        if isinstance(error, ssl.SSLCertVerificationError):
            return ConnectError(
                f"{self._settings.url} has a certificate that is not trusted: {error.verify_message}.",
                "jmx.ssl.ca.location names who signed it.",
            )
        words = str(getattr(error, "strerror", None) or error or type(error).__name__).rstrip(".")
        return ConnectError(
            f"{self._settings.url} cannot be reached: {words}.", "Check jmx.url, and that the broker runs the agent."
        )
