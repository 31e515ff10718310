"""`;` — every command by name."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.cell import cell
from kafkatui.view.commands import COMMANDS_TABLE, Command, matching
from kafkatui.view.span import Tone


class PaletteScreen(ChoiceScreen[Command, Command]):
    """An input with the commands that match below; Enter takes the one under the cursor."""

    DEFAULT_CSS = """
    PaletteScreen > Vertical { width: 100; height: 26; }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__(COMMANDS_TABLE, "Commands", "what to do")
        self._commands = commands
        self.table.set_placeholder([cell("Nothing is called that.", Tone.DIM)])

    def show_choices(self, typed: str) -> None:
        self.table.set_rows(matching(self._commands, typed))
        self.table.action_first()

    def result_of(self, row: Command) -> Command:
        return row
