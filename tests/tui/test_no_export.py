"""A profile with no_export: records are looked at, and nothing of them is copied, written or given to an editor."""

from __future__ import annotations

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.actions.copy import ACTION as COPY
from kafkatui.tui.messages import Copy
from tests.tui.fake_app import fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import known_session, records

SAID = "The records of fake are only to be looked at"


@pytest.mark.parametrize("tab", ["messages", "search", "analysis"])
async def test_copying_and_writing_records_says_why_not(tab: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = known_session(FakeSession(replace(fake_profile(), no_export=True)))
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", tab) as driver:
        await driver.wait_until(lambda: driver.place.tab == tab)
        if tab == "messages":
            await driver.wait_until(lambda: session.tails)
            session.tails[-1].feed(records(3))
            await driver.wait_until("3 read")
        copied: list[str] = []
        monkeypatch.setattr(driver.app, "copy_to_clipboard", copied.append)
        driver.main.pane.focus_main()  # type: ignore[union-attr]
        for key in ("y", "w", *(["E"] if tab == "messages" else [])):
            await driver.press(key)
            await driver.wait_until(lambda: bool(driver.notices) and SAID in driver.notices[-1])
            driver.app.clear_notifications()
            assert driver.app.screen is driver.main
        driver.main.post_message(Copy("a value", "value"))
        driver.main.post_message(Copy("kafkatui tail orders", "command"))
        await driver.wait_until(lambda: copied == ["kafkatui tail orders"])


async def test_topics_are_copied_all_the_same_and_records_are_not_copied_to_others() -> None:
    session = known_session(FakeSession(replace(fake_profile(), no_export=True)))
    async with fake_app_at(session) as driver:
        await driver.wait_until("orders")
        assert driver.main.copy_commands.export_obstacle() == ""
        assert driver.main.copy_commands._offer_write().obstacle == ""
    obstacle = COPY.obstacle(session.actions.context, ())
    assert obstacle is not None
    assert SAID in obstacle.text
    assert COPY.obstacle(known_session(FakeSession()).actions.context, ()) is None
