"""A user's SCRAM credential as brokers tell of it: never the password, nor what is made of it."""

from __future__ import annotations

from msgspec import Struct

MECHANISMS = ("SCRAM-SHA-256", "SCRAM-SHA-512")
DEFAULT_ITERATIONS = 4096
LEAST_ITERATIONS, MOST_ITERATIONS = 4096, 16384
"""What brokers take (ScramMechanism)."""


class ScramCredential(Struct, frozen=True, order=True):
    """One of a user's credentials.

    Attributes:
        mechanism: "SCRAM-SHA-256" or "SCRAM-SHA-512".
        iterations: how often the password was hashed.
    """

    user: str
    mechanism: str
    iterations: int

    @property
    def text(self) -> str:
        """`alice SCRAM-SHA-256`."""
        return f"{self.user} {self.mechanism}"
