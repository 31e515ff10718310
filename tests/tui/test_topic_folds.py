"""`.`: topics folded by what their names begin with."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from kafkatui.model.cluster import OffsetRange, Partition, Topic
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA, OffsetsFeed
from kafkatui.tui.pages.topic.topics import TopicsPane
from kafkatui.tui.widgets.virtual_table import VirtualTable
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import CLUSTER, known_session

NAMES = ("audit", "orders.eu.created", "orders.eu.paid", "orders.us", "pay-in", "pay-out", "pay.card")


def session_of(names: Iterable[str], partitions: int = 2) -> FakeSession:
    """A cluster with topics of those names, 10 messages in each partition."""
    session = known_session()
    topics = {
        name: Topic(name, tuple(Partition(name, number, 1, (1, 2), (1, 2)) for number in range(partitions)))
        for name in sorted(names)
    }
    topics["audit"] = Topic("audit", (Partition("audit", 0, 1, (1, 2), (1,)),))
    ranges = {(name, each.id): OffsetRange(0, 10) for name, topic in topics.items() for each in topic.partitions}
    session.ok(METADATA, replace(CLUSTER, topics=dict(sorted(topics.items()))))
    sample = OffsetSample(ranges, dict.fromkeys(ranges, 1.0), time.time())
    session.answer(OffsetsFeed, lambda _: Observed.ok(sample, time.time()))
    return session


@asynccontextmanager
async def at_topics(names: Iterable[str] = NAMES, size: tuple[int, int] = WIDE) -> AsyncIterator[FakeDriver]:
    async with fake_app_at(session_of(names), size=size) as driver:
        await driver.wait_until(lambda: driver.rows)
        yield driver


def lines(driver: FakeDriver) -> list[str]:
    return [row["name"] for row in driver.rows]


def table_of(driver: FakeDriver) -> VirtualTable[Any]:
    assert isinstance(driver.pane, TopicsPane)
    assert isinstance(driver.pane.table, VirtualTable)
    return driver.pane.table


FOLDED = ["audit", "▸ orders. 3 topics", "pay-in", "pay-out", "pay.card"]


async def test_topics_fold_at_the_separator_that_most_have_then_at_the_next_then_not() -> None:
    async with at_topics() as driver:
        await driver.press("full_stop")
        assert lines(driver) == FOLDED
        await driver.wait_until("7 topics, 1 prefix at .")
        orders = driver.row("name", "▸ orders. 3 topics")
        assert (orders["partitions"], orders["messages"], orders["isr"], orders["rate"]) == ("6", "≤60", "ok", "6.0")
        await driver.press("full_stop")
        assert lines(driver) == [*NAMES[:4], "▸ pay- 2 topics", "pay.card"]
        await driver.press("full_stop")
        assert lines(driver) == list(NAMES)


async def test_a_prefix_opens_by_enter_or_to_the_right_and_folds_to_the_left() -> None:
    async with at_topics() as driver:
        await driver.press("full_stop", "down", "enter")
        opened = ["audit", "▾ orders. 3 topics", "  ▸ orders.eu. 2 topics", "  orders.us", *FOLDED[2:]]
        assert lines(driver) == opened
        assert driver.pane.place.cursor == "orders.*"
        await driver.press("down", "right", "down")
        assert lines(driver)[2:5] == ["  ▾ orders.eu. 2 topics", "    orders.eu.created", "    orders.eu.paid"]
        assert driver.pane.place.cursor == "orders.eu.created"
        await driver.press("left")
        assert (lines(driver), driver.pane.place.cursor) == (opened, "orders.eu.*")
        await driver.press("left")
        assert (lines(driver), driver.pane.place.cursor) == (FOLDED, "orders.*")
        await driver.press("enter", "down", "down", "enter")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPIC)
        assert driver.place.name == "orders.us"
        await driver.press("escape")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPICS and lines(driver) == opened)


async def test_the_cursor_stays_with_what_it_was_on() -> None:
    async with at_topics() as driver:
        await driver.press(*["down"] * 2, "full_stop")
        assert driver.pane.place.cursor == "orders.*"
        await driver.press("full_stop", "full_stop")
        assert driver.pane.place.cursor == "orders.eu.created"


async def test_how_it_is_folded_is_remembered() -> None:
    async with at_topics() as driver:
        await driver.press("full_stop", "down", "right")
        driver.session.memory.close(10)
    async with at_topics() as driver:
        assert lines(driver)[:3] == ["audit", "▾ orders. 3 topics", "  ▸ orders.eu. 2 topics"]


async def test_a_filter_and_only_wrong_look_through_all_topics() -> None:
    async with at_topics() as driver:
        await driver.press("full_stop", "slash", *"paid")
        await driver.wait_until(lambda: lines(driver) == ["orders.eu.paid"])
        await driver.wait_until("1 of 7 topics")
        await driver.press("enter", "escape")
        await driver.wait_until(lambda: lines(driver) == FOLDED)
        await driver.press("exclamation_mark")
        await driver.wait_until(lambda: lines(driver) == ["audit"])
        await driver.press("exclamation_mark")
        await driver.wait_until(lambda: lines(driver) == FOLDED)


async def test_a_mark_on_a_prefix_is_one_on_its_topics_and_the_cursor_on_it_is_none() -> None:
    async with at_topics() as driver:
        await driver.press("full_stop", "down")
        assert driver.pane.targets() == ()
        assert driver.pane.topic_name() is None
        await driver.press("space")
        assert [each.name for each in driver.pane.targets()] == list(NAMES[1:4])
        await driver.wait_until("3 topics marked")
        await driver.press("slash", *"o")
        await driver.wait_until(lambda: table_of(driver).marks == set(NAMES[1:4]))
        await driver.press("enter", "escape")
        await driver.wait_until(lambda: "    orders.eu.paid" in lines(driver))
        assert [each.name for each in driver.pane.targets()] == list(NAMES[1:4])


async def test_nothing_marked_is_folded_away_unseen() -> None:
    async with at_topics() as driver:
        await driver.press("down", "down", "space", "full_stop")
        assert table_of(driver).marks == {"orders.eu.paid"}
        assert "    orders.eu.paid" in lines(driver)
        await driver.press("home", "down", "left")
        await driver.wait_until("orders. has marked topics: Esc takes the marks away.")
        assert table_of(driver).marks == {"orders.eu.paid"}
        await driver.press("escape", "left")
        assert lines(driver) == FOLDED


async def test_an_expression_marks_in_folded_prefixes_too() -> None:
    async with at_topics() as driver:
        await driver.press("full_stop", "asterisk")
        await driver.wait_until(lambda: lines(driver) == list(NAMES))
        await driver.press(*r".*paid")
        await driver.wait_until("1 of 7")
        await driver.press("enter")
        await driver.wait_until(lambda: table_of(driver).marks == {"orders.eu.paid"})
        await driver.wait_until(lambda: "    orders.eu.paid" in lines(driver))


async def test_folded_lines_are_sorted_by_what_they_have_together() -> None:
    async with at_topics() as driver:
        await driver.press("full_stop", "s", "s")
        assert table_of(driver).sort_column_id == "partitions"
        assert lines(driver)[0] == "▸ orders. 3 topics"
        assert lines(driver)[-1] == "audit"


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_prefix_under_the_cursor_is_told_below(size: tuple[int, int]) -> None:
    async with at_topics(size=size) as driver:
        await driver.press("full_stop", "down")
        if size == SMALL:
            await driver.press("z")
        await driver.wait_until("⏎ opens it")
        await driver.wait_until("≤60")


async def test_names_that_have_nothing_in_common_say_so() -> None:
    async with at_topics(("alpha", "beta")) as driver:
        await driver.press("full_stop")
        await driver.wait_until("No two topics begin alike")
        assert lines(driver) == ["alpha", "audit", "beta"]


async def test_many_topics_are_added_up_aside_and_the_lines_are_there_at_once() -> None:
    names = [f"team{number % 20:02}.topic{number}" for number in range(3_000)]
    async with at_topics(names) as driver:
        await driver.press("full_stop")
        await driver.wait_until(lambda: len(lines(driver)) == 21)
        await driver.wait_until(
            lambda: lines(driver)[1] == "▸ team00. 150 topics" and driver.rows[1]["messages"] == "≤3,000"
        )
        await driver.press("down", "right")
        await driver.wait_until(lambda: len(lines(driver)) == 171)
