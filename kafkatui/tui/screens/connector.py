"""Enter on a connector — its tasks, the traces of what failed, its configuration and offsets."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from kafkatui.codec.decoder import Reader
from kafkatui.model.connector import ConnectorDetail
from kafkatui.tui.chrome.value_pane import ValuePane
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.view.connector_text import connector_words, detail_text, failure_text


class ConnectorScreen(DimmedScreen[None]):
    """All of it as one text, with `/` to find in it; secrets are masked.

    Args:
        reader: reads the text.
    """

    DEFAULT_CSS = """
    ConnectorScreen { align: center middle; background: $background 50%; }
    ConnectorScreen > Vertical { width: 140; max-width: 96%; height: 90%; border: round $kafka;
        background: $background; border-title-color: $kafka; border-subtitle-color: $dim; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("connector.copy", "dialog.cancel")

    def __init__(self, detail: ConnectorDetail, reader: Reader) -> None:
        super().__init__()
        self._detail = detail
        self._reader = reader

    def compose(self) -> ComposeResult:
        what = "the traces" if failure_text(self._detail) else "all of it"
        with Vertical() as box:
            box.border_title = Content(connector_words(self._detail.connector))
            box.border_subtitle = Content(f"/ find · Ctrl+Y copy {what} · Esc closes")
            yield ValuePane(root="connector")

    def on_mount(self) -> None:
        value = self.query_one(ValuePane)
        value.show_value(detail_text(self._detail).encode(), self._reader)
        value.focus_value()

    def action_copy(self) -> None:
        """Copy the traces of what failed; where nothing did, all that is shown."""
        traces = failure_text(self._detail)
        self.app.copy_to_clipboard(traces or detail_text(self._detail))
        self.notify("The traces are copied." if traces else "All of it is copied.", timeout=2)

    def action_cancel(self) -> None:
        """Close."""
        self.dismiss()
