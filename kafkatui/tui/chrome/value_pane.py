"""A value to read: as text or as a tree, with what is looked for in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from kafkatui.codec.decoder import Reader
from kafkatui.codec.json_outline import JsonOutline
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.chrome.find_bar import FindBar
from kafkatui.tui.chrome.value_finder import ValueFinder
from kafkatui.tui.chrome.value_tree import ValueTree
from kafkatui.tui.chrome.value_view import THREAD_BYTES, Notes, ValueView
from kafkatui.tui.keys import bindings
from kafkatui.tui.messages import Hint
from kafkatui.tui.widgets.long_work import LongWork, in_slices
from kafkatui.tui.widgets.messages import NodeCollapsed, NodeExpanded, NodeHighlighted, NodeOpened
from kafkatui.view.cell import Cell
from kafkatui.view.copy_choices import CopyChoice
from kafkatui.view.value_lines import ValueText
from kafkatui.view.value_tree import node_choices, node_condition

NO_TREE = "This value has nothing to fold: it is shown as text."


class ViewChoice(Protocol):
    """Whether values are shown as trees."""

    shows_value_trees: bool


@dataclass(slots=True)
class OwnChoice:
    """The choice of one pane alone."""

    shows_value_trees: bool = False


class ValuePane(Vertical):
    """The text of a value, and where it has a structure its tree; the same keys find in both.

    Args:
        root: what the value is called in expressions.
        can_filter: whether records can be filtered by one of its fields.
        fits: whether it is only as high as what it shows; then `limit_lines` says how high at most.
    """

    DEFAULT_CSS = """
    ValuePane {
        height: 1fr; width: 1fr;
        & > ValueView, & > ValueTree { height: 1fr; }
        & > ValueTree { display: none; }
        &.-tree > ValueTree { display: block; }
        &.-tree > ValueView { display: none; }
        &.-fits { height: auto; }
        &.-fits > ValueView, &.-fits > ValueTree { height: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "value.view", "value.fold_all", "value.unfold_all", "value.find", "value.find_next", "value.find_previous",
        "value.filter", "leave",
        actions={"leave": "leave"},
    )  # fmt: skip

    @dataclass
    class FilterBy(Message):
        """Somebody wants the records that an expression means."""

        expression: str

    def __init__(self, *, root: str = "", can_filter: bool = False, fits: bool = False) -> None:
        super().__init__(classes="-fits" if fits else None)
        self.view = ValueView()
        self.tree_view = ValueTree()
        self._chosen: ViewChoice = OwnChoice()
        self._root = root
        self._can_filter = can_filter
        self._notes: Notes = {}
        self._outlining = LongWork(self)
        self._outlined: ValueText | None = None
        self._finder = ValueFinder(self.view, self.tree_view, self._say_found)

    def compose(self) -> ComposeResult:
        yield self.view
        yield self.tree_view
        yield FindBar()

    def on_unmount(self) -> None:
        self._outlining.cancel()
        self._finder.cancel()

    # What is shown

    @property
    def text(self) -> ValueText | None:
        """What is shown; None before the first value, while one is being decoded, and when a message is shown."""
        return self.view.text

    @property
    def is_tree(self) -> bool:
        """Whether the tree is on screen."""
        return self.has_class("-tree")

    @property
    def shown(self) -> Widget:
        """The tree or the text."""
        return self.tree_view if self.is_tree else self.view

    @property
    def is_stale(self) -> bool:
        """Whether what is shown is gone or out of date: it fades."""
        return self.view.is_stale

    @is_stale.setter
    def is_stale(self, is_stale: bool) -> None:
        self.view.is_stale = self.tree_view.is_stale = is_stale

    def show_value(self, data: bytes | None, reader: Reader, notes: Notes | None = None) -> None:
        """Show `data` as `reader` decodes it; place, folds and what is looked for are kept as far as they can be."""
        self._notes = notes or {}
        self.view.show_value(data, reader, notes)
        self._arrange()

    def show_message(self, lines: Sequence[Cell]) -> None:
        """Show `lines` in place of a value."""
        self.view.show_message(lines)
        self._arrange()

    def limit_lines(self, count: int) -> None:
        """Be at most so many lines high."""
        for widget in (self.view, self.tree_view):
            if widget.styles.max_height is None or widget.styles.max_height.value != count:
                widget.styles.max_height = count

    def focus_value(self) -> None:
        """Take the keys."""
        self.shown.focus()

    @property
    def wants_tree(self) -> bool:
        """Whether values that have a structure are shown as trees."""
        return self._chosen.shows_value_trees

    def follow(self, chosen: ViewChoice) -> None:
        """Show values in the way that is chosen, from now on in common with others."""
        self._chosen = chosen
        self._arrange()

    @on(ValueView.Shown)
    def _decoded(self) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Show the tree if it is wanted and there is one; it is made when it is first needed."""
        text = self.text
        if not self.wants_tree or text is None or text.decoded.tree is None:
            self._put(is_tree=False)
        elif text is self._outlined and self.tree_view.outline is not None:
            self.tree_view.show(self.tree_view.outline, self._notes)
            self._put(is_tree=True)
        elif self.is_mounted:
            self._make_outline(text, text.decoded.tree)

    def _make_outline(self, text: ValueText, tree: bytes) -> None:
        outline = JsonOutline(tree)

        def take(made: JsonOutline | None) -> None:
            if made is not None and text is self.text:
                self._outlined = text
                self.tree_view.show(made, self._notes)
                self._put(is_tree=self.wants_tree)

        if len(tree) <= THREAD_BYTES:
            for _ in outline.slices():
                pass
            take(outline)
            return
        count = tree.count(b",") + 1
        self._outlining.start("Unfold a value", lambda control: _outlined(control, outline, count), take)

    def _put(self, *, is_tree: bool) -> None:
        """Have the one or the other on screen, and what is looked for found in it."""
        had_focus = self.shown.has_focus
        changed = is_tree != self.is_tree
        self.set_class(is_tree, "-tree")
        if had_focus and changed:
            self.shown.focus()
        self._finder.look_again(is_tree=is_tree)

    @on(NodeExpanded)
    @on(NodeCollapsed)
    @on(NodeHighlighted)
    @on(NodeOpened)
    def _own(self, event: Message) -> None:
        event.stop()  # pages have trees of their own

    # What the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "view":
            return self.text is not None
        if action in ("fold_all", "unfold_all"):
            return self.is_tree
        if action == "filter_by":
            return self.is_tree and self._can_filter and self.tree_view.cursor_line is not None
        if action == "find":
            return self.text is not None
        if action in ("find_next", "leave"):
            return self._finder.is_looking
        return super().check_action(action, parameters)

    def action_view(self) -> None:
        """As a tree, or as text."""
        if not self.wants_tree and self.text is not None and self.text.decoded.tree is None:
            self.post_message(Hint(NO_TREE))
        self._chosen.shows_value_trees = not self.wants_tree
        self._arrange()

    def action_fold_all(self) -> None:
        """Fold everything."""
        self.tree_view.fold_all()

    def action_unfold_all(self) -> None:
        """Unfold everything."""
        if not self.tree_view.unfold_all():
            self.post_message(Hint("There is too much in it to unfold at once: its outer levels are unfolded."))

    def action_filter_by(self) -> None:
        """Filter the records by the field under the cursor."""
        line, outline = self.tree_view.cursor_line, self.tree_view.outline
        if line is not None and outline is not None:
            self.post_message(self.FilterBy(node_condition(outline, line, self._root)))

    def copy_choices(self) -> list[CopyChoice]:
        """What can be copied of the field under the cursor; nothing unless the tree has the keys."""
        line, outline = self.tree_view.cursor_line, self.tree_view.outline
        if not (self.is_tree and self.tree_view.has_focus) or line is None or outline is None:
            return []
        return node_choices(outline, line, self._root)

    # Finding

    def action_find(self) -> None:
        """Look for a text."""
        self._finder.begin()
        self.query_one(FindBar).open()

    def action_find_next(self, step: int) -> None:
        """To the next place, or to the one before."""
        self._finder.go(step)

    def action_leave(self) -> None:
        """Look for nothing any more."""
        self.query_one(FindBar).close()
        self._finder.end()

    @on(FindBar.Sought)
    def _sought(self, event: FindBar.Sought) -> None:
        event.stop()
        if self.query_one(FindBar).has_keys:
            self._finder.look_for(event.text)

    @on(FindBar.Left)
    def _left(self, event: FindBar.Left) -> None:
        event.stop()
        self.shown.focus()
        if not event.kept:
            self.action_leave()

    def _say_found(self, words: str) -> None:
        for bar in self.query(FindBar):
            bar.say(words)


def _outlined(control: TaskControl, outline: JsonOutline, count: int) -> JsonOutline:
    in_slices(control, outline.slices(), count, "values")
    return outline
