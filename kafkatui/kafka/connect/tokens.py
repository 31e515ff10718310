"""The bearer token that both clients log in with (SASL OAUTHBEARER): fetched once for all of them, renewed in time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from kafkatui.config.environment import set_variables
from kafkatui.config.oauth import (
    AWS_REGION,
    EXTENSIONS,
    TOKEN,
    TOKEN_URL,
    UNSECURED,
    TokenKind,
    extensions_of,
    token_kind,
)
from kafkatui.config.references import has_reference, resolve_references
from kafkatui.kafka.connect.jwt import Claims, claims_of, unsecured_token
from kafkatui.kafka.connect.msk_iam import iam_token
from kafkatui.kafka.connect.oidc import ask_for_token
from kafkatui.model.errors import ConfigError, KafkatuiError, NotAuthorized

RENEWED_AFTER = 0.75
"""The share of its life after which a token is renewed: sooner than clients log in anew, which is after 0.8."""

OPAQUE_SECONDS = 300.0
"""How long a token that does not tell its end is taken for good."""

RETRY_SECONDS = 5.0
"""So long after a failure the token there is serves on, while it is good."""


class Token(Struct, frozen=True):
    """A token and when, in Unix seconds, it was fetched and ends."""

    text: str
    fetched_at: float
    expires_at: float

    @property
    def claims(self) -> Claims:
        """What it says of itself; nothing where it is no JWT."""
        return claims_of(self.text)

    def is_due(self, now: float) -> bool:
        """Whether it is time for another."""
        return now >= self.fetched_at + RENEWED_AFTER * (self.expires_at - self.fetched_at)


class TokenSource:
    """Gives the token that is good now. Thread-safe; one of a connection, for all its clients.

    Args:
        fetch: a new token's text and, where that is told beside it, its life in seconds.
        what: how a sentence calls where it comes from.
        extensions: SASL extensions that go with it.
    """

    def __init__(
        self,
        fetch: Callable[[], tuple[str, float | None]],
        what: str,
        extensions: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._fetch = fetch
        self._what = what
        self.extensions = dict(extensions or {})
        self._clock = clock
        self._lock = threading.Lock()
        self._token: Token | None = None
        self._failed_at = float("-inf")

    def current(self) -> Token:
        """The token to log in with: the one there is, or a new one when three quarters of its life are over.

        Raises:
            ConfigError: the command or the file fails.
            NotAuthorized: the token service refuses us, or the token has expired.
            ConnectError: the token service does not answer.
        """
        with self._lock:
            now, token = self._clock(), self._token
            if token is not None and (not token.is_due(now) or self._serves_on(token, now)):
                return token
            try:
                self._token = self._new(now)
            except KafkatuiError:
                self._failed_at = now
                if token is None or now >= token.expires_at:
                    raise
                return token
            return self._token

    def last(self) -> Token | None:
        """The token that was given last; fetches none."""
        return self._token

    def _serves_on(self, token: Token, now: float) -> bool:
        return now < token.expires_at and now - self._failed_at < RETRY_SECONDS

    def _new(self, now: float) -> Token:
        text, life_seconds = self._fetch()
        told = claims_of(text).expires_at
        ends = told if told is not None else now + (life_seconds or OPAQUE_SECONDS)
        if ends <= now:
            words = f"{self._what} gives a token that has expired: it was good until {time_text(ends)}."
            raise NotAuthorized(words, "Get another one, or compare the clocks.")
        return Token(text, now, ends)


def token_source(kafka: Mapping[str, str], timeout_seconds: float) -> TokenSource | None:
    """Where the token of these properties comes from; None where librdkafka alone knows, or none is used.

    Args:
        kafka: `Profile.kafka`.
    """
    extensions = extensions_of(kafka.get(EXTENSIONS, ""))
    match token_kind(kafka):
        case TokenKind.GIVEN:
            return TokenSource(lambda: (_given(kafka[TOKEN]), None), TOKEN, extensions)
        case TokenKind.AWS:
            return TokenSource(lambda: iam_token(kafka[AWS_REGION]), AWS_REGION, extensions)
        case TokenKind.SERVICE:
            where = f"The token service {kafka[TOKEN_URL]}"
            return TokenSource(lambda: ask_for_token(kafka, timeout_seconds), where, extensions)
        case TokenKind.UNSECURED:
            return TokenSource(lambda: (unsecured_token(kafka.get(UNSECURED, "")), None), UNSECURED)
    return None


def _given(text: str) -> str:
    """The property's text, its references resolved anew: a file may have changed, a command tells another."""
    token = resolve_references(text, set_variables(os.environ), TOKEN).strip()
    if not token or any(mark in token for mark in "\x01 \n"):
        where = "what it refers to" if has_reference(text) else "it"
        raise ConfigError(f"{TOKEN}: {where} is no token: it is empty or holds blanks.", "Give the token alone.")
    return token


def time_text(seconds: float) -> str:
    """ "12:00:05 on 3 May 2026"."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%H:%M:%S on %d %B %Y").replace(" 0", " ")
