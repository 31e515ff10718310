"""The panel below a configuration: the property under the cursor, explained."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kafkatui.report.config_explained import ExplainedRow
from kafkatui.tui.content import to_content
from kafkatui.tui.pages.base.row_detail import NOTHING
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.view.config_detail import property_lines
from kafkatui.view.span import Span, Tone


class ConfigDetail(VerticalScroll, can_focus=False):
    """Kafka's sentence, where the value comes from, what it may be, when a change takes effect.

    Tab goes there where there is more than has room.
    """

    DEFAULT_CSS = """
    ConfigDetail { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                   border-subtitle-color: $dim; padding: 0 1; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    ConfigDetail > Static { padding: 0 1 0 0; }
    ConfigDetail:focus { border: round $kafka; }
    """

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def show(self, row: ExplainedRow | None, since: tuple[Span, ...] = ()) -> None:
        """Show `row`, and since when it is set."""
        if not self.is_mounted:
            return
        title = row.entry.name if row is not None else ""
        lines = property_lines(row, since) if row is not None else [[(NOTHING, Tone.DIM)]]
        if title != self.border_title:
            self.scroll_home(animate=False)
        self.border_title = title
        self.query_one(Static).update(Content("\n").join(to_content(line) for line in lines))
        when_drawn(self, self._let_scroll)

    def _let_scroll(self) -> None:
        self.can_focus = self.max_scroll_y > 0

    def on_resize(self) -> None:
        when_drawn(self, self._let_scroll)
