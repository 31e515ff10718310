"""Reading as a member of a group, in the app: what is asked first, what the page says, and that it is asked once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual.widgets import Input

from kafkatui.model.errors import Refused
from kafkatui.model.membership import Membership, MemberState
from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.model.tail import TailPhase
from kafkatui.session.feeds import GroupFeed
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import NAME, FakeSession, fake_profile
from tests.tui.sample_cluster import known_session


@pytest.fixture
def session(tmp_path: Path) -> FakeSession:
    made = known_session(FakeSession())
    made.journal_folder = tmp_path
    return made


async def asked(driver: FakeDriver, group: str) -> ActionScreen:
    """The dialog, with the group typed."""
    await driver.pilot.press("B")
    await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
    screen = driver.app.screen
    assert isinstance(screen, ActionScreen)
    await driver.pilot.press(*group)
    return screen


async def joined(driver: FakeDriver, group: str) -> None:
    """Joins and waits for the page that reads."""
    screen = await asked(driver, group)
    await driver.wait_until(lambda: screen._plan is not None and screen._plan.confirm_name == group)
    await driver.pilot.press("ctrl+s")
    await driver.wait_until(lambda: bool(driver.session.tails) and driver.session.tails[-1].member is not None)


async def test_the_members_of_the_group_are_named_before_anybody_joins(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        screen = await asked(driver, "billing")
        await driver.wait_until(lambda: "shared by 2 members" in driver.text_of(screen))
        said = driver.text_of(screen)
        assert "About 1 of the 2 partitions" in said
        assert "billing-1@10.0.0.7 (2)" in said
        assert "billing has 1 member (billing-1@10.0.0.7)" in said
        assert "kafka-console-consumer.sh" in said
        assert len(session.tails) == 1
        assert session.tails[0].member is None


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_the_page_reads_as_the_member_and_says_so(session: FakeSession, size: tuple[int, int]) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages", size=size) as driver:
        await joined(driver, "billing")
        (tail,) = session.tails
        assert tail.member is not None
        assert tail.member.membership == Membership("billing", ("orders",), ("orders",), "latest", commits=False)
        await driver.wait_until(lambda: "◆ member of billing · joining …" in driver.screen_text)
        tail.member = MemberState(tail.member.membership, frozenset({("orders", 1)}))
        note = Record("", -1, -1, None, "", None, None, note="joined: reads orders 1")
        tail.feed([note], TailPhase.FOLLOWING)
        await driver.wait_until(
            lambda: "◆ member of billing · 1 of 2 partitions · commits nothing" in driver.screen_text
        )
        await driver.wait_until(lambda: "── joined: reads orders 1 ──" in driver.screen_text)
        assert "following · ◆ billing" in driver.screen_text
        await driver.pilot.press("f")
        await driver.wait_until(lambda: "The group decides" in driver.screen_text)
        assert session.tails == [tail]


async def test_who_leaves_is_out_and_does_not_come_back_by_going_back(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await joined(driver, "billing")
        membership = session.tails[0].member.membership  # type: ignore[union-attr]
        await driver.pilot.press("3")
        await driver.wait_until(lambda: not session.tails)
        await driver.pilot.press("minus")
        await driver.wait_until(lambda: bool(session.tails))
        assert session.tails[0].member is None
        with pytest.raises(Refused, match="any more"):
            session.open_member(membership)


async def test_expressions_are_typed_and_several_topics_are_read_on_one_page(session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        screen = await asked(driver, "g")
        topics = next(each for each in screen.query(Input) if each.value == "orders")
        topics.value = r"orders,/o\d/"
        await driver.wait_until(lambda: r"cannot have \d" in driver.text_of(screen))
        topics.value = "orders,nothing"
        await driver.wait_until(lambda: "There is no topic nothing" in driver.text_of(screen))
        topics.value = "orders,/^aRegex.*[Tt]opic/"
        await driver.wait_until(lambda: screen._plan is not None and "aRegex" in screen._plan.summary)
        await driver.pilot.press("ctrl+s")
        await driver.wait_until(lambda: bool(session.tails))
        assert driver.main.navigator.here.subject == (NAME, PlaceKind.MESSAGES, "orders,/^aRegex.*[Tt]opic/")
        assert session.tails[0].member is not None
        assert session.tails[0].member.membership.subscription == ("orders", "^aRegex.*[Tt]opic")


async def test_who_came_in_after_the_plan_was_made_is_a_conflict(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        screen = await asked(driver, "billing")
        await driver.wait_until(lambda: screen._plan is not None and screen._plan.confirm_name == "billing")
        feed = GroupFeed("billing")
        sample = session.fetch(feed)
        another = replace(sample.group.members[0], member_id="another", client_id="another")
        group = replace(sample.group, members=(*sample.group.members, another))
        session.put(feed, Observed.ok(replace(sample, group=group), time.time()))
        await driver.pilot.press("ctrl+s")
        await driver.wait_until(lambda: "another@10.0.0.7 came in" in driver.text_of(driver.app.screen))
        assert all(tail.member is None for tail in session.tails)


async def test_read_only_joins_nothing(tmp_path: Path) -> None:
    session = known_session(FakeSession(fake_profile(is_read_only=True)))
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.pilot.press("B")
        await driver.wait_until(lambda: "read-only" in driver.screen_text)
        assert not is_open(driver.app, ActionScreen)
