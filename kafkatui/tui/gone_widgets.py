"""Clicks on what is drawn and not there any more: a widget is closed before the screen is drawn without it."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen


def hits_gone_widget(app: App[Any], event: events.Event) -> bool:
    """Whether a button was pressed on a widget that has been taken away; Textual would look for its parent."""
    if not isinstance(event, events.MouseDown) or not app.screen_stack:
        return False
    widget, _ = app.screen.get_widget_and_offset_at(event.x, event.y)
    return widget is not None and not isinstance(widget, Screen) and (widget.parent is None or widget._pruning)
