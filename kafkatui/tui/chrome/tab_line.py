"""The tabs of a page, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

MORE_BEFORE, MORE_AFTER = "‹", "›"


class TabTitle(Struct, frozen=True):
    """A tab's id and what it is called."""

    id: str
    title: str


class TabLine(Widget):
    """Tabs as words; the one shown is set off. `[` and `]` switch, so does a click.

    Where there is no room for all, ‹ and › stand for the others.
    """

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
        first, last = self._window()
        titles = [
            (f" {tab.title} ", chosen if tab.id == self.active else "$dim") for tab in self.tabs[first : last + 1]
        ]
        line = Content(" " * self._gap).join(Content.assemble(title) for title in titles)
        before = (MORE_BEFORE, "$dim") if first else ""
        after = (MORE_AFTER, "$dim") if last < len(self.tabs) - 1 else ""
        return Content.assemble(before, line, after)

    @property
    def _gap(self) -> int:
        """Cells between two tabs: fewer where the last would not be seen."""
        return max(0, min(2, (self.size.width - sum(self._widths())) // max(1, len(self.tabs) - 1)))

    def _widths(self) -> list[int]:
        return [len(tab.title) + 2 for tab in self.tabs]

    def _window(self) -> tuple[int, int]:
        """The first and the last tab that are shown: all, or as many as have room, the active one among them."""
        widths = self._widths()
        last = len(widths) - 1
        if sum(widths) <= self.size.width or last < 0:
            return 0, last
        active = next((index for index, tab in enumerate(self.tabs) if tab.id == self.active), 0)
        first, end = 0, self._end(widths, 0)
        while end < active:
            first += 1
            end = self._end(widths, first)
        return first, end

    def _end(self, widths: list[int], first: int) -> int:
        """The last tab that has room when `first` is the first; at least that."""
        room = self.size.width - bool(first)
        end = first
        used = widths[first]
        while end + 1 < len(widths):
            is_last = end + 2 == len(widths)
            if used + widths[end + 1] + (not is_last) > room:
                break
            end += 1
            used += widths[end]
        return end

    def on_click(self, event: events.Click) -> None:
        first, last = self._window()
        start = int(first > 0)
        if event.x < start:
            self.post_message(self.Selected(self.tabs[first - 1].id))
            return
        for tab in self.tabs[first : last + 1]:
            end = start + len(tab.title) + 2
            if start <= event.x < end:
                self.post_message(self.Selected(tab.id))
                return
            start = end + self._gap
        if last < len(self.tabs) - 1 and event.x < start + 1:
            self.post_message(self.Selected(self.tabs[last + 1].id))
