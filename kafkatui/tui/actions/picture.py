"""The screen as it is, as SVG, HTML or text."""

from __future__ import annotations

import io
import re
from typing import Any

from msgspec import Struct
from rich.console import Console, RenderableType
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, SVG_EXPORT_THEME
from textual.app import App

ENDINGS = (".svg", ".html", ".txt")
"""What a picture's file may be called."""

_FONTS = re.compile(r"\s*@font-face \{[^}]*\}")
"""Rich names a server that has the font; whoever opens a picture of a cluster asks nobody for it."""


class Picture(Struct, frozen=True):
    """What was drawn at one moment; it does not change any more. Nothing is in it that was not on the screen.

    Attributes:
        drawn: the lines with their styles.
    """

    drawn: RenderableType
    width: int
    height: int
    title: str
    is_dark: bool

    def text(self, ending: str) -> str:
        """All of a file with that ending, one of `ENDINGS`. Takes some 100 ms: not for the loop."""
        console = Console(
            width=self.width,
            height=self.height,
            file=io.StringIO(),
            force_terminal=True,
            color_system="truecolor",
            record=True,
            legacy_windows=False,
            safe_box=False,
        )
        console.print(self.drawn)
        theme = SVG_EXPORT_THEME if self.is_dark else DEFAULT_TERMINAL_THEME
        if ending == ".svg":
            return _FONTS.sub("", console.export_svg(title=self.title, theme=theme))
        if ending == ".html":
            return console.export_html(theme=theme)
        lines = console.export_text().splitlines()
        return "".join(f"{line.rstrip()}\n" for line in lines)


def picture_of(app: App[Any], title: str) -> Picture:
    """The screen as it is drawn now; called in the app's loop."""
    width, height = app.size
    drawn = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    return Picture(drawn or "", width, height, title, app.current_theme.dark)
