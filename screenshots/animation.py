"""Frames of a terminal as one animated SVG: no script, no font and nothing else from elsewhere.

Each different line is drawn once. The frames stand side by side in a strip that CSS moves on by one frame at a time;
who wants no motion gets the last frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from xml.sax.saxutils import escape

from rich.segment import Segment
from rich.style import Style

CELL_WIDTH, LINE_HEIGHT, FONT_SIZE = 8.4, 17, 14
MARGIN = 12
NO_BREAK = "\u00a0"
"""Blanks beside each other would be drawn as one."""

FONTS = "ui-monospace, 'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace"

Line = tuple[Segment, ...]


@dataclass(frozen=True)
class Frame:
    """What is on the terminal from a moment on.

    Attributes:
        at_seconds: since the recording began.
        caption: what somebody does elsewhere meanwhile; stands above.
    """

    at_seconds: float
    lines: tuple[Line, ...]
    caption: str = ""


@dataclass
class Drawing:
    """What all frames share.

    Attributes:
        background, foreground: of the terminal, as `#rrggbb`.
    """

    columns: int
    background: str
    foreground: str
    _looks: dict[str, str] = field(default_factory=dict)
    _lines: dict[str, str] = field(default_factory=dict)

    def line(self, segments: Line) -> str:
        """The id of a line; empty when there is nothing on it."""
        drawn = "".join(self._pieces(segments))
        return self._lines.setdefault(drawn, f"l{len(self._lines)}") if drawn else ""

    def _pieces(self, segments: Line) -> Iterable[str]:
        x = 0
        for style, group in groupby(segments, key=lambda segment: segment.style or Style.null()):
            text = "".join(segment.text for segment in group)
            cells = Segment(text).cell_length
            fore, back = _colours(style, self.foreground, self.background)
            left, width = _number(x * CELL_WIDTH), _number(cells * CELL_WIDTH)
            if back != self.background:
                yield f'<rect x="{left}" width="{width}" height="{LINE_HEIGHT}" class="{self._look(f"fill:{back}")}"/>'
            if text.strip():
                yield from self._words(text, x, self._look(_text_look(style, fore)))
            x += cells

    def _words(self, text: str, x: int, look: str) -> Iterable[str]:
        """The text without the blanks around it; textLength keeps to the cells whatever the font."""
        words = text.strip()
        start = x + len(text) - len(text.lstrip())
        left, width = _number(start * CELL_WIDTH), _number(Segment(words).cell_length * CELL_WIDTH)
        shown = escape(words).replace(" ", NO_BREAK)
        yield f'<text x="{left}" y="13" textLength="{width}" class="{look}">{shown}</text>'

    def _look(self, css: str) -> str:
        return self._looks.setdefault(css, f"c{len(self._looks)}")

    @property
    def definitions(self) -> str:
        """All lines, to be used by frames."""
        return "".join(f'<g id="{name}">{drawn}</g>' for drawn, name in self._lines.items())

    @property
    def styles(self) -> str:
        """The looks of all of them."""
        return "".join(f".{name}{{{css}}}" for css, name in self._looks.items())


def animated(frames: Sequence[Frame], columns: int, background: str, foreground: str, last_seconds: float) -> str:
    """The frames as an SVG that plays without an end.

    Args:
        last_seconds: how long the last frame stays.
    """
    drawing = Drawing(columns, background, foreground)
    kept = [next(group) for _, group in groupby(frames, key=lambda frame: (frame.lines, frame.caption))]
    height = LINE_HEIGHT * (len(kept[0].lines) + 1) + 2 * MARGIN
    width = round(columns * CELL_WIDTH) + 2 * MARGIN
    strip = "".join(
        f'<g transform="translate({number * width})">{_frame(drawing, frame)}</g>' for number, frame in enumerate(kept)
    )
    began = kept[0].at_seconds
    seconds = kept[-1].at_seconds - began + last_seconds
    steps = "".join(
        f"{_number(100 * (frame.at_seconds - began) / seconds)}%{{transform:translateX({-number * width}px)}}"
        for number, frame in enumerate(kept)
    )
    last = -(len(kept) - 1) * width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<style>@keyframes play{{{steps}}}"
        f".strip{{animation:play {_number(seconds)}s step-end infinite}}"
        f"@media (prefers-reduced-motion:reduce){{.strip{{animation:none;transform:translateX({last}px)}}}}"
        f"text{{font:{FONT_SIZE}px {FONTS}}}{drawing.styles}</style>"
        f"<defs>{drawing.definitions}</defs>"
        f'<rect width="{width}" height="{height}" rx="8" fill="{background}"/>'
        f'<g transform="translate({MARGIN} {MARGIN})"><g class="strip">{strip}</g></g></svg>\n'
    )


def _frame(drawing: Drawing, frame: Frame) -> str:
    caption: Line = (Segment(frame.caption, Style(bold=True)),)
    names = [drawing.line(line) for line in (caption, *frame.lines)]
    return "".join(f'<use href="#{name}" y="{y * LINE_HEIGHT}"/>' for y, name in enumerate(names) if name)


def _text_look(style: Style, colour: str) -> str:
    css = f"fill:{colour}"
    css += ";font-weight:bold" if style.bold else ""
    css += ";font-style:italic" if style.italic else ""
    lines = [name for name, is_on in (("underline", style.underline), ("line-through", style.strike)) if is_on]
    return css + (f";text-decoration:{' '.join(lines)}" if lines else "")


def _colours(style: Style, foreground: str, background: str) -> tuple[str, str]:
    fore, back = foreground, background
    if style.color is not None and not style.color.is_default:
        fore = style.color.get_truecolor().hex
    if style.bgcolor is not None and not style.bgcolor.is_default:
        back = style.bgcolor.get_truecolor().hex
    return (back, fore) if style.reverse else (fore, back)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
