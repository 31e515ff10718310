"""A znode that is to be made, or made again: what it holds, who may do what, how long it lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kafkatui.model.znode import ZnodeAcl

OPEN_ACL = (ZnodeAcl("world", "anyone", "cdrwa"),)
"""What zkCli's `create` gives when it is told nothing."""


class ZnodeKind(Enum):
    """How a znode lives. CONTAINER goes when its last child has gone, TTL when it was left alone for long enough."""

    PERSISTENT = "persistent"
    EPHEMERAL = "ephemeral"
    CONTAINER = "container"
    TTL = "ttl"


@dataclass(frozen=True, slots=True)
class ZnodeDraft:
    """A znode that is to be made.

    Attributes:
        data: None for null, which is not empty.
        acl: with the hashes of passwords, which are not shown.
        is_sequential: whether the server puts a number behind its name.
        ttl_ms: of a TTL znode.
    """

    path: str
    data: bytes | None = field(repr=False)
    acl: tuple[ZnodeAcl, ...] = field(default=OPEN_ACL, repr=False)
    kind: ZnodeKind = ZnodeKind.PERSISTENT
    is_sequential: bool = False
    ttl_ms: int = 0
