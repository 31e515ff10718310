"""Making, renewing and ending delegation tokens (KIP-48), with requests of ours through kafka-python."""

from __future__ import annotations

from typing import Any

from kafkatui.kafka.connect.any_broker import tell_any
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.delegation_tokens import principal_text, requester_text, token_error
from kafkatui.kafka.write.outcomes import outcome_of_exception
from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.outcome import OutcomeState, TargetOutcome

AS_CONFIGURED_MS = -1
"""The brokers' own: delegation.token.max.lifetime.ms, delegation.token.expiry.time.ms."""

_OWNERS_VERSION = 3  # KIP-373, Kafka 3.3


def create_token(
    connection: KafkaConnection, renewers: tuple[str, ...], max_lifetime_ms: int, owner: str = ""
) -> DelegationToken:
    """A new token.

    Args:
        renewers: principals.
        owner: a principal, for a token of somebody else (Kafka 3.3); empty: one's own.

    Raises:
        NotSupported: tokens are switched off, this login may not, or the brokers know no owners.
        KafkatuiError: it was refused, or nobody answered.
    """
    from kafkatui.kafka.read.messages.delegation_tokens import CreateDelegationTokenRequest

    doing = "create a delegation token"
    renewer = CreateDelegationTokenRequest.CreatableRenewers
    owned: dict[str, Any] = {}
    if owner:
        kind, _, name = owner.partition(":")
        owned = {"owner_principal_type": kind, "owner_principal_name": name, "min_version": _OWNERS_VERSION}
    parts = [each.partition(":") for each in renewers]
    message = CreateDelegationTokenRequest(
        renewers=[renewer(principal_type=kind, principal_name=name) for kind, _, name in parts],
        max_lifetime_ms=max_lifetime_ms,
        **owned,
    )
    answer = tell_any(connection, doing, message)
    if answer.error_code:
        raise token_error(answer.error_code, doing)
    whose = principal_text(answer.principal_type, answer.principal_name)
    return DelegationToken(
        answer.token_id, whose, requester_text(answer, whose), renewers, answer.issue_timestamp_ms,
        answer.expiry_timestamp_ms, answer.max_timestamp_ms, bytes(answer.hmac),
    )  # fmt: skip


def renew_token(connection: KafkaConnection, token: DelegationToken, period_ms: int) -> tuple[TargetOutcome, int]:
    """Has it end later: so long from now, at most when its life is over.

    Returns:
        The outcome, and when it ends now, in Unix milliseconds.
    """
    from kafkatui.kafka.read.messages.delegation_tokens import RenewDelegationTokenRequest

    message = RenewDelegationTokenRequest(hmac=token.hmac, renew_period_ms=period_ms)
    return _told(connection, token, "renew the token", message)


def expire_token(connection: KafkaConnection, token: DelegationToken) -> TargetOutcome:
    """Ends it now."""
    from kafkatui.kafka.read.messages.delegation_tokens import ExpireDelegationTokenRequest

    message = ExpireDelegationTokenRequest(hmac=token.hmac, expiry_time_period_ms=-1)
    return _told(connection, token, "expire the token", message)[0]


def _told(connection: KafkaConnection, token: DelegationToken, doing: str, message: Any) -> tuple[TargetOutcome, int]:
    try:
        answer = tell_any(connection, doing, message)
    except KafkatuiError as error:
        return outcome_of_exception(token.text, error.__cause__ or error), 0
    if answer.error_code:
        return outcome_of_exception(token.text, token_error(answer.error_code, doing)), 0
    return TargetOutcome(token.text, OutcomeState.DONE), answer.expiry_timestamp_ms
