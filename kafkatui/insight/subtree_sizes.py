"""Adding up a walk: nodes, bytes, the largest and the newest of every subtree."""

from __future__ import annotations

from kafkatui.model.subtree import SubtreeSize, VisitedZnode
from kafkatui.model.znode import parent_of


class _Sum:
    """One subtree so far."""

    __slots__ = ("bytes", "children", "largest", "largest_bytes", "newest", "newest_ms", "nodes", "unreadable")

    def __init__(self, path: str) -> None:
        self.nodes = self.bytes = self.unreadable = self.children = 0
        self.largest = self.newest = path
        self.largest_bytes = -1
        self.newest_ms = -1


class SubtreeSums:
    """Takes the znodes of a walk, a parent before its children.

    Args:
        root: where the walk began.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._sums: dict[str, _Sum] = {root: _Sum(root)}
        self._chains: dict[str, tuple[_Sum, ...]] = {}

    def add(self, znode: VisitedZnode) -> None:
        """Count a znode in every subtree that it is in."""
        path = znode.path
        if path == self._root or znode.children:
            chain = self._begin(path, len(znode.children))
        else:
            chain = self._chains[parent_of(path)]
        stat = znode.stat
        if stat is None:
            for each in chain:
                each.unreadable += 1
            return
        size, modified = stat.data_length, stat.modified_ms
        for each in chain:
            each.nodes += 1
            each.bytes += size
            if size > each.largest_bytes:
                each.largest, each.largest_bytes = path, size
            if modified > each.newest_ms:
                each.newest, each.newest_ms = path, modified

    def _begin(self, path: str, children: int) -> tuple[_Sum, ...]:
        own = self._sums.setdefault(path, _Sum(path))
        own.children = children
        above = () if path == self._root else self._chains[parent_of(path)]
        chain = self._chains[path] = (*above, own)
        return chain

    def sizes(self) -> dict[str, SubtreeSize]:
        """What was counted so far, of the root and of every znode that has children."""
        return {
            path: SubtreeSize(
                path, each.nodes, each.bytes, each.largest, max(0, each.largest_bytes), each.newest,
                max(0, each.newest_ms), each.unreadable, each.children,
            )
            for path, each in self._sums.items()
        }  # fmt: skip
