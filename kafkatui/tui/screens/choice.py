"""A line to type in, with the choices that fit below."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from kafkatui.tui.dialog.cut_cells import CutCells
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.messages import RowHighlighted, RowOpened
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.table import TableDefinition

R = TypeVar("R")
T = TypeVar("T")


class ChoiceScreen(DimmedScreen[T | None], Generic[R, T]):
    """Enter takes the choice under the cursor, Esc none.

    Args:
        table: of the choices.
        title: what is chosen.
        placeholder: what may be typed.
    """

    DEFAULT_CSS = """
    ChoiceScreen { align: center top; background: $background 50%; }
    ChoiceScreen > Vertical { width: 80; max-width: 95%; height: 22; max-height: 90%; margin-top: 2;
                              border: round $kafka; background: $background; border-title-color: $kafka; padding: 0 1; }
    ChoiceScreen Input { border: none; height: 1; padding: 0; margin-bottom: 1; background: $bar; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel", "dialog.next", "dialog.previous")

    def __init__(self, table: TableDefinition[R], title: str, placeholder: str) -> None:
        super().__init__()
        self.table: VirtualTable[R] = VirtualTable(table)
        self.table.can_focus = False
        self._title = title
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            yield Input(placeholder=self._placeholder)
            yield self.table
            yield from self.below()

    def below(self) -> ComposeResult:
        """What stands below the choices."""
        yield CutCells()

    def on_mount(self) -> None:
        self.show_choices("")
        self.query_one(Input).focus()

    @on(RowHighlighted)
    def tell_more(self) -> None:
        """Say all of what the line under the cursor has no room for, once it is laid out."""
        when_drawn(self, self._tell_more)

    def _tell_more(self) -> None:
        for line in self.query(CutCells):
            line.tell(self.table)

    def on_resize(self) -> None:
        self.tell_more()

    @abstractmethod
    def show_choices(self, typed: str) -> None:
        """Fill the table with what fits `typed`."""

    @abstractmethod
    def result_of(self, row: R) -> T:
        """What the screen gives when `row` is taken."""

    def can_take(self, row: R) -> bool:
        """Whether Enter on `row` takes it; of what cannot be taken nothing comes."""
        return True

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.show_choices(event.value)
        self.tell_more()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.table.cursor_row is None:
            self.typed_alone(event.value)
        else:
            self._take(self.table.cursor_row)

    def typed_alone(self, typed: str) -> None:
        """Enter was pressed on what no choice fits."""

    @on(RowOpened)
    def _opened(self, event: RowOpened) -> None:
        event.stop()
        self._take(event.row)

    def _take(self, row: R) -> None:
        if self.can_take(row):
            self.dismiss(self.result_of(row))

    def action_down(self) -> None:
        """To the next choice."""
        self.table.action_cursor_down()

    def action_up(self) -> None:
        """To the choice before."""
        self.table.action_cursor_up()

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
