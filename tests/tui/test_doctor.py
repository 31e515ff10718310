"""The doctor's page: what was found, where it leads, how it is muted, and the count in header and Overview."""

from __future__ import annotations

from typing import Any, cast

import pytest

from kafkatui.config.state_folder import state_folder
from kafkatui.model.place import PlaceKind
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.feeds import EXAMINATION
from kafkatui.session.mutes import Mutes
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, WIDE, fake_app_at
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.sample_cluster import known_session
from tests.tui.sample_findings import examination, findings


def examined() -> FakeSession:
    session = known_session(FakeSession())
    session.ok(EXAMINATION, examination())
    return session


async def test_findings_are_listed_and_enter_goes_to_what_it_is_about() -> None:
    async with fake_app_at(examined(), PlaceKind.CLUSTER, tab="doctor", size=WIDE) as driver:
        await driver.wait_until(lambda: driver.main.frame.pane.table.cursor_row is not None)  # type: ignore[union-attr]
        for words in ("1 finding", "Broker 3 is gone.", "muted: a scratch topic"):
            await driver.wait_until(lambda words=words: words in driver.text_of(driver.app.screen))  # type: ignore[misc]
        await driver.press("enter")
        await driver.wait_until(lambda: "broker 3" in str(driver.main.frame.query_one("#page").border_title))


async def test_a_small_screen_has_the_findings_words_and_what_to_do_below_them() -> None:
    async with fake_app_at(examined(), PlaceKind.CLUSTER, tab="doctor", size=SMALL) as driver:
        await driver.wait_until("Broker 3 is gone.")
        await driver.wait_until(lambda: " Next " in driver.screen_text)
        assert driver.pane.table is not None
        assert "Rule" not in driver.pane.table.build_header().text


async def test_a_finding_is_muted_from_its_row() -> None:
    async with fake_app_at(examined(), PlaceKind.CLUSTER, tab="doctor", size=WIDE) as driver:
        await driver.wait_until(lambda: driver.main.frame.pane.table.cursor_row is not None)  # type: ignore[union-attr]
        await driver.press("d")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        assert "Mute findings" in driver.text_of(driver.app.screen)
        await driver.press("escape")


@pytest.mark.parametrize("pressed", ["A", "n"])
async def test_the_next_step_of_a_finding_is_started_from_its_row(pressed: str) -> None:
    async with fake_app_at(examined(), PlaceKind.CLUSTER, tab="doctor", size=WIDE) as driver:
        await driver.wait_until(lambda: driver.main.frame.pane.table.cursor_row is not None)  # type: ignore[union-attr]
        await driver.press("A")
        assert not is_open(driver.app, ActionScreen), "that a broker is gone names no action"
        await driver.press("down")
        await driver.wait_until(lambda: driver.pane.next_step() is not None)
        await driver.press(pressed)
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        for words in (catalogue()["partition.reassign"].spec.title, "orders"):
            await driver.wait_until(lambda words=words: words in driver.text_of(driver.app.screen))  # type: ignore[misc]
        await driver.press("escape")
        await driver.wait_until(lambda: not is_open(driver.app, ActionScreen))
        await driver.press("a")
        title = catalogue()["partition.reassign"].spec.title
        await driver.wait_until(lambda: title in driver.text_of(driver.app.screen))
        await driver.press("enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        assert title in driver.text_of(driver.app.screen)


async def test_the_overview_tells_how_many_there_are() -> None:
    async with fake_app_at(examined(), PlaceKind.CLUSTER, size=WIDE) as driver:
        await driver.wait_until(lambda: "finding · :doctor" in driver.text_of(driver.app.screen))
        assert "1 finding" in driver.text_of(driver.app.screen)


def test_a_mute_is_kept_with_its_reason_until_it_is_taken_back() -> None:
    session, mutes = examined(), Mutes(state_folder(), NAME)
    key = findings()[0].key
    steps: tuple[tuple[str, dict[str, Any], dict[str, str]], ...] = (
        ("finding.mute", {"finding": key, "reason": "decommissioned"}, {key: "decommissioned"}),
        ("finding.unmute", {"finding": key}, {}),
    )
    for action, values, kept in steps:
        done = catalogue()[action]
        plan = session.actions.plan(done, done.targets_of(values), values)
        assert plan.wait(30)
        assert done.run(session.actions.context, plan.result(), cast("TaskControl", None)).is_done
        assert mutes.read() == kept
