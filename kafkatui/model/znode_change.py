"""Whole subtrees of znodes as they were read, and changes that are made together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from kafkatui.model.znode import ZnodeAcl, ZnodeStat
from kafkatui.model.znode_draft import OPEN_ACL


class ChangeKind(Enum):
    """What a change of several does. CHECK only asks for the version: the others are done if it is that."""

    CREATE = "create"
    SET = "set"
    DELETE = "delete"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class ZnodeChange:
    """One of several changes.

    Attributes:
        version: of the data that are set, deleted or checked; -1 for whatever there is.
    """

    kind: ChangeKind
    path: str
    data: bytes | None = field(default=None, repr=False)
    acl: tuple[ZnodeAcl, ...] = field(default=OPEN_ACL, repr=False)
    version: int = -1


@dataclass(frozen=True, slots=True)
class SavedZnode:
    """A znode with all that can be written again.

    Attributes:
        acl: with the hashes of passwords; empty where the session may not see it.
    """

    path: str
    data: bytes | None = field(repr=False)
    stat: ZnodeStat
    acl: tuple[ZnodeAcl, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class SavedSubtree:
    """A subtree as it was read, parents before their children.

    Attributes:
        unreadable: why a znode, and what is below it, is not there, by path.
    """

    root: str
    znodes: tuple[SavedZnode, ...]
    unreadable: Mapping[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Of data."""
        return sum(each.stat.data_length for each in self.znodes)


def moved_path(path: str, root: str, new_root: str) -> str:
    """Where a path of the subtree at `root` is when that is at `new_root`."""
    rest = path if root == "/" else path[len(root) :]
    return (new_root.rstrip("/") + rest) or "/"
