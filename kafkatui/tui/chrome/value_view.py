"""A decoded value to read and scroll: JSON in colours, text, or a hex dump made line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from kafkatui.codec.decoded import PENDING
from kafkatui.codec.decoder import Reader
from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.long_work import LongWork
from kafkatui.tui.widgets.match_ranges import Find, with_matches
from kafkatui.tui.widgets.table_render import wrapped_spans
from kafkatui.tui.widgets.tones import LineState, Palette, default_css
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import ELLIPSIS, text_width
from kafkatui.view.value_find import Match
from kafkatui.view.value_lines import ValueText, field_name, line_spans, value_text

UNLIMITED = 1 << 30
"""Cells there are while it is not known how many."""

THREAD_BYTES = 32_768
"""More than this is decoded in a task, so that the screen never waits for it."""

SIDE_STEP = 8
"""Cells that ← and → scroll."""

NOTE_GAP = 3
"""Cells between the widest noted line and the notes."""

NOTE_COLUMN_LIMIT = 56
"""Notes begin here at the latest; on wider lines they follow the text."""

MEASURED_LINES = 200
"""Lines looked at to find how far the value can be scrolled sideways; others count when they are seen."""

Notes = Mapping[str, tuple[Span, ...]]
"""What to say beside a top-level JSON field, by its name."""


class ValueView(ScrollView, can_focus=True):
    """Shows one value; the cost of a repaint depends on the lines in view only. Its text can be selected and copied."""

    DEFAULT_CSS = (
        default_css("ValueView", "value-view")
        + """
    ValueView {
        overflow-x: auto; scrollbar-size-horizontal: 0; scrollbar-gutter: auto;
        & > .value-view--dim { color: $dim; }
        & > .value-view--kafka { color: $kafka; }
        & > .value-view--zookeeper { color: $zookeeper; }
        & > .value-view--key { color: $key; }
        & > .value-view--string { color: $string; }
        & > .value-view--number { color: $number; }
    }
    """
    )

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "lines.up", "lines.down", "lines.page_up", "lines.page_down", "lines.first", "lines.last",
        "value.left", "value.right",
        actions={
            "lines.up": "scroll_up", "lines.down": "scroll_down",
            "lines.first": "scroll_home", "lines.last": "scroll_end",
        },
    )  # fmt: skip

    is_stale: reactive[bool] = reactive(False, init=False)
    """Whether what is shown is gone or out of date: it fades."""

    @dataclass
    class Shown(Message):
        """A value is on screen; `text` says what it was taken for and what was wrong with it."""

        view: ValueView
        text: ValueText

        @property
        def control(self) -> ValueView:
            return self.view

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.palette = Palette(self, "value-view")
        self.text: ValueText | None = None
        """What is shown; None before the first value, while one is being decoded, and when a message is shown."""
        self._reader: Reader | None = None
        self._data: bytes | None = None
        self._has_value = False
        self._is_waiting = False
        self._decoding = LongWork(self)
        self._notes: Notes = {}
        self._note_column = 0
        self._message: tuple[Cell, ...] = ()
        self._message_lines: list[tuple[Span, ...]] = []
        self._width = 0
        self._strips: LRUCache[int, Strip] = LRUCache(512)
        self._find: Find | None = None
        self._match: Match | None = None

    # What is shown

    def show_value(self, data: bytes | None, reader: Reader, notes: Notes | None = None) -> None:
        """Show `data` as `reader` decodes it; the same again costs nothing, another keeps the place as far as it can.

        Args:
            data: raw bytes; None is null.
            notes: what to say at the right of top-level JSON fields.
        """
        notes = notes or {}
        if self._has_value and data == self._data and reader == self._reader and not self.is_pending:
            if notes != self._notes:
                self._notes = notes
                self._take_text(self.text)
            return
        self._has_value, self._data, self._reader, self._notes = True, data, reader, notes
        if data is None or len(data) <= THREAD_BYTES:
            self._is_waiting = False
            self._take_text(value_text(reader.decode(data)))
        elif self.is_mounted:
            self._decode_later(data, reader)
        else:
            self._is_waiting = True

    @property
    def is_pending(self) -> bool:
        """Whether the value waits for something that has to be fetched first."""
        return self.text is not None and self.text.decoded.type == PENDING

    def show_message(self, lines: Sequence[Cell]) -> None:
        """Show `lines` in place of a value."""
        if not self._has_value and tuple(lines) == self._message:
            return
        self._has_value, self._data, self._is_waiting = False, None, False
        self._message = tuple(lines)
        self._take_text(None)

    def on_mount(self) -> None:
        if self._is_waiting and self._data is not None and self._reader is not None:
            self._decode_later(self._data, self._reader)

    def on_unmount(self) -> None:
        self._decoding.cancel()
        self._strips.clear()  # nothing is drawn any more; see `style_caches`

    def _decode_later(self, data: bytes, reader: Reader) -> None:
        self._is_waiting = False
        doing = f"{numbers.size(len(data))} …"
        self._message = (cell(f"Decoding {doing}", Tone.DIM),)
        self._take_text(None)

        def take(text: ValueText | None) -> None:
            if text is not None and self._has_value and self._data is data and self._reader == reader:
                self._take_text(text)

        self._decoding.start(f"Decode {doing}", lambda _: value_text(reader.decode(data)), take)

    def _take_text(self, text: ValueText | None) -> None:
        is_new = text is not self.text
        self.text = text
        self._wrap_message(self.scrollable_content_region.width)
        self._width = 0
        self._note_column = self._find_note_column()
        self._strips.clear()
        self._measure(range(min(self.line_count, MEASURED_LINES)))
        self.refresh(layout=True)
        if text is not None and is_new:
            self.post_message(self.Shown(self, text))

    def _wrap_message(self, width: int) -> None:
        """Lay a message out for `width` cells; before there are any, as it is."""
        lines = (line for each in self._message for line in wrapped_spans(each.spans, width or UNLIMITED))
        self._message_lines = [tuple(line) for line in lines]

    def on_resize(self) -> None:
        if self.text is None and self._message:
            self._take_text(None)

    @property
    def line_count(self) -> int:
        """How many lines there are to scroll through."""
        return len(self._message_lines) if self.text is None else len(self.text.lines)

    def plain_text(self) -> str:
        """All of it as text, for copying: not sanitised, and not laid out."""
        return "" if self.text is None else self.text.decoded.text

    def visible_text(self) -> list[str]:
        """What is on screen, line by line."""
        return [self.render_line(y).text.rstrip() for y in range(self.scrollable_content_region.height)]

    # Lines

    def _spans(self, index: int) -> tuple[Span, ...]:
        if self.text is None:
            return self._message_lines[index]
        spans = line_spans(self.text, index)
        note = self._note_of(index)
        if not note:
            return spans
        gap = max(NOTE_GAP, self._note_column - sum(text_width(piece) for piece, _ in spans))
        return (*spans, (" " * gap, Tone.PLAIN), *note)

    def _note_of(self, index: int) -> tuple[Span, ...]:
        """What to say beside a line."""
        if self.text is None or not self._notes:
            return ()
        return self._notes.get(field_name(self.text, index) or "", ())

    def _find_note_column(self) -> int:
        text = self.text
        if text is None or not self._notes:
            return 0
        noted = (i for i in range(min(len(text.lines), MEASURED_LINES)) if field_name(text, i) in self._notes)
        widths = [width for i in noted if (width := text_width(text.lines[i])) <= NOTE_COLUMN_LIMIT - NOTE_GAP]
        return max(widths, default=0) + NOTE_GAP

    def _line(self, index: int) -> Strip:
        strip = self._strips.get(index)
        if strip is None:
            state, is_stale = LineState.NORMAL, self.is_stale
            parts: Iterable[tuple[str, Tone | str]] = self._spans(index)
            if self._find is not None:
                spans = self._spans(index)
                parts = with_matches(spans, self._find("".join(text for text, _ in spans)))
            strip = Strip([Segment(text, self.palette.style(tone, state, is_stale)) for text, tone in parts])
            self._strips[index] = strip
        return strip

    def render_line(self, y: int) -> Strip:
        scroll_x, scroll_y = self.scroll_offset
        index, width = scroll_y + y, self.scrollable_content_region.width
        if index >= self.line_count:
            return Strip.blank(width, self.rich_style)
        strip = self._selected(self._with_match(self._line(index), index), index)
        shown = strip.crop_extend(scroll_x, scroll_x + width, self.rich_style)
        if strip.cell_length > scroll_x + width:
            ellipsis = Strip([Segment(ELLIPSIS, self.palette.style(Tone.DIM, LineState.NORMAL, self.is_stale))])
            shown = Strip.join([shown.crop(0, width - 1), ellipsis])
        return shown.apply_offsets(scroll_x, index)

    def _measure(self, indexes: range) -> None:
        """Take the width of these lines into account for scrolling sideways."""
        lines = (self._spans(index) for index in indexes if index < self.line_count)
        widths = (sum(text_width(piece) for piece, _ in spans) for spans in lines)
        self._width = max(self._width, max(widths, default=0))
        size = Size(self._width, self.line_count)
        if size != self.virtual_size:
            self.virtual_size = size

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if self.text is None and self._message:
            return max(1, sum(len(wrapped_spans(each.spans, width or UNLIMITED)) for each in self._message))
        return max(1, self.line_count)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        top = round(new_value)
        self._measure(range(top, top + self.size.height))

    def action_side(self, direction: int) -> None:
        """Scroll sideways."""
        self.scroll_to(x=self.scroll_x + direction * SIDE_STEP, animate=False)

    def action_scroll_up(self) -> None:
        self.scroll_to(y=self.scroll_y - 1, animate=False)

    def action_scroll_down(self) -> None:
        self.scroll_to(y=self.scroll_y + 1, animate=False)

    def action_page_up(self) -> None:
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        self.scroll_page_down(animate=False)

    def action_scroll_home(self) -> None:
        self.scroll_home(animate=False)

    def action_scroll_end(self) -> None:
        self.scroll_end(animate=False)

    # What is looked for

    def set_find(self, find: Find | None) -> None:
        """Make what was found seen."""
        self._find, self._match = find, None
        self._strips.clear()
        self.refresh()

    def show_match(self, match: Match | None) -> None:
        """Have one of the places where it stands in view, more seen than the others; None: none of them."""
        self._match = match
        if match is not None and self.text is not None:
            start, end = self._cells_of(match)
            width, height = self.scrollable_content_region.size
            top, left = self.scroll_offset.y, self.scroll_offset.x
            if not top <= match.line < top + height:
                self.scroll_to(y=max(0, match.line - height // 3), animate=False, force=True)
            self._measure(range(match.line, match.line + 1))
            if not left <= start <= end <= left + width:
                self.scroll_to(x=max(0, end - width + SIDE_STEP) if end > width else 0, animate=False, force=True)
        self.refresh()

    def _cells_of(self, match: Match) -> tuple[int, int]:
        text = "".join(piece for piece, _ in self._spans(match.line))
        start = text_width(text[: match.start])
        return start, start + text_width(text[match.start : match.end])

    def _with_match(self, strip: Strip, index: int) -> Strip:
        if self._match is None or self._match.line != index:
            return strip
        return _restyled(strip, *self._cells_of(self._match), Style(reverse=True))

    # Looks and selection

    def watch_is_stale(self) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        self.palette.clear()
        self._strips.clear()
        super().notify_style_update()

    def _selected(self, strip: Strip, index: int) -> Strip:
        selection = self.text_selection
        span = selection.get_span(index) if selection is not None else None
        if span is None:
            return strip
        return _restyled(strip, *span, self.screen.get_component_rich_style("screen--selection"))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        start = 0 if selection.start is None else selection.start.y
        end = self.line_count - 1 if selection.end is None else min(selection.end.y, self.line_count - 1)
        lines = []
        for index in range(start, end + 1):
            first, last = selection.get_span(index) or (0, 0)
            lines.append(self._line(index).text[first : None if last == -1 else last])
        return "\n".join(lines), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()


def _restyled(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """A line with a style put over some of its cells; up to its end when `end` is -1."""
    before, chosen, after = (
        strip.crop(0, start),
        strip.crop(start, None if end == -1 else end),
        strip.crop(end) if end != -1 else Strip([]),
    )
    return Strip.join([before, chosen.apply_style(style), after])
