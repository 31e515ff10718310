"""Subtrees of znodes: how large they are, and how a walk through one ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from kafkatui.model.znode import ZnodeStat

DEFAULT_RATE = 2_000
"""Znodes a second that a walk asks for unless told otherwise: what else uses the ensemble hardly feels it."""


class VisitedZnode(Struct, frozen=True):
    """A znode that a walk came to.

    Attributes:
        stat: None when the session may not read it; nothing below it was seen then.
        children: names of its children.
        data: None where it is null, was not asked for, or may not be read.
    """

    path: str
    stat: ZnodeStat | None
    children: Sequence[str] = ()
    data: bytes | None = None


class SubtreeSize(Struct, frozen=True):
    """A znode with everything below it; the znode itself counts.

    Attributes:
        bytes: of data; what ZooKeeper keeps beside it (names, stat, ACL) is not in it.
        largest, largest_bytes: the znode with the most data.
        newest, newest_ms: the znode whose data changed last, and when (Unix milliseconds).
        unreadable: znodes that the session may not read; neither they nor what is below them is counted.
    """

    path: str
    nodes: int
    bytes: int
    largest: str
    largest_bytes: int
    newest: str
    newest_ms: int
    unreadable: int = 0
    children: int = 0


class SubtreeSizes(Struct, frozen=True):
    """What was collected of one subtree.

    Attributes:
        root: path of the znode that it was collected below.
        sizes: of the root and of every znode below it that has children, by path.
        incomplete: why not everything was seen; empty when all was.
        at_seconds: Unix time of its end.
    """

    root: str
    sizes: Mapping[str, SubtreeSize] = field(default_factory=dict)
    incomplete: str = ""
    at_seconds: float = 0.0
    took_seconds: float = 0.0

    @property
    def whole(self) -> SubtreeSize | None:
        """The root's own; None when not even that was read."""
        return self.sizes.get(self.root)


def is_below(path: str, root: str) -> bool:
    """Whether `path` is `root` or in its subtree."""
    return path == root or path.startswith("/" if root == "/" else f"{root}/")
