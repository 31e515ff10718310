"""Tones and row states to Rich styles, by way of classes that a theme can set."""

from __future__ import annotations

from enum import IntEnum

from rich.style import Style
from textual.color import Color
from textual.dom import DOMNode
from textual.widget import Widget

from kafkatui.tui.theme import COLOUR_TONES, faded
from kafkatui.tui.widgets.match_ranges import MATCH
from kafkatui.view.span import COLOUR_PREFIX, Tone

STALE_BLEND = 0.5
"""How far stale text fades into the background, where it stays readable."""


class LineState(IntEnum):
    """What the background of a line tells."""

    NORMAL = 0
    CURSOR_BLURRED = 1
    CURSOR = 2
    LIT = 3


def default_css(widget: str, prefix: str) -> str:
    """The default look, in variables that every theme has; an app's CSS may override each class."""
    colours = "\n".join(
        f"& > .{prefix}--{tone.value} {{ color: #ffffff; background: {colour}; text-style: bold; }}"
        for tone, colour in COLOUR_TONES.items()
    )
    return f"""
    {widget} {{
        {colours}
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size: 1 1;
        scrollbar-gutter: stable;
        & > .{prefix}--plain {{ color: $foreground; }}
        & > .{prefix}--bright {{ color: $foreground; text-style: bold; }}
        & > .{prefix}--dim {{ color: $foreground 55%; }}
        & > .{prefix}--struck {{ color: $foreground 55%; text-style: strike; }}
        & > .{prefix}--kafka {{ color: $primary; }}
        & > .{prefix}--zookeeper {{ color: $warning; }}
        & > .{prefix}--good {{ color: $success; }}
        & > .{prefix}--warning {{ color: $warning; }}
        & > .{prefix}--bad {{ color: $error; }}
        & > .{prefix}--key {{ color: $primary; }}
        & > .{prefix}--string {{ color: $success; }}
        & > .{prefix}--number {{ color: $accent; }}
        & > .{prefix}--header {{ color: $foreground 60%; text-style: bold; }}
        & > .{prefix}--cursor {{ background: $primary 35%; text-style: bold; }}
        & > .{prefix}--cursor-blurred {{ background: $primary 15%; }}
        & > .{prefix}--lit {{ background: $success 25%; }}
        & > .{prefix}--mark {{ color: $accent; text-style: bold; }}
        & > .{prefix}--{MATCH} {{ background: $warning 40%; color: $foreground; text-style: underline; }}
        & > .{prefix}--placeholder {{ color: $foreground 60%; }}
    }}
    """


_BEHIND = {LineState.CURSOR: "cursor", LineState.CURSOR_BLURRED: "cursor-blurred", LineState.LIT: "lit"}


class Palette:
    """The styles of one widget, resolved when first used and forgotten when the theme changes.

    Textual's own component classes would do; but it works out all of a widget's, 28 here, whenever the widget gets or
    loses the focus: a tenth of the start.
    """

    def __init__(self, widget: Widget, prefix: str) -> None:
        self._widget = widget
        self._prefix = prefix
        self._styles: dict[tuple[str, LineState, bool], Style] = {}

    def clear(self) -> None:
        """Forget resolved styles, after the theme or the CSS changed."""
        self._styles.clear()

    def style(self, part: Tone | str, state: LineState = LineState.NORMAL, is_stale: bool = False) -> Style:
        """The style of a tone or a named part (`header`, `mark` …) on a line of that state."""
        name = part if isinstance(part, str) else part._value_
        style = self._styles.get((name, state, is_stale))
        if style is None:
            style = self._resolve(name, state, is_stale)
            self._styles[name, state, is_stale] = style
        return style

    def _resolve(self, name: str, state: LineState, is_stale: bool) -> Style:
        part = self._part(name)
        background = self._widget.rich_style
        if state is not LineState.NORMAL:
            background = self._part(_BEHIND[state])
        color = part.color
        has_own = name == MATCH or name.startswith(COLOUR_PREFIX)
        behind_text = part.bgcolor if has_own else background.bgcolor
        if is_stale and color is not None and behind_text is not None:
            color = faded(Color.from_rich_color(color), Color.from_rich_color(behind_text), STALE_BLEND).rich_color
        bold = bool(part.bold) or (state is LineState.CURSOR and bool(background.bold))
        return Style(
            color=color,
            bgcolor=behind_text,
            bold=bold,
            underline=part.underline,
            reverse=part.reverse,
            strike=part.strike,
        )

    def _part(self, name: str) -> Style:
        """What the stylesheet says of a part of the widget."""
        node = DOMNode(classes=f"{self._prefix}--{name}")
        node._attach(self._widget)
        self._widget.app.stylesheet.apply(node, animate=False)
        return node.rich_style
