"""How much room the records of a topic get, and where the record and the produce pane are."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.widget import Widget
from textual.widgets._toast import Toast

from kafkatui.model.place import PlaceKind
from kafkatui.model.tail import TailPhase
from kafkatui.tui.actions.copy_commands import COMMAND
from kafkatui.tui.messages import Copy
from kafkatui.tui.pages.topic.messages import TopicMessagesPane
from kafkatui.tui.pages.topic.produce.reports import ReportList
from kafkatui.tui.pages.topic.record_rows import RecordRows
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session, records

MEDIUM = (100, 30)


@asynccontextmanager
async def at_messages(size: tuple[int, int]) -> AsyncIterator[FakeDriver]:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", "messages", size=size) as driver:
        await driver.wait_until(lambda: driver.session.tails)
        driver.session.tails[0].feed(records(60), TailPhase.FOLLOWING)
        await driver.wait_until('{"n":59}')
        yield driver


def pane(driver: FakeDriver) -> TopicMessagesPane:
    assert isinstance(driver.pane, TopicMessagesPane)
    return driver.pane


def lines(driver: FakeDriver) -> int:
    """Records in view."""
    return sum('{"n":' in line for line in driver.screen_text.splitlines())


def is_shown(widget: Widget) -> bool:
    return widget.is_on_screen and widget.region.height > 2


@pytest.mark.parametrize(("size", "least"), [(WIDE, 20), (MEDIUM, 20), (SMALL, 14)])
async def test_records_get_the_room_and_the_produce_pane_is_folded(size: tuple[int, int], least: int) -> None:
    async with at_messages(size) as driver:
        assert lines(driver) >= least
        assert not is_shown(pane(driver).produce_panel)
        assert is_shown(pane(driver).record_panel) == (size == WIDE)


@pytest.mark.parametrize("size", [WIDE, MEDIUM, SMALL])
async def test_p_unfolds_it_and_esc_folds_it_with_what_was_typed(size: tuple[int, int]) -> None:
    async with at_messages(size) as driver:
        produce = pane(driver).produce_panel
        await driver.press("p")
        await driver.wait_until(lambda: is_shown(produce) and produce.has_focus_within)
        await driver.press("a", "b")
        assert (lines(driver) > 5) == (size != SMALL)
        assert is_shown(pane(driver).record_panel) == (size == WIDE)
        await driver.press("escape")
        await driver.wait_until(lambda: not is_shown(produce) and pane(driver).table.has_focus)
        assert pane(driver).unsent_draft() == "ab"


@pytest.mark.parametrize("size", [WIDE, MEDIUM, SMALL])
async def test_esc_folds_one_after_the_other(size: tuple[int, int]) -> None:
    async with at_messages(size) as driver:
        record, produce = pane(driver).record_panel, pane(driver).produce_panel
        await driver.press("enter")
        await driver.wait_until(lambda: is_shown(record) and record.has_focus_within)
        await driver.press("p")
        await driver.wait_until(lambda: is_shown(produce))
        await driver.press("escape")
        await driver.wait_until(lambda: not is_shown(produce) and is_shown(record) and record.has_focus_within)
        await driver.press("escape")
        await driver.wait_until(lambda: pane(driver).table.has_focus)
        assert is_shown(record) == (size == WIDE)
        assert driver.place.tab == "messages"


async def test_where_it_is_not_wide_the_explorer_makes_room_for_values_until_it_is_asked_for() -> None:
    async with at_messages(MEDIUM) as driver:
        explorer = driver.main.explorer
        heading = next(line for line in driver.screen_text.splitlines() if "Offset" in line)
        assert len(heading[heading.index("Value") :].rstrip(" │")) >= 10
        assert not explorer.is_on_screen
        await driver.press("0")
        await driver.wait_until(lambda: explorer.is_on_screen and explorer.has_focus_within)
        assert pane(driver).table.is_on_screen
        await driver.press("0")
        await driver.wait_until(lambda: not explorer.is_on_screen and pane(driver).table.has_focus)
        await driver.press("0", "3")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPICS and explorer.is_on_screen)
        await driver.press("m")
        await driver.wait_until(lambda: driver.place.tab == "messages" and not explorer.is_on_screen)
        await driver.resize(*WIDE)
        await driver.wait_until(lambda: explorer.is_on_screen)


@pytest.mark.parametrize("size", [WIDE, MEDIUM, SMALL])
async def test_a_notice_covers_no_delivery_report_and_tells_a_command_whole(size: tuple[int, int]) -> None:
    async with at_messages(size) as driver:
        command = "kafka-console-consumer.sh --bootstrap-server kafka-1:9092 " + "--property print.key=true " * 5
        await driver.press("p")
        reports = pane(driver).produce_panel.query_one(ReportList)
        await driver.wait_until(lambda: reports.is_on_screen)
        driver.main.post_message(Copy(command, COMMAND))
        await driver.wait_until(lambda: driver.app.screen.query(Toast))
        [toast] = driver.app.screen.query(Toast)
        await driver.wait_until(lambda: toast.region.height > 1)
        assert not toast.region.overlaps(reports.region)
        assert toast.region.right <= size[0]
        said = "".join(driver.screen_text.splitlines())
        assert said.count("print.key=true") == 5


async def test_null_stands_alone_and_the_text_comes_back() -> None:
    async with at_messages(WIDE) as driver:
        await driver.press("p", *"hello", "ctrl+n")
        await driver.wait_until("∅ null")
        assert "hello" not in driver.screen_text
        await driver.press("ctrl+n")
        await driver.wait_until("hello")
        assert "∅ null: a tombstone" not in driver.screen_text


async def test_a_page_without_it_is_whole_where_the_produce_pane_was_left_open() -> None:
    async with at_messages(MEDIUM) as driver:
        await driver.press("p")
        await driver.wait_until(lambda: pane(driver).produce_panel.has_focus_within)
        driver.main.set_focus(pane(driver).table)
        await driver.press("left_square_bracket")
        await driver.wait_until(lambda: driver.place.tab == "partitions")
        await driver.resize(*SMALL)
        await driver.wait_until("Leader")


@pytest.mark.parametrize(("length", "are_shown"), [(3, True), (200, False)])
async def test_headers_and_size_give_way_to_the_value(length: int, are_shown: bool) -> None:
    async with at_messages(SMALL) as driver:
        now_ms, value = int(time.time() * 1_000), b'{"text":"%s"}' % (b"x" * length)
        tail = driver.session.tails[0]
        tail.buffer.records = [record._replace(timestamp_ms=now_ms, value=value) for record in records(60)]
        pane(driver).table.set_source(RecordRows(tail.buffer, driver.session.decoding.record_reader))
        await driver.wait_until('{"text":"xxx')
        heading = next(line for line in driver.screen_text.splitlines() if "Offset" in line)
        assert ("Hdr" in heading and "Size" in heading) == are_shown
        assert ("Hdr" in heading or "Size" in heading) == are_shown
        assert "Time" in heading
