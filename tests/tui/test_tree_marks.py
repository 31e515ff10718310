"""Marks in the Explorer's tree: they stay when it changes, go with what is gone, and are what actions and `y` mean."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.session.feeds import METADATA
from kafkatui.tui.chrome.mark_bar import MarkBar
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import CLUSTER, ORDERS, known_session

NAMES = ("orders", "orders-dlq", "payments")


def session_with_topics(*names: str) -> FakeSession:
    session = known_session()
    session.ok(METADATA, replace(CLUSTER, topics={name: replace(ORDERS, name=name) for name in names}))
    return session


async def at_tree(driver: FakeDriver, key: str) -> None:
    await driver.press("0")
    await driver.wait_until(lambda: driver.explorer.outline.node(key) is not None)
    driver.explorer.outline.move_cursor_to(key)


def marked(driver: FakeDriver) -> list[str]:
    return [node.key for node in driver.explorer.outline.marks.nodes]


async def test_space_marks_what_the_cursor_is_on_and_moves_on() -> None:
    async with fake_app_at(session_with_topics(*NAMES)) as driver:
        await at_tree(driver, "topic:orders")
        await driver.press("space", "v")
        assert marked(driver) == ["topic:orders", "topic:orders-dlq"]
        assert driver.explorer.targets() == (Target(PlaceKind.TOPIC, "orders"), Target(PlaceKind.TOPIC, "orders-dlq"))
        assert driver.explorer.copied() == ("orders\norders-dlq", "names of 2 marked")
        await driver.wait_until("2 marked")
        assert "●orders" in driver.screen_text
        driver.explorer.outline.move_cursor_to("topic:orders")
        await driver.press("space")
        assert marked(driver) == ["topic:orders-dlq"]
        await driver.press("escape")
        assert not marked(driver)
        assert "marked" not in str(driver.explorer.border_subtitle)


async def test_headings_cannot_be_marked() -> None:
    async with fake_app_at(session_with_topics(*NAMES)) as driver:
        await at_tree(driver, "topics")
        await driver.press("space")
        assert not marked(driver)


async def test_the_star_marks_those_whose_name_an_expression_matches_in_full() -> None:
    async with fake_app_at(session_with_topics(*NAMES)) as driver:
        await at_tree(driver, "topic:orders")
        await driver.press("asterisk")
        await driver.wait_until(lambda: driver.main.query(MarkBar))
        await driver.type_text("orders.*")
        await driver.press("enter")
        await driver.wait_until(lambda: marked(driver) == ["topic:orders", "topic:orders-dlq"])


async def test_a_mark_stays_through_changes_and_goes_with_its_topic() -> None:
    session = session_with_topics(*NAMES)
    async with fake_app_at(session) as driver:
        await at_tree(driver, "topic:orders")
        await driver.press("space", "space")
        topics = {name: replace(ORDERS, name=name) for name in ("orders", "payments", "zebra")}
        session.ok(METADATA, replace(CLUSTER, topics=topics))
        await driver.wait_until(lambda: marked(driver) == ["topic:orders"])
        driver.explorer.outline.collapse_node("topics")
        assert marked(driver) == ["topic:orders"]
