"""A screen or a widget that is there to be used: Textual puts it on top before it has composed what is in it."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget


def is_open(app: App[int], kind: type[Screen[Any]]) -> bool:
    """Whether a screen of this kind is on top and everything in it is mounted."""
    return isinstance(app.screen, kind) and whole(app.screen)


def whole(widget: Widget) -> bool:
    """Whether a widget and everything in it are mounted."""
    return all(part.is_mounted for part in widget.walk_children(Widget, with_self=True))
