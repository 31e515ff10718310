"""`D` — two records compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.line_view import LineView
from kafkatui.tui.widgets.table_render import Piece, line_segments
from kafkatui.tui.widgets.tones import LineState, default_css
from kafkatui.view.cell import Cell, cell
from kafkatui.view.record_diff import DiffLine, LineKind, RecordDiff, unified
from kafkatui.view.span import Tone
from kafkatui.view.text_width import cut

SIDE_BY_SIDE_CELLS = 120
"""From this width on the two stand side by side."""

LINE_CHARACTERS = 2_000
"""Of a line, what may be shown."""

LINES_CACHED = 512


class DiffView(LineView):
    """The lines of a comparison: those of the first record with −, those of the second with +."""

    COMPONENT_PREFIX: ClassVar[str] = "diff-view"
    DEFAULT_CSS: ClassVar[str] = default_css("DiffView", "diff-view")

    opens = False

    def __init__(self, diff: RecordDiff) -> None:
        super().__init__()
        self._diff = diff
        self._lines: Sequence[DiffLine] = ()
        self._is_wide = False
        self._strips: LRUCache[tuple[int, LineState, int], Strip] = LRUCache(LINES_CACHED)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def resized(self) -> None:
        is_wide = self.view_size.width >= SIDE_BY_SIDE_CELLS
        if not self._lines or is_wide != self._is_wide:
            self._is_wide = is_wide
            self._lines = self._diff.lines if is_wide else unified(self._diff.lines)
            self.cursor_index = min(max(0, self.cursor_index), max(0, len(self._lines) - 1))

    def forget_strips(self) -> None:
        super().forget_strips()
        self._strips.clear()

    def build_line(self, index: int, state: LineState) -> Strip:
        width = self.view_size.width
        strip = self._strips.get((index, state, width))
        if strip is None:
            line = self._lines[index]
            half = width // 2
            if line.kind in (LineKind.PART, LineKind.LEFT_OUT):
                tone = Tone.BRIGHT if line.kind is LineKind.PART else Tone.DIM
                pieces = [Piece(0, width, cell(line.left or "", tone))]
            elif self._is_wide:
                pieces = [Piece(0, half - 1, _side(line, "−")), Piece(half, width - half, _side(line, "+"))]
            else:
                pieces = [Piece(0, width, _side(line, "+" if line.left is None else "−"))]
            blank = self._style(state)
            segments = line_segments(pieces, width, lambda tone: self.palette.style(tone, state), blank)
            strip = self._strips[index, state, width] = Strip(segments).adjust_cell_length(width, blank)
        return strip

    def _style(self, state: LineState) -> Style:
        return self.palette.style(Tone.PLAIN, state)

    def go_to_difference(self, step: int) -> None:
        """To the next place where they differ (1), or to the one before (−1)."""
        index = self.cursor_index + step
        while 0 <= index < len(self._lines):
            before = self._lines[index - 1].kind if index else LineKind.PART
            if self._lines[index].kind is LineKind.OTHER and before is not LineKind.OTHER:
                self.move_cursor(index)
                return
            index += step


def _side(line: DiffLine, sign: str) -> Cell:
    text = line.left if sign == "−" else line.right
    if line.kind is LineKind.SAME:
        return cell(f"  {(text or '')[:LINE_CHARACTERS]}", Tone.DIM)
    if text is None:
        return cell("")
    return cell(f"{sign} {text[:LINE_CHARACTERS]}", Tone.BAD if sign == "−" else Tone.GOOD)


class RecordDiffScreen(DimmedScreen[None]):
    """Side by side where there is room, else one below the other.

    Args:
        what: what is compared.
    """

    DEFAULT_CSS = """
    RecordDiffScreen { align: center middle; background: $background 50%; }
    RecordDiffScreen > Vertical { width: 96%; height: 90%; border: round $kafka; background: $background;
                                  border-title-color: $kafka; border-subtitle-color: $dim; padding: 0 1; }
    RecordDiffScreen Static { height: 1; color: $dim; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("diff.next", "diff.previous", "dialog.cancel")

    def __init__(self, diff: RecordDiff, what: str = "Two records") -> None:
        super().__init__()
        self._diff = diff
        self._what = what

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(f"{self._what} · {self._diff.verdict}")
            box.border_subtitle = Content("n next difference · N previous · Esc closes")
            yield Static("", id="diff-titles", markup=False)
            yield DiffView(self._diff)

    def on_mount(self) -> None:
        self.query_one(DiffView).focus()

    def on_resize(self, _: events.Resize) -> None:
        when_drawn(self, self._show_titles)

    def _show_titles(self) -> None:
        left, right = self._diff.titles
        width = self.query_one(DiffView).view_size.width
        if width >= SIDE_BY_SIDE_CELLS:
            half = width // 2
            text = f"{cut(f'− {left}', half - 1):<{half}}{cut(f'+ {right}', width - half)}"
        else:
            text = cut(f"− {left}   + {right}", width)
        self.query_one("#diff-titles", Static).update(text)

    def action_next(self) -> None:
        """To the next difference."""
        self.query_one(DiffView).go_to_difference(1)

    def action_previous(self) -> None:
        """To the difference before."""
        self.query_one(DiffView).go_to_difference(-1)

    def action_cancel(self) -> None:
        """Close."""
        self.dismiss()
