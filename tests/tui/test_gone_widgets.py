"""A click on a widget that was closed a moment ago, and is still drawn, is no click and no end of the program."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

import kafkatui
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.tui.gone_widgets import hits_gone_widget
from tests.drive.drawn import whole
from tests.tui.every_pane import NAMES
from tests.tui.fake_app import fake_app_at
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.sample_cluster import known_session

PACKAGE = Path(kafkatui.__file__).parent


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


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.value)
async def test_a_pane_that_was_taken_away_may_be_told_once_more(
    kind: PlaceKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was due when a pane was taken away is called after that: its messages wait in a queue."""
    due: list[tuple[Widget, Callable[[], Any]]] = []
    for name in ("set_timer", "set_interval"):
        monkeypatch.setattr(Widget, name, noting(getattr(Widget, name), due))
    async with fake_app_at(
        known_session(), PlaceKind.TOPICS if kind is PlaceKind.BROKERS else PlaceKind.BROKERS
    ) as shown:
        for tab in KINDS[kind].tabs:
            due.clear()
            await shown.show(Place(NAME, kind, NAMES.get(kind, ""), tab.id))
            gone = shown.pane
            calls = [callback for widget, callback in due if is_ours(callback) and gone in widget.ancestors_with_self]
            await shown.show(Place(NAME, PlaceKind.CLUSTER, ""))
            await shown.wait_until(partial(is_gone, gone))
            for call in calls:
                if inspect.isawaitable(called := call()):
                    await called
            assert shown.app.crash is None


async def test_a_page_left_right_after_its_panel_was_folded_is_not_shown_again() -> None:
    async with fake_app_at(known_session(), PlaceKind.TOPICS) as shown:
        gone = shown.pane
        shown.main.frame.fold_details()
        await gone.remove()
        await shown.pilot.pause()
        assert shown.app.crash is None


def is_gone(pane: Widget) -> bool:
    return not pane.is_attached


def is_ours(callback: Callable[[], Any]) -> bool:
    """Textual stops its own timers before it takes a widget out."""
    return str(getattr(callback, "__module__", "kafkatui")).startswith("kafkatui")


def noting(begin: Callable[..., Timer], due: list[tuple[Widget, Callable[[], Any]]]) -> Callable[..., Timer]:
    """What begins a timer and keeps what it calls."""

    def begin_and_note(self: Widget, seconds: float, callback: Callable[[], Any], **rest: Any) -> Timer:
        due.append((self, callback))
        return begin(self, seconds, callback, **rest)

    return begin_and_note


def test_calls_after_a_refresh_are_for_what_is_there() -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if ".call_after_refresh" in path.read_text()
    }
    assert users == {"tui/when_drawn.py", "tui/type_ahead.py", "tui/screens/own.py"}, "when_drawn calls what is there"
