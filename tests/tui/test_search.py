"""Searching a topic from its page: typed, begun, shown, left and come back to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input

from kafkatui.codec.decoded import Part
from kafkatui.model.mask import mask_rule
from kafkatui.model.place import PlaceKind
from kafkatui.model.scan import ScanState
from kafkatui.session.decoding import Decoding
from kafkatui.tui.pages.topic.search import SearchBar, TopicSearchPane
from kafkatui.tui.screens.copy_choice import CopyScreen
from kafkatui.tui.screens.decoding import DecodingScreen
from kafkatui.tui.screens.searches import SearchesScreen
from kafkatui.tui.widgets.tones import LineState
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session, records

HALF = ScanState(scanned=500, matched=3, passed=500, total=1_000, seconds=1.0, remaining={("orders", 0): 500})
WHOLE = ScanState(scanned=1_000, matched=3, passed=1_000, total=1_000, seconds=2.0)
PARTLY = ScanState(scanned=900, matched=3, unread={("orders", 1): "the partition has no leader"})


@asynccontextmanager
async def at_search(size: tuple[int, int] = WIDE) -> AsyncIterator[FakeDriver]:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", "search", size=size) as driver:
        yield driver


def pane(driver: FakeDriver) -> TopicSearchPane:
    assert isinstance(driver.pane, TopicSearchPane)
    return driver.pane


def text(driver: FakeDriver) -> str:
    return driver.text_of(driver.main.frame)


async def search(driver: FakeDriver, expression: str) -> None:
    await driver.press("slash")
    pane(driver).query_one(SearchBar).put("")
    await driver.press(*expression, "enter")


async def test_f_goes_there_and_takes_what_is_typed() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPICS) as driver:
        await driver.press("F")
        await driver.wait_until(lambda: driver.place.tab == "search" and isinstance(driver.app.focused, Input))
        await driver.press(*"gift", "enter")
        await driver.wait_until(lambda: driver.session.scans.run("orders") is not None)
        run = driver.session.scans.run("orders")
        assert run is not None
        assert (run.search.text, run.newest_first) == ("gift", True)
        assert driver.place.filter == "gift"


async def test_matches_appear_while_it_goes_on_and_stay() -> None:
    async with at_search() as driver:
        await search(driver, "n")
        await driver.wait_until(lambda: "Nothing found yet." in text(driver))
        driver.session.scans.found("orders", records(3), HALF, has_ended=False)
        await driver.wait_until(lambda: '{"n":2}' in text(driver))
        assert "500 scanned · 3 found · 50 %" in text(driver)
        assert "Esc ends it · left 0: 500" in text(driver)
        driver.session.scans.found("orders", [], WHOLE)
        await driver.wait_until(lambda: "2.0 s · complete" in text(driver))
        assert driver.foot == "3 found"


async def test_it_goes_on_when_the_page_is_left_and_is_there_on_coming_back() -> None:
    async with at_search() as driver:
        await search(driver, "n")
        await driver.press("m")
        await driver.wait_until(lambda: driver.place.tab == "messages")
        driver.session.scans.found("orders", records(3), WHOLE)
        await driver.press("F")
        await driver.wait_until(lambda: driver.place.tab == "search" and '{"n":2}' in text(driver))
        assert pane(driver).query_one(SearchBar).text == "n"


async def test_esc_ends_it_and_keeps_what_was_found() -> None:
    async with at_search() as driver:
        await search(driver, "n")
        driver.session.scans.found("orders", records(3), HALF, has_ended=False)
        await driver.wait_until(lambda: '{"n":2}' in text(driver))
        await driver.press("escape")
        run = driver.session.scans.run("orders")
        await driver.wait_until(lambda: run is not None and run.has_ended)
        assert driver.place.tab == "search"
        await driver.wait_until(lambda: "Esc ends it" not in text(driver))
        assert '{"n":2}' in text(driver)


async def test_what_cannot_be_meant_is_said_where_it_is_typed() -> None:
    async with at_search() as driver:
        await search(driver, "(gift")
        await driver.wait_until(lambda: "A parenthesis is not closed (at character 1)." in text(driver))
        assert driver.session.scans.run("orders") is None
        await driver.press(")")
        await driver.wait_until(lambda: "not closed" not in text(driver))


async def test_what_was_not_looked_at_is_said() -> None:
    async with at_search() as driver:
        await search(driver, "n")
        driver.session.scans.found("orders", records(3), PARTLY)
        await driver.wait_until(lambda: "not complete · orders-1: the partition has no leader" in text(driver))


@pytest.mark.parametrize(("key", "word"), [("b", "oldest first"), ("i", " committed")])
async def test_order_and_isolation_search_again(key: str, word: str) -> None:
    async with at_search() as driver:
        await search(driver, "n")
        before = driver.session.scans.run("orders")
        await driver.press(key)
        await driver.wait_until(lambda: word in text(driver))
        after = driver.session.scans.run("orders")
        assert before is not None
        assert after is not None
        assert after is not before
        await driver.wait_until(lambda: before.has_ended)
        assert (after.newest_first, after.read_committed) == (key != "b", key == "i")


async def test_records_are_opened_marked_decoded_and_copied() -> None:
    async with at_search() as driver:
        await search(driver, "n")
        driver.session.scans.found("orders", records(3), WHOLE)
        await driver.wait_until(lambda: '{"n":2}' in text(driver))
        await driver.press("v", "down", "v")
        await driver.wait_until(lambda: driver.foot == "3 found · 2 marked")
        await driver.press("t")
        await driver.wait_until(lambda: is_open(driver.app, DecodingScreen))
        await driver.type_text("hex")
        await driver.press("enter")
        await driver.wait_until(lambda: "decode hex" in text(driver))
        await driver.press("enter")
        await driver.wait_until(lambda: driver.app.screen.has_class("-record-open"))
        await driver.press("escape")
        await driver.wait_until(lambda: not driver.app.screen.has_class("-record-open"))


async def test_a_schemas_file_is_typed_and_said_what_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "n.proto").write_text('syntax = "proto3"; package a; message N { int32 n = 1; } message M {}')
    async with at_search() as driver:
        await search(driver, "n")
        found = records(1)[0]._replace(value=b"\x08\x2a")
        driver.session.scans.found("orders", [found], WHOLE)
        await driver.wait_until(lambda: driver.foot == "1 found")
        await driver.press("t")
        await driver.wait_until(lambda: is_open(driver.app, DecodingScreen))
        screen = driver.app.screen
        assert isinstance(screen, DecodingScreen)
        line = screen.query_one(Input)

        def is_shown(said: str) -> bool:
            lines = " ".join(line.text for line in screen.table.placeholder)  # on the screen they are broken anywhere
            return said in lines

        for typed, said in [
            (f"avro:{tmp_path}/none.avsc", "none.avsc: there is no such file."),
            (f"protobuf:{tmp_path}/n.proto", "name one after #: a.N, a.M."),
            (f"protobuf:{tmp_path}/n.proto#a.X", "it has no message a.X: it has a.N, a.M."),
            ("protobuf:", "names no file."),
        ]:
            line.value = typed
            await driver.wait_until(partial(is_shown, said))
        line.value = f"protobuf:{tmp_path}/n.proto#N"
        await driver.wait_until(lambda: '{"n":42}' in driver.text_of(screen))
        line.value = f"protobuf:{tmp_path}/n.proto#a.N"
        await driver.press("enter")  # before it has been compiled
        await driver.wait_until(lambda: "decode protobuf:n.proto#a.N" in text(driver) and '{"n":42}' in text(driver))
        assert driver.session.decoding.chosen("orders", Part.VALUE) == f"protobuf:{tmp_path}/n.proto#a.N"


async def test_what_the_settings_hide_is_in_no_corner_of_the_screen() -> None:
    session = known_session(FakeSession())
    session.decoding = Decoding(masks=(mask_rule("ord*", "value.email", "****"), mask_rule("orders", "key", "hash")))
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "search", size=WIDE) as driver:
        await search(driver, "n")
        secret = b'{"email": "ann-secret", "n": 5}'
        driver.session.scans.found("orders", [records(1)[0]._replace(value=secret)], WHOLE)
        await driver.wait_until(lambda: '{"email": "****", "n": 5}' in text(driver))
        await driver.press("H")
        await driver.wait_until(lambda: "The settings mask the keys of orders." in driver.screen_text)
        await driver.press("enter")
        await driver.wait_until(lambda: "masked by the settings" in driver.screen_text)
        await driver.press("escape", "t")
        await driver.wait_until(lambda: is_open(driver.app, DecodingScreen))
        assert "ann-secret" not in driver.text_of(driver.app.screen)
        await driver.type_text("hex")
        await driver.press("enter")
        await driver.wait_until(lambda: "decode hex" in text(driver) and "masked ****" in text(driver))
        assert b"ann-secret".hex() not in driver.screen_text.replace(" ", "")
        await driver.press("y")
        await driver.wait_until(lambda: is_open(driver.app, CopyScreen))
        shown = driver.text_of(driver.app.screen)
        assert "****" in shown
        assert "ann-secret" not in shown


async def test_it_can_be_used_on_a_small_screen() -> None:
    async with at_search(SMALL) as driver:
        await search(driver, "n")
        driver.session.scans.found("orders", records(30), WHOLE)
        await driver.wait_until(lambda: '{"n":2}' in text(driver))
        assert sum('{"n":' in line for line in text(driver).splitlines()) >= 8


async def test_earlier_searches_come_back() -> None:
    async with at_search() as driver:
        for expression in ("one", "two words"):
            await search(driver, expression)
            await driver.wait_until(lambda: driver.session.scans.run("orders") is not None)
        await driver.press("slash")
        line = driver.app.screen.query_one(SearchBar)
        line.put("half")
        for key, shown in [("up", "two words"), ("up", "one"), ("up", "one"), ("down", "two words"), ("down", "half")]:
            await driver.press(key)
            assert line.text == shown


async def test_what_was_looked_for_lights_up() -> None:
    async with at_search() as driver:
        await search(driver, "key:k2")
        driver.session.scans.found("orders", records(3), WHOLE)
        await driver.wait_until(lambda: '{"n":2}' in text(driver))
        table = pane(driver).table
        line = table.line_at(2)
        assert line is not None
        table.build_line(2, LineState.NORMAL)
        key = [column.id for column in table.definition.columns].index("key")
        assert line.matches[key] == ((0, 2),)


async def test_tab_completes_what_is_typed_and_tab_again_takes_the_next() -> None:
    async with at_search() as driver:
        await search(driver, "n")
        driver.session.scans.found("orders", records(3), WHOLE)
        await driver.wait_until(lambda: '{"n":2}' in text(driver))
        await driver.press("slash")
        bar = pane(driver).query_one(SearchBar)
        bar.put("")
        await driver.press(*"value.")
        await driver.wait_until(lambda: "Tab value.n" in text(driver))
        await driver.press("tab")
        assert bar.text == "value.n"
        await driver.press("space", "tab")
        assert bar.text == "value.n ="
        await driver.press("tab")
        assert bar.text == "value.n !="
        await driver.press("space", "tab")
        await driver.wait_until(lambda: bar.text == "value.n != 0")


async def test_tab_leaves_the_line_where_nothing_fits() -> None:
    async with at_search() as driver:
        await driver.press("slash", *'"two')
        bar = pane(driver).query_one(SearchBar)
        await driver.press("tab")
        await driver.wait_until(lambda: not bar.query_one(Input).has_focus)
        assert bar.text == '"two'


async def test_tab_completes_the_filter_of_a_tail() -> None:
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.press("slash", *"part", "tab")
        await driver.wait_until(lambda: driver.app.focused is not None and "partition" in text(driver))
        line = driver.app.focused
        assert isinstance(line, Input)
        assert line.value == "partition"


async def test_ctrl_r_lists_what_was_searched_for_and_saves_it() -> None:
    async with at_search() as driver:
        await search(driver, "gift")
        await search(driver, "berlin")
        await driver.press("slash", "ctrl+r")
        await driver.wait_until(lambda: is_open(driver.app, SearchesScreen))
        await driver.press(*"gif", "ctrl+s")
        assert driver.session.memory.saved_searches == ("gift",)
        await driver.press("enter")
        bar = pane(driver).query_one(SearchBar)
        await driver.wait_until(lambda: bar.text == "gift" and bar.query_one(Input).has_focus)
