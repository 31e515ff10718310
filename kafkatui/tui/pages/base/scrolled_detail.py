"""The panel below a list whose rows have long texts: they are wrapped, and scrolled where they are too many."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kafkatui.tui.content import to_content
from kafkatui.tui.pages.base.row_detail import NOTHING
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.view.span import Span, Tone


class ScrolledDetail(VerticalScroll, can_focus=False):
    """Lines about the row under the cursor. Tab goes there where there is more than has room."""

    DEFAULT_CSS = """
    ScrolledDetail { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                     border-subtitle-color: $dim; padding: 0 1; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    ScrolledDetail > Static { padding: 0 1 0 0; }
    ScrolledDetail:focus { border: round $kafka; }
    """

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def tell(self, title: str, lines: Sequence[Sequence[Span]] = ()) -> None:
        """Show these lines; those of another title from their beginning on."""
        if not self.is_mounted:
            return
        if title != self.border_title:
            self.scroll_home(animate=False)
        self.border_title = title
        shown = lines or [[(NOTHING, Tone.DIM)]]
        self.query_one(Static).update(Content("\n").join(to_content(line) for line in shown))
        when_drawn(self, self._let_scroll)

    def _let_scroll(self) -> None:
        self.can_focus = self.max_scroll_y > 0

    def on_resize(self) -> None:
        when_drawn(self, self._let_scroll)
