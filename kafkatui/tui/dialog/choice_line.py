"""A few choices side by side, on as many lines as they need: ← and → choose, so does a click."""

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
    ChoiceLine { height: auto; }
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

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[int]]:
        """The choices by line, none of which is longer than `width` unless one alone is."""
        lines: list[list[int]] = []
        used = 0
        for index, title in enumerate(self._titles):
            wanted = len(title) + 3
            if lines and used + wanted - 1 <= width:
                lines[-1].append(index)
                used += wanted
            else:
                lines.append([index])
                used = wanted
        return lines

    def render(self) -> Content:
        lines = self._lines(self.content_size.width)
        return Content("\n").join(Content(" ").join(self._drawn(index) for index in line) for line in lines)

    def _drawn(self, index: int) -> Content:
        title = self._titles[index]
        if index != self.index:
            return Content.styled(f" {title} ", "$dim")
        return Content.styled(f"[{title}]", "bold reverse $kafka" if self.has_focus else "bold $kafka")

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        lines, left = self._lines(self.content_size.width), 0
        for index in lines[event.y] if event.y < len(lines) else ():
            width = len(self._titles[index]) + 2
            if left <= event.x < left + width:
                self.choose(index)
            left += width + 1

    def action_previous(self) -> None:
        """The choice before."""
        self.choose((self.index - 1) % len(self._titles))

    def action_next(self) -> None:
        """The next choice."""
        self.choose((self.index + 1) % len(self._titles))

    def choose(self, index: int) -> None:
        """Have that one be chosen."""
        if index != self.index:
            self.index = index
            self.refresh()
            self.post_message(self.Changed())
