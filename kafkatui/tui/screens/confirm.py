"""A question before something is lost."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen


class ConfirmScreen(DimmedScreen[bool]):
    """Asks; `y` or the button confirms, Esc and `n` do not.

    Args:
        question: what goes, how much of it, and what undoes it.
        verb: what the confirming button says.
    """

    DEFAULT_CSS = """
    ConfirmScreen { align: center middle; background: $background 60%; }
    ConfirmScreen > Vertical { width: 64; max-width: 90%; height: auto; border: round $warning; padding: 1 2;
                               background: $background; }
    ConfirmScreen Horizontal { height: auto; margin-top: 1; align-horizontal: right; }
    ConfirmScreen Button { margin-left: 2; min-width: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.yes", "dialog.no")

    def __init__(self, question: str, verb: str) -> None:
        super().__init__()
        self._question = question
        self._verb = verb

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            with Horizontal():
                yield Button("Stay (n)", id="stay", compact=True)
                yield Button(f"{self._verb} (y)", id="do", variant="warning", compact=True)

    def on_mount(self) -> None:
        self.query_one("#stay", Button).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "do")

    def action_answer(self, is_confirmed: bool) -> None:
        """Close with the answer."""
        self.dismiss(is_confirmed)
