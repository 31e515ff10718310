"""`;` — every command by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.messages import RowOpened
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.column import Tone, cell
from kafkatui.view.commands import COMMANDS_TABLE, Command, matching


class PaletteScreen(ModalScreen[Command | None]):
    """An input with the commands that match below; Enter takes the one under the cursor."""

    DEFAULT_CSS = """
    PaletteScreen { align: center top; background: $background 50%; }
    PaletteScreen > Vertical { width: 100; max-width: 95%; height: 26; max-height: 90%; margin-top: 2;
                               border: round $kafka; background: $background; border-title-color: $kafka;
                               padding: 0 1; }
    PaletteScreen Input { border: none; height: 1; padding: 0; margin-bottom: 1; background: $bar; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel", "dialog.next", "dialog.previous")

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands
        self.table: VirtualTable[Command] = VirtualTable(COMMANDS_TABLE)
        self.table.can_focus = False

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Commands"
            yield Input(placeholder="what to do")
            yield self.table

    def on_mount(self) -> None:
        self.table.set_placeholder([cell("Nothing is called that.", Tone.DIM)])
        self.table.set_rows(self._commands)
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.table.set_rows(matching(self._commands, event.value))
        self.table.action_first()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.table.cursor_row is not None:
            self.dismiss(self.table.cursor_row)

    @on(RowOpened)
    def _opened(self, event: RowOpened) -> None:
        event.stop()
        self.dismiss(event.row)

    def action_down(self) -> None:
        """To the next command."""
        self.table.action_cursor_down()

    def action_up(self) -> None:
        """To the command before."""
        self.table.action_cursor_up()

    def action_cancel(self) -> None:
        """Do nothing."""
        self.dismiss(None)
