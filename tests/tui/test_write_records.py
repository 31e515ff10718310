"""`w` on records: those marked, those shown, or all that match; as JSON lines, CSV, or the very bytes."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.containers import Vertical
from textual.widgets import Input, Static

from kafkatui.insight.search.search import compile_search
from kafkatui.model.errors import RequestFailed
from kafkatui.model.scan import ScanState
from kafkatui.session.matching_records import QUEUED_COUNT, matching_records
from kafkatui.session.tasks import Cancelled, Tasks
from kafkatui.tui.dialog.choice_line import ChoiceLine
from kafkatui.tui.screens.main import MainScreen
from kafkatui.tui.screens.write_file import WriteScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver
from tests.tui.fake_session import FakeScans
from tests.tui.sample_cluster import records
from tests.tui.test_search import WHOLE, at_search, search

PARTLY = ScanState(scanned=9, unread={("orders", 1): "the partition has no leader"})


async def asked(driver: FakeDriver, path: Path, *keys: str) -> None:
    """Open the dialog, choose with `keys`, and write to `path`."""
    await driver.press("w")
    await driver.wait_until(lambda: is_open(driver.app, WriteScreen))
    driver.app.screen.query_one(Input).value = str(path)
    await driver.press(*keys)
    driver.app.screen.query_one(Input).focus()
    await driver.press("enter")


async def found_some(driver: FakeDriver) -> None:
    await search(driver, "n")
    driver.session.scans.found("orders", records(3), WHOLE)
    driver.session.scans.there = list(records(1_500))
    await driver.wait_until(lambda: driver.foot == "3 found")
    await driver.press("v")


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


@pytest.mark.parametrize(("keys", "title", "count"), [
    ((), "Write 1 marked record", 1),
    (("tab", "right"), "Write 3 records", 3),
    (("tab", "left"), "Write all that match", 1_500),
])  # fmt: skip
async def test_those_marked_those_shown_or_all_that_match_are_written(
    keys: tuple[str, ...], title: str, count: int, tmp_path: Path
) -> None:
    path = tmp_path / "records.jsonl"
    async with at_search() as driver:
        await found_some(driver)
        await driver.press("w")
        await driver.wait_until(lambda: is_open(driver.app, WriteScreen))
        await driver.press(*keys)
        assert str(driver.app.screen.query_one(Vertical).border_title) == title
        driver.app.screen.query_one(Input).value = str(path)
        driver.app.screen.query_one(Input).focus()
        await driver.press("enter")
        await driver.wait_until(lambda: is_open(driver.app, MainScreen))
        assert [json.loads(line)["value"] for line in lines(path)][-1] == f'{{"n":{count - 1}}}' or count == 1
        assert len(lines(path)) == count


async def test_the_very_bytes_are_written_a_line_each(tmp_path: Path) -> None:
    path = tmp_path / "values.raw"
    async with at_search() as driver:
        await found_some(driver)
        await asked(driver, path, "tab", "right")
        await driver.wait_until(lambda: is_open(driver.app, MainScreen))
        assert path.read_bytes() == b"".join((each.value or b"") + b"\n" for each in records(3))


async def test_a_file_that_would_not_hold_all_is_not_written_and_says_why(tmp_path: Path) -> None:
    async with at_search() as driver:
        await found_some(driver)
        driver.session.scans.ends_as = PARTLY
        await asked(driver, tmp_path / "records.csv", "tab", "left")
        said = driver.app.screen.query_one(Static)
        await driver.wait_until(lambda: "the partition has no leader" in str(said.content))
        assert driver.app.screen.query(ChoiceLine)
    assert os.listdir(tmp_path) == []


def test_leaving_the_records_ends_their_search() -> None:
    tasks = Tasks("")
    scans = FakeScans(tasks)
    scans.there = list(records(10 * QUEUED_COUNT))
    found = matching_records(scans, ("orders",), compile_search("n", datetime.now(UTC)), read_committed=False)
    assert next(iter(found)).offset == 0
    found.close()  # type: ignore[attr-defined]
    assert all(task.wait(30) for task in tasks.all())


def test_a_search_that_finds_nothing_for_long_can_be_stopped() -> None:
    tasks = Tasks("")
    scans = FakeScans(tasks)
    scans.is_stuck = True

    def check() -> None:
        raise Cancelled

    found = matching_records(scans, ("orders",), compile_search("n", datetime.now(UTC)), check, read_committed=False)
    with pytest.raises(Cancelled):
        next(iter(found))
    assert all(task.wait(30) for task in tasks.all())


def test_every_match_comes_in_order_and_what_was_not_read_is_told() -> None:
    scans = FakeScans(Tasks(""))
    scans.there = list(records(3 * QUEUED_COUNT))
    wanted = compile_search("value.n >= 10", datetime.now(UTC))
    found = list(matching_records(scans, ("orders",), wanted, read_committed=False))
    assert [each.value for each in found] == [each.value for each in scans.there[10:]]
    scans.ends_as = PARTLY
    with pytest.raises(RequestFailed, match="has no leader"):
        list(matching_records(scans, ("orders",), wanted, read_committed=False))
