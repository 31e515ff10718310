"""A click on a widget that was closed a moment ago, and is still drawn, is no click and no end of the program."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Static

from kafkatui.tui.gone_widgets import hits_gone_widget
from tests.drive.drawn import whole
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


async def test_a_key_for_a_page_that_is_not_composed_yet_does_nothing() -> None:
    async with fake_app_at(FakeSession()) as shown:
        main = shown.main
        composed = main.frame.pane
        assert composed is not None
        main.frame.pane = type(composed)(shown.session, composed.place)
        for key_id in main.registry:
            if key_id in ("quit", "suspend", "leave", "back", "forward", "undo"):
                continue
            await main.action_do(key_id)
            if shown.app.screen is not main:
                await shown.wait_until(lambda: whole(shown.app.screen))
                shown.app.pop_screen()
        main.frame.pane = composed
        await shown.pilot.pause()
        assert shown.app.crash is None
        assert shown.app.is_running
