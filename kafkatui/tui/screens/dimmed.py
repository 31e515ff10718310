"""A screen over another one, which is seen dimmed around it and goes on."""

from __future__ import annotations

from typing import Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.strip import Strip

T = TypeVar("T")


class DimmedScreen(ModalScreen[T], Generic[T]):
    """Draws of the screen below what changed there, and keeps the other lines as they are.

    Textual's own dims all of it whenever a line below changes: with records coming in that takes more time than the
    records do.
    """

    def __init__(self) -> None:
        super().__init__()
        self._dimmed: dict[int, tuple[Strip, Strip]] = {}
        """By line of the terminal: as it is below, and as it was drawn from that."""
        self._dimmed_as: tuple[object, ...] = ()
        self._styles: dict[Style | None, Style] = {}
        """What styles below are here."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of what is below, dimmed with this screen's background."""
        below = self._below()
        if below is None:
            return super().render_lines(crop)
        background, filters = self.styles.background, self.get_line_filters()
        if (now := (self.size, background, tuple(filters))) != self._dimmed_as:
            self._dimmed_as, self._dimmed, self._styles = now, {}, {}
        lines = Region(0, crop.y, self.size.width, crop.height)
        chops = below._compositor._render_chops(lines, lines.line_range.__contains__)
        strips = []
        for y in lines.line_range:
            strip = Strip.join(chops[y].values())
            before, drawn = self._dimmed.get(y, (None, strip))
            if before is None or before._segments != strip._segments:
                drawn = self._dim(strip, background)
                for each in filters:
                    drawn = drawn.apply_filter(each, background)
                self._dimmed[y] = strip, drawn
            strips.append(drawn if crop.width == lines.width else drawn.crop(crop.x, crop.right))
        return strips

    def _dim(self, strip: Strip, background: Color) -> Strip:
        segments = []
        for text, style, _ in strip:
            dimmed = self._styles.get(style)
            if dimmed is None:
                (segment,) = BackgroundScreen.process_segments([Segment(text, style)], background)
                dimmed = self._styles[style] = self.visual_style.rich_style + segment.style
            segments.append(Segment(text, dimmed))
        return Strip(segments, strip.cell_length)

    def _below(self) -> Screen[object] | None:
        """The screen that is seen around this one; None where nothing is, or where it is not yet laid out anew."""
        stack = self.app.screen_stack
        place = stack.index(self) if self in stack else 0
        below = stack[place - 1] if place > 0 else None
        is_as_large = below is not None and below._compositor.size == self.size
        return below if is_as_large and self.styles.background.a < 1 else None
