"""A few choices side by side: ← and → choose, so does a click."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from kafkatui.tui.keys import bindings


class ChoiceLine(Widget, can_focus=True):
    """Shows every choice; the one chosen is marked by brackets, not by colour alone.

    Args:
        titles: what the choices are called.
        index: the one chosen first.
    """

    DEFAULT_CSS = """
    ChoiceLine { height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("choice.previous", "choice.next")

    class Changed(Message):
        """Another one is chosen."""

    def __init__(self, titles: tuple[str, ...], index: int = 0) -> None:
        super().__init__()
        self._titles = titles
        self.index = index

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return sum(len(title) + 2 for title in self._titles) + len(self._titles) - 1

    def render(self) -> Content:
        parts: list[Content | tuple[str, str]] = []
        for index, title in enumerate(self._titles):
            if index:
                parts.append((" ", ""))
            if index == self.index:
                style = "bold reverse $kafka" if self.has_focus else "bold $kafka"
                parts.append((f"[{title}]", style))
            else:
                parts.append((f" {title} ", "$dim"))
        return Content.assemble(*parts)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        left = 0
        for index, title in enumerate(self._titles):
            if left <= event.x < left + len(title) + 2:
                self._choose(index)
            left += len(title) + 3

    def action_previous(self) -> None:
        """The choice before."""
        self._choose((self.index - 1) % len(self._titles))

    def action_next(self) -> None:
        """The next choice."""
        self._choose((self.index + 1) % len(self._titles))

    def _choose(self, index: int) -> None:
        if index != self.index:
            self.index = index
            self.refresh()
            self.post_message(self.Changed())
