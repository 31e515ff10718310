"""Keys that come faster than the screen follows do what they would have done one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input

from kafkatui.config.settings import Settings
from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.sessions import Sessions
from kafkatui.tui import type_ahead
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.chrome.mark_bar import MarkBar
from kafkatui.tui.pages.topic.topics import TopicsPane
from kafkatui.tui.screens.goto import GotoScreen
from kafkatui.tui.screens.help import HelpScreen
from kafkatui.tui.screens.main import MainScreen
from kafkatui.tui.screens.palette import PaletteScreen
from kafkatui.tui.screens.write_file import WriteScreen
from kafkatui.tui.type_ahead import TypeAhead
from tests.drive.drawn import is_open
from tests.drive.until import until
from tests.tui.fake_session import FakeSession
from tests.unit.report.rows import row_of

NAMES = ("alpha", "beta", "customers", "orders", "orders-dlq")

TIMEOUT_SECONDS = 30.0
"""A burst of keys is drawn key by key, and other workers draw, too."""

CONTROL_KEYS = {"\r": "enter", "\x1b": "escape"}


@asynccontextmanager
async def at_topics() -> AsyncIterator[tuple[KafkatuiApp, Pilot[int]]]:
    """The app at a list of topics, with a session that reads nothing."""
    app = KafkatuiApp(Sessions.of(FakeSession()), Settings())
    monkeypatch = pytest.MonkeyPatch()
    async with app.run_test(size=(160, 50)) as pilot:
        await until(pilot, lambda: is_open(app, MainScreen) and app.focused is not None)
        # The session knows nothing: to show the pane again, as its ages do every second, would take the rows away.
        monkeypatch.setattr(topics_pane(app), "show", lambda: None)
        topics_pane(app).table.set_rows([row_of(Topic(name, (Partition(name, 0, 1, (1,), (1,)),))) for name in NAMES])
        yield app, pilot


def main_screen(app: KafkatuiApp) -> MainScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, MainScreen)
    return screen


def topics_pane(app: KafkatuiApp) -> TopicsPane:
    pane = main_screen(app).pane
    assert isinstance(pane, TopicsPane)
    return pane


def here(app: KafkatuiApp) -> Place:
    return main_screen(app).navigator.here


def burst(app: KafkatuiApp, typed: Iterable[str]) -> None:
    """All keys are there before the first is looked at."""
    for character in typed:
        if character in CONTROL_KEYS:
            app.post_message(events.Key(CONTROL_KEYS[character], character))
        else:
            app.post_message(events.Key(_character_to_key(character), character))


def never_settle(monkeypatch: pytest.MonkeyPatch, wait: Callable[[], Awaitable[object]]) -> None:
    """What a key leads to takes until `wait` is over."""
    monkeypatch.setattr(type_ahead, "SETTLE_SECONDS", 10 * TIMEOUT_SECONDS)
    monkeypatch.setattr(TypeAhead, "_settled", lambda *_: wait())


async def test_what_is_typed_right_after_the_slash_is_the_filter() -> None:
    async with at_topics() as (app, pilot):
        burst(app, "/ord\r")
        await until(pilot, lambda: topics_pane(app).table.visible_count == 2 and app.focused is topics_pane(app).table)
        assert topics_pane(app).query_one(FilterBar).text == "ord"
        assert here(app).kind is PlaceKind.TOPICS


async def test_a_second_enter_opens_the_row_that_the_filter_left() -> None:
    async with at_topics() as (app, pilot):
        burst(app, "/dlq\r\r")
        await until(pilot, lambda: here(app).kind is PlaceKind.TOPIC)
        assert here(app).name == "orders-dlq"


async def test_what_is_typed_right_after_the_colon_is_where_to_go() -> None:
    async with at_topics() as (app, pilot):
        burst(app, ":brokers\r")
        await until(pilot, lambda: here(app).kind is PlaceKind.BROKERS and app.screen is main_screen(app))


async def test_keys_after_going_somewhere_are_for_the_page_gone_to() -> None:
    async with at_topics() as (app, pilot):
        burst(app, ":brokers\r/2")
        await until(pilot, lambda: here(app).kind is PlaceKind.BROKERS and isinstance(app.focused, Input))
        pane = main_screen(app).pane
        assert pane is not None
        await until(pilot, lambda: pane.query_one(FilterBar).text == "2")


async def test_moves_and_enter_in_a_burst_open_the_row_moved_to() -> None:
    async with at_topics() as (app, pilot):
        burst(app, "jjjkj\r")
        await until(pilot, lambda: here(app).kind is PlaceKind.TOPIC)
        assert here(app).name == "orders"


async def test_moves_do_not_wait_for_one_another_where_the_loop_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_topics() as (app, pilot):
        table, done = topics_pane(app).table, asyncio.Event()
        never_settle(monkeypatch, done.wait)
        burst(app, "jjjk")
        await until(pilot, lambda: table.cursor_key == NAMES[2])
        burst(app, "\rj")
        await pilot.pause()
        assert (here(app).kind, table.cursor_key) == (PlaceKind.TOPICS, NAMES[2])
        done.set()
        await until(pilot, lambda: here(app).kind is PlaceKind.TOPIC)
        assert here(app).name == NAMES[2]


async def test_characters_of_one_input_do_not_wait_for_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_topics() as (app, pilot):
        burst(app, "/")
        await until(pilot, lambda: isinstance(app.focused, Input))
        never_settle(monkeypatch, asyncio.Event().wait)
        burst(app, "ord")
        await until(pilot, lambda: topics_pane(app).query_one(FilterBar).text == "ord")


async def test_every_character_arrives_once_and_in_order() -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(120))
    async with at_topics() as (app, pilot):
        burst(app, f"/{text}")
        await until(pilot, lambda: len(topics_pane(app).query_one(FilterBar).text) >= len(text))
        await pilot.pause()
        assert topics_pane(app).query_one(FilterBar).text == text


async def test_what_is_typed_right_after_the_star_marks() -> None:
    async with at_topics() as (app, pilot):
        burst(app, "*ord.*\r")
        await until(pilot, lambda: bool(topics_pane(app).table.marked_keys))
        assert set(topics_pane(app).table.marked_keys) == {"orders", "orders-dlq"}
        await until(pilot, lambda: not topics_pane(app).query(MarkBar) and app.focused is topics_pane(app).table)


@pytest.mark.parametrize(("key", "screen"), [(";", PaletteScreen), ("w", WriteScreen)])
async def test_a_dialog_gets_what_is_typed_before_it_is_there(
    key: str, screen: type[PaletteScreen | WriteScreen]
) -> None:
    async with at_topics() as (app, pilot):
        burst(app, f"{key}xyz")
        await until(pilot, lambda: is_open(app, screen) and "xyz" in app.screen.query_one(Input).value)


async def test_what_the_palette_does_comes_before_what_was_typed_after_it() -> None:
    async with at_topics() as (app, pilot):
        burst(app, ";filter\rdlq")
        await until(pilot, lambda: topics_pane(app).query_one(FilterBar).text == "dlq")


async def test_a_paste_right_after_the_slash_is_the_filter() -> None:
    async with at_topics() as (app, pilot):
        burst(app, "/")
        app.post_message(events.Paste("custom"))
        await until(pilot, lambda: topics_pane(app).query_one(FilterBar).text == "custom")


@pytest.mark.parametrize("is_burst", [True, False])
async def test_esc_in_the_help_closes_the_help_and_nothing_else(is_burst: bool) -> None:
    async with at_topics() as (app, pilot):
        burst(app, "\r")
        await until(pilot, lambda: here(app).kind is PlaceKind.TOPIC)
        before = here(app)
        if is_burst:
            burst(app, "?\x1b:")
        else:
            await pilot.press("question_mark")
            await until(pilot, lambda: is_open(app, HelpScreen))
            await pilot.press("escape", "colon")
        await until(pilot, lambda: is_open(app, GotoScreen))
        assert app.screen_stack[-2] is main_screen(app)
        assert here(app) == before


async def test_esc_in_the_help_clears_its_filter_first() -> None:
    async with at_topics() as (app, pilot):
        burst(app, "?/zzz\x1b\x1b/abc")
        await until(pilot, lambda: is_open(app, HelpScreen) and bool(app.screen.query("FilterBar Input")))
        await until(pilot, lambda: "abc" in app.screen.query_one(FilterBar).text)
        assert app.screen.query_one(FilterBar).text == "abc"
        burst(app, "\x1b\x1b\x1b")
        await until(pilot, lambda: app.screen is main_screen(app))
        assert here(app).kind is PlaceKind.TOPICS
