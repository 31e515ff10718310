"""The Logs tabs: filter, level, pause, since and the whole of a line, on files."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from kafkatui.config.log_file import LogFile, log_path
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.server_log import LogLevel
from kafkatui.tui.pages.base.logs_pane import LogsPane
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import known_session

LINES = """\
[2026-11-29 06:00:00,123] INFO starting (kafka.server.KafkaServer)
[2026-11-29 06:10:00,123] WARN low on space (kafka.log.LogManager)
[2026-11-29 06:20:00,123] ERROR Failed (kafka.server.ReplicaManager)
java.io.IOException: full
\tat a.B.c(B.java:1)
[2026-11-29 06:30:00,123] INFO ready (kafka.server.KafkaServer)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "server.log"
    path.write_text(LINES)
    return path


def session_with(**logs: Path) -> FakeSession:
    named = {name.removeprefix("b"): str(path) for name, path in logs.items()}
    return known_session(FakeSession(replace(fake_profile(), logs=named)))


def take_away(path: Path) -> None:
    path.unlink()


def bring_back(path: Path, text: str) -> None:
    path.write_text(text)


def pane_of(driver: FakeDriver) -> LogsPane:
    assert isinstance(driver.pane, LogsPane)
    return driver.pane


async def test_the_level_and_the_filter_hold_together_and_traces_stay_with_their_line(log: Path) -> None:
    async with fake_app_at(session_with(b1=log), PlaceKind.BROKER, "1", "logs") as driver:
        pane = pane_of(driver)
        await driver.wait_until(lambda: pane.table.visible_count == 6)
        assert str(log) in driver.screen_text
        await driver.pilot.press("l", "l")
        assert pane.table.least is LogLevel.WARN
        await driver.wait_until(lambda: pane.table.visible_count == 4)
        assert "WARN and worse" in driver.screen_text
        await driver.pilot.press("slash", *"!space", "enter")
        await driver.wait_until(lambda: pane.table.visible_count == 3)
        assert "a.B.c(B.java:1)" in driver.screen_text
        assert "low on" not in driver.screen_text
        await driver.pilot.press("exclamation_mark")
        await driver.wait_until(lambda: pane.table.visible_count == 5)
        await driver.pilot.press("escape")
        await driver.wait_until(lambda: pane.table.visible_count == 6)


async def test_space_holds_back_what_comes_until_it_is_pressed_again(log: Path) -> None:
    async with fake_app_at(session_with(b1=log), PlaceKind.BROKER, "1", "logs") as driver:
        pane = pane_of(driver)
        await driver.wait_until(lambda: "following" in driver.screen_text and pane.table.visible_count == 6)
        await driver.pilot.press("space")
        with log.open("a") as file:
            file.write("[2026-11-29 06:40:00,123] INFO later (a.B)\n")
        await driver.wait_until(lambda: "paused · 1 held back" in driver.screen_text)
        assert "later" not in driver.screen_text
        await driver.pilot.press("space")
        await driver.wait_until(lambda: "later" in driver.screen_text and "following" in driver.screen_text)


async def test_f_reads_from_another_moment_on(log: Path) -> None:
    async with fake_app_at(session_with(b1=log), PlaceKind.BROKER, "1", "logs") as driver:
        pane = pane_of(driver)
        await driver.wait_until(lambda: pane.table.visible_count == 6)
        await driver.pilot.press("f", *"2026-11-29T06:15", "enter")
        await driver.wait_until(lambda: pane.table.visible_count == 4)
        assert "since 2026-11-29 06:15" in driver.screen_text


async def test_enter_shows_all_of_a_line_with_its_trace(log: Path) -> None:
    async with fake_app_at(session_with(b1=log), PlaceKind.BROKER, "1", "logs") as driver:
        pane = pane_of(driver)
        await driver.wait_until(lambda: pane.table.visible_count == 6)
        await driver.pilot.press("up", "enter")
        await driver.wait_until(lambda: pane.has_class("-whole"))
        await driver.wait_until(lambda: driver.screen_text.count("ERROR Failed (kafka.server.ReplicaManager)") == 1)
        assert driver.screen_text.count("a.B.c(B.java:1)") == 2
        await driver.pilot.press("escape")
        assert not pane.has_class("-whole")


async def test_all_brokers_are_told_apart_in_one_list(log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.log"
    other.write_text("[2026-11-29 06:25:00,123] WARN of another (a.B)\n")
    async with fake_app_at(session_with(b1=log, b2=other), PlaceKind.BROKERS, "", "logs") as driver:
        pane = pane_of(driver)
        await driver.wait_until(lambda: pane.table.visible_count == 7)
        await driver.wait_until(lambda: "No log of broker 3" in driver.screen_text)
        rows = [pane.table.row_at(index) for index in range(7)]
        assert [row.server for row in rows if row is not None] == ["1", "1", "1", "1", "1", "2", "1"]


async def test_a_log_that_is_taken_away_stays_on_the_screen_and_says_so(log: Path) -> None:
    async with fake_app_at(session_with(b1=log), PlaceKind.BROKER, "1", "logs") as driver:
        pane = pane_of(driver)
        await driver.wait_until(lambda: pane.table.visible_count == 6)
        take_away(log)
        await driver.wait_until(lambda: "is gone" in driver.screen_text or "no such file" in driver.screen_text)
        assert pane.table.is_stale
        assert "low on space" in driver.screen_text
        bring_back(log, "[2026-11-29 06:40:00,123] INFO back again (a.B)\n")
        await driver.wait_until(lambda: "back again" in driver.screen_text and not pane.table.is_stale)


async def test_a_log_that_nobody_named_says_how_to_name_it() -> None:
    async with fake_app_at(session_with(), PlaceKind.BROKER, "1", "logs") as driver:
        await driver.wait_until(lambda: "No log of broker 1 is known." in driver.screen_text)
        assert "[clusters." in driver.screen_text


async def test_kafkatuis_own_log_is_a_page_with_its_secrets_masked() -> None:
    profile = replace(fake_profile(), kafka={"bootstrap.servers": "kafka-1:9092", "sasl.password": "hunter22"})
    session = known_session(FakeSession(profile))
    with LogFile(log_path()) as file:
        file.learn(profile)
        async with fake_app_at(session) as driver:
            await driver.press("colon", *"log", "enter")
            await driver.wait_until("warnings and errors of kafkatui")
            logging.getLogger("kafkatui.session.poller").warning("refused: hunter22")
            logging.getLogger("kafkatui.session.tasks").error("over")
            await driver.wait_until("over")
            pane = pane_of(driver)
            assert "refused: ••••••" in driver.screen_text
            assert "hunter22" not in driver.screen_text
            await driver.press("l", "l", "l")
            await driver.wait_until(lambda: pane.table.visible_count == 1)
            assert "ERROR and worse" in driver.screen_text
            assert pane.command() == "kafkatui logs kafkatui --follow"
