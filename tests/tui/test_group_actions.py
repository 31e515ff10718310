"""What is done to groups and their members, in the app: what is meant, and what is in its way."""

from __future__ import annotations

import time
from pathlib import Path
from typing import cast

import pytest

from kafkatui.model.capabilities import Capabilities
from kafkatui.model.group import GroupMember
from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.actions.group_export import Exported
from kafkatui.session.feeds import CapabilitiesFeed, GroupFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.tui.screens.action_menu import ActionMenuScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session

OTHER = GroupMember("billing-2-uuid", "billing-2", "/10.0.0.8", (("payments", 0),))


@pytest.fixture
def session(tmp_path: Path) -> FakeSession:
    """A cluster whose group has two members."""
    made = known_session(FakeSession())
    made.journal_folder = tmp_path
    known = made.observed(GroupFeed("billing")).value
    assert known is not None
    group = replace(known.group, members=(*known.group.members, OTHER))
    made.answer(GroupFeed, lambda _: Observed.ok(replace(known, group=group), time.time()))
    return made


async def menu(driver: FakeDriver) -> str:
    await driver.press("a")
    await driver.wait_until(lambda: is_open(driver.app, ActionMenuScreen))
    return driver.text_of(driver.app.screen)


async def test_the_members_that_are_marked_are_meant(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.GROUP, "billing", "members") as driver:
        await driver.wait_until(lambda: "billing-2" in driver.text_of(driver.app.screen))
        await driver.press("space", "down", "space")
        assert "2 marked" in await menu(driver)
        await driver.press(*"remove", "enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        screen = driver.app.screen
        assert isinstance(screen, ActionScreen)
        assert {target.member for target in screen._targets} == {"billing-1-uuid", "billing-2-uuid"}


async def test_a_group_is_no_member_of_itself(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.GROUP, "billing", "progress") as driver:
        await driver.wait_until(lambda: "Committed" in driver.text_of(driver.app.screen))
        said = await menu(driver)
        assert "Clone the group" in said
        assert "Remove members" not in said


async def test_what_members_or_an_old_broker_forbid_is_said(session: FakeSession) -> None:
    session.ok(CapabilitiesFeed(), Capabilities("2.3", is_kraft=False, available=frozenset()))
    async with fake_app_at(session, PlaceKind.GROUP, "billing", "members") as driver:
        await driver.wait_until(lambda: "billing-2" in driver.text_of(driver.app.screen))
        said = await menu(driver)
        assert "not now: billing has 2 members" in said
        assert "not now: Removing members from" in said


async def test_a_verdict_rests_on_what_was_seen_before_the_page_was_opened(session: FakeSession) -> None:
    known = session.observed(GroupFeed("billing")).value
    assert known is not None
    now = time.time()
    session.learned.groups.forget_all()  # what the list has seen just now
    for ago in (300.0, 200.0):
        offsets = replace(known.offsets, read_at_seconds=now - ago)
        session.learned.groups.see(GroupFeed("billing"), Observed.ok(replace(known, offsets=offsets), now - ago))
    session.answer(
        GroupFeed, lambda _: Observed.ok(replace(known, offsets=replace(known.offsets, read_at_seconds=now)), now)
    )
    async with fake_app_at(session, PlaceKind.GROUP, "billing", "progress") as driver:
        await driver.wait_until(lambda: "stuck on orders-0 for 5 min" in driver.text_of(driver.app.screen))
        await driver.wait_until(lambda: "steady over 5 min, 10 to 10" in driver.text_of(driver.app.screen))


async def test_a_topics_groups_stand_beside_each_other(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "groups") as driver:
        await driver.wait_until(lambda: "billing" in driver.text_of(driver.app.screen))
        await driver.press("O")
        await driver.wait_until(lambda: "lag in orders by partition and group" in driver.text_of(driver.app.screen))
        lines = driver.text_of(driver.app.screen).splitlines()
        start = next(number for number, line in enumerate(lines) if "lag in orders by" in line)
        heading, first = lines[start + 1], lines[start + 2]
        assert "billing" in heading
        assert first.split()[-4:-1] == ["0", "1,000", "10"] or "1,000" in first
        await driver.press("O")
        await driver.wait_until(lambda: "billing in orders" in driver.text_of(driver.app.screen))


async def test_offsets_are_written_as_kafkas_tool_has_them(session: FakeSession, tmp_path: Path) -> None:
    action = catalogue()["group.export"]
    context = session.actions.context
    offsets = {"billing": {("orders", 0): 990}}
    path = tmp_path / "offsets.csv"
    action.run(context, Plan("", Exported(path, offsets)), cast("TaskControl", None))
    assert path.read_text() == "orders,0,990\n"
