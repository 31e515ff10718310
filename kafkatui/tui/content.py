"""Spans of the view room as Textual content."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from kafkatui.tui.theme import TONE_STYLES
from kafkatui.view.span import Span


def to_content(spans: Iterable[Span]) -> Content:
    """Content in the theme's colours; the text is taken literally, never as markup."""
    return Content.assemble(*((text, TONE_STYLES[tone]) for text, tone in spans))


def two_sided(left: Iterable[Span], right: Iterable[Span], width: int) -> Content:
    """A line of `width` cells: `left` cut off with … where `right` needs the room."""
    left_content, right_content = to_content(left), to_content(right)
    room = width - right_content.cell_length - 1
    if room < 8:
        return left_content.truncate(width, ellipsis=True)
    left_content = left_content.truncate(room, ellipsis=True)
    gap = width - left_content.cell_length - right_content.cell_length
    return Content.assemble(left_content, " " * gap, right_content)
