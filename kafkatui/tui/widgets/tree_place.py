"""A line of a tree by what it shows, to be found again after nodes came, went, or were folded."""

from __future__ import annotations

from kafkatui.tui.widgets.tree_model import Branch, TreeModel, index_of

Path = list[tuple[Branch, str, int]]
"""The branches down to a line, each with the child's key and index, innermost first."""


def path_of(model: TreeModel, number: int) -> Path:
    """The path of a line; empty when there is no such line."""
    if not 0 <= number < model.line_count:
        return []
    line = model.line(number)
    path = [(line.branch, line.node.key if line.node else "", line.index)]
    branch = line.branch
    while branch.parent is not None:
        path.append((branch.parent, branch.key, branch.index))
        branch = branch.parent
    return path


def line_of_path(model: TreeModel, path: Path) -> int:
    """Where a line is now: its key, else the same index in the same branch, else the nearest ancestor."""
    for branch, key, index in path:
        if model.branches.get(branch.key) is not branch:
            continue
        if not branch.children and branch.message is None:
            continue
        number = model.line_of(branch, _child_index(model, branch, key, index))
        if number is not None:
            return min(max(number, 0), model.line_count - 1)
    return 0


def _child_index(model: TreeModel, branch: Branch, key: str, index: int) -> int:
    children = branch.children or ()
    if 0 <= index < len(children) and children[index].key == key:
        return index
    known = model.branches.get(key) if key else None
    if known is not None and known.parent is branch:
        return known.index
    found = index_of(children, key) if key else None
    return found if found is not None else min(max(index, 0), len(children) - 1)
