"""The panel below a list: what its cursor is on, in lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from kafkatui.tui.content import to_content
from kafkatui.view.span import Span, Tone


@dataclass(frozen=True, slots=True)
class Detail:
    """What a panel says.

    Attributes:
        title: of what, for the border.
        foot: what can be done, for the border's foot.
    """

    title: str = ""
    lines: Sequence[Sequence[Span]] = ()
    foot: str = ""


class RowDetail(Static):
    """Draws a detail, and again only when it says something else."""

    DEFAULT_CSS = """
    RowDetail { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                border-subtitle-color: $dim; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown = Detail()

    def show(self, detail: Detail) -> None:
        """Show `detail` in place of what was there."""
        if detail == self._shown:
            return
        self._shown = detail
        self.border_title = to_content([(detail.title, Tone.PLAIN)])
        self.border_subtitle = to_content([(detail.foot, Tone.PLAIN)])
        self.update(Content("\n").join(to_content(line) for line in detail.lines), layout=False)
