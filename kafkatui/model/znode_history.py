"""What was seen to happen to a znode."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class ZnodeChangeKind(Enum):
    """What happened, as it is shown."""

    CREATED = "created"
    CHANGED = "changed"
    REPLACED = "replaced"
    DELETED = "deleted"
    CHILDREN = "children"
    ACL = "ACL changed"


class ZnodeHistoryEntry(Struct, frozen=True):
    """One change.

    Attributes:
        at_seconds: Unix time at which it was seen.
        text: what it was, in words; empty when the kind says all.
    """

    at_seconds: float
    path: str
    kind: ZnodeChangeKind
    text: str = ""
