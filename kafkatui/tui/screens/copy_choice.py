"""`y` — which text goes to the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kafkatui.codec.sanitise import sanitise
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.view.copy_choices import CopyChoice
from kafkatui.view.text_width import cut, padded, text_width

TEXT_CELLS = 48
"""Of each text, what the menu shows."""


class CopyScreen(DimmedScreen[CopyChoice | None]):
    """A menu of texts; Enter copies the one under the cursor, a second `y` the first.

    Args:
        choices: at least one.
    """

    DEFAULT_CSS = """
    CopyScreen { align: center middle; background: $background 50%; }
    CopyScreen > Vertical { width: 78; max-width: 95%; height: auto; max-height: 80%; border: round $kafka;
                            background: $background; border-title-color: $kafka; border-subtitle-color: $dim; }
    CopyScreen OptionList { border: none; height: auto; max-height: 100%; background: $background; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("copy.first", "dialog.cancel")

    def __init__(self, choices: Sequence[CopyChoice]) -> None:
        super().__init__()
        self._choices = choices

    def compose(self) -> ComposeResult:
        width = min(24, max(text_width(sanitise(choice.what)) for choice in self._choices))
        with Vertical() as box:
            box.border_title = "Copy"
            box.border_subtitle = Content("⏎ copies · y copies the first · Esc")
            yield OptionList(
                *(
                    Option(
                        Content.assemble(
                            (padded(cut(sanitise(choice.what), width), width + 2), "$dim"),
                            cut(sanitise(choice.text[: TEXT_CELLS * 4]), TEXT_CELLS),
                        )
                    )
                    for choice in self._choices
                )
            )

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_index])

    def action_first(self) -> None:
        """Copy the first."""
        self.dismiss(self._choices[0])

    def action_cancel(self) -> None:
        """Copy nothing."""
        self.dismiss(None)
