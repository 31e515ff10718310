"""What a failed login by token means: nobody has given us one, or the broker does not take it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

from kafkatui.config.oauth import CLIENT_ID, CLIENT_SECRET, SCOPE, TOKEN, TOKEN_URL
from kafkatui.kafka.connect.refusals import Refusal
from kafkatui.kafka.connect.tokens import TokenSource, time_text
from kafkatui.model.errors import ConnectError, KafkatuiError, NotAuthorized

_NO_TOKEN = "Failed to acquire SASL OAUTHBEARER token: "
"""How librdkafka begins when it has none."""

_REFUSED_ADVICE = (
    "Its issuer, audience and key must be those that the broker's sasl.oauthbearer.* name; the broker's log says which."
)


def token_refusal(
    complaint: str, told: Refusal | None, kafka: Mapping[str, str], tokens: TokenSource | None
) -> Refusal | None:
    """What librdkafka's complaint means where the login is by token.

    Args:
        told: what it would mean with any other login.
        kafka: `Profile.kafka`.
    """
    if complaint.startswith(_NO_TOKEN):
        return _none_given(complaint.removeprefix(_NO_TOKEN).rstrip("."), kafka)
    if told is None or told.error is not NotAuthorized or not told.reason.startswith("refused the login: "):
        return told
    return _not_taken(told.server, told.reason.removeprefix("refused the login: "), tokens)


def _none_given(text: str, kafka: Mapping[str, str]) -> Refusal:
    if kafka.get(TOKEN):
        return Refusal(NotAuthorized, TOKEN, f"gives no token: {text.removeprefix(f'{TOKEN}: ')}", "")
    url = kafka.get(TOKEN_URL, "")
    service = f"the token service {url}".rstrip()
    if text.startswith("Must supply an unexpired token"):
        return Refusal(NotAuthorized, service, "gives a token that has expired", "Compare its clock with this one.")
    if refused := _words_of(text):
        advice = f"Check {CLIENT_ID}, {CLIENT_SECRET} and {SCOPE}."
        return Refusal(NotAuthorized, service, f"gives no token: {refused}", advice)
    return Refusal(ConnectError, service, f"gives no token: {text}", f"Check {TOKEN_URL}.")


def _not_taken(server: str, why: str, tokens: TokenSource | None) -> Refusal:
    """Brokers say no more than that it is not valid; the token itself tells the rest."""
    why = _words_of(why) or why
    try:
        token = tokens.current() if tokens is not None else None
    except KafkatuiError:
        token = tokens.last() if tokens is not None else None
    if token is None:
        return Refusal(NotAuthorized, server, f"refused the token: {why}", _REFUSED_ADVICE)
    if time.time() >= token.expires_at:
        reason = f"refused the token, which expired at {time_text(token.expires_at)}"
        return Refusal(NotAuthorized, server, reason, "Get another one.")
    says = ", ".join(f"{name} {value}" for name, value in token.claims.shown if value)
    reason = f"refused the token ({why}), which {f'has {says}' if says else 'is no JWT'}"
    return Refusal(NotAuthorized, server, reason, _REFUSED_ADVICE)


def _words_of(text: str) -> str:
    """The reason in a JSON answer of a token service or a broker; empty where it is none."""
    try:
        told = json.loads(text)
    except ValueError:
        return ""
    if not isinstance(told, dict):
        return ""
    return ": ".join(str(told[name]) for name in ("status", "error", "error_description") if told.get(name))
