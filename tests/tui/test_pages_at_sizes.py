"""Every page at 160×50, 100×30 and 80×24: what is drawn is checked; its text is kept, to be read in diffs.

`pytest tests/tui/test_pages_at_sizes.py --snapshot-update` keeps what is drawn now.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from kafkatui.config.settings import Settings
from kafkatui.session.feeds import METADATA
from kafkatui.session.tasks import Task
from kafkatui.tui import screens
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.pages.base import detailed_pane
from kafkatui.tui.screens.main import MainScreen
from kafkatui.tui.widgets import table_view
from kafkatui.tui.widgets.table_view import TableView
from tests.drive.pilot import PilotDriver
from tests.tui.fake_app import FakeDriver
from tests.tui.sizes import snapshots
from tests.tui.sizes.checks import complaints
from tests.tui.sizes.crowded_cluster import crowd_tails, crowded_session
from tests.tui.sizes.drawn import Drawn
from tests.tui.sizes.pages import BASES, LOOKED_AT_ELSEWHERE, PAGES, SIZES, Page, known_sessions

NOW_SECONDS = 1_700_000_200.0
"""Shortly after everything that the sample cluster tells of: 2023-11-14 22:16:40 UTC."""

TEMPORARY = re.compile(re.escape(tempfile.gettempdir()) + ".*")
"""What is another with every run, and what follows it on its line."""

BEGUN = re.compile(r"since \d\d:\d\d:\d\d")
"""When a znode was first looked at, by the clock that goes on."""

UNSTEADY = {"brokers-logs", "cluster-log"}
"""Lines of one time stand in the order in which the threads of the servers come with them; a path is longer or shorter.
Nor is compared what follows a topic, which depends on when its records come, and what lies over a page."""

DRAWN_SECONDS = 5.0
"""By then nothing changes any more of itself."""


@pytest.fixture(autouse=True)
def _fixed_times(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands still, in UTC; nothing waits for the cursor to rest."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: NOW_SECONDS)
    monkeypatch.setattr(detailed_pane, "REST_SECONDS", 0.001)
    monkeypatch.setattr(table_view, "ROWS_SHOWN_DEBOUNCE_SECONDS", 0.001)
    yield
    monkeypatch.undo()
    time.tzset()


@asynccontextmanager
async def opened_app(size: tuple[int, int], folder: Path) -> AsyncIterator[FakeDriver]:
    session, sessions = known_sessions(folder)
    app = KafkatuiApp(sessions, Settings(), PAGES[0].place)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield FakeDriver(PilotDriver(app, pilot), session)


async def show(driver: FakeDriver, page: Page) -> None:
    """Show a page of a session that knows what the page is about, and wait until it stands still."""
    session = driver.session
    listener, session._listener = session._listener, lambda _: None
    session.forget()
    page.change(crowded_session(session))
    session.listen(listener)
    session.put(METADATA, session.observed(METADATA))
    driver.main.navigator.go(page.place)
    await driver.main._show(page.place)
    driver.main.frame.focus_main()
    await driver.pilot.pause()
    if session.tails and page.has_records:
        crowd_tails(session)
    page.then(session)
    await until_there(driver, page.words)
    if page.keys:
        await driver.press(*page.keys)
        await until_there(driver, page.after, page.screen)


async def until_there(driver: FakeDriver, words: Sequence[str], screen: str = "MainScreen") -> None:
    """Wait for one of these words on that screen, and until nothing is about to change."""
    before = ""

    def has_rows() -> bool:
        table = driver.main.pane.table if driver.main.pane is not None and screen == "MainScreen" else None
        return table is not None and table.line_count > 0

    def stands_still() -> bool:
        nonlocal before
        tables = [table for table in driver.app.screen.query(TableView) if table.is_mounted]
        is_waiting = any(table._shown_timer is not None for table in tables)
        is_waiting = is_waiting or getattr(driver.main.frame.pane, "_rest_timer", None) is not None
        last, before = before, driver.screen_text
        if type(driver.app.screen).__name__ != screen:
            return False
        return not is_waiting and last == before and (has_rows() or any(word in one_line(before) for word in words))

    await driver.wait_until(stands_still)


def one_line(text: str) -> str:
    """A screen's text with what is wrapped put together."""
    return " ".join(re.sub("[│─╭╮╰╯]", " ", text).split())


def _has_ended(task: Task[Any]) -> bool:
    return task.state.has_ended


async def leave(driver: FakeDriver) -> None:
    """Close what lies over the page, and end what runs."""
    for task in driver.session.tasks.running():
        task.cancel()
        await driver.wait_until(partial(_has_ended, task))
    while not isinstance(driver.app.screen, MainScreen):
        driver.app.pop_screen()
        await driver.pilot.pause()


def kept_text(driver: FakeDriver, drawn: Drawn) -> str:
    """The text of a page without the Explorer, which the overview alone has; of what lies over a page that alone."""
    lines = ["".join(line) for line in drawn.lines]
    frame = driver.main.frame
    if isinstance(drawn.screen, MainScreen) and frame.region.x and driver.place.tab != "overview":
        lines[frame.region.y : frame.region.bottom] = drawn.text(frame.region)
    lines = [BEGUN.sub("since 00:00:00", TEMPORARY.sub("(a temporary file)", line)) for line in lines]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def heading_of(driver: FakeDriver, size: tuple[int, int]) -> str:
    """The size, and how much of its table the page has in view."""
    table = driver.main.pane.table if driver.main.pane is not None else None
    if table is None or not table.line_count or not isinstance(driver.app.screen, MainScreen):
        return snapshots.size_name(size)
    columns = f"{len(table._window)} of {len(table.definition.columns)} columns"
    return f"{snapshots.size_name(size)} · {columns} · {len(table.visible_range)} of {table.line_count} lines"


def difference(driver: FakeDriver, page: Page, size: tuple[int, int], drawn: Drawn, *, update: bool) -> list[str]:
    """What of a page is not as it is kept; with `update` it is kept as it is."""
    is_steady = isinstance(driver.app.screen, MainScreen) and page.name not in UNSTEADY and not driver.session.tails
    if not is_steady and not update:
        return []
    text, heading = kept_text(driver, drawn), heading_of(driver, size)
    return snapshots.difference(page.name, snapshots.size_name(size), heading, text, update=update)


async def wrong_with(driver: FakeDriver, page: Page, size: tuple[int, int], *, update: bool) -> list[str]:
    """What is wrong with a page once it is drawn to the end."""
    deadline = time.monotonic() + DRAWN_SECONDS
    while True:
        drawn = Drawn(driver.app.screen)
        found = [*complaints(drawn), *(unusable(driver) if size == SIZES[-1] and not page.keys else ())]
        found += difference(driver, page, size, drawn, update=update)
        if not found or time.monotonic() > deadline:
            return found
        await driver.pilot.pause(0.05)


def unusable(driver: FakeDriver) -> Iterator[str]:
    """What a small terminal must not take away."""
    if not driver.main.has_class("-narrow"):
        yield "not laid out for a narrow screen"
    if driver.app.focused is None:
        yield "nothing has the focus"
    if isinstance(driver.app.screen, MainScreen) and "? keys" not in driver.screen_text:
        yield "does not say how to get help"


@pytest.mark.parametrize("size", SIZES, ids=snapshots.size_name)
async def test_every_page_is_whole(size: tuple[int, int], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    wrong: dict[str, list[str]] = {}
    update: bool = request.config.option.update_snapshots
    async with opened_app(size, tmp_path) as driver:
        for page in PAGES:
            if size not in page.sizes:
                continue
            await show(driver, page)
            if found := await wrong_with(driver, page, size, update=update):
                wrong[page.name] = found
            await leave(driver)
    told = "\n\n".join(f"{name}\n  " + "\n  ".join(words) for name, words in wrong.items())
    assert not wrong, f"{len(wrong)} pages at {snapshots.size_name(size)}\n{told}"


def test_nothing_is_kept_of_pages_that_are_no_more(request: pytest.FixtureRequest) -> None:
    gone = snapshots.kept_names() - {page.name for page in PAGES}
    if request.config.option.update_snapshots:
        for name in gone:
            snapshots.forget(name)
        return
    assert not gone


def test_every_screen_is_looked_at_here_or_by_a_test_that_is_named() -> None:
    modules = [
        importlib.import_module(f"{screens.__name__}.{found.name}") for found in pkgutil.iter_modules(screens.__path__)
    ]
    named = {
        name
        for module in modules
        for name, thing in vars(module).items()
        if isinstance(thing, type) and issubclass(thing, Screen) and thing.__module__ == module.__name__
    }
    assert named - BASES == {page.screen for page in PAGES} | set(LOOKED_AT_ELSEWHERE)
    folder = Path(__file__).parent
    assert [name for name, test in LOOKED_AT_ELSEWHERE.items() if not (folder / test).exists()] == []
