"""The panel below a list: what its cursor is on, in lines."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.widgets import Static

from kafkatui.tui.content import to_content
from kafkatui.view.detail_lines import LABEL_WIDTH
from kafkatui.view.next_steps import next_lines
from kafkatui.view.span import Span, Tone

NOTHING = "Nothing under the cursor."


class Detail(Struct, frozen=True):
    """What a panel says.

    Attributes:
        title: of what, for the border.
        foot: what can be done, for the border's foot.
        next_step: what to do about what is wrong with it; empty where nothing is.
        next_at: how many of the lines stand before that.
        label_width: of the labels of the lines.
    """

    title: str = ""
    lines: Sequence[Sequence[Span]] = ()
    foot: str = ""
    next_step: str = ""
    next_at: int = 0
    label_width: int = LABEL_WIDTH


class RowDetail(Static):
    """Draws a detail, and again only when it says something else."""

    DEFAULT_CSS = """
    RowDetail { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                border-subtitle-color: $dim; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown = Detail()

    @property
    def next_step(self) -> str:
        """What it says to do."""
        return self._shown.next_step

    def show(self, detail: Detail) -> None:
        """Show `detail` in place of what was there."""
        if detail == self._shown:
            return
        self._shown = detail
        self.border_title = to_content([(detail.title, Tone.PLAIN)])
        self.border_subtitle = to_content([(detail.foot, Tone.PLAIN)])
        self._draw()

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self, _: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        shown = self._shown
        step = next_lines(shown.next_step, shown.label_width, self.content_size.width)  # as many lines as it needs
        lines = [*shown.lines[: shown.next_at], *step, *shown.lines[shown.next_at :]] or [[(NOTHING, Tone.DIM)]]
        kept = fitted(lines, self.content_size.height)
        self.update(Content("\n").join(to_content(line) for line in kept), layout=False)


def fitted(lines: Sequence[Sequence[Span]], height: int) -> Sequence[Sequence[Span]]:
    """As many lines as have room; the last of them says how many more there are."""
    if len(lines) <= height or height < 1:
        return lines
    more = len(lines) - height + 1
    return [*lines[: height - 1], [(f"… {more} more line{'s' if more != 1 else ''}", Tone.DIM)]]
