"""Analysing topics from their list: asked, begun, left, shown where it belongs."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanLine
from kafkatui.model.record_count import RecordCount
from kafkatui.model.topic_analysis import KeyFigures, PartitionFigures, TopicAnalysis
from kafkatui.session.actions import topic_analyse
from kafkatui.session.actions.topic_analyse import COLUMNS, AnalyseTopics, Reading
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session

MAY_END = threading.Event()


@pytest.fixture(autouse=True)
def _found_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading is a cluster's; what is read is said here."""
    MAY_END.set()

    def plan(self: AnalyseTopics, context: Any, targets: Any, values: Any, control: Any) -> Plan[Reading]:
        rows = tuple(PlanLine(each.name, (each.name, 1, 20)) for each in targets)
        payload = Reading(tuple((each.name, 0) for each in targets), values["newest"])
        return Plan("Reads 20 offsets.", payload, COLUMNS, rows)

    def read(_: Any, partitions: Any, newest: int | None, on_progress: Any) -> list[TopicAnalysis]:
        while not MAY_END.wait(0.01):
            on_progress(10, 40)
        parts = (PartitionFigures(0, RecordCount(records=20, end=20)),)
        keys = KeyFigures(distinct=7, is_exact=False, most_frequent=((b"user-1", 9),), missed=2)
        return [TopicAnalysis(topic, time.time(), 0.5, newest, parts, keys=keys) for topic, _ in partitions]

    monkeypatch.setattr(AnalyseTopics, "plan", plan)
    monkeypatch.setattr("kafkatui.kafka.stream.analysing.analyse_topics", read)
    monkeypatch.setattr("kafkatui.session.action_context.ActionContext.readable_kafka", lambda _: None)
    assert topic_analyse.ACTION.spec.result_tab == "analysis"


def text(driver: FakeDriver) -> str:
    return driver.text_of(driver.main.frame)


async def begin(driver: FakeDriver) -> None:
    await driver.press("A")
    await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
    await driver.wait_until(lambda: not driver.app.screen.query_one("#do").disabled)
    await driver.press("ctrl+s")


async def test_what_was_found_is_shown_on_the_topics_own_page() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPICS) as driver:
        await begin(driver)
        await driver.wait_until(lambda: driver.place.tab == "analysis" and "distinct" in text(driver))
        shown = text(driver)
        assert "≈ 7" in shown
        assert "≥ 9" in shown
        assert "at most more 2" in shown
        assert not driver.session.events.newest(5)  # nothing was changed


async def test_it_goes_on_when_the_dialog_is_left_and_its_page_says_how_far_it_is() -> None:
    MAY_END.clear()
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", "analysis", size=SMALL) as driver:
        assert "Not analysed yet." in text(driver)
        await begin(driver)
        await driver.press("escape")
        await driver.wait_until(lambda: "10 of 40 offsets · 25 %" in text(driver))
        MAY_END.set()
        await driver.wait_until(lambda: "distinct" in text(driver))
        assert "Reading" not in text(driver)


async def test_one_that_is_stopped_leaves_what_was_found_before() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", "analysis") as driver:
        await begin(driver)
        await driver.wait_until(lambda: "distinct" in text(driver))
        MAY_END.clear()
        await begin(driver)
        await driver.wait_until(lambda: "Reading: 10 of 40" in driver.foot)
        await driver.press("ctrl+x")
        await driver.wait_until(lambda: "Reading" not in driver.foot)
        assert "distinct" in text(driver)
