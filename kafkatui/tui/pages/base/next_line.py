"""The line below a list: what to do next about the row under its cursor, where no panel says it."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widgets import Static

from kafkatui.tui.content import to_content
from kafkatui.view.next_steps import NEXT, next_lines

LABEL_WIDTH = len(NEXT) + 2


class NextLine(Static):
    """Takes no room while there is nothing to be done."""

    DEFAULT_CSS = """
    NextLine { height: auto; width: 1fr; max-height: 3; padding: 0 2; display: none; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._step = ""

    def show(self, step: str) -> None:
        """Say `step`; nothing for an empty one."""
        if step != self._step:
            self._step = step
            self.display = bool(step)
            self._draw()

    def on_resize(self, _: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        lines = next_lines(self._step, LABEL_WIDTH, self.content_size.width)
        self.update(Content("\n").join(to_content(line) for line in lines))
