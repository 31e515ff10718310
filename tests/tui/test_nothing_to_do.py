"""`y`, `Y`, `w`, `x`, `m` and `p` say so where there is nothing to do, in every pane there is."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App

from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile

KEYS = ("y", "Y", "w", "x", "m", "p")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that was ever said in the corner: what stands there now leaves it after five seconds."""
    told: list[str] = []
    original = App.notify

    def notify(app: App[Any], message: str, **how: Any) -> None:
        told.append(message)
        original(app, message, **how)

    monkeypatch.setattr(App, "notify", notify)
    return told


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.value)
async def test_a_key_that_can_do_nothing_says_why(kind: PlaceKind, said: list[str]) -> None:
    name = "1" if KINDS[kind].has_name else ""
    session = FakeSession(fake_profile(has_zookeeper=False))
    async with fake_app_at(session, kind, name) as driver:
        for tab in KINDS[kind].tabs:
            await driver.main._show(driver.main.navigator.go(Place(session.profile.name, kind, name, tab.id)))
            await driver.pilot.pause()
            await all_keys_say_something(driver, said)


async def all_keys_say_something(driver: FakeDriver, said: list[str]) -> None:
    """Press all of them on the page shown, and come back to it after each."""
    shown = driver.pane.place
    for key in KEYS:
        screen, place, before = driver.app.screen, driver.place, len(said)
        await driver.press(key)
        await driver.pilot.pause()
        does_something = driver.app.screen is not screen or driver.place != place
        is_here_already = key == "m" and shown.tab == "messages"
        is_editing = key == "p" and shown.tab == "messages"
        assert does_something or is_here_already or is_editing or len(said) > before, (shown, key)
        if driver.app.screen is not screen:
            await driver.press("escape")
        if driver.place != place:
            await driver.main._show(driver.main.navigator.go(shown))
            await driver.pilot.pause()
        if is_editing:
            await driver.press("escape")


async def test_x_says_why_the_two_sides_are_not_linked() -> None:
    async with fake_app_at(FakeSession()) as driver:
        await driver.press("x")
        await driver.wait_until(lambda: driver.notices)
        assert any("ZooKeeper" in notice or "linked" in notice for notice in driver.notices)


@pytest.mark.parametrize(
    ("kind", "noun"), [(PlaceKind.TOPICS, "topics"), (PlaceKind.BROKERS, "brokers"), (PlaceKind.GROUPS, "groups")]
)
async def test_how_many_there_are_is_not_known_while_nobody_answers(kind: PlaceKind, noun: str) -> None:
    async with fake_app_at(FakeSession(), kind) as driver:
        await driver.wait_until(lambda: driver.foot)
        assert driver.foot == f"? {noun}"
        assert " 0" not in driver.explorer.outline.visible_text()[2]
