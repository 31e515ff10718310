"""A subtree as lines of text and of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kafkatui.model.subtree import VisitedZnode
from kafkatui.model.znode import child_path
from kafkatui.model.znode_type import ZnodeType, znode_type
from kafkatui.view import numbers
from kafkatui.view.natural_order import natural_key
from kafkatui.view.znode_name import visible_name


def _in_order(found: Mapping[str, VisitedZnode], root: str) -> Iterator[tuple[int, VisitedZnode]]:
    """Level and znode, a parent before its children, those by name, numbers by value."""
    waiting = [(0, root)]
    while waiting:
        level, path = waiting.pop()
        znode = found.get(path)
        if znode is None:
            continue
        yield level, znode
        names = sorted(znode.children, key=natural_key, reverse=True)
        waiting += [(level + 1, child_path(path, name)) for name in names]


def tree_lines(found: Mapping[str, VisitedZnode], root: str, *, with_counts: bool) -> Iterator[str]:
    """One line a znode, two blanks a level."""
    for level, znode in _in_order(found, root):
        name = root if level == 0 else visible_name(znode.path.rpartition("/")[2])
        yield f"{'  ' * level}{name}{_words(znode, with_counts)}"


def _words(znode: VisitedZnode, with_counts: bool) -> str:
    if znode.stat is None:
        return "  (no access)"
    kind = znode_type(znode.stat)
    parts = [] if kind is ZnodeType.PERSISTENT else [kind.value]
    if with_counts:
        children = znode.stat.children_count
        parts += [f"{children:,} {'child' if children == 1 else 'children'}"] if children else []
        parts.append(numbers.size(znode.stat.data_length))
    return f"  ({', '.join(parts)})" if parts else ""


def tree_json(found: Mapping[str, VisitedZnode], root: str) -> Iterator[dict[str, Any]]:
    """One object a znode."""
    for _, znode in _in_order(found, root):
        stat = znode.stat
        yield {
            "path": znode.path,
            "type": None if stat is None else znode_type(stat).value,
            "children": None if stat is None else stat.children_count,
            "data_length_bytes": None if stat is None else stat.data_length,
        }
