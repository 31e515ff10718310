"""Calls that wait until a widget has been drawn, and are not made when it has gone meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from kafkatui.tui.gone_widgets import is_there


def when_drawn(widget: Widget, callback: Callable[[], None]) -> None:
    """Call `callback` after the next refresh, if `widget` is still there with its children then.

    Textual makes such calls after a widget was closed, too, or while its children are taken away.
    """

    def call() -> None:
        if is_there(widget):
            callback()

    widget.call_after_refresh(call)
