"""The panel below a list tells what the cursor is on; it is folded by a key, and that is remembered."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from textual.widget import Widget

from kafkatui.model.capabilities import Capabilities
from kafkatui.model.cluster import OffsetRange
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA, CapabilitiesFeed, GroupFeed, GroupsFeed, NewestRecordsFeed, OffsetsFeed
from kafkatui.session.memory import Memory
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import BILLING, CLUSTER, COMMITTED, RANGES, groups_sample, known_session

WIDE, MEDIUM, SMALL = (160, 50), (100, 30), (80, 24)


def panel(driver: FakeDriver) -> Widget:
    return driver.main.frame.query_one("#details")


@pytest.mark.parametrize(("size", "is_open_at_first"), [(WIDE, True), (MEDIUM, False), (SMALL, False)])
async def test_a_key_folds_the_panel_and_that_is_remembered_for_screens_of_this_height(
    size: tuple[int, int], is_open_at_first: bool
) -> None:
    session = known_session()
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "config", size=size) as driver:
        await driver.wait_until("min.insync.replicas")
        assert bool(panel(driver).display) is is_open_at_first
        await driver.press("z")
        assert bool(panel(driver).display) is not is_open_at_first
        await driver.press("left_square_bracket", "right_square_bracket")
        await driver.wait_until("min.insync.replicas")
        assert bool(panel(driver).display) is not is_open_at_first, "it is remembered"
        assert "z details" in driver.screen_text
        other = SMALL if size == WIDE else WIDE
        await driver.resize(*other)
        await driver.wait_until(lambda: bool(panel(driver).display) is (other == WIDE))
    session.memory.close(10)
    again = Memory(session.memory.path.parent.parent, session.profile.name)
    assert list(again.panels.values()) == [not is_open_at_first]


async def test_a_list_without_such_a_panel_has_no_such_key() -> None:
    async with fake_app_at(known_session(), PlaceKind.TOPIC, "orders", "acls") as driver:
        await driver.wait_until("User:alice")
        await driver.press("z")
        assert not driver.session.memory.panels


SIZES = pytest.mark.parametrize("size", [WIDE, MEDIUM, SMALL])


async def opened(driver: FakeDriver) -> None:
    """The panel is shown, whatever the size."""
    if not panel(driver).display:
        await driver.press("z")


@SIZES
async def test_a_topic_is_told_by_broker_over_time_and_by_group(size: tuple[int, int]) -> None:
    session = known_session()
    newest: Observed[Mapping[str, int | None]] = Observed.ok({"orders": int(time.time() * 1000) - 90_000}, time.time())
    session.answer(NewestRecordsFeed, lambda _: newest)
    async with fake_app_at(session, size=size) as driver:
        await driver.wait_until("1 topic ·")
        await opened(driver)
        for words in (
            "partition 1 lacks 1 in sync",
            "1 leads 1   2 leads 1   2 of 2 by the preferred one",
            "1 2.4 MB   2 2.4 MB   3 2.4 MB",
            "1m ago",
            "billing  Stable   10",
        ):
            await driver.wait_until(words)


async def test_of_brokers_that_cannot_tell_it_the_newest_record_is_not_asked_for() -> None:
    session = known_session()
    session.ok(CapabilitiesFeed(), Capabilities("2.3", False, frozenset()))
    async with fake_app_at(session) as driver:
        await driver.wait_until("Needs Kafka 3.0; this cluster speaks 2.3.")
        await driver.wait_until(lambda: OffsetsFeed(("orders",)) in session.held)
        assert not any(isinstance(feed, NewestRecordsFeed) and count for feed, count in session.held.items())


async def test_what_is_folded_is_not_read() -> None:
    session = known_session()
    async with fake_app_at(session) as driver:
        await driver.wait_until(lambda: session.held[OffsetsFeed(("orders",))] == 1)
        await driver.press("z")
        await driver.wait_until(lambda: not session.held[OffsetsFeed(("orders",))])
        await driver.press("z")
        await driver.wait_until(lambda: session.held[OffsetsFeed(("orders",))] == 1)


@SIZES
async def test_a_group_is_told_by_verdict_members_and_partitions(size: tuple[int, int]) -> None:
    session = known_session()
    async with fake_app_at(session, PlaceKind.GROUPS, size=size) as driver:
        await driver.wait_until("1 group · lag 10")
        await opened(driver)
        await driver.wait_until(lambda: session.held[GroupFeed("billing")] == 1)
        for words in ("watching", "1 member  billing-1 @10.0.0.7 reads 2", "orders-0    10", "caught up"):
            await driver.wait_until(words)
        lines = driver.screen_text.splitlines()
        first, second = (next(n for n, line in enumerate(lines) if name in line) for name in ("orders-0 ", "orders-1 "))
        assert first < second, "what needs somebody most comes first"


def stuck_session() -> FakeSession:
    """A session that has looked at a group for a minute and a half, in which it read nothing of orders-0."""
    session, now = known_session(), time.time()
    session.learned.groups.forget_all()  # what the list has told of now comes after all of it
    for step in range(10):
        ranges = {**RANGES, ("orders", 0): OffsetRange(0, 1_000 + 5 * step)}
        offsets = OffsetSample(ranges, dict.fromkeys(ranges, 0.5), now - 90 + 10 * step)
        session.ok(GroupFeed("billing"), GroupSample(BILLING, COMMITTED, offsets, {}))
    return session


@SIZES
async def test_a_groups_partition_is_told_by_offsets_lag_reader_verdict_and_since_when(size: tuple[int, int]) -> None:
    session = stuck_session()
    async with fake_app_at(session, PlaceKind.GROUP, "billing", size=size) as driver:
        await driver.wait_until("2 partitions")
        await opened(driver)
        for words in (
            "✗ stuck for 2 min  since",
            "or before, 2 min",
            "Read the record that it stands before (m), then its",
            "990  the log holds 0 to 1,045, 5 % unread",
            "55  ▂▃",
            "+0.5/s ↑ over 2 min, 10 to 55",
            "? in  ? out",
            "billing-1 @10.0.0.7  reads 2 partitions",
            "Left to read",
        ):
            await driver.wait_until(lambda words=words: words in driver.details)  # type: ignore[misc]
        await driver.press("z")  # what stands above the list is not said below it again
        await driver.wait_until(lambda: driver.screen_text.count("Read the record that it stands before") == 1)
        await driver.press("z", "down")
        await driver.wait_until(lambda: "● caught up" in driver.details)
        assert "Next" not in driver.details, "nobody has to do anything"
        await driver.press("z")
        await driver.wait_until(lambda: not panel(driver).display)


@SIZES
async def test_a_broker_is_told_by_its_share_and_what_is_wrong_with_it(size: tuple[int, int]) -> None:
    async with fake_app_at(known_session(), PlaceKind.BROKERS, size=size) as driver:
        await driver.wait_until("3 brokers")
        await opened(driver)
        for words in (
            "behind with orders-1",
            "33 % of all, even: 33 %",
            "2 replicas, 2.4 MB, 40 GB of 100 GB",
        ):
            await driver.wait_until(words)
        await driver.press("down")
        await driver.wait_until("leads with replicas missing: orders-1")
        await driver.press("down")
        await driver.wait_until("nothing is wrong with it by the metadata")


async def test_topics_tell_what_their_groups_read_and_when_their_newest_record_was_made() -> None:
    session = known_session()
    sample = groups_sample()
    rates = {"billing": {("orders", 0): 1.25, ("orders", 1): 1.0}}
    session.ok(GroupsFeed(), replace(sample, commit_rates=rates))
    newest: Observed[Mapping[str, int | None]] = Observed.ok(
        {"orders": int(time.time() * 1000) - 7_300_000}, time.time()
    )
    session.answer(NewestRecordsFeed, lambda _: newest)
    async with fake_app_at(session) as driver:
        await driver.wait_until(lambda: session.held[NewestRecordsFeed(("orders",))])
        session.ok(METADATA, CLUSTER)
        await driver.wait_until(lambda: driver.row("name", "orders")["newest"] == "2h")
        assert driver.row("name", "orders")["consumed"] == "2.2"


async def test_a_list_without_rows_has_no_panel_about_one() -> None:
    session = known_session()
    session.ok(METADATA, replace(CLUSTER, topics={}))
    async with fake_app_at(session, PlaceKind.TOPICS) as driver:
        await driver.wait_until("This cluster has no topics yet")
        await driver.wait_until(lambda: not panel(driver).display)
        assert "z details" not in driver.screen_text
        session.ok(METADATA, CLUSTER)
        await driver.wait_until("Leaders")
        assert panel(driver).display
        session.ok(METADATA, replace(CLUSTER, topics={}))
        await driver.wait_until(lambda: not panel(driver).display)
        await driver.press("2")
        await driver.wait_until("kafka-1:9092")
        await driver.wait_until(lambda: panel(driver).display)


async def test_all_of_a_fact_about_the_connection_is_told_below_it() -> None:
    async with fake_app_at(known_session(), PlaceKind.CLUSTER, tab="connection") as driver:
        await driver.wait_until("broker generation")
        await driver.press("down", "down", "down")
        words = "The newest Kafka whose protocol the brokers speak"
        await driver.wait_until(lambda: words in " ".join(driver.screen_text.split()))
