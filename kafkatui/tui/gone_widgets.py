"""What is drawn and not there any more: a widget is closed, its children first, before the screen is drawn anew."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget


def is_there(widget: Widget) -> bool:
    """Whether it has all its children: it was composed, and is not being taken away."""
    return widget.is_mounted and widget.is_attached and not widget._pruning


def hits_gone_widget(app: App[Any], event: events.Event) -> bool:
    """Whether a button was pressed on a widget that has been taken away; Textual would look for its parent."""
    if not isinstance(event, events.MouseDown) or not app.screen_stack:
        return False
    widget, _ = app.screen.get_widget_and_offset_at(event.x, event.y)
    return widget is not None and not isinstance(widget, Screen) and (widget.parent is None or widget._pruning)
