"""Which nodes of a tree are marked: by key, so that a refresh, a fold or a filter takes no mark away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kafkatui.tui.widgets.messages import NodesMarked
from kafkatui.tui.widgets.tree_model import Branch, TreeModel, TreeNode

if TYPE_CHECKING:
    from kafkatui.tui.widgets.virtual_tree import VirtualTree

MARK = "●"
"""What a marked node has before its label, as a marked row has."""


class TreeMarks:
    """The marked nodes of a tree, in the order in which they were marked; `*` marks through it.

    Args:
        tree: that shows them.
    """

    mark_subject = "the node's name"

    def __init__(self, tree: VirtualTree) -> None:
        self._tree = tree
        self._nodes: dict[str, TreeNode] = {}
        self.can_mark: Callable[[TreeNode], bool] = lambda _: True
        """Whether a node is something that can be marked; headings are not."""

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    @property
    def nodes(self) -> list[TreeNode]:
        """The marked nodes, as they were when they were marked."""
        return list(self._nodes.values())

    def toggle(self, node: TreeNode) -> bool:
        """Mark a node or take its mark away; False when it cannot be marked."""
        if not self.can_mark(node):
            return False
        if self._nodes.pop(node.key, None) is None:
            self._nodes[node.key] = node
        self._changed()
        return True

    def clear(self) -> None:
        """Take all marks away."""
        self._nodes.clear()
        self._changed()

    def among(self, branch: Branch) -> list[str]:
        """Keys of marked nodes that are children of `branch`."""
        if not self._nodes or branch.children is None:
            return []
        return [node.key for node in branch.children if node.key in self._nodes]

    def drop_gone(self, branch: Branch, before: Iterable[str]) -> None:
        """Take away the marks of children of `branch` that are not among them any more.

        Args:
            before: keys of marked nodes that were its children.
        """
        left = set(before).difference(node.key for node in branch.children or ())
        for key in left:
            self._nodes.pop(key, None)
        if left:
            self._changed()

    def _changed(self) -> None:
        self._tree.repaint_changed()
        self._tree.post_message(NodesMarked(self._tree, len(self)))

    # What the bar of `*` asks

    @property
    def line_count(self) -> int:
        """How many nodes are shown."""
        return self._tree.line_count

    def shown_items(self) -> Iterator[tuple[TreeNode, TreeNode | None]]:
        """Every node shown, twice; None for one that cannot be marked."""
        return ((node, node if self.can_mark(node) else None) for node in self._tree.shown_nodes())

    def mark_texts(self, row: TreeNode) -> Sequence[str]:
        """What an expression must match in full to mark the node."""
        return (row.label.text,)

    def mark(self, identities: Iterable[TreeNode]) -> None:
        """Mark nodes beside those that are."""
        self._nodes.update((node.key, node) for node in identities)
        self._changed()

    def focus(self) -> object:
        """Take the keys again."""
        return self._tree.focus()


def shown_nodes(model: TreeModel) -> Iterator[TreeNode]:
    """Every node on a line, out of sight ones too; what is unfolded is looked at now, the nodes when they are taken."""
    snapshot = [(branch.children or (), branch.shown) for branch in _open_branches(model.root)]
    return (
        children[index] for children, shown in snapshot for index in (range(len(children)) if shown is None else shown)
    )


def _open_branches(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.child_branches.values():
        if child.is_open and (branch.shown is None or child.index in branch.shown):
            yield from _open_branches(child)
