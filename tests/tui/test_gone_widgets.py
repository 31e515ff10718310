"""A click on a widget that was closed a moment ago, and is still drawn, is no click and no end of the program."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Static

from kafkatui.tui.gone_widgets import hits_gone_widget
from tests.tui.fake_app import fake_app_at
from tests.tui.fake_session import FakeSession


def press_at(x: int, y: int) -> events.MouseDown:
    return events.MouseDown(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)


async def test_a_click_on_what_was_closed_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async with fake_app_at(FakeSession()) as shown:
        app, pilot = shown.app, shown.pilot
        closed = Static("closed")
        where = (closed, closed.region.offset)
        monkeypatch.setattr(app.screen, "get_widget_and_offset_at", lambda x, y: where)
        assert hits_gone_widget(app, press_at(5, 5))
        await app.on_event(press_at(5, 5))
        await pilot.pause()
        assert app.is_running


async def test_a_click_on_what_is_there_is_a_click() -> None:
    async with fake_app_at(FakeSession()) as shown:
        app = shown.app
        assert not hits_gone_widget(app, press_at(5, 5))
        assert not hits_gone_widget(app, events.Key("a", "a"))
