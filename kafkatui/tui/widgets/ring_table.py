"""A table over a ring of rows that another thread fills: rows fall out at the front and arrive at the back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import perf_counter
from typing import Any, Protocol, TypeVar

from textual.timer import Timer

from kafkatui.tui.widgets.inserted_lines import InsertedLines
from kafkatui.tui.widgets.line_view import NO_CURSOR
from kafkatui.tui.widgets.match_ranges import Find
from kafkatui.tui.widgets.messages import FollowChanged, MarksChanged
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.table import TableDefinition

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

SCAN_SECONDS = 0.006
"""How long one slice of filtering may hold the event loop."""

SCAN_PAUSE_SECONDS = 0.004
"""What the loop gets for itself between two slices."""

COMPACT_AFTER = 10_000
"""Evicted matches that are kept at the front of the list before it is copied without them."""


class RingSource(Protocol[R_co]):
    """Rows by serial number: thread-safe, bounded, growing at the back. A row never changes."""

    @property
    def first_serial(self) -> int:
        """The oldest row that is still there."""
        ...

    @property
    def next_serial(self) -> int:
        """The serial that the next row will get."""
        ...

    def row_at(self, serial: int) -> R_co | None:
        """A row; None when it has fallen out meanwhile."""
        ...


class RingTable(TableView[R]):
    """The rows of a ring. The page calls `sync` when the ring has grown, at most 20 times a second.

    At the end it follows what arrives; moving up or scrolling up stops that, and `new_count` tells what has come
    since. The cursor and the view keep their rows while others fall out.

    Lines that are no rows of the ring may be inserted between them: they are shown where there is no filter, and are
    neither marked nor written.
    """

    def __init__(
        self,
        definition: TableDefinition[R],
        source: RingSource[R] | None = None,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(definition, name=name, id=id, classes=classes)
        self.filter_text = ""
        self._source = source
        self._first = self._next = 0
        self._cursor_serial: float | None = None
        self._inserted: InsertedLines[R] = InsertedLines()
        self._is_following = True
        self._seen_next = 0
        self._sorted_marks: Sequence[int] | None = None
        self._holds: Callable[[R], bool] | None = None
        self._matched: list[int] = []
        self._evicted_matches = 0
        self._scan_next = 0
        self._scan_timer: Timer | None = None

    # Rows

    @property
    def source(self) -> RingSource[R] | None:
        """Where the rows come from."""
        return self._source

    def set_source(self, source: RingSource[R] | None) -> None:
        """Show another ring, from its end."""
        self._source = source
        self._first = self._next = self._seen_next = 0
        self._cursor_serial = None
        self._inserted = InsertedLines()
        self._lines.clear()
        self.clear_marks()
        self._restart_scan()
        self._set_following(True)
        self.sync()

    def reread(self, source: RingSource[R]) -> None:
        """Show the same ring, whose rows say something else now (they are decoded in another way).

        Cursor, marks and position stay; what the filter has found is judged again.
        """
        self._source = source
        self._restart_scan()
        self.refresh_cells()
        self.sync()

    @property
    def line_count(self) -> int:
        if self._holds is None:
            return self._next - self._first + len(self._inserted)
        return len(self._matched) - self._evicted_matches

    @property
    def row_count(self) -> int:
        """Rows in the ring when it was looked at last, filtered out or not."""
        return self._next - self._first

    @property
    def visible_count(self) -> int:
        """Rows that pass the filter, as far as it has looked."""
        return self.row_count if self._holds is None else self.line_count

    @property
    def shown_serials(self) -> Sequence[int]:
        """The serials of the rows shown, from the oldest to the newest: what an export writes."""
        if self._holds is None:
            return range(self._first, self._next)
        return self._matched[self._evicted_matches :]

    def serial_at(self, index: int) -> float:
        """The serial of the row on a line; a fraction behind the row before, where the line is inserted."""
        if self._holds is None:
            return self._inserted.serial_at(self._first, index)
        return self._matched[self._evicted_matches + index]

    def index_of(self, serial: float) -> int:
        """The line of a row, or of the first one after it that is shown; may be `line_count`."""
        if self._holds is None:
            return self._inserted.index_of(self._first, serial)
        return bisect_left(self._matched, serial, self._evicted_matches) - self._evicted_matches

    def row_at(self, index: int) -> R | None:
        if self._source is None or not 0 <= index < self.line_count:
            return None
        serial = self.serial_at(index)
        return self._source.row_at(serial) if isinstance(serial, int) else self._inserted.row_at(serial)

    def identity_at(self, index: int) -> object:
        return self.serial_at(index)

    @property
    def cursor_serial(self) -> int | None:
        """The serial of the row under the cursor; None on an inserted line."""
        serial = None if self.cursor_index == NO_CURSOR else self.serial_at(self.cursor_index)
        return serial if isinstance(serial, int) else None

    @property
    def inserted_count(self) -> int:
        """Lines shown that are no rows of the ring."""
        return len(self._inserted) if self._holds is None else 0

    def insert(self, lines: Mapping[int, Sequence[R]]) -> None:
        """Show lines behind rows, by the serial of each row, in place of those that stand there; the view stays.

        What is behind the serial before the first row stands above all rows.
        """
        top_serial = self._top_serial
        changed = [self._inserted.put(serial, rows) for serial, rows in lines.items() if serial >= self._first - 1]
        if any(changed):
            self._show(top_serial)
            self.refresh_cells()

    def remove_inserted(self) -> None:
        """Show the rows alone."""
        top_serial = self._top_serial
        self._inserted = InsertedLines()
        self._show(top_serial)
        self.refresh_cells()

    def move_cursor_to_serial(self, serial: int) -> bool:
        """Put the cursor on a row; False when it is not shown."""
        index = self.index_of(serial)
        if index >= self.line_count or self.serial_at(index) != serial:
            return False
        self.move_cursor(index)
        return True

    # Keeping up

    def sync(self) -> None:
        """Take over what arrived and what fell out; costs what is in view, and a slice of filtering."""
        if self._source is None:
            self._first = self._next = 0
            self._show(None)
            return
        top_serial = self._top_serial
        first = self._source.first_serial
        self._next = max(self._source.next_serial, first)
        if first != self._first:  # what stood above the first row stays with it
            self._first = first
            self._inserted.drop_before(first)
        self._drop_evicted_matches()
        self._drop_evicted_marks()
        self._scan()
        self._show(top_serial)

    @property
    def _top_serial(self) -> float | None:
        """The serial of the row at the top of the view."""
        return self.serial_at(self.top_index) if self.top_index < self.line_count else None

    def _show(self, top_serial: float | None) -> None:
        count = self.line_count
        if not count:
            self.cursor_index, top = NO_CURSOR, 0
        elif self._is_following:
            self.cursor_index = self._last_row_index
            self._cursor_serial = self.serial_at(self.cursor_index)
            self._seen_next = self._next
            top = count - self.page_height
        else:
            if self._cursor_serial is None or self._cursor_serial < self._first:
                self._cursor_serial = self.serial_at(0)
            self.cursor_index = min(self.index_of(self._cursor_serial), count - 1)
            top = self.top_index if top_serial is None else self.index_of(top_serial)
        if self.is_mounted:
            self.lines_changed(max(0, top))
        self.announce_highlight()

    @property
    def _last_row_index(self) -> int:
        """The line of the newest row; inserted lines may stand below it."""
        return self.line_count - 1 if self._holds is not None else self.index_of(self._next - 1)

    @property
    def is_following(self) -> bool:
        """Whether the end stays in view as rows arrive."""
        return self._is_following

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._set_following(True)
        self.sync()

    def stop_following(self) -> None:
        """Stay on the row under the cursor."""
        self._set_following(False)

    @property
    def new_count(self) -> int:
        """Rows that arrived since following stopped, those that pass the filter if there is one; 0 while following."""
        if self._is_following:
            return 0
        if self._holds is None:
            return self._next - self._seen_next
        return self.line_count - self.index_of(self._seen_next)

    def _set_following(self, is_following: bool) -> None:
        if is_following != self._is_following:
            self._is_following = is_following
            self._seen_next = self._next
            self.post_message(FollowChanged(self, is_following))

    def move_cursor(self, index: int) -> None:
        if self.line_count:
            self._set_following(index >= self.line_count - 1)
            self._cursor_serial = self.serial_at(min(max(0, index), self.line_count - 1))
        super().move_cursor(index)

    def user_scrolled(self) -> None:
        super().user_scrolled()
        is_at_end = self.top_index + self.page_height >= self.line_count
        if not is_at_end:
            self._set_following(False)
        elif self.line_count > self.page_height:
            self.follow()

    @property
    def exported(self) -> TableDefinition[R]:
        """What is written of a row to a file."""
        return self.definition

    def is_listed(self, row: R) -> bool:
        """Whether the row is one of the things listed, which exports write, and no line between them."""
        return True

    # Marks

    def shown_items(self) -> Iterable[tuple[int, R | None]]:
        source = self._source
        return ((serial, source.row_at(serial) if source is not None else None) for serial in self.shown_serials)

    @property
    def marked_serials(self) -> Sequence[int]:
        """The serials of the marked rows, shown or filtered out, from the oldest to the newest."""
        if self._sorted_marks is None:
            self._sorted_marks = sorted(self.marks)
        return self._sorted_marks

    @property
    def marked_rows(self) -> list[R]:
        rows = (self._source.row_at(serial) for serial in self.marked_serials) if self._source is not None else ()
        return [row for row in rows if row is not None]

    def _set_marks(self, marks: set[Any]) -> None:
        self._sorted_marks = None
        super()._set_marks(marks)

    def _drop_evicted_marks(self) -> None:
        """A mark goes with its row."""
        serials = self.marked_serials
        gone = bisect_left(serials, self._first)
        if gone:
            self.marks.difference_update(serials[:gone])
            self._sorted_marks = serials[gone:]
            self.post_message(MarksChanged(self, len(self.marks)))

    # Filter

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is in force."""
        return self._holds is not None

    @property
    def matched_count(self) -> int:
        """Rows of the ring that pass the filter, as far as it has looked; all rows without a filter."""
        return self.line_count

    @property
    def scanned(self) -> int:
        """Rows of the ring that the filter has looked at, of `row_count`."""
        return self.row_count if self._holds is None else max(0, self._scan_next - self._first)

    @property
    def is_scanning(self) -> bool:
        """Whether the filter has rows left to look at."""
        return self._holds is not None and self._scan_next < self._next

    def set_filter(self, predicate: Callable[[str], bool] | None, text: str = "", find: Find | None = None) -> None:
        """Show only rows whose `filter_text` passes; arguments as `set_row_filter` has them."""
        if predicate is None:
            self.set_row_filter(None)
            return
        passes, text_of = predicate, self.definition.filter_text
        self.set_row_filter(lambda row: passes(text_of(row)), text, find)

    def set_row_filter(self, holds: Callable[[R], bool] | None, text: str = "", find: Find | None = None) -> None:
        """Show only rows that are meant; the ring is looked through from its oldest row, in slices.

        Args:
            text: what the user typed, for the page to show.
            find: where the filter matches, to be highlighted.
        """
        self._holds, self.find = holds, find
        self.filter_text = text if holds is not None else ""
        self._restart_scan()
        self._scan()
        self._show(None)
        if not self._is_following:
            self.show_cursor()

    def _restart_scan(self) -> None:
        self._matched = []
        self._evicted_matches = 0
        self._scan_next = self._first

    def _drop_evicted_matches(self) -> None:
        if self._holds is None:
            return
        self._scan_next = max(self._scan_next, self._first)
        self._evicted_matches = bisect_left(self._matched, self._first, self._evicted_matches)
        if self._evicted_matches > COMPACT_AFTER:
            self._matched = self._matched[self._evicted_matches :]
            self._evicted_matches = 0

    def _scan(self) -> None:
        """Look at the rows not yet looked at, for one slice; a timer goes on with the rest."""
        holds, source = self._holds, self._source
        if holds is None or source is None:
            return
        deadline = perf_counter() + SCAN_SECONDS
        while self._scan_next < self._next and perf_counter() < deadline:  # a single row may be megabytes
            row = source.row_at(self._scan_next)
            if row is not None and holds(row):
                self._matched.append(self._scan_next)
            self._scan_next += 1
        if self._scan_next < self._next and self._scan_timer is None and self.is_running:
            self._scan_timer = self.set_timer(SCAN_PAUSE_SECONDS, self._continue_scan)

    def _continue_scan(self) -> None:
        self._scan_timer = None
        self.sync()
