"""The sizes of a subtree as rows: the whole first, then its parts, the largest first."""

from __future__ import annotations

from kafkatui.model.subtree import SubtreeSize, SubtreeSizes, is_below


def subtree_rows(sizes: SubtreeSizes, root: str = "", depth: int | None = None) -> list[SubtreeSize]:
    """Every part below `root` that has children.

    Args:
        root: a znode of what was collected; empty: all of it.
        depth: levels below it; None: all.
    """
    root = root or sizes.root
    level = _level(root)
    kept = [
        each
        for path, each in sizes.sizes.items()
        if path != root and is_below(path, root) and (depth is None or _level(path) - level <= depth)
    ]
    kept.sort(key=lambda each: (-each.bytes, -each.nodes, each.path))
    whole = sizes.sizes.get(root)
    return [*([] if whole is None else [whole]), *kept]


def _level(path: str) -> int:
    return 0 if path == "/" else path.count("/")
