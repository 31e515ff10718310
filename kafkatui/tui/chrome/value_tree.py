"""A value's JSON as a tree; what is folded costs nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from itertools import islice
from typing import ClassVar, overload

from textual.binding import BindingType

from kafkatui.codec.json_outline import TOP, JsonOutline
from kafkatui.tui.chrome.value_view import Notes
from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.line_view import NO_CURSOR
from kafkatui.tui.widgets.match_ranges import Find
from kafkatui.tui.widgets.tree_model import ROOT, Branch, LazyNodes, TreeModel, TreeNode
from kafkatui.tui.widgets.virtual_tree import VirtualTree
from kafkatui.view.cell import EMPTY_CELL, Cell
from kafkatui.view.value_tree import node_label

FIRST_LINES = 40
"""So many lines a value that is new is unfolded to at most, level by level."""

MOST_UNFOLDED = 1_000
"""So many lists and objects are unfolded at once: every key would wait for more."""


class Folding(Enum):
    """What is unfolded of a value, apart from what was folded or unfolded one by one."""

    SOME = "some"
    ALL = "all"
    NONE = "none"


class NodeKeys(Sequence[str]):
    """The keys of the values in a container: the same for the same place in another value."""

    def __init__(self, outline: JsonOutline, container: int, prefix: str) -> None:
        self._outline = outline
        self._container = container
        self._prefix = prefix
        self._lines = outline.children(container)
        self._is_list = container == TOP or outline.has_lists(container)
        self._is_numbered = container != TOP and outline.has_duplicates(container)

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if self._is_list:
            return f"{self._prefix}[{index if index >= 0 else index + len(self)}]"
        number = f"#{index}" if self._is_numbered else ""
        return f"{self._prefix}.{self._outline.name_token(self._lines[index])}{number}"

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """Where a key is.

        Raises:
            ValueError: there is no such key.
        """
        rest = value.removeprefix(self._prefix) if value.startswith(self._prefix) else ""
        if rest[:1] == "[" and self._is_list:
            digits = rest[1:-1]
            if digits.isdecimal() and int(digits) < len(self) and rest == f"[{digits}]":
                return int(digits)
        elif rest[:1] == "." and not self._is_list:
            token, _, number = rest[1:].rpartition("#") if self._is_numbered else (rest[1:], "", "")
            place = int(number) if number.isdecimal() else self._outline.index_of_name(self._container, token)
            if place is not None and place < len(self) and self[place] == value:
                return place
        raise ValueError(f"{value!r} is not among the keys")


class ContainerNodes(LazyNodes):
    """The values in a container as nodes, made when they are looked at; a node's payload is its line."""

    def __init__(self, outline: JsonOutline, container: int, prefix: str, notes: Notes) -> None:
        super().__init__(NodeKeys(outline, container, prefix), self._node_of)
        self._outline = outline
        self._lines = outline.children(container)
        self._notes = notes

    def node_at(self, index: int) -> TreeNode:
        line = self._lines[index]
        note = self._notes.get(self._outline.name(line)) if self._notes else None
        suffix = EMPTY_CELL if note is None else Cell(note)
        label = node_label(self._outline, line)
        return TreeNode(self.keys[index], label, suffix, self._outline.is_container(line), line)

    def _node_of(self, key: str) -> TreeNode:
        return self.node_at(self.keys.index(key))


class ValueTree(VirtualTree, inherit_bindings=False):
    """The fields of one value. What was folded and unfolded stays so in the next value, where it has the same."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "lines.up", "lines.down", "lines.page_up", "lines.page_down", "lines.first", "lines.last",
        "tree.unfold", "tree.fold", "value.toggle",
    )  # fmt: skip
    DEFAULT_CSS: ClassVar[str] = """
    ValueTree {
        scrollbar-gutter: auto;
        & > .virtual-tree--dim { color: $dim; }
        & > .virtual-tree--string { color: $string; }
        & > .virtual-tree--number { color: $number; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.outline: JsonOutline | None = None
        self._notes: Notes = {}
        self._folding = Folding.SOME
        self._choices: dict[tuple[str, str], bool] = {}

    def show(self, outline: JsonOutline, notes: Notes) -> None:
        """Show a value, the cursor at the same place as in the one before."""
        if outline is self.outline and notes == self._notes:
            return
        key, top = self.cursor_key, self.top_index
        self.outline, self._notes = outline, notes
        self._model = TreeModel()
        self._model.set_children(self._model.root, ContainerNodes(outline, outline.outermost, ROOT, notes))
        self._unfold_as_chosen()
        self.cursor_index = 0 if self.line_count else NO_CURSOR
        self.forget_strips()
        if self.is_mounted:
            self.lines_changed(top)
            if key is not None and (line := self._line_of_key(key)) is not None:
                self.move_cursor(line)
            self.show_cursor()
            self.repaint_changed()

    def _line_of_key(self, key: str) -> int | None:
        place = self._model.locate(key)
        return None if place is None else self._model.line_of(*place)

    @property
    def cursor_line(self) -> int | None:
        """The outline's line of the node under the cursor."""
        node = self.cursor_node
        return None if node is None else int(node.payload)

    # Folding

    def fold_all(self) -> None:
        """Fold everything; so in the values that follow."""
        self._fold_anew(Folding.NONE)

    def unfold_all(self) -> bool:
        """Unfold everything, the outer levels first; so in the values that follow. False when that is too much."""
        self._fold_anew(Folding.ALL)
        return self.outline is None or self.outline.container_count <= MOST_UNFOLDED

    def _fold_anew(self, folding: Folding) -> None:
        self._folding = folding
        self._choices.clear()

        def fold() -> None:
            for branch in self._model.branches.values():
                branch.is_expanded = branch.parent is None
            self._unfold_as_chosen()

        self._change(fold)

    def _unfold_as_chosen(self) -> None:
        """Unfold level by level what the way of folding says, then what was chosen one by one."""
        outline = self.outline
        if outline is None:
            return
        lines, unfolded = len(outline.children(outline.outermost)), 0
        most = {Folding.SOME: FIRST_LINES, Folding.ALL: outline.line_count, Folding.NONE: 0}[self._folding]
        waiting = deque([(self._model.root, outline.outermost)])
        while waiting and unfolded < MOST_UNFOLDED and lines < most:
            branch, container = waiting.popleft()
            keys = self._keys_of(branch)
            for index, line in islice(outline.containers_in(container), MOST_UNFOLDED - unfolded):
                size = len(outline.children(line))
                if lines + size <= most and self._choices.get((branch.key, keys[index]), True):
                    waiting.append((self._unfold(branch, index, line), line))
                    lines += size
                    unfolded += 1
        self._unfold_choices()
        self._model.recount()

    def _unfold_choices(self) -> None:
        """What was unfolded one by one; what lies outside comes first, as nothing else could be unfolded."""
        for (above, key), is_wanted in self._choices.items():
            branch = self._model.branches.get(above)
            if is_wanted and branch is not None and self.outline is not None:
                keys = self._keys_of(branch)
                with suppress(ValueError):
                    index = keys.index(key)
                    line = int((branch.children or ())[index].payload)
                    if self.outline.is_container(line):
                        self._unfold(branch, index, line)

    def _unfold(self, branch: Branch, index: int, line: int) -> Branch:
        """Unfold the value at `index` in a container that is unfolded."""
        child = self._model.branch_for(self._keys_of(branch)[index], branch, index)
        self._fill(child, line)
        child.is_expanded = True
        return child

    @staticmethod
    def _keys_of(branch: Branch) -> Sequence[str]:
        """The keys of a branch's children."""
        assert isinstance(branch.children, LazyNodes)
        return branch.children.keys

    def _fill(self, branch: Branch, line: int) -> None:
        if branch.children is None and self.outline is not None:
            branch.children = ContainerNodes(self.outline, line, branch.key, {})

    def expand_node(self, key: str) -> bool:
        place = self._model.locate(key)
        if place is not None and place[0].children is not None:
            node = place[0].children[place[1]]
            if node.is_expandable:
                self._fill(self._model.branch_for(key, *place), int(node.payload))
            self._choices[place[0].key, key] = True
        return super().expand_node(key)

    def collapse_node(self, key: str) -> bool:
        branch = self._model.branches.get(key)
        is_done = super().collapse_node(key)
        if is_done and branch is not None and branch.parent is not None:
            self._choices[branch.parent.key, key] = False
        return is_done

    def action_fold_or_unfold(self) -> None:
        """Fold or unfold the node under the cursor."""
        node = self.cursor_node
        if node is not None and node.is_expandable:
            self.toggle_node(node.key)

    def open_line(self, index: int) -> None:
        self.action_fold_or_unfold()

    # Finding

    def set_find(self, find: Find | None) -> None:
        """Make what was found seen."""
        self._find = find
        self.forget_strips()
        self.repaint_changed()

    def go_to_line(self, line: int) -> None:
        """Put the cursor on the value that begins on the outline's `line`, unfolding what it lies in."""
        outline = self.outline
        if outline is None:
            return
        branch = self._model.root
        for container in outline.ancestors(line):
            above = branch.key
            branch = self._unfold(branch, outline.index(container), container)
            self._choices[above, branch.key] = True
        self._change(lambda: None)
        number = self._model.line_of(branch, outline.index(line))
        if number is not None:
            self.move_cursor(number)
