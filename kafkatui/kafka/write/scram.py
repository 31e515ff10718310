"""Making, changing and deleting SCRAM credentials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import wait
from kafkatui.kafka.write.outcomes import outcome_of_exception
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.scram import ScramCredential

_DOING = "change SCRAM users"


def set_password(connection: KafkaConnection, credential: ScramCredential, password: str) -> TargetOutcome:
    """Gives a user this password for one mechanism; what is sent is salted and hashed here.

    Returns:
        An outcome called as `ScramCredential.text`.
    """
    from confluent_kafka.admin import (  # type: ignore[attr-defined]
        ScramCredentialInfo,
        UserScramCredentialUpsertion,
    )

    info = ScramCredentialInfo(_mechanism(credential), credential.iterations)
    [outcome] = _alter(
        connection, [credential], [UserScramCredentialUpsertion(credential.user, info, password.encode())]
    )
    return outcome


def delete_credentials(
    connection: KafkaConnection, credentials: Sequence[ScramCredential]
) -> tuple[TargetOutcome, ...]:
    """Deletes these credentials.

    Returns:
        An outcome for each, called as `ScramCredential.text`; those of one user share theirs.
    """
    from confluent_kafka.admin import UserScramCredentialDeletion  # type: ignore[attr-defined]

    deletions = [UserScramCredentialDeletion(each.user, _mechanism(each)) for each in credentials]
    return _alter(connection, credentials, deletions)


def _alter(
    connection: KafkaConnection, credentials: Sequence[ScramCredential], alterations: Sequence[Any]
) -> tuple[TargetOutcome, ...]:
    timeout = connection.timeout_seconds
    connection.await_broker(_DOING, timeout)
    connection.meter.count(_DOING)
    try:
        futures: Mapping[str, Future[Any]] = connection.admin().alter_user_scram_credentials(
            list(alterations), request_timeout=timeout
        )
    except (KafkaException, TypeError, ValueError) as error:
        return tuple(outcome_of_exception(each.text, error) for each in credentials)
    outcomes = []
    for each in credentials:
        try:
            wait(futures[each.user], timeout)
        except (KafkaException, TimeoutError) as error:
            outcomes.append(outcome_of_exception(each.text, error))
        else:
            outcomes.append(TargetOutcome(each.text, OutcomeState.DONE))
    return tuple(outcomes)


def _mechanism(credential: ScramCredential) -> Any:
    from confluent_kafka.admin import ScramMechanism  # type: ignore[attr-defined]

    return ScramMechanism[credential.mechanism.replace("-", "_")]
