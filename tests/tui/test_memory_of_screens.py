"""Screens that are closed leave nothing behind."""

from __future__ import annotations

import gc
import time
import weakref
from typing import Any

import pytest
from textual.widget import Widget

from kafkatui.model.place import PlaceKind
from kafkatui.tui.idle_collection import IDLE_SECONDS, IdleCollection
from kafkatui.tui.screens.help import HelpScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session


async def test_what_a_closed_screen_has_drawn_is_let_go() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPICS) as driver:
        drawn: list[weakref.ref[Any]] = []
        for _ in range(3):
            await driver.press("question_mark")
            await driver.wait_until(lambda: is_open(driver.app, HelpScreen))
            drawn += [weakref.ref(widget._styles_cache) for widget in driver.app.screen.walk_children(Widget)]
            await driver.press("question_mark")
            await driver.wait_until(lambda: not isinstance(driver.app.screen, HelpScreen))
        await driver.press("2", "3")  # what was drawn last is still being compared with
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPICS)
        gc.collect()
        assert len(drawn) > 9
        assert not [cache for cache in drawn if cache() is not None]


def test_garbage_is_collected_once_nobody_has_pressed_a_key_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[bool] = []
    now = time.monotonic()
    monkeypatch.setattr(gc, "collect", lambda: collected.append(True))
    monkeypatch.setattr(time, "monotonic", lambda: now)
    idle = IdleCollection()
    idle.look()
    idle.hear()
    idle.look()
    assert not collected
    now += IDLE_SECONDS
    idle.look()
    idle.look()
    assert len(collected) == 1
