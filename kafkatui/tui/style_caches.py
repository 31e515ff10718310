"""What a widget that is gone has drawn is let go."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style
from textual.widget import Widget


def let_go_of_gone_widgets() -> None:
    """Keep Textual from holding on to the lines of widgets that were removed.

    Its `StylesCache.get_inner_outer` is a method behind an `lru_cache` of 1,024 entries, whose keys are the caches
    themselves, each with every line its widget drew: 0.9 MB for each time a large screen was opened and closed (8.2.8).
    """
    StylesCache.get_inner_outer = _get_inner_outer  # type: ignore[method-assign, assignment]
    Widget._message_loop_exit = _leave  # type: ignore[method-assign, assignment]


_message_loop_exit = Widget._message_loop_exit


async def _leave(widget: Widget) -> None:
    """What it drew goes with it: in a cycle with all that it was part of it would wait for Python's collector, which
    walks through half a million objects of ninety pages in one go then."""
    await _message_loop_exit(widget)
    widget._styles_cache.clear()


def _get_inner_outer(cache: Any, base_background: Color, background: Color) -> tuple[Style, Style]:
    return _inner_outer(base_background, background)


@lru_cache(1024)
def _inner_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    return Style(background=base_background + background), Style(background=base_background)
