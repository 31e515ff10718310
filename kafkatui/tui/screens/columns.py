"""`|` — which columns a list has, and in which order."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.replacing import replace
from kafkatui.tui.dialog.cut_cells import CutCells
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.messages import RowHighlighted, RowOpened
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.columns_table import COLUMNS_TABLE, ColumnChoice

C = TypeVar("C")

CHECK_CELLS = 4
"""From the left, where a click shows or hides."""


class ColumnList(VirtualTable[ColumnChoice]):
    """The columns in their order; space shows or hides the one under the cursor."""

    class Kept(Message):
        """A column was to be hidden that is always shown."""

        def __init__(self, row: ColumnChoice) -> None:
            super().__init__()
            self.row = row

    def action_toggle_mark(self) -> None:
        row = self.cursor_row
        if row is not None and row.is_fixed:
            self.post_message(self.Kept(row))
        elif row is not None:
            self.put([replace(each, is_shown=not each.is_shown) if each is row else each for each in self.rows])

    def move_row(self, step: int) -> None:
        """Move the column under the cursor by so many places; the cursor stays on it."""
        rows, at = list(self.rows), self.cursor_index
        row = self.cursor_row
        if row is not None and 0 <= at + step < len(rows):
            rows.insert(at + step, rows.pop(at))
            self.put(rows)
            self.move_cursor_to(row.id)

    def put(self, rows: Sequence[ColumnChoice]) -> None:
        """Show these."""
        self.set_rows(rows)

    def line_clicked(self, index: int, x: int, chain: int) -> None:
        self.move_cursor(index)
        if x < CHECK_CELLS or chain == 2:
            self.action_toggle_mark()

    def header_clicked(self, x: int) -> None:
        """The order is what is chosen here: it is not sorted."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action in ("sort_next", "sort_reverse") else super().check_action(action, parameters)


class ColumnsScreen(DimmedScreen[C | None], Generic[C]):
    """Lists every column with a check; gives what was chosen, None when it was left.

    Args:
        whose: what has the columns, in words.
        rows: the columns as they are shown now.
        first: as they are when nothing is chosen.
    """

    DEFAULT_CSS = """
    ColumnsScreen { align: center top; background: $background 50%; }
    ColumnsScreen > Vertical { width: 112; max-width: 95%; height: 24; max-height: 90%; margin-top: 2; padding: 0 1;
                               border: round $kafka; background: $background; border-title-color: $kafka; }
    ColumnsScreen ColumnList { height: 1fr; min-height: 4; }
    ColumnsScreen #hint { color: $dim; height: auto; margin-top: 1; }
    ColumnsScreen #hint.-problem { color: $error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "dialog.cancel", "columns.up", "columns.down", "columns.reset", "columns.take"
    )

    hint: ClassVar[str] = (
        "space shows or hides · Shift+↑ ↓ (K J) moves · d as at first · Enter takes it · Esc leaves it"
    )

    def __init__(self, whose: str, rows: Sequence[ColumnChoice], first: Sequence[ColumnChoice]) -> None:
        super().__init__()
        self._whose = whose
        self._rows = rows
        self._first = first
        self.list = ColumnList(COLUMNS_TABLE)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = f"Columns of {sanitise(self._whose)}"
            yield self.list
            yield CutCells()
            yield from self.below()
            yield Static(self.hint, id="hint", markup=False)

    def below(self) -> ComposeResult:
        """What else is chosen, below the columns."""
        yield from ()

    @abstractmethod
    def chosen(self, rows: Sequence[ColumnChoice]) -> C:
        """What these rows, and what is below them, choose."""

    def on_mount(self) -> None:
        self.list.put(self._rows)
        self.list.focus()

    def say(self, text: str) -> None:
        """What is wrong; nothing, and the hint is back."""
        line = self.query_one("#hint", Static)
        line.set_class(bool(text), "-problem")
        line.update(text or self.hint)

    @on(RowHighlighted)
    def tell_more(self) -> None:
        """Say all of what the line under the cursor has no room for, once it is laid out."""
        when_drawn(self, lambda: self.query_one(CutCells).tell(self.list))

    def on_resize(self) -> None:
        self.tell_more()

    @on(ColumnList.Kept)
    def _kept(self, event: ColumnList.Kept) -> None:
        event.stop()
        self.say(f"{event.row.title} stays: it tells which row it is.")

    @on(RowOpened)
    def _opened(self, event: RowOpened) -> None:
        event.stop()
        self.action_take()

    def action_move(self, step: int) -> None:
        """Move the column under the cursor."""
        self.list.move_row(step)

    def action_reset(self) -> None:
        """Show the columns as they are when nothing is chosen."""
        self.say("")
        self.list.put(self._first)

    def action_take(self) -> None:
        """Show the columns as chosen."""
        rows = self.list.rows
        if any(row.is_shown for row in rows):
            self.dismiss(self.chosen(rows))
        else:
            self.say("At least one column has to be shown.")

    def action_cancel(self) -> None:
        """Leave all as it was."""
        self.dismiss(None)
