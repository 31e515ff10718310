"""A lazily loaded tree as counts per unfolded node: finding a line never walks the nodes above it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any, overload

from msgspec import Struct

from kafkatui.view.cell import EMPTY_CELL, Cell

ROOT = ""
"""The key of the invisible branch that holds the roots."""

SEARCHED_KEYS = 16
"""Up to so many unfolded children are looked for one by one, at C speed, among the children of a refresh."""


class TreeNode(Struct, frozen=True):
    """One node as its parent lists it.

    Attributes:
        key: unique in the whole tree and the same across refreshes; a path.
        suffix: right-aligned, dim unless it has a tone: a count, a version.
        is_expandable: whether it gets an arrow.
        payload: whatever the page wants back.
    """

    key: str
    label: Cell
    suffix: Cell = EMPTY_CELL
    is_expandable: bool = False
    payload: Any = None


class PrefixedKeys(Sequence[str]):
    """Keys that are a common beginning and a name, put together when looked at.

    Args:
        prefix: what all keys begin with.
        names: the rest of each, in order; a list or a tuple, which find a name at C speed.
    """

    def __init__(self, prefix: str, names: Sequence[str]) -> None:
        self.prefix = prefix
        self.names = names

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self.prefix + name for name in self.names[index]]
        return self.prefix + self.names[index]

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """Where a key is.

        Raises:
            ValueError: there is no such key.
        """
        if not value.startswith(self.prefix):
            raise ValueError(f"{value!r} is not among the keys")
        name = value[len(self.prefix) :]
        return self.names.index(name, start, len(self.names) if stop is None else stop)


class LazyNodes(Sequence[TreeNode]):
    """Very many children, of which only those in view are ever made.

    Args:
        keys: of the children, in order.
        make: key to node; called again each time a line is looked at, so cheap.
    """

    def __init__(self, keys: Sequence[str], make: Callable[[str], TreeNode]) -> None:
        self.keys = keys
        self._make = make

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, index: int) -> TreeNode: ...
    @overload
    def __getitem__(self, index: slice) -> list[TreeNode]: ...
    def __getitem__(self, index: int | slice) -> TreeNode | list[TreeNode]:
        if isinstance(index, slice):
            return [self.node_at(each) for each in range(*index.indices(len(self)))]
        return self.node_at(index)

    def node_at(self, index: int) -> TreeNode:
        """The child at a place."""
        return self._make(self.keys[index])


class Branch:
    """A node that was unfolded at least once, with its children if they have come.

    Attributes:
        children: None until they were set.
        message: a line shown in place of (or, when they are known, above none of) the children: loading, failed.
        index: its place among its parent's children.
        shown: indexes of the children that pass the filter; None: all.
        height: lines below it while it is open.
    """

    __slots__ = (
        "before",
        "child_branches",
        "children",
        "has_match",
        "height",
        "index",
        "is_expanded",
        "is_folded_in_filter",
        "key",
        "message",
        "opened",
        "parent",
        "shown",
        "starts",
    )

    def __init__(self, key: str, parent: Branch | None, index: int) -> None:
        self.key = key
        self.parent = parent
        self.index = index
        self.children: Sequence[TreeNode] | None = None
        self.message: Cell | None = None
        self.child_branches: dict[str, Branch] = {}
        self.is_expanded = False
        self.is_folded_in_filter = False
        self.has_match = False
        self.shown: list[int] | None = None
        self.height = 0
        self.opened: list[Branch] = []
        self.starts: list[int] = []
        self.before: list[int] = [0]

    @property
    def is_open(self) -> bool:
        """Whether its children are on lines, as far as it is itself."""
        return not self.is_folded_in_filter if self.has_match else self.is_expanded

    @property
    def shown_count(self) -> int:
        """How many children pass the filter."""
        return len(self.shown) if self.shown is not None else len(self.children or ())

    def child_at(self, place: int) -> int:
        """The index of the child at a place among those shown."""
        return place if self.shown is None else self.shown[place]

    def place_of(self, index: int) -> int | None:
        """The place of a child among those shown; None when it is filtered out."""
        if self.shown is None:
            return index if index < len(self.children or ()) else None
        place = bisect_left(self.shown, index)
        return place if place < len(self.shown) and self.shown[place] == index else None

    def recount(self) -> None:
        """Work out `height` and where the lines of open children begin; costs only what is open."""
        below: list[tuple[int, Branch]] = []
        for branch in self.child_branches.values():
            place = self.place_of(branch.index)
            if branch.is_open and place is not None:
                branch.recount()
                below.append((place, branch))
        below.sort(key=lambda pair: pair[0])
        self.opened, self.starts, self.before = [], [], [0]
        total = 0
        for place, branch in below:
            self.opened.append(branch)
            self.starts.append(place + total)
            total += branch.height
            self.before.append(total)
        self.height = self.shown_count + total + (self.message is not None)


class TreeLine(Struct, frozen=True):
    """What is on a line: a node, or (node None) the message of a branch."""

    branch: Branch
    index: int
    node: TreeNode | None
    depth: int


def index_of(children: Sequence[TreeNode] | None, key: str) -> int | None:
    """The index of a key among children; linear."""
    if children is None:
        return None
    if isinstance(children, LazyNodes):
        try:
            return children.keys.index(key)
        except ValueError:
            return None
    return next((index for index, node in enumerate(children) if node.key == key), None)


class TreeModel:
    """All branches by key, and the lines that they make."""

    def __init__(self) -> None:
        self.root = Branch(ROOT, None, 0)
        self.root.is_expanded = True
        self.root.children = ()
        self.branches: dict[str, Branch] = {ROOT: self.root}

    @property
    def line_count(self) -> int:
        return self.root.height

    @property
    def loaded_count(self) -> int:
        """How many nodes have been set, in view or not."""
        return sum(len(branch.children or ()) for branch in self.branches.values())

    def recount(self) -> None:
        """Take over what was unfolded, folded, set or filtered."""
        self.root.recount()

    def line(self, number: int) -> TreeLine:
        """What is on a line.

        Raises:
            IndexError: there is no such line.
        """
        if not 0 <= number < self.root.height:
            raise IndexError(number)
        branch, depth = self.root, 0
        while True:
            if branch.message is not None:
                if number == 0:
                    return TreeLine(branch, -1, None, depth)
                number -= 1
            found = bisect_right(branch.starts, number) - 1
            if found >= 0 and branch.starts[found] < number <= branch.starts[found] + branch.opened[found].height:
                number -= branch.starts[found] + 1
                branch = branch.opened[found]
                depth += 1
                continue
            place = number - branch.before[found + 1] if found < 0 or number > branch.starts[found] else None
            index = branch.opened[found].index if place is None else branch.child_at(place)
            assert branch.children is not None
            return TreeLine(branch, index, branch.children[index], depth)

    def line_of(self, branch: Branch, index: int) -> int | None:
        """The number of the line of a child (index −1: of the branch's message); None when it is not on any."""
        if index < 0:
            number = 0
        else:
            place = branch.place_of(index)
            if place is None:
                return None
            first = bisect_left([each.index for each in branch.opened], index)
            number = place + branch.before[first] + (branch.message is not None)
        if branch.parent is None:
            return number
        if not branch.is_open:
            return None
        above = self.line_of(branch.parent, branch.index)
        return None if above is None else above + 1 + number

    def locate(self, key: str, hint: Branch | None = None) -> tuple[Branch, int] | None:
        """The parent's branch and the index of a node by key; linear in the loaded nodes unless the hint is right."""
        known = self.branches.get(key)
        if known is not None and known.parent is not None:
            return known.parent, known.index
        for branch in [*([hint] if hint else []), *self.branches.values()]:
            index = index_of(branch.children, key)
            if index is not None:
                return branch, index
        return None

    def branch_for(self, key: str, parent: Branch, index: int) -> Branch:
        """The branch of a node, made when it has none."""
        branch = self.branches.get(key)
        if branch is None:
            branch = self.branches[key] = parent.child_branches[key] = Branch(key, parent, index)
        return branch

    def set_children(self, branch: Branch, nodes: Sequence[TreeNode]) -> None:
        """Give a branch its children; what was unfolded below stays so if its key is still there."""
        branch.children, branch.message, branch.shown, branch.has_match = nodes, None, None, False
        wanted = branch.child_branches
        if not wanted:
            return
        if len(wanted) <= SEARCHED_KEYS:
            found = {key: index_of(nodes, key) for key in wanted}
            places = {key: index for key, index in found.items() if index is not None}
        else:
            keys = nodes.keys if isinstance(nodes, LazyNodes) else [node.key for node in nodes]
            places = {key: index for index, key in enumerate(keys) if key in wanted}
        for key, child in list(wanted.items()):
            if key in places and nodes[places[key]].is_expandable:
                child.index = places[key]
            else:
                self._forget(wanted.pop(key))

    def _forget(self, branch: Branch) -> None:
        self.branches.pop(branch.key, None)
        for child in branch.child_branches.values():
            self._forget(child)

    # Filter

    def clear_filter(self) -> None:
        """Show all loaded nodes again, unfolded as they were."""
        for branch in self.branches.values():
            branch.shown, branch.has_match, branch.is_folded_in_filter = None, False, False

    def apply_filter(self, shown: dict[str, list[int]]) -> None:
        """Take over what `tree_filter.filter_slices` found. Children of a match without matches below are all shown."""
        for key, branch in self.branches.items():
            found = shown.get(key, [])
            branch.has_match = bool(found)
            branch.shown = found if found or branch is self.root else None
