"""Changing SCRAM users in ZooKeeper: for Kafka below 2.7. Passwords are salted and hashed here (RFC 5802)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from kafkatui.model.errors import KafkatuiError, OutcomeUnknown
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.scram import ScramCredential
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.entity_configs import sanitised
from kafkatui.zookeeper.write.entity_configs import change_config

_SALT_BYTES = 20


def set_zookeeper_password(
    connection: ZooKeeperConnection, credential: ScramCredential, password: str
) -> TargetOutcome:
    """Gives a user this password for one mechanism, and tells the brokers.

    Returns:
        An outcome called as `ScramCredential.text`.
    """
    text = credential_text(credential, password, secrets.token_bytes(_SALT_BYTES))
    [outcome] = _change(connection, [credential], text)
    return outcome


def delete_zookeeper_credentials(
    connection: ZooKeeperConnection, credentials: Sequence[ScramCredential]
) -> tuple[TargetOutcome, ...]:
    """Deletes these credentials, and tells the brokers.

    Returns:
        An outcome for each, in this order, called as `ScramCredential.text`; those of one user share theirs.
    """
    found: dict[str, TargetOutcome] = {}
    for user in dict.fromkeys(each.user for each in credentials):
        own = [each for each in credentials if each.user == user]
        found.update((outcome.target, outcome) for outcome in _change(connection, own, None))
    return tuple(found[each.text] for each in credentials)


def credential_text(credential: ScramCredential, password: str, salt: bytes) -> str:
    """What Kafka keeps of a password (ScramCredentialUtils); Kafka does not prepare it as RFC 4013 would."""
    name = credential.mechanism.removeprefix("SCRAM-").replace("-", "").lower()
    salted = hashlib.pbkdf2_hmac(name, password.encode(), salt, credential.iterations)
    stored = hashlib.new(name, hmac.digest(salted, b"Client Key", name)).digest()
    server = hmac.digest(salted, b"Server Key", name)
    parts = (("salt", salt), ("stored_key", stored), ("server_key", server))
    texts = [f"{part}={base64.b64encode(value).decode()}" for part, value in parts]
    return ",".join([*texts, f"iterations={credential.iterations}"])


def _change(
    connection: ZooKeeperConnection, credentials: Sequence[ScramCredential], text: str | None
) -> list[TargetOutcome]:
    """Set credentials of one user to `text`, or remove them."""
    values = dict.fromkeys((each.mechanism for each in credentials), text)
    state, reason = OutcomeState.DONE, ""
    try:
        change_config(connection, f"users/{sanitised(credentials[0].user)}", values, "the changed user")
    except OutcomeUnknown as error:
        state, reason = OutcomeState.UNKNOWN, str(error)
    except KafkatuiError as error:
        state, reason = OutcomeState.FAILED, str(error)
    return [TargetOutcome(each.text, state, reason) for each in credentials]
