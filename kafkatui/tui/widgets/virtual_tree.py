"""A tree of any number of nodes, whose children are asked for when a node is unfolded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from rich.style import Style
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.strip import Strip

from kafkatui.session.tasks import TaskControl
from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.line_view import NO_CURSOR, LineView
from kafkatui.tui.widgets.long_work import LongWork, in_slices
from kafkatui.tui.widgets.match_ranges import Find, Range
from kafkatui.tui.widgets.messages import NodeCollapsed, NodeExpanded, NodeHighlighted, NodeOpened
from kafkatui.tui.widgets.tones import LineState, default_css
from kafkatui.tui.widgets.tree_filter import Shown, filter_slices, outline_of
from kafkatui.tui.widgets.tree_marks import TreeMarks, shown_nodes
from kafkatui.tui.widgets.tree_model import ROOT, Branch, LazyNodes, TreeLine, TreeModel, TreeNode
from kafkatui.tui.widgets.tree_place import Path, line_of_path, path_of
from kafkatui.tui.widgets.tree_render import ARROW_WIDTH, INDENT, node_strip
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Tone

__all__ = ["ROOT", "LazyNodes", "TreeNode", "VirtualTree"]

SYNC_NODES = 2_000
"""Up to here a filter is applied at once; beyond, in a task."""

LINES_CACHED = 1024

LOADING = cell("loading…", Tone.DIM)

Look = tuple[Cell, Cell, str, int, LineState, int, bool, tuple[Range, ...], bool]


class VirtualTree(LineView):
    """Nodes by key. `NodeExpanded` with `needs_children` asks the page for `set_children` or `set_error`.

    Expansion, cursor and scroll position survive `set_children` by key.
    """

    COMPONENT_PREFIX: ClassVar[str] = "virtual-tree"
    DEFAULT_CSS: ClassVar[str] = default_css("VirtualTree", "virtual-tree")

    BINDINGS: ClassVar[list[BindingType]] = bindings("tree.unfold", "tree.fold", "tree.mark")

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.filter_text = ""
        self._model = TreeModel()
        self.marks = TreeMarks(self)
        self._strips: LRUCache[Look, Strip] = LRUCache(LINES_CACHED)
        self._predicate: Callable[[str], bool] | None = None
        self._find: Find | None = None
        self._filtering = LongWork(self)
        self._is_pending = False
        self._settled = asyncio.Event()
        self._settled.set()
        self._highlighted: str | None = None

    # Nodes

    def set_roots(self, nodes: Sequence[TreeNode]) -> None:
        """Set the nodes of the outermost level."""
        self.set_children(ROOT, nodes)

    def set_children(self, key: str, nodes: Sequence[TreeNode]) -> bool:
        """Set or refresh the children of a node; for very many pass `LazyNodes`.

        Returns:
            False when there is no such node (any more).
        """
        branch = self._branch(key)
        if branch is None:
            return False
        marked = self.marks.among(branch)
        self._change(lambda: self._model.set_children(branch, nodes))
        if marked:
            self.marks.drop_gone(branch, marked)
        return True

    def set_error(self, key: str, message: Cell) -> bool:
        """Show why the children of a node did not come; they are asked for again when it is unfolded again."""
        branch = self._branch(key)
        if branch is None:
            return False

        def fail() -> None:
            branch.message = message

        self._change(fail)
        return True

    def forget_children(self, key: str) -> bool:
        """Drop the children of a node, so that they are asked for when it is unfolded next."""
        branch = self._model.branches.get(key)
        if branch is None or branch is self._model.root:
            return False

        def forget() -> None:
            self._model.set_children(branch, ())
            branch.children, branch.is_expanded = None, False

        self._change(forget)
        return True

    def _branch(self, key: str) -> Branch | None:
        branch = self._model.branches.get(key)
        if branch is None:
            place = self._model.locate(key)
            branch = None if place is None else self._model.branch_for(key, *place)
        return branch

    @property
    def expanded_keys(self) -> frozenset[str]:
        """The keys of the unfolded nodes."""
        branches = self._model.branches.values()
        return frozenset(each.key for each in branches if each.is_expanded and each.key != ROOT)

    @property
    def line_count(self) -> int:
        return self._model.line_count

    @property
    def loaded_count(self) -> int:
        """How many nodes have been set, in view or not."""
        return self._model.loaded_count

    def node(self, key: str) -> TreeNode | None:
        """A loaded node by key."""
        place = self._model.locate(key)
        return None if place is None or place[0].children is None else place[0].children[place[1]]

    def is_loaded(self, key: str) -> bool:
        """Whether the children of a node are known."""
        branch = self._model.branches.get(key)
        return branch is not None and branch.children is not None

    def _change(self, change: Callable[[], None]) -> None:
        """Change the model with the cursor kept on its key and the view where it is."""
        cursor, top = self.cursor_index, self.top_index
        path, top_path = path_of(self._model, cursor), path_of(self._model, top)
        in_view = cursor in self.visible_range
        change()
        self._model.recount()
        if self._predicate is not None:
            self._refilter()
        self._settle(path, None if in_view else top_path, cursor - top)

    def _settle(self, path: Path, top_path: Path | None, row: int) -> None:
        count = self.line_count
        self.cursor_index = line_of_path(self._model, path) if count else NO_CURSOR
        if self.is_mounted:
            self.lines_changed(self.cursor_index - row if top_path is None else line_of_path(self._model, top_path))
        self._announce_highlight()

    # Folding

    def expand_node(self, key: str) -> bool:
        """Unfold a node; False when there is no such node or it has no arrow."""
        place = self._model.locate(key)
        if place is None:
            return False
        parent, index = place
        node = (parent.children or ())[index]
        if not node.is_expandable:
            return False
        branch = self._model.branch_for(key, parent, index)
        if branch.is_open:
            return True
        needs_children = branch.children is None

        def unfold() -> None:
            branch.is_expanded, branch.is_folded_in_filter = True, False
            if needs_children:
                branch.message = LOADING

        self._change(unfold)
        self.post_message(NodeExpanded(self, key, node, needs_children))
        return True

    def collapse_node(self, key: str) -> bool:
        """Fold a node; its children are kept. False when it is not unfolded."""
        branch = self._model.branches.get(key)
        if branch is None or branch.parent is None or not branch.is_open:
            return False
        node = (branch.parent.children or ())[branch.index]

        def fold() -> None:
            branch.is_expanded, branch.is_folded_in_filter = False, branch.has_match

        self._change(fold)
        self.post_message(NodeCollapsed(self, key, node))
        return True

    def toggle_node(self, key: str) -> None:
        """Fold what is unfolded and unfold what is folded."""
        if not self.collapse_node(key):
            self.expand_node(key)

    def action_unfold(self) -> None:
        line = self._cursor_line
        if line is None or line.node is None or not line.node.is_expandable:
            return
        branch = self._model.branches.get(line.node.key)
        if branch is not None and branch.is_open:
            if branch.height:
                self.move_cursor(self.cursor_index + 1)
        else:
            self.expand_node(line.node.key)

    def action_fold(self) -> None:
        line = self._cursor_line
        if line is None:
            return
        if (line.node is None or not self.collapse_node(line.node.key)) and line.branch.parent is not None:
            above = self._model.line_of(line.branch.parent, line.branch.index)
            if above is not None:
                self.move_cursor(above)

    # Cursor

    @property
    def _cursor_line(self) -> TreeLine | None:
        return None if self.cursor_index == NO_CURSOR else self._model.line(self.cursor_index)

    @property
    def cursor_node(self) -> TreeNode | None:
        """The node under the cursor; None on a message line."""
        line = self._cursor_line
        return line.node if line else None

    @property
    def cursor_key(self) -> str | None:
        """The key of the node under the cursor."""
        node = self.cursor_node
        return node.key if node else None

    def move_cursor_to(self, key: str) -> bool:
        """Put the cursor on a loaded node, unfolding what is above it; False when it is not loaded or filtered out."""
        place = self._model.locate(key)
        if place is None:
            return False
        branch: Branch | None = place[0]
        while branch is not None and branch.parent is not None:
            self.expand_node(branch.key)
            branch = branch.parent
        number = self._model.line_of(*place)
        if number is None:
            return False
        self.move_cursor(number)
        return True

    def cursor_moved(self) -> None:
        self._announce_highlight()

    def _announce_highlight(self) -> None:
        node = self.cursor_node
        if node is not None and node.key != self._highlighted:
            self._highlighted = node.key
            self.post_message(NodeHighlighted(self, node.key, node))

    def open_line(self, index: int) -> None:
        node = self._model.line(index).node
        if node is not None:
            self.post_message(NodeOpened(self, node.key, node))

    def line_clicked(self, index: int, x: int, chain: int) -> None:
        line = self._model.line(index)
        arrow = line.depth * INDENT
        if line.node is not None and line.node.is_expandable and arrow <= x < arrow + ARROW_WIDTH:
            self.move_cursor(index)
            self.toggle_node(line.node.key)
        else:
            super().line_clicked(index, x, chain)

    def action_toggle_mark(self) -> None:
        node = self.cursor_node
        if node is not None and self.marks.toggle(node):
            self.move_cursor(self.cursor_index + 1)

    def shown_nodes(self) -> Iterator[TreeNode]:
        """Every node on a line, out of sight ones too."""
        return shown_nodes(self._model)

    # Filter

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is in force."""
        return self._predicate is not None

    def set_filter(self, predicate: Callable[[str], bool] | None, text: str = "", find: Find | None = None) -> None:
        """Show only loaded nodes whose label passes, and what is above them.

        Args:
            text: what the user typed.
            find: where the filter matches, to be highlighted.
        """
        self._predicate, self._find = predicate, find
        self.filter_text = text if predicate is not None else ""
        if predicate is None:
            self._change(self._model.clear_filter)
        else:
            self._refilter()

    async def wait_settled(self) -> None:
        """Wait until the filter set last is on screen."""
        await self._settled.wait()

    def _refilter(self) -> None:
        if self._filtering.is_running:
            self._is_pending = True
            self._filtering.cancel()
        elif self._predicate is not None:
            shown: Shown = {}
            slices = filter_slices(outline_of(self._model.root), self._predicate, shown)
            if self._model.loaded_count > SYNC_NODES and self.is_running:
                self._filter_in_task(slices, shown)
            else:
                for _ in slices:
                    pass
                self._show_filtered(shown)

    def _filter_in_task(self, slices: Iterator[int], shown: Shown) -> None:
        self._is_pending = False
        self._settled.clear()
        count = self._model.loaded_count

        def work(control: TaskControl) -> Shown:
            in_slices(control, slices, count, "nodes")
            return shown

        self._filtering.start(f"Filter {count:,} nodes", work, self._take_filtered)

    def _take_filtered(self, shown: Shown | None) -> None:
        if self._predicate is not None and self._is_pending:
            self._refilter()
        elif self._predicate is not None and shown is not None:
            self._show_filtered(shown)
        if not self._filtering.is_running:
            self._settled.set()

    def on_unmount(self) -> None:
        self._is_pending = False
        self._filtering.cancel()

    def _show_filtered(self, shown: dict[str, list[int]]) -> None:
        cursor, top = self.cursor_index, self.top_index
        path = path_of(self._model, cursor)
        self._model.apply_filter(shown)
        self._model.recount()
        self._settle(path, None, cursor - top)

    # Lines

    def build_line(self, index: int, state: LineState) -> Strip:
        line = self._model.line(index)
        width = self.view_size.width
        if line.node is None:
            label, suffix, arrow = line.branch.message or LOADING, Cell(), " "
        else:
            branch = self._model.branches.get(line.node.key)
            is_open = branch is not None and branch.is_open
            arrow = ("▾" if is_open else "▸") if line.node.is_expandable else " "
            label, suffix = line.node.label, line.node.suffix
        matches = tuple(self._find(label.text)) if self._find is not None and line.node is not None else ()
        is_marked = line.node is not None and line.node.key in self.marks
        look = (label, suffix, arrow, line.depth, state, width, self.is_stale, matches, is_marked)
        strip = self._strips.get(look)
        if strip is None:
            style = self._style_of(state)
            strip = self._strips[look] = node_strip(
                label, suffix, arrow, line.depth, width, style, matches, is_marked=is_marked
            )
        return strip

    def _style_of(self, state: LineState) -> Callable[[Tone | str], Style]:
        return lambda tone: self.palette.style(tone, state, self.is_stale)

    def forget_strips(self) -> None:
        super().forget_strips()
        self._strips.clear()
