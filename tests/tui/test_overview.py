"""The overview on coming back to it: what was known is there at once, and nothing is said that is not known."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.rate_history import RateHistory
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA, ZOOKEEPER, Feed, GroupsFeed, LogDirsFeed, OffsetsFeed
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.overview.overview import OverviewPane
from kafkatui.tui.pages.overview.panel import LinesPanel, TablePanel
from tests.tui.fake_app import SMALL, WIDE, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import event, known_session, offset_sample

LONG_AGO = 90.0


def left_alone(session: FakeSession) -> None:
    """Let what was read be older than its interval, as it is when nobody looked."""
    feeds: tuple[Feed[Any], ...] = (METADATA, ZOOKEEPER, GroupsFeed(), LogDirsFeed())
    for feed in feeds:
        known = session.observed(feed)
        session.put(feed, known.failing("Not read since; it is being read again.", time.time()))
    rated = replace(offset_sample(), history=RateHistory((1.5, 1.5)))
    sample = Observed.ok(rated, time.time() - LONG_AGO).failing("Not read since.", time.time())
    session.answer(OffsetsFeed, lambda _: sample)


@pytest.mark.parametrize("size", [WIDE, (100, 30), SMALL])
async def test_no_block_is_blank_on_coming_back(size: tuple[int, int]) -> None:
    session = known_session(FakeSession())
    session.tell(event())
    async with fake_app_at(session, PlaceKind.CLUSTER, size=size) as driver:
        await driver.wait_until("kafka-1:9092")
        await driver.press("3")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPICS)
        left_alone(session)
        await driver.press("1")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.CLUSTER and driver.main.pane is not None)
        await driver.pilot.pause()
        assert driver.main.pane is not None
        blocks = {panel.id: str(panel.render()).strip() for panel in driver.main.pane.query(LinesPanel)}
        rows = {panel.id: panel.table.line_count for panel in driver.main.pane.query(TablePanel)}
        assert all(blocks.values()), blocks
        assert all(rows.values()), rows
        assert "as of" in blocks["traffic"]


async def test_that_nothing_is_written_is_said_only_where_rates_are_known() -> None:
    session = known_session(FakeSession())
    unrated = replace(offset_sample(), rates={})
    session.answer(OffsetsFeed, lambda _: Observed.ok(unrated, time.time()))
    async with fake_app_at(session, PlaceKind.CLUSTER) as driver:
        await driver.wait_until("Two samples make a rate")
        assert "Nothing is being written" not in driver.screen_text
        resting = replace(offset_sample(), rates=dict.fromkeys(offset_sample().ranges, 0.0))
        session.answer(OffsetsFeed, lambda _: Observed.ok(resting, time.time()))
        known = session.metadata.value
        assert known is not None
        session.ok(METADATA, known)
        await driver.wait_until("Nothing is being written")


async def test_what_the_last_line_offers_is_asked_again_only_where_something_else_can_be_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[OverviewPane] = []
    plain = OverviewPane.refresh_bindings

    def counted(pane: OverviewPane) -> None:
        asked.append(pane)
        plain(pane)

    monkeypatch.setattr(OverviewPane, "refresh_bindings", counted)
    async with fake_app_at(known_session(FakeSession()), PlaceKind.CLUSTER) as driver:
        await driver.wait_until("kafka-1:9092")
        await driver.pilot.pause()
        pane = driver.main.pane
        assert isinstance(pane, OverviewPane)
        asked.clear()
        for _ in range(3):
            pane.show()
        assert asked == [], "nothing is other than it was"
        await driver.press("down")
        await driver.wait_until(lambda: bool(asked))


@pytest.mark.parametrize("tab", ["overview", "partitions"])
async def test_a_cluster_without_topics_is_asked_for_no_configuration_of_them(
    tab: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = known_session(FakeSession())
    known = session.metadata.value
    assert known is not None
    session.ok(METADATA, replace(known, topics={}))
    held: list[Pane] = []
    plain = Pane.hold_feeds

    def counted(pane: Pane) -> None:
        held.append(pane)
        plain(pane)

    async with fake_app_at(session, PlaceKind.CLUSTER, tab=tab) as driver:
        await driver.pilot.pause()
        monkeypatch.setattr(Pane, "hold_feeds", counted)
        for _ in range(3):
            driver.pane.show()
        assert held == [], "nothing else is to be read"


async def test_a_lag_stands_where_its_heading_ends() -> None:
    async with fake_app_at(known_session(), PlaceKind.CLUSTER, tab="overview") as driver:
        await driver.wait_until(lambda: "Lag" in driver.screen_text and "billing" in driver.screen_text)
        head = next(line for line in driver.screen_text.splitlines() if " Lag" in line)
        row = next(line for line in driver.screen_text.splitlines() if "● billing" in line or "! billing" in line)
        end = head.index(" Lag") + 4
        assert row[end - 1].isdigit(), row
        assert not row[end].strip(), row
