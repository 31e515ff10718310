"""The panel that produces, on a fake session: what is typed, sent, resent, remembered, reported and sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Delivery, OutgoingRecord, Record
from kafkatui.model.send_settings import SendSettings
from kafkatui.sandbox.readiness import wait_until
from kafkatui.session.action_context import ActionContext
from kafkatui.session.feeds import TopicConfigsFeed
from kafkatui.tui.pages.topic.produce.reports import ReportList
from kafkatui.tui.pages.topic.produce_panel import ProducePanel
from kafkatui.tui.pages.topic.record_table import RecordTable
from kafkatui.tui.pages.topic.records_pane import RecordsPane
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.tui.screens.action_menu import ActionMenuScreen
from kafkatui.tui.screens.confirm import ConfirmScreen
from kafkatui.tui.screens.transaction import TransactionScreen
from kafkatui.tui.widgets.tones import LineState
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session, records

BINARY = Record(
    "orders", 1, 7, 1_700_000_000_000, "create", b"\x00\x01", b"\xff\xfe",
    (("trace", b"a, b=c"), ("none", None), ("raw", b"\x00")),
)  # fmt: skip


@asynccontextmanager
async def at_messages(tmp_path: Path, size: tuple[int, int] = WIDE, tab: str = "messages") -> AsyncIterator[FakeDriver]:
    session = known_session(FakeSession())
    session.journal_folder = tmp_path
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", tab, size=size) as driver:
        yield driver


def panel(driver: FakeDriver) -> ProducePanel:
    return driver.main.query_one(ProducePanel)


def table_of(driver: FakeDriver) -> RecordTable:
    assert isinstance(driver.pane, RecordsPane)
    return driver.pane.table


def field(driver: FakeDriver, name: str) -> str:
    widget = panel(driver).query_one(f"#{name}")
    return widget.text if isinstance(widget, TextArea) else widget.value if isinstance(widget, Input) else ""


def foot(driver: FakeDriver) -> str:
    return str(panel(driver).border_subtitle)


def problem(driver: FakeDriver) -> str:
    return str(panel(driver).query_one("#problem").render())


def reports(driver: FakeDriver) -> str:
    return str(panel(driver).query_one(ReportList).render())


async def show(driver: FakeDriver, *shown: Record) -> None:
    await driver.wait_until(lambda: driver.session.tails)
    driver.session.tails[0].feed(shown)
    await driver.wait_until(lambda: table_of(driver).line_count == len(shown))


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_record_is_edited_and_resent(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_messages(tmp_path, size) as driver:
        await show(driver, *records(2))
        await driver.press("R")
        await driver.wait_until(lambda: field(driver, "key") == "k1")
        assert (field(driver, "value"), field(driver, "headers")) == ('{"n":1}', "")
        assert "as json" in foot(driver)
        assert panel(driver).draft == "", "nobody has typed it"
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: driver.session.produced)
        assert driver.session.produced[0].value == b'{"n":1}'
        await driver.press("x")
        await driver.wait_until(lambda: "no JSON" in foot(driver))


async def test_bytes_headers_and_null_are_resent_as_they_were(tmp_path: Path) -> None:
    async with at_messages(tmp_path) as driver:
        await show(driver, BINARY)
        await driver.press("R", "ctrl+s")
        await driver.wait_until(lambda: driver.session.produced)
        sent = driver.session.produced[0]
        assert (sent.key, sent.value, sent.headers, sent.partition) == (BINARY.key, BINARY.value, BINARY.headers, None)
        assert "as hex" in foot(driver)
        assert "key as hex" in foot(driver)


async def test_a_found_record_is_edited_on_the_messages_tab(tmp_path: Path) -> None:
    async with at_messages(tmp_path, tab="search") as driver:
        await driver.press("slash", *"n", "enter")
        await driver.wait_until(lambda: driver.session.scans.run("orders") is not None)
        run = driver.session.scans.run("orders")
        assert run is not None
        driver.session.scans.found("orders", [BINARY], run.state)
        await driver.wait_until(lambda: table_of(driver).line_count == 1)
        await driver.press("R")
        await driver.wait_until(lambda: driver.place.tab == "messages" and field(driver, "value") == "fffe")


async def test_what_is_sent_lights_up_and_its_report_leads_there(tmp_path: Path) -> None:
    async with at_messages(tmp_path) as driver:
        await show(driver, *records(3))
        await driver.press("p", *"hello", "ctrl+s")
        await driver.wait_until(lambda: "✓ orders[0]@0" in reports(driver))
        table = table_of(driver)
        assert table.is_lit(0)
        assert not table.is_lit(1)
        assert "»" in table.build_line(0, LineState.NORMAL).text
        for state in (
            LineState.CURSOR_BLURRED,
            LineState.CURSOR,
        ):  # under the cursor while it is followed
            assert "»" in table.build_line(0, state).text
        panel(driver).query_one(ReportList).focus()
        await driver.press("enter")
        await driver.wait_until(lambda: table.has_focus and table.cursor_index == 0)
        assert not table.is_following


async def test_failures_stay_and_are_sent_again(tmp_path: Path) -> None:
    async with at_messages(tmp_path) as driver:
        driver.session.refusals = [("The partition has no leader.", "Wait.")]
        await driver.press("p", *"one", "ctrl+s")
        await driver.wait_until(lambda: "✗ orders" in reports(driver) and "Ctrl+R" in problem(driver))
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: "✓" in reports(driver))
        assert reports(driver).startswith("✗"), "a failure is not pushed away"
        await driver.press("ctrl+r")
        await driver.wait_until(lambda: len(driver.session.produced) == 2)
        await driver.wait_until(lambda: "failed" not in foot(driver) and "sent 2" in foot(driver))
        assert [record.value for record in driver.session.produced] == [b"one", b"one"]
        assert "✗" not in reports(driver)
        await driver.press("ctrl+r")
        await driver.wait_until(lambda: "Nothing has failed" in problem(driver))


async def test_what_is_sent_again_before_the_failures_are_taken_off_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_messages(tmp_path) as driver:
        driver.session.refusals = [("The partition has no leader.", "Wait.")]
        await driver.press("p", *"one", "ctrl+s")
        await driver.wait_until(lambda: "✗ orders" in reports(driver) and "Ctrl+R" in problem(driver))
        take = ReportList.take_failures

        def take_late(report_list: ReportList) -> Sequence[Delivery]:
            wait_until(lambda: bool(driver.session.produced), 10, "the record to be sent again")
            return take(report_list)

        monkeypatch.setattr(ReportList, "take_failures", take_late)
        await driver.press("ctrl+r")
        await driver.wait_until(lambda: "✓" in reports(driver))
        await driver.wait_until(lambda: "sent 1" in foot(driver) and "failed" not in foot(driver))


async def test_what_was_sent_comes_back(tmp_path: Path) -> None:
    async with at_messages(tmp_path) as driver:
        await driver.press("p", *"one", "ctrl+g")
        await driver.wait_until(lambda: field(driver, "value") == "")
        await driver.press(*"two", "ctrl+s", "ctrl+u")
        panel(driver).action_clear()
        await driver.press(*"typed", "up")
        await driver.wait_until(lambda: field(driver, "value") == "two")
        await driver.press("up")
        await driver.wait_until(lambda: field(driver, "value") == "one")
        assert panel(driver).draft == ""
        await driver.press("down", "down")
        await driver.wait_until(lambda: field(driver, "value") == "typed")
        assert panel(driver).draft == "typed"
        assert [draft.value for draft in driver.session.memory.sent("orders")] == ["two", "one"]


async def test_how_it_is_sent_is_folded_away_and_told(tmp_path: Path) -> None:
    async with at_messages(tmp_path) as driver:
        await driver.press("p", *"x", "ctrl+l")
        await driver.wait_until(lambda: panel(driver).query_one("#timestamp").has_focus)
        await driver.press(*"1700000000", "tab", "tab", "right", "right", "tab", "right")
        await driver.press("ctrl+l", "ctrl+s")
        await driver.wait_until(lambda: driver.session.produced)
        assert driver.session.sent_with == [SendSettings("lz4", "all")]
        assert driver.session.produced[0].timestamp_ms == 1_700_000_000_000
        assert "lz4 acks=all time 1700000000" in foot(driver)
        assert panel(driver).query_one("#timestamp").region.height == 0


async def test_what_cannot_be_meant_is_said_at_its_field(tmp_path: Path) -> None:
    async with at_messages(tmp_path) as driver:
        await driver.press("p", *"x")
        await driver.fill("timestamp", "noon")
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: "is no time" in problem(driver))
        assert panel(driver).query_one("#timestamp").region.height == 1, "what is wrong is unfolded"
        assert panel(driver).query_one("#timestamp-label").has_class("-problem")
        await driver.fill("timestamp", "")
        await driver.fill("headers", "a:=hex:0")
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: "Header 1 (a)" in problem(driver))
        assert not driver.session.produced


async def test_a_value_is_a_files_bytes(tmp_path: Path) -> None:
    path = tmp_path / "value.bin"
    path.write_bytes(b"\x00\xff")
    async with at_messages(tmp_path / "journal") as driver:
        await driver.press("p", *["ctrl+t"] * 6)
        await driver.fill("value", str(path))
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: driver.session.produced)
        assert driver.session.produced[0].value == b"\x00\xff"
        await driver.fill("value", str(tmp_path / "none"))
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: "is no file" in problem(driver))
        assert len(driver.session.produced) == 1


async def test_a_record_is_resent_unchanged_and_its_key_deleted(tmp_path: Path) -> None:
    async with at_messages(tmp_path) as driver:
        driver.session.readable = {(1, 7): BINARY}
        config = {"orders": (ConfigEntry("cleanup.policy", "delete", "default"),)}
        driver.session.ok(TopicConfigsFeed(("orders",)), config)
        await show(driver, BINARY)
        await driver.press("a")
        await driver.wait_until(lambda: is_open(driver.app, ActionMenuScreen))
        await driver.wait_until("Resend unchanged")
        await driver.press(*"resend", "enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until("Sends a record of orders again.")
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: driver.session.produced)
        sent = driver.session.produced[0]
        assert (sent.key, sent.value, sent.headers, sent.partition) == (BINARY.key, BINARY.value, BINARY.headers, 1)
        await driver.wait_until(lambda: driver.app.screen is driver.main)
        await driver.press("d")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until("Deletes the key hex 0001 of orders")
        await driver.wait_until("orders is not compacted (cleanup.policy=delete)")
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: len(driver.session.produced) == 2)
        sent = driver.session.produced[1]
        assert (sent.key, sent.value, sent.partition) == (BINARY.key, None, 1)


async def test_d_deletes_no_topic_where_records_are_shown(tmp_path: Path) -> None:
    async with at_messages(tmp_path) as driver:
        await driver.press("d")
        await driver.pilot.pause()
        assert driver.app.screen is driver.main


class Committing:
    """A transaction's producer that delivers everything at once."""

    def __init__(self, session: FakeSession) -> None:
        self._session = session
        self.asked: list[str] = []

    def begin(self) -> None:
        self.asked.append("begin")

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int:
        self._session.produced.append(record)
        on_delivery(Delivery(1, record, 0, len(self._session.produced), 0.001))
        return 1

    def commit(self) -> None:
        self.asked.append("commit")

    def abort(self) -> None:
        self.asked.append("abort")

    def close(self, timeout_seconds: float = 1.0) -> None:
        self.asked.append("close")


@pytest.mark.parametrize(("answer", "end"), [(["enter"], "commit"), (["shift+tab", "enter"], "abort")])
async def test_a_transaction_is_begun_filled_and_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: list[str], end: str
) -> None:
    async with at_messages(tmp_path) as driver:
        producer = Committing(driver.session)
        monkeypatch.setattr(ActionContext, "transactional_producer", lambda *_: producer)
        await driver.press("p", *"one", "ctrl+f")
        await driver.wait_until(lambda: "in a transaction: 0" in foot(driver))
        await driver.press("ctrl+s", "ctrl+s")
        await driver.wait_until(lambda: "in a transaction: 2" in foot(driver))
        await driver.press("ctrl+f")
        await driver.wait_until(lambda: is_open(driver.app, TransactionScreen))
        await driver.press("escape")
        await driver.wait_until(lambda: driver.app.screen is driver.main)
        assert producer.asked == ["begin"], "Esc leaves it open"
        await driver.press("ctrl+f")
        await driver.wait_until(lambda: is_open(driver.app, TransactionScreen))
        await driver.press(*answer)
        await driver.wait_until(lambda: f"{end}ed: " in problem(driver) or f"{end}ted: " in problem(driver))
        assert producer.asked == ["begin", end, "close"]
        assert "in a transaction" not in foot(driver)
        assert [record.value for record in driver.session.produced] == [b"one", b"one"]


async def test_quitting_asks_while_a_transaction_is_open_and_aborts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_messages(tmp_path) as driver:
        producer = Committing(driver.session)
        monkeypatch.setattr(ActionContext, "transactional_producer", lambda *_: producer)
        await driver.press("p", "ctrl+f")
        await driver.wait_until(lambda: panel(driver).open_transaction is not None)
        await driver.press("ctrl+q")
        await driver.wait_until(lambda: is_open(driver.app, ConfirmScreen))
        await driver.press("n")
        driver.session.tasks.close(5.0)
        await driver.wait_until(lambda: producer.asked == ["begin", "abort", "close"])
