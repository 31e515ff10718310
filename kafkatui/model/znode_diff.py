"""How two subtrees of znodes differ."""

from __future__ import annotations

from msgspec import Struct


class ZnodeImage(Struct, frozen=True):
    """What is compared of a znode.

    Attributes:
        kind: how it lives: "persistent", "ephemeral", "container", "ttl".
        data: None for null, and where it may not be read.
        is_hidden: the session may not read it, nor what is below.
    """

    kind: str
    data: bytes | None = None
    is_hidden: bool = False


class ZnodeDifference(Struct, frozen=True):
    """One znode that is not the same on both sides.

    Attributes:
        path: below both roots; "." for the roots themselves.
        what: "only left", "only right", "data", "kind", "no access".
        left, right: what stands there, in a few words, secrets masked.
    """

    path: str
    what: str
    left: str = ""
    right: str = ""


NO_ACCESS = "no access"
