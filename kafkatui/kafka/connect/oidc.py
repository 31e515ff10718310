"""Asking a token service for a token (OAuth 2.0, client credentials), as librdkafka's `method=oidc` does."""

from __future__ import annotations

import json
import ssl
from base64 import b64encode
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from kafkatui.config.oauth import CLIENT_ID, CLIENT_SECRET, SCOPE, TOKEN_URL
from kafkatui.model.errors import ConfigError, ConnectError, NotAuthorized, RequestFailed, TimedOut

MAX_ANSWER_BYTES = 1 << 20


def ask_for_token(kafka: Mapping[str, str], timeout_seconds: float) -> tuple[str, float | None]:
    """A new token and its life in seconds, where that is told.

    Raises:
        NotAuthorized: the service refuses the client.
        ConnectError, TimedOut: nobody answers.
        RequestFailed: it answers something else than a token.
        ConfigError: the address or the authorities cannot be used.
    """
    url = kafka[TOKEN_URL]
    scope = {"scope": kafka[SCOPE]} if kafka.get(SCOPE) else {}
    client = b64encode(f"{kafka.get(CLIENT_ID, '')}:{kafka.get(CLIENT_SECRET, '')}".encode()).decode()
    headers = {"Authorization": f"Basic {client}", "Accept": "application/json", "User-Agent": "kafkatui"}
    body = urlencode({"grant_type": "client_credentials", **scope}).encode()
    where = f"The token service {url}"
    if not url.lower().startswith(("http://", "https://")):
        raise ConfigError(f"{TOKEN_URL}: {url} is no address.", "It begins with https://.")
    try:
        with urlopen(Request(url, body, headers), timeout=timeout_seconds, context=_context(kafka)) as answer:
            told = json.loads(answer.read(MAX_ANSWER_BYTES))
    except HTTPError as error:
        raise _refusal(where, error) from None
    except TimeoutError:
        raise TimedOut(f"{where} has not answered within {timeout_seconds:g} s.", _CHECK_URL) from None
    except URLError as error:
        raise ConnectError(f"{where} cannot be reached: {_reason(error.reason)}.", _CHECK_URL) from None
    except (OSError, HTTPException) as error:
        raise ConnectError(f"{where} broke off: {_reason(error)}.", _CHECK_URL) from None
    except ValueError:
        raise RequestFailed(f"{where} answered something else than JSON.", _CHECK_URL) from None
    token = told.get("access_token") if isinstance(told, dict) else None
    if not isinstance(token, str) or not token:
        raise RequestFailed(f"{where} answered without an access_token.", _CHECK_URL)
    life = told.get("expires_in")
    return token, float(life) if isinstance(life, int | float) else None


_CHECK_URL = f"Check {TOKEN_URL}."


def _context(kafka: Mapping[str, str]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    location, text = kafka.get("https.ca.location", ""), kafka.get("https.ca.pem", "")
    try:
        if text:
            context.load_verify_locations(cadata=text)
        elif location not in ("", "probe"):
            context.load_verify_locations(**{"capath" if Path(location).is_dir() else "cafile": location})
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"https.ca.*: the authorities cannot be loaded: {_reason(error)}.", "They are PEM.") from None
    return context


def _refusal(where: str, error: HTTPError) -> Exception:
    """What a status means, with the reason that the service gives (RFC 6749 §5.2)."""
    why = f"{error.code} {error.reason}"
    try:
        told: Any = json.loads(error.read(MAX_ANSWER_BYTES))
        why = ": ".join(str(told[name]) for name in ("error", "error_description") if told.get(name)) or why
    except (ValueError, OSError, AttributeError):
        pass
    if error.code in (400, 401, 403):
        advice = f"Check {CLIENT_ID}, {CLIENT_SECRET} and {SCOPE}."
        return NotAuthorized(f"{where} gives no token: {why}.", advice)
    return RequestFailed(f"{where} gives no token: {why}.", _CHECK_URL)


def _reason(reason: object) -> str:
    """An operating system's or TLS' words."""
    text = getattr(reason, "verify_message", "") or getattr(reason, "strerror", "") or str(reason)
    return text.rstrip(".") or type(reason).__name__
