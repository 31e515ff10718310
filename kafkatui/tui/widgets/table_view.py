"""What all tables share: columns, heading, marks, sideways scrolling, and lines built from cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.strip import Strip
from textual.timer import Timer

from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.cut_text import next_offset, read_on
from kafkatui.tui.widgets.line_view import NO_CURSOR, LineView
from kafkatui.tui.widgets.match_ranges import Find, ranges_in_cells
from kafkatui.tui.widgets.messages import MarksChanged, RowHighlighted, RowOpened, RowsShown
from kafkatui.tui.widgets.table_layout import ColumnLayout, Placed
from kafkatui.tui.widgets.table_line import Line, Matches
from kafkatui.tui.widgets.table_render import Piece, line_segments
from kafkatui.tui.widgets.tones import LineState, default_css
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.text_width import text_width

R = TypeVar("R")

GUTTER = 2
"""Cells left of the first column: the mark and a blank."""

MARGIN = 1
"""Cells right of the last column, where the heading tells that there are more columns."""

MARK = "●"
"""What a marked row has in the gutter."""

LIT = "»"
"""What a row has in the gutter that has just been written from here."""

LINES_CACHED = 1024
"""Rows whose cells and strips are kept."""

ROWS_SHOWN_DEBOUNCE_SECONDS = 0.1
"""Rows that only fly by while scrolling are not worth loading values for."""


class TableView(LineView, Generic[R]):
    """Rows in columns. A subclass tells which row is on which line."""

    COMPONENT_PREFIX: ClassVar[str] = "virtual-table"
    DEFAULT_CSS: ClassVar[str] = default_css("TableView", "virtual-table")

    BINDINGS: ClassVar[list[BindingType]] = bindings("table.left", "table.right", "table.mark")

    def __init__(
        self,
        definition: TableDefinition[R],
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.definition = definition
        self.header_height = 1
        self.column_offset = 0
        """Columns after the first that are scrolled out on the left."""
        self._text_offset: tuple[object, int] = (None, 0)
        """Of which row the cut texts are read further on, and how many cells."""
        self.find: Find | None = None
        """Where the filter in force matches; what it finds is highlighted."""
        self.marks: set[Any] = set()
        """The identities of the marked rows."""
        self._layout_of_columns = ColumnLayout(definition.columns)
        self._window: tuple[Placed, ...] = ()
        self._layout_generation = 0
        self._data_generation = 0
        self._lines: LRUCache[object, Line] = LRUCache(LINES_CACHED)
        self._header: Strip | None = None
        self._has_lazy_columns = any(column.is_lazy for column in definition.columns)
        self._shown_keys: tuple[str, ...] = ()
        self._shown_timer: Timer | None = None
        self._highlighted: str | None = None
        self._has_moved = False
        """Whether somebody has gone to another line since the columns were last fitted."""
        self._fitted_width = 0

    # What a subclass tells

    def row_at(self, index: int) -> R | None:
        """The row on a line; None when it is gone (a ring may lose it at any time)."""
        raise NotImplementedError

    def row_key_at(self, index: int) -> str | None:
        """The key of the row on a line."""
        row = self.row_at(index)
        return None if row is None else self.definition.key(row)

    def identity_at(self, index: int) -> object:
        """What the built line is cached and marked under."""
        return self.row_key_at(index)

    def heading(self, column_index: int) -> str:
        """The title of a column, with what a subclass adds to it."""
        return self.definition.columns[column_index].title

    # Cursor and rows

    @property
    def cursor_row(self) -> R | None:
        """The row under the cursor."""
        return None if self.cursor_index == NO_CURSOR else self.row_at(self.cursor_index)

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        return None if self.cursor_index == NO_CURSOR else self.row_key_at(self.cursor_index)

    @property
    def visible_keys(self) -> tuple[str, ...]:
        """The keys of the rows in view, from top to bottom."""
        keys = (self.row_key_at(index) for index in self.visible_range)
        return tuple(key for key in keys if key is not None)

    def cursor_moved(self) -> None:
        self._has_moved = True
        self.announce_highlight()

    def user_scrolled(self) -> None:
        self._has_moved = True

    def announce_highlight(self) -> None:
        """Tell the page which row is under the cursor, if it is another one than last told."""
        key = self.cursor_key
        if key != self._highlighted:
            self._highlighted = key
            self.post_message(RowHighlighted(self, key, self.cursor_row))

    def open_line(self, index: int) -> None:
        row, key = self.row_at(index), self.row_key_at(index)
        if row is not None and key is not None:
            self.post_message(RowOpened(self, key, row))

    def is_lit(self, index: int) -> bool:
        """Whether a line stands out for a while."""
        return False

    # Marks

    @property
    def mark_count(self) -> int:
        """How many rows are marked, shown or filtered out."""
        return len(self.marks)

    @property
    def marked_rows(self) -> list[R]:
        """The marked rows, shown or filtered out, in the order of the table."""
        raise NotImplementedError

    @property
    def marked_keys(self) -> frozenset[str]:
        """The keys of the marked rows."""
        return frozenset(self.definition.key(row) for row in self.marked_rows)

    def mark(self, identities: Iterable[Any]) -> None:
        """Mark rows by identity, beside those marked already."""
        self._set_marks(self.marks | set(identities))

    def shown_items(self) -> Iterable[tuple[Any, R | None]]:
        """Identity and row of all that is shown now; a row is looked up when its turn comes, and None if it is gone."""
        raise NotImplementedError

    @property
    def mark_subject(self) -> str:
        """What of a row an expression is compared with to mark it, in words."""
        return self.definition.name_column.title

    def mark_texts(self, row: R) -> Sequence[str]:
        """The texts of which an expression must match one in full to mark the row."""
        return (self.definition.name_column.cell(row).text.strip(), self.definition.key(row))

    def clear_marks(self) -> None:
        """Take all marks away."""
        self._set_marks(set())

    def action_toggle_mark(self) -> None:
        if self.cursor_row is not None:
            self._set_marks(self.marks ^ {self.identity_at(self.cursor_index)})
            self.move_cursor(self.cursor_index + 1)

    def _set_marks(self, marks: set[Any]) -> None:
        if marks != self.marks:
            self.marks = marks
            self.repaint_changed()
            self.post_message(MarksChanged(self, len(marks)))

    # Lines

    def line_at(self, index: int) -> Line | None:
        """The cells of a line; made again only when the data may have changed, and replaced only when it has."""
        identity = self.identity_at(index)
        line = self._lines.get(identity)
        if line is not None and line.generation == self._data_generation:
            return line
        row = self.row_at(index)
        if row is None:
            return None
        cells = tuple([column.cell(row) for column in self.definition.columns])
        if line is not None and line.cells == cells:
            line.generation = self._data_generation
            return line
        line = Line(cells, self._data_generation)
        self._lines[identity] = line
        return line

    def build_line(self, index: int, state: LineState) -> Strip:
        line = self.line_at(index)
        if line is None:
            return self.blank_line()
        is_marked = bool(self.marks) and self.identity_at(index) in self.marks
        is_lit = self.is_lit(index)
        sign = MARK if is_marked else LIT if is_lit else ""
        text_offset = self._text_offset_at(index, state)
        if is_lit and state is not LineState.CURSOR:  # the newest is under the cursor while it is followed
            state = LineState.LIT
        look = (self._layout_generation, state, sign, text_offset, self._matches_on(index, line))
        strip = line.strips.get(look)
        if strip is None:
            if len(line.strips) > 3:
                line.strips.clear()
            strip = line.strips[look] = self._strip_of(line, state, sign, text_offset)
        return strip

    def _text_offset_at(self, index: int, state: LineState) -> int:
        identity, offset = self._text_offset
        is_cursors = offset and state in (LineState.CURSOR, LineState.CURSOR_BLURRED)
        return offset if is_cursors and identity == self.identity_at(index) else 0

    def _matches_on(self, index: int, line: Line) -> Matches:
        """What the filter in force found in the cells of a line; looked for once, when the line is first drawn."""
        find = self.find
        if line.found_by is not find:
            line.found_by, line.matches = find, ()
            row = self.row_at(index)
            text_of = self.definition.shown_text or self.definition.filter_text
            if find is not None and row is not None:
                line.matches = ranges_in_cells(text_of(row), line.cells, find)
        return line.matches

    def _strip_of(self, line: Line, state: LineState, sign: str, text_offset: int) -> Strip:
        palette, is_stale, columns = self.palette, self.is_stale, self.definition.columns
        cells, matches = line.cells, line.matches or ((),) * len(line.cells)

        def style(tone: Tone | str) -> Style:
            return palette.style(tone, state, is_stale)

        pieces = [
            Piece(place.x - GUTTER, place.width, cells[place.index], columns[place.index].align, matches[place.index])
            for place in self._window
        ]
        if text_offset:
            pieces = [
                read_on(piece, text_offset, line.widths[place.index])
                for piece, place in zip(pieces, self._window, strict=True)
            ]
        width = self.view_size.width
        blank = style(Tone.PLAIN)
        body = line_segments(pieces, max(0, width - GUTTER), style, blank)
        gutter = Segment(sign.ljust(GUTTER), palette.style("mark", state, is_stale))
        return Strip([gutter, *body]).adjust_cell_length(width, blank)

    def build_header(self) -> Strip:
        if self._header is None:
            style = self.palette.style("header", is_stale=self.is_stale)
            columns = self.definition.columns
            left = "‹" if self.column_offset else " "
            right = "›" if self.column_offset < self._layout_of_columns.max_offset else " "
            width = self.view_size.width
            pieces = [
                Piece(place.x, place.width, cell(self.heading(place.index)), columns[place.index].align)
                for place in self._window
            ]
            pieces.insert(0, Piece(0, 1, cell(left)))
            segments = line_segments(pieces, width, lambda _: style, style)
            strip = Strip(segments).adjust_cell_length(max(0, width - 1), style)
            self._header = Strip([*strip, Segment(right[:width], style)])
        return self._header

    def forget_strips(self) -> None:
        super().forget_strips()
        self._layout_generation += 1
        self._header = None

    def forget_lines(self) -> None:
        self._lines.clear()

    def refresh_cells(self) -> None:
        """Ask the columns for their cells again (an age or a rate changed without new rows); repaints what differs."""
        self._data_generation += 1
        self.view_changed()
        self.repaint_changed()

    # Columns

    def set_definition(self, definition: TableDefinition[R]) -> None:
        """Show the same rows in other columns. Whoever is told which rows are in view still is: it may read more."""
        self.definition = definition
        self._layout_of_columns = ColumnLayout(definition.columns)
        self._has_lazy_columns |= any(column.is_lazy for column in definition.columns)
        self.column_offset = 0
        self._lines.clear()
        self.forget_strips()
        self.fit_columns(shrink=True)
        self.refresh()

    def view_changed(self) -> None:
        self.fit_columns()
        self._schedule_rows_shown()

    def fit_columns(self, shrink: bool = False) -> None:
        """Let the column widths follow what is visible."""
        available = self.view_size.width - GUTTER - MARGIN
        if available <= 0:
            return
        columns = self.definition.columns
        contents, lasting = [0] * len(columns), [0] * len(columns)
        for index in self.visible_range:
            line = self.line_at(index)
            if line is not None:
                contents = [a if a > b else b for a, b in zip(contents, line.rooms, strict=True)]
                lasting = [a if a > b else b for a, b in zip(lasting, line.lasting, strict=True)]
        headings = [text_width(self.heading(index)) for index in range(len(columns))]
        has_moved, self._has_moved = self._has_moved, False
        if self._layout_of_columns.fit(headings, contents, available, monotonic(), shrink, has_moved, lasting):
            self._place_columns()

    def _place_columns(self) -> None:
        self.column_offset = min(self.column_offset, self._layout_of_columns.max_offset)
        window = self._layout_of_columns.window(self.column_offset, GUTTER)
        if window != self._window:
            self._window = window
            self.forget_strips()
        self._header = None

    def action_scroll_columns(self, distance: int) -> None:
        """Scroll sideways by columns, the first of which stays; where none is left, by what is cut in the cursor's row.

        What was read on is taken back first.
        """
        if self._scroll_text(distance):
            return
        offset = min(max(0, self.column_offset + distance), self._layout_of_columns.max_offset)
        if offset != self.column_offset:
            self.column_offset = offset
            self._place_columns()
            self._header = None
            self.repaint_changed()

    def _scroll_text(self, direction: int) -> bool:
        """Read the cut texts under the cursor further on, or back; False when the columns are to move instead."""
        if self.cursor_index == NO_CURSOR or self.column_offset < self._layout_of_columns.max_offset:
            return False
        line, identity = self.line_at(self.cursor_index), self.identity_at(self.cursor_index)
        before = self._text_offset[1] if self._text_offset[0] == identity else 0
        after = 0 if line is None else next_offset(before, direction, self._window, line.widths)
        self._text_offset = (identity, after)
        self.repaint_changed()
        return after != before or direction > 0

    def cut_cells(self) -> list[Cell]:
        """The cells of the cursor's row that are not in view as a whole."""
        line = None if self.cursor_index == NO_CURSOR else self.line_at(self.cursor_index)
        rooms = {place.index: place.width for place in self._window}
        cells = zip(line.cells, line.widths, strict=True) if line is not None else ()
        return [each for index, (each, width) in enumerate(cells) if width > rooms.get(index, 0)]

    def column_at(self, x: int) -> int | None:
        """The index of the column that a click `x` cells from the left is on."""
        for place in self._window:
            if place.x <= x < place.x + place.width + 1:
                return place.index
        return None

    def scroll_sideways(self, direction: int) -> None:
        self.action_scroll_columns(direction)

    def resized(self) -> None:
        """What makes it lower only (a panel, a line below it) moves no column."""
        width = self.view_size.width
        self.fit_columns(shrink=width != self._fitted_width)
        self._fitted_width = width

    # Lazy columns

    def _schedule_rows_shown(self) -> None:
        if self._has_lazy_columns and self._shown_timer is None and self.is_mounted:
            self._shown_timer = self.set_timer(ROWS_SHOWN_DEBOUNCE_SECONDS, self._announce_rows_shown)

    def _announce_rows_shown(self) -> None:
        self._shown_timer = None
        keys = self.visible_keys
        if keys != self._shown_keys:
            self._shown_keys = keys
            self.post_message(RowsShown(self, keys))
