"""Which nodes of a tree pass a filter, found in slices on a snapshot that nobody changes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from msgspec import Struct

from kafkatui.tui.widgets.tree_model import Branch, TreeNode

SLICE_NODES = 1_000
"""Nodes filtered between two yields."""

Shown = dict[str, list[int]]
"""Branch key to the indexes of the children that match or lead to a match."""


class Outline(Struct, frozen=True):
    """A node that was unfolded, as it was when the filter began.

    Attributes:
        index: among its parent's children.
    """

    key: str
    index: int
    children: Sequence[TreeNode]
    below: tuple[Outline, ...]


def outline_of(branch: Branch) -> Outline:
    """A snapshot; costs what is unfolded, not what there is."""
    below = tuple(outline_of(child) for child in branch.child_branches.values())
    return Outline(branch.key, branch.index, branch.children or (), below)


def filter_slices(
    outline: Outline, predicate: Callable[[str], bool], shown: Shown, done: int = 0
) -> Generator[int, None, int]:
    """Fill `shown` in slices, each of which gives how many nodes were looked at; the sum is returned.

    Args:
        done: nodes looked at before.
    """
    leading: set[int] = set()
    for child in outline.below:
        done = yield from filter_slices(child, predicate, shown, done)
        if shown[child.key]:
            leading.add(child.index)
    found: list[int] = []
    for begin in range(0, len(outline.children), SLICE_NODES):
        part = outline.children[begin : begin + SLICE_NODES]
        found += [index for index, node in enumerate(part, begin) if index in leading or predicate(node.label.text)]
        done += len(part)
        yield done
    shown[outline.key] = found
    return done
