"""Groups of the old consumer, which ZooKeeper keeps, are counted and listed wherever groups are."""

from __future__ import annotations

from kafkatui.model.group import OLD, Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.feeds import GroupsFeed, OldGroupsFeed
from kafkatui.tui.group_target import OLD_PART
from tests.tui.fake_app import WIDE, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session, offset_sample

LEGACY = Group("legacy", "Stable", OLD, members=(GroupMember("legacy_h-1", "", "h", (("orders", 0),)),))


def with_legacy() -> FakeSession:
    session = known_session()
    known = session.observed(GroupsFeed()).value
    assert known is not None
    taken = Group("billing", "Stable", OLD)  # of the same name as one of Kafka's
    offsets = {
        "legacy": GroupOffsets("legacy", {("orders", 0): 7}, {}, {}),
        "billing": GroupOffsets("billing", {("orders", 0): 1}, {}, {}),
    }
    session.ok(OldGroupsFeed(), GroupsSample((LEGACY, taken), offsets, offset_sample()))
    return session


async def test_the_explorer_lists_them_among_the_others_and_offers_nothing_of_kafkas_for_them() -> None:
    async with fake_app_at(with_legacy(), PlaceKind.GROUPS, size=WIDE) as driver:
        await driver.press("0")
        outline = driver.explorer.outline
        outline.expand_node("groups")
        await driver.wait_until(lambda: outline.node("group:legacy") is not None)
        groups = outline.node("groups")
        assert groups is not None
        assert groups.suffix.text == "2"
        outline.move_cursor_to("group:legacy")
        assert driver.explorer.targets() == (Target(PlaceKind.GROUP, "legacy", part=OLD_PART),)
        outline.move_cursor_to("group:billing")  # Kafka's goes first
        assert driver.explorer.targets() == (Target(PlaceKind.GROUP, "billing"),)


async def test_the_overview_counts_them() -> None:
    async with fake_app_at(with_legacy(), PlaceKind.CLUSTER, size=WIDE) as driver:
        await driver.wait_until("2 groups · ")


async def test_a_topics_groups_have_them() -> None:
    async with fake_app_at(with_legacy(), PlaceKind.TOPIC, "orders", "groups", size=WIDE) as driver:
        await driver.wait_until("2 groups")
        await driver.press("slash", *"legacy", "enter")
        await driver.wait_until(lambda: bool(driver.pane.targets()) and driver.pane.targets()[0].part == OLD_PART)
