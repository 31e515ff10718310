"""`M` — the registered schema that a value was read by."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from kafkatui.codec.decoder import Reader
from kafkatui.codec.registered_schema import RegisteredSchema
from kafkatui.tui.chrome.value_pane import ValuePane
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.view.schema_lines import schema_words


class SchemaScreen(DimmedScreen[None]):
    """Its text, read as every value is: as text or as a tree, with `/` to find in it.

    Args:
        reader: reads its text.
    """

    DEFAULT_CSS = """
    SchemaScreen { align: center middle; background: $background 50%; }
    SchemaScreen > Vertical { width: 120; max-width: 96%; height: 90%; border: round $kafka; background: $background;
                              border-title-color: $kafka; border-subtitle-color: $dim; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel")

    def __init__(self, schema: RegisteredSchema, reader: Reader) -> None:
        super().__init__()
        self._schema = schema
        self._reader = reader

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(schema_words(self._schema))
            box.border_subtitle = Content("/ find · v tree or text · Esc closes")
            yield ValuePane(root="schema")

    def on_mount(self) -> None:
        value = self.query_one(ValuePane)
        value.show_value(self._schema.text.encode(), self._reader)
        value.focus_value()

    def action_cancel(self) -> None:
        """Close."""
        self.dismiss()
