"""Delegation tokens (DescribeDelegationToken, KIP-48), with a request of ours through kafka-python."""

from __future__ import annotations

from typing import Any

from kafkatui.kafka.connect.any_broker import ask_any
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.errors import KafkatuiError, NotAuthorized, NotSupported, RequestFailed

_DOING = "list the delegation tokens"

DISABLED = NotSupported(
    "The brokers have no delegation tokens switched on.",
    "They need delegation.token.secret.key (below Kafka 2.8 delegation.token.master.key), the same on each.",
)
NEEDS_LOGIN = NotSupported(
    "Brokers tell of delegation tokens, and make them, only where one is logged in: by SASL or a client certificate.",
    "This connection has no login, or is logged in with a token itself.",
)

_CODES: dict[int, KafkatuiError] = {
    61: DISABLED,
    62: RequestFailed("there is no such token"),
    63: NotAuthorized("this user is neither its owner nor one of its renewers"),
    64: NEEDS_LOGIN,
    65: NotAuthorized("this user has no right to do that with tokens", "Ask for an ACL that allows it."),
    66: RequestFailed("the token has expired"),
    67: RequestFailed("a renewer is no principal: User:name"),
}
"""What the answers about tokens mean (org.apache.kafka.common.protocol.Errors); librdkafka knows of none."""


def read_delegation_tokens(connection: KafkaConnection) -> tuple[DelegationToken, ...]:
    """Every token that this login may see, the next to expire first.

    Raises:
        NotSupported: tokens are switched off, or this login is none that may ask.
        KafkatuiError: no broker told.
    """
    from kafkatui.kafka.read.messages.delegation_tokens import DescribeDelegationTokenRequest

    answer = ask_any(connection, _DOING, DescribeDelegationTokenRequest(owners=None))
    if answer.error_code:
        raise token_error(answer.error_code, _DOING)
    return tuple(sorted(map(_token, answer.tokens), key=lambda each: (each.expires_ms, each.token_id)))


def token_error(code: int, doing: str) -> KafkatuiError:
    """What an error code means; `doing` follows "Could not"."""
    meant = _CODES.get(code)
    if isinstance(meant, NotSupported):
        return meant
    if meant is not None:
        return type(meant)(f"Could not {doing}: {meant.what}.", meant.advice)
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.errors import for_code

    return RequestFailed(f"Could not {doing}: {for_code(code).__name__.removesuffix('Error')} ({code}).")


def principal_text(kind: str, name: str) -> str:
    """ "User:alice"."""
    return f"{kind}:{name}"


def _token(entry: Any) -> DelegationToken:
    owner = principal_text(entry.principal_type, entry.principal_name)
    return DelegationToken(
        entry.token_id,
        owner,
        requester_text(entry, owner),
        tuple(principal_text(each.principal_type, each.principal_name) for each in entry.renewers),
        entry.issue_timestamp,
        entry.expiry_timestamp,
        entry.max_timestamp,
        bytes(entry.hmac),
    )


def requester_text(entry: Any, owner: str) -> str:
    """Who has made it, where that is another than its owner and the broker tells (Kafka 3.3)."""
    name = getattr(entry, "token_requester_principal_name", None)
    requester = principal_text(entry.token_requester_principal_type, name) if name else ""
    return "" if requester == owner else requester
