"""The tabs of a page, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class TabTitle:
    """A tab's id and what it is called."""

    id: str
    title: str


class TabLine(Widget):
    """Tabs as words; the one shown is set off. `[` and `]` switch, so does a click."""

    DEFAULT_CSS = """
    TabLine { height: 1; width: 1fr; margin: 0 0 1 0; }
    """

    tabs: reactive[tuple[TabTitle, ...]] = reactive((), init=False)
    active: reactive[str] = reactive("", init=False)
    accent: reactive[str] = reactive("$kafka", init=False)

    @dataclass
    class Selected(Message):
        """A tab was clicked."""

        tab_id: str

    def render(self) -> Content:
        chosen = f"bold $background on {self.accent}"
        titles = [(f" {tab.title} ", chosen if tab.id == self.active else "$dim") for tab in self.tabs]
        return Content(" " * self._gap).join(Content.assemble(title) for title in titles)

    @property
    def _gap(self) -> int:
        """Cells between two tabs: fewer where the last would not be seen."""
        words = sum(len(tab.title) + 2 for tab in self.tabs)
        return max(0, min(2, (self.size.width - words) // max(1, len(self.tabs) - 1)))

    def on_click(self, event: events.Click) -> None:
        start = 0
        for tab in self.tabs:
            end = start + len(tab.title) + 2
            if start <= event.x < end:
                self.post_message(self.Selected(tab.id))
                return
            start = end + self._gap
