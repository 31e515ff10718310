"""`W`: the screen as it is, as a picture, a page or text; an existing file is asked about, and masks stay."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.tui.screens.write_picture import WritePictureScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import known_session


async def ask(driver: FakeDriver) -> WritePictureScreen:
    await driver.press("W")
    await driver.wait_until(lambda: is_open(driver.app, WritePictureScreen))
    screen = driver.app.screen
    assert isinstance(screen, WritePictureScreen)
    return screen


def says(screen: WritePictureScreen, text: str) -> bool:
    return text in str(screen.query_one(Static).content)


async def write(driver: FakeDriver, name: str) -> None:
    screen = await ask(driver)
    screen.query_one(Input).value = name
    await driver.press("enter")
    await driver.wait_until(lambda: not is_open(driver.app, WritePictureScreen))


async def test_the_screen_is_written_as_it_was_before_it_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with fake_app_at(known_session(), PlaceKind.TOPIC, "orders", "partitions") as driver:
        await driver.wait_until("2,3,1")
        shown = driver.screen_text
        screen = await ask(driver)
        assert screen.query_one(Input).value == "topic-orders-partitions.svg"
        await driver.press("enter")
        await driver.wait_until(lambda: not is_open(driver.app, WritePictureScreen))
        driver.app.clear_notifications()
        await write(driver, "a.html")
        driver.app.clear_notifications()
        await driver.pilot.pause(0.1)
        await write(driver, "a.txt")
        assert driver.app.crash is None
    assert sorted(os.listdir(tmp_path)) == ["a.html", "a.txt", "topic-orders-partitions.svg"]
    svg = (tmp_path / "topic-orders-partitions.svg").read_text()
    ElementTree.fromstring(svg)
    assert "https://" not in svg.replace("https://www.textualize.io", "")
    assert "<html" in (tmp_path / "a.html").read_text()
    for text in (svg.replace("&#160;", " "), (tmp_path / "a.html").read_text(), (tmp_path / "a.txt").read_text()):
        assert "2,3,1" in text
        assert "Write the screen" not in text
    lines = (tmp_path / "a.txt").read_text().splitlines()
    assert len(lines) == 50
    assert lines[1:4] == [line.rstrip() for line in shown.splitlines()[1:4]]


async def test_what_is_there_is_asked_about_and_what_cannot_be_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept.txt").write_text("kept\n")
    async with fake_app_at(known_session()) as driver:
        await driver.wait_until("orders")
        screen = await ask(driver)
        for name, said in (
            ("kept.txt", "kept.txt exists (5 B). Enter again replaces it."),
            ("kept.png", "Its name ends in one of .svg, .html, .txt"),
            ("gone/a.txt", "No such file or directory"),
            ("", "Type a file name."),
        ):
            screen.query_one(Input).value = name
            await driver.press("enter")
            await driver.wait_until(partial(says, screen, said))
        assert (tmp_path / "kept.txt").read_text() == "kept\n"
        screen.query_one(Input).value = "kept.txt"
        await driver.press("enter")
        await driver.wait_until(lambda: not is_open(driver.app, WritePictureScreen))
    assert os.listdir(tmp_path) == ["kept.txt"]
    assert "orders" in (tmp_path / "kept.txt").read_text()


async def test_what_is_masked_stays_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    profile = replace(fake_profile(), kafka={"bootstrap.servers": "kafka-1:9092", "sasl.password": "hunter22"})
    async with fake_app_at(known_session(FakeSession(profile)), PlaceKind.CLUSTER, tab="connection") as driver:
        await driver.wait_until("sasl.password")
        await write(driver, "a.txt")
    text = (tmp_path / "a.txt").read_text()
    assert "sasl.password" in text
    assert "hunter22" not in text


async def test_a_profile_whose_records_are_only_looked_at_has_no_picture_taken() -> None:
    session = known_session(FakeSession(replace(fake_profile(), no_export=True)))
    async with fake_app_at(session) as driver:
        await driver.wait_until("orders")
        await driver.press("W")
        await driver.wait_until(lambda: any("only to be looked at" in each for each in driver.notices))
        assert driver.app.screen is driver.main
