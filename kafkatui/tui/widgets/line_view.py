"""A focusable view of many lines of which only the visible ones are ever built: cursor, scrolling and repainting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.table_render import centred_lines
from kafkatui.tui.widgets.tones import LineState, Palette
from kafkatui.view.cell import Cell
from kafkatui.view.span import Tone

MOVES = ("lines.up", "lines.down", "lines.page_up", "lines.page_down", "lines.first", "lines.last")
"""The ids of the keys that only move the cursor."""

NEED_LINES = frozenset({"open", "toggle_mark", "sort_next", "sort_reverse"})
"""What does nothing where no line is: its keys are not offered there."""

NO_CURSOR = -1
"""The cursor's index while there are no lines."""


class LineView(ScrollView, can_focus=True):
    """Lines by index, one of them under the cursor; what a subclass must tell is `line_count` and `build_line`.

    A line is painted again only when `repaint_changed` finds that its strip is another object than the one painted
    last, so subclasses cache strips and give the same object for the same look.
    """

    COMPONENT_PREFIX: ClassVar[str] = ""
    """What the component classes begin with."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*MOVES, "open")

    opens = True
    """Whether Enter on a line leads anywhere."""

    is_stale: reactive[bool] = reactive(False, init=False)
    """Whether what is shown is out of date: all tones fade."""

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.palette = Palette(self, self.COMPONENT_PREFIX)
        self.cursor_index = NO_CURSOR
        self.lines_painted = 0
        """Lines built for painting since the start; what tests count."""
        self.header_height = 0
        self.placeholder: Sequence[Cell] = ()
        self._has_lines = False
        self._painted: dict[int, Strip] = {}
        self._placeholder_strips: dict[int, Strip] | None = None
        self._blank: Strip | None = None

    # What a subclass tells

    @property
    def line_count(self) -> int:
        """How many lines there are below the heading."""
        raise NotImplementedError

    def build_line(self, index: int, state: LineState) -> Strip:
        """The strip of a line, the same object as before when it looks the same."""
        raise NotImplementedError

    def build_header(self) -> Strip:
        """The strip of the heading, if `header_height` is 1."""
        raise NotImplementedError

    def view_changed(self) -> None:
        """Other lines are in view, or the view has another size."""

    def resized(self) -> None:
        """The view has another size; `view_changed` follows."""

    def cursor_moved(self) -> None:
        """The user or the program moved the cursor."""

    def open_line(self, index: int) -> None:
        """Enter or a double click on a line."""

    def user_scrolled(self) -> None:
        """The user scrolled with the wheel or the scroll bar."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in NEED_LINES and not self.line_count:
            return False
        return self.opens if action == "open" else super().check_action(action, parameters)

    # The view

    @property
    def view_size(self) -> Size:
        """Columns and rows that can be drawn on, scroll bars apart."""
        return self.scrollable_content_region.size

    @property
    def page_height(self) -> int:
        """Lines in view, the heading apart."""
        return max(1, self.view_size.height - self.header_height)

    @property
    def top_index(self) -> int:
        """The index of the first line in view."""
        return round(self.scroll_y)

    @property
    def visible_range(self) -> range:
        """The indexes of the lines in view."""
        top = self.top_index
        return range(top, min(top + self.page_height, self.line_count))

    def visible_text(self) -> list[str]:
        """What is on screen, line by line, the heading included and trailing blanks removed."""
        return [self._strip_at(y).text.rstrip() for y in range(self.view_size.height)]

    def set_placeholder(self, lines: Sequence[Cell]) -> None:
        """What to show in the middle while there are no lines."""
        if tuple(lines) != tuple(self.placeholder):
            self.placeholder = tuple(lines)
            self._placeholder_strips = None
            self.repaint_changed()

    # Painting

    def render_line(self, y: int) -> Strip:
        strip = self._strip_at(y)
        self._painted[y] = strip
        self.lines_painted += 1
        return strip

    def _strip_at(self, y: int) -> Strip:
        if y < self.header_height:
            return self.build_header()
        index = self.top_index + y - self.header_height
        if index < self.line_count:
            return self.build_line(index, self._state_of(index))
        if not self.line_count and self.placeholder:
            return self._placeholder_at(y) or self.blank_line()
        return self.blank_line()

    def _state_of(self, index: int) -> LineState:
        if index != self.cursor_index:
            return LineState.NORMAL
        return LineState.CURSOR if self.has_focus else LineState.CURSOR_BLURRED

    def _placeholder_at(self, y: int) -> Strip | None:
        if self._placeholder_strips is None:
            width, height = self.view_size
            palette = self.palette

            def style(tone: Tone | str) -> Style:
                return palette.style("placeholder" if tone is Tone.PLAIN else tone)

            self._placeholder_strips = centred_lines(self.placeholder, width, height, style, self.rich_style)
        return self._placeholder_strips.get(y)

    def blank_line(self) -> Strip:
        """An empty line as wide as the view."""
        if self._blank is None or self._blank.cell_length != self.view_size.width:
            self._blank = Strip.blank(self.view_size.width, self.rich_style)
        return self._blank

    def repaint_changed(self) -> None:
        """Repaint the visible lines whose look is not the one painted last."""
        width, height = self.view_size
        changed = [y for y in range(height) if self._strip_at(y) is not self._painted.get(y)]
        if len(changed) > height // 2:
            self.refresh(Region(0, 0, width, height))
        elif changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def forget_strips(self) -> None:
        """Drop everything built: the theme, the width or the staleness changed."""
        self._blank = None
        self._placeholder_strips = None

    def on_unmount(self) -> None:
        """Nothing is drawn any more; see `style_caches`."""
        self.forget_strips()
        self.forget_lines()
        self._painted.clear()

    def forget_lines(self) -> None:
        """Drop what was built of single lines, too."""

    def notify_style_update(self) -> None:
        self.palette.clear()
        self.forget_strips()
        super().notify_style_update()

    def watch_is_stale(self) -> None:
        self.set_class(self.is_stale, "-stale")
        self.forget_strips()
        self.repaint_changed()

    # Size and scrolling

    def lines_changed(self, top: int | None = None) -> None:
        """Take over a new `line_count`, put line `top` at the top of the view and repaint what changed."""
        if (has_lines := self.line_count > 0) != self._has_lines:
            self._has_lines = has_lines
            self.refresh_bindings()
        size = Size(self.view_size.width, self.line_count + self.header_height)
        if size != self.virtual_size:
            self.virtual_size = size
        if (top is not None and top != self.top_index) or self.scroll_y > self.max_scroll_y:
            self.scroll_to_top(self.top_index if top is None else top)
        self.view_changed()
        self.repaint_changed()

    def scroll_to_top(self, top: int) -> None:
        """Put line `top` at the top of the view, as far as the end allows."""
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        # Not the base's, which repaints the whole view: rows that fall out of a ring scroll without moving anything.
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self.view_changed()
            self.repaint_changed()

    def on_resize(self) -> None:
        self.forget_strips()
        self._painted.clear()
        self.resized()
        self.lines_changed()
        self.show_cursor()
        self.refresh()

    def on_focus(self) -> None:
        self.repaint_changed()

    def on_blur(self) -> None:
        self.repaint_changed()

    # The cursor

    def show_cursor(self) -> None:
        """Scroll as little as needed to have the cursor in view."""
        if self.cursor_index == NO_CURSOR or not self.is_mounted:
            return
        top, height = self.top_index, self.page_height
        if self.cursor_index < top:
            self.scroll_to_top(self.cursor_index)
        elif self.cursor_index >= top + height:
            self.scroll_to_top(self.cursor_index - height + 1)

    def move_cursor(self, index: int) -> None:
        """Put the cursor on a line, clamped to what there is, and show it."""
        if not self.line_count:
            return
        index = min(max(0, index), self.line_count - 1)
        moved = index != self.cursor_index
        self.cursor_index = index
        self.show_cursor()
        self.repaint_changed()
        if moved:
            self.cursor_moved()

    def action_cursor_up(self) -> None:
        self.move_cursor(self.cursor_index - 1)

    def action_cursor_down(self) -> None:
        self.move_cursor(self.cursor_index + 1)

    def action_page_up(self) -> None:
        self._move_page(-1)

    def action_page_down(self) -> None:
        self._move_page(1)

    def _move_page(self, direction: int) -> None:
        distance = direction * max(1, self.page_height - 1)
        self.scroll_to_top(self.top_index + distance)
        self.move_cursor(self.cursor_index + distance)

    def action_first(self) -> None:
        self.move_cursor(0)

    def action_last(self) -> None:
        self.move_cursor(self.line_count - 1)

    def action_open(self) -> None:
        if self.cursor_index != NO_CURSOR:
            self.open_line(self.cursor_index)

    # The mouse

    def index_at(self, y: int) -> int | None:
        """The index of the line on row `y` of the view; None on the heading and below the end."""
        index = self.top_index + y - self.header_height
        return index if y >= self.header_height and index < self.line_count else None

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < self.header_height:
            self.header_clicked(offset.x)
        elif (index := self.index_at(offset.y)) is not None:
            self.line_clicked(index, offset.x, event.chain)
        event.stop()

    def header_clicked(self, x: int) -> None:
        """A click on the heading, `x` cells from the left."""

    def line_clicked(self, index: int, x: int, chain: int) -> None:
        """A click on a line; `chain` 2 is a double click."""
        self.move_cursor(index)
        if chain == 2:
            self.open_line(index)

    def scroll_sideways(self, direction: int) -> None:
        """The wheel was turned sideways, or with Shift: 1 is to the right."""

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        if event.shift:
            self.scroll_sideways(-1)
        self.call_next(self.user_scrolled)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        if event.shift:
            self.scroll_sideways(1)
        self.call_next(self.user_scrolled)

    def on_mouse_scroll_left(self) -> None:
        self.scroll_sideways(-1)

    def on_mouse_scroll_right(self) -> None:
        self.scroll_sideways(1)

    def on_scroll_to(self) -> None:
        self.call_next(self.user_scrolled)

    def on_scroll_up(self) -> None:
        self.call_next(self.user_scrolled)

    def on_scroll_down(self) -> None:
        self.call_next(self.user_scrolled)
