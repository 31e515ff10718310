"""`@` — how often the page shown reads what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.refresh import CHOICES, typed_interval
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.cell import cell
from kafkatui.view.refresh_table import REFRESH_TABLE, RefreshChoice
from kafkatui.view.span import Tone


class RefreshScreen(ChoiceScreen[RefreshChoice, RefreshChoice]):
    """Gives the choice taken; seconds that are not offered can be typed.

    Args:
        title: of the page.
        page: its name in the settings file.
        seconds: between two reads now, as `RefreshChoice.seconds` has it.
    """

    DEFAULT_CSS = """
    RefreshScreen > Vertical { width: 110; height: 18; }
    RefreshScreen Static { color: $dim; height: auto; }
    """

    def __init__(self, title: str, page: str, seconds: float | None) -> None:
        super().__init__(REFRESH_TABLE, f"How often {sanitise(title)} is read", "⏎ takes one · seconds, or off")
        self._page = page
        self._rows = [RefreshChoice(each, each == seconds) for each in (None, *CHOICES)]
        if all(not row.is_chosen for row in self._rows):
            self._rows.append(RefreshChoice(seconds, is_chosen=True))

    def below(self) -> ComposeResult:
        text = f"Remembered for this cluster. For all: {self._page} = 10 below [refresh] in the settings file."
        yield Static(text, markup=False)

    def show_choices(self, typed: str) -> None:
        wanted = typed.strip().lower()
        rows: Sequence[RefreshChoice] = [row for row in self._rows if row.name.startswith(wanted)]
        exact = [row for row in rows if row.name in (wanted, f"{wanted} s")]
        if wanted and not exact:
            rows = self._as_typed(wanted) or rows
        self.table.set_rows(exact or rows)
        chosen = next((row for row in rows if row.is_chosen), None)
        if chosen is not None and not wanted:
            self.table.move_cursor_to(chosen.name)
        elif rows:
            self.table.move_cursor(0)

    def _as_typed(self, typed: str) -> list[RefreshChoice]:
        """What was typed as a choice of its own; none, and what is wrong with it is said."""
        try:
            return [RefreshChoice(typed_interval(typed))]
        except ValueError as bounds:
            self.table.set_placeholder([cell(f"It is {bounds}.", Tone.BAD)])
            return []

    def result_of(self, row: RefreshChoice) -> RefreshChoice:
        return row
