"""Who may do what, how much of it, and who can log in, as Kafka keeps it in ZooKeeper."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.acl import Acl
from kafkatui.model.quota import Quota
from kafkatui.model.scram import ScramCredential


class RegisteredSecurity(Struct, frozen=True):
    """What is there.

    Attributes:
        acls: entries below `/kafka-acl` and `/kafka-acl-extended`; None where there are no such folders, or not all of
            them may be read.
        users: credentials below `/config/users`, never what is made of a password; None where not all may be read.
        quotas: of users and clients; None where not all may be read.
        broken: znodes that cannot be understood.
    """

    acls: frozenset[Acl] | None = None
    users: frozenset[ScramCredential] | None = None
    quotas: frozenset[Quota] | None = None
    broken: tuple[str, ...] = ()
