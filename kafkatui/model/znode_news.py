"""What has just happened to a child of a znode, for whoever looks at the list of them."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class ZnodeNews(Enum):
    """What happened."""

    CAME = "appeared"
    CHANGED = "changed"
    GONE = "gone"


class GoneChild(Struct, frozen=True):
    """A child that was there a moment ago.

    Attributes:
        after: the child before it that is still there; empty where it was the first.
    """

    name: str
    after: str


class ChildrenNews(Struct, frozen=True):
    """The news of one znode's children.

    Attributes:
        by_name: what happened last to each.
        gone: those of them that are gone, in the order in which they were listed.
    """

    by_name: dict[str, ZnodeNews]
    gone: tuple[GoneChild, ...] = ()
