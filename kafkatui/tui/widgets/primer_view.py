"""The page "Kafka in one screen": entries under a cursor, each leading to the one of this cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from kafkatui.model.place import Place
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.view.primer import PrimerEntry
from kafkatui.view.primer_lines import PrimerText, primer_text


class PrimerView(VerticalScroll, can_focus=True):
    """Moves from entry to entry; Enter, or a click on the entry under the cursor, goes to what it points at."""

    DEFAULT_CSS = """
    PrimerView { height: 1fr; background: $background; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        & > Static { height: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "open", "lines.up", "lines.down", "lines.first", "lines.last", "lines.page_up", "lines.page_down",
    )  # fmt: skip

    class Chosen(Message):
        """Somebody wants to see `place`."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    def __init__(self, entries: Sequence[PrimerEntry]) -> None:
        super().__init__()
        self._entries = entries
        self.cursor = 0
        self._text = PrimerText((), (0,))

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def on_resize(self, _: events.Resize) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw the entries as wide as there is room, the one under the cursor set off."""
        self._text = primer_text(self._entries, max(40, self.scrollable_content_region.width - 1))
        lines = [to_content(line) for line in self._text.lines]
        first, end = self._text.starts[self.cursor], self._text.starts[self.cursor + 1]
        width = self.scrollable_content_region.width - 1
        for number in range(first, end):
            lines[number] = lines[number].pad_right(max(0, width - lines[number].cell_length)).stylize("on $cursor")
        self.query_one(Static).update(Content("\n").join(lines))

    def action_cursor_up(self) -> None:
        """To the entry before."""
        self._move(self.cursor - 1)

    def action_cursor_down(self) -> None:
        """To the next entry."""
        self._move(self.cursor + 1)

    def action_first(self) -> None:
        """To the first entry."""
        self._move(0)

    def action_last(self) -> None:
        """To the last entry."""
        self._move(len(self._entries) - 1)

    def action_open(self) -> None:
        """Go to what the entry points at."""
        place = self._entries[self.cursor].place
        if place is not None:
            self.post_message(self.Chosen(place))

    def _move(self, index: int) -> None:
        self.cursor = max(0, min(index, len(self._entries) - 1))
        self.draw()
        first, end = self._text.starts[self.cursor], self._text.starts[self.cursor + 1]
        self.scroll_to_region(Region(0, first, 1, end - first), animate=False)

    def on_click(self, event: events.Click) -> None:
        """The first click puts the cursor there, the second goes there."""
        line = event.y + int(self.scroll_y)
        index = next(
            (n for n in range(len(self._entries)) if self._text.starts[n] <= line < self._text.starts[n + 1]), None
        )
        if index is None:
            return
        if index == self.cursor and event.chain == 2:
            self.action_open()
        else:
            self._move(index)
