"""What differs between two listings of a znode's children, and a listing in which what is gone still has its place."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.znode import ZnodeStat
from kafkatui.model.znode_news import GoneChild, ZnodeNews


def came_and_gone(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[GoneChild]]:
    """The names that are new, and those that are there no more, both in the order of their listing."""
    if before == after:
        return [], []
    old, new = set(before), set(after)
    came = [name for name in after if name not in old]
    gone: list[GoneChild] = []
    if len(came) == len(new) - len(old):  # none has gone
        return came, gone
    last = ""
    for name in before:
        if name in new:
            last = name
        else:
            gone.append(GoneChild(name, last))
    return came, gone


def with_gone(names: Sequence[str], gone: Sequence[GoneChild]) -> list[str]:
    """The names with those that are gone behind the ones that were before them."""
    if not gone:
        return list(names)
    behind: dict[str, list[str]] = {}
    for each in gone:
        behind.setdefault(each.after, []).append(each.name)
    merged = behind.pop("", [])
    for name in names:
        merged.append(name)
        if name in behind:
            merged += behind.pop(name)
    for rest in behind.values():  # what was before them is gone since, too
        merged += rest
    return merged


def news_of(before: ZnodeStat, after: ZnodeStat) -> ZnodeNews | None:
    """What two stats of one path tell: made anew, or its data, its ACL or its children are others; None: nothing."""
    if before.czxid != after.czxid:
        return ZnodeNews.CAME
    seen = (before.mzxid, before.pzxid, before.acl_version)
    return None if seen == (after.mzxid, after.pzxid, after.acl_version) else ZnodeNews.CHANGED
