"""A delegation token: a login that a user hands to others for a time (KIP-48)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DelegationToken:
    """One token as brokers tell of it.

    Attributes:
        token_id: what a client that logs in with it has as user name.
        owner: the principal whose rights it gives: "User:alice".
        requester: who has made it, where that is somebody else than the owner (Kafka 3.3); else empty.
        renewers: principals that may renew it beside the owner.
        issued_ms, expires_ms, max_ms: Unix milliseconds: when it was made, ends unless it is renewed, ends in any case.
        hmac: what a client that logs in with it has, in base64, as password: a secret.
    """

    token_id: str
    owner: str
    requester: str
    renewers: tuple[str, ...]
    issued_ms: int
    expires_ms: int
    max_ms: int
    hmac: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """How a sentence calls it."""
        return self.token_id

    @property
    def hmac_text(self) -> str:
        """The secret, as Kafka's tool prints it and clients take it."""
        return b64encode(self.hmac).decode()
