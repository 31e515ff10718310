"""Drives the app on a real cluster: presses keys, waits, and reads what is shown as data."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from textual.content import Content
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.session import ClusterSession
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.explorer import Explorer
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.topic.messages import TopicMessagesPane
from kafkatui.tui.screens.main import MainScreen

WAIT_SECONDS = 30.0
CLUSTER = "test"
WIDE, MEDIUM, SMALL = (160, 50), (100, 30), (80, 24)

Row = dict[str, str]
"""The text of each cell by its column's id."""

W = TypeVar("W", bound=Widget)


class AppDriver:
    """The app as a person uses it, with what it shows as data."""

    def __init__(self, app: KafkatuiApp, pilot: Pilot[int], session: ClusterSession) -> None:
        self.app = app
        self.pilot = pilot
        self.session = session

    async def wait_for(self, condition: Callable[[], Any]) -> None:
        """Wait until `condition` holds; a failure shows the screen."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert time.monotonic() < deadline, self.screen_text
            await self.pilot.pause(0.05)

    async def wait_for_text(self, *texts: str) -> None:
        """Wait until every text is on the screen."""
        await self.wait_for(lambda: all(text in self.screen_text for text in texts))

    async def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        await self.pilot.press(*keys)

    async def fill(self, field: str, text: str) -> None:
        """Put `text` into a field, as pasting does."""
        widget = self.app.screen.query_one(f"#{field}")
        if isinstance(widget, TextArea):
            widget.text = text
        elif isinstance(widget, Input):
            widget.value = text
        await self.pilot.pause()

    # What is shown

    @property
    def main(self) -> MainScreen:
        """The screen below every dialog."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MainScreen))

    @property
    def place(self) -> Place:
        """Where the user is."""
        return self.main.navigator.here

    @property
    def pane(self) -> Pane:
        """The tab shown."""
        assert self.main.pane is not None
        return self.main.pane

    @property
    def messages(self) -> TopicMessagesPane:
        """The Messages tab, which must be shown."""
        assert isinstance(self.pane, TopicMessagesPane)
        return self.pane

    @property
    def explorer(self) -> Explorer:
        """The tree on the left."""
        return self.main.explorer

    def find(self, kind: type[W]) -> W:
        """The only widget of its kind."""
        return self.main.query_one(kind)

    @property
    def screen_text(self) -> str:
        """Everything on the screen, line by line."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the table shown, those out of sight included."""
        table = self.pane.table
        assert table is not None
        found = (table.row_at(index) for index in range(table.line_count))
        columns = table.definition.columns
        return [{column.id: column.cell(row).text for column in columns} for row in found if row is not None]

    def row(self, column_id: str, text: str) -> Row:
        """The first row with `text` in that column; an empty one when there is none."""
        return next((row for row in self.rows if row[column_id] == text), {})

    @property
    def foot(self) -> str:
        """What the page's border says below."""
        return foot_of(self.main.frame.query_one("#page"))

    @property
    def details(self) -> str:
        """The text of the panels below the page, line by line, as it is on the screen."""
        region = self.main.frame.query_one("#details").region
        lines = self.screen_text.splitlines()[region.y : region.bottom]
        return "\n".join(line[region.x : region.right] for line in lines)


def foot_of(widget: Widget) -> str:
    """What a widget's border says below, without its colours."""
    return Content.from_markup(widget.border_subtitle or "").plain


def profile_of(sandbox: Sandbox, *, is_read_only: bool = False, has_zookeeper: bool = True) -> Profile:
    """How to reach a sandbox."""
    connect = sandbox.zookeeper_connect if has_zookeeper else None
    zookeeper = ZooKeeperSettings(connect) if connect else None
    return Profile(CLUSTER, {"bootstrap.servers": sandbox.bootstrap_servers}, zookeeper, read_only=is_read_only)


@asynccontextmanager
async def app_at(
    profile: Profile,
    kind: PlaceKind = PlaceKind.TOPICS,
    name: str = "",
    tab: str = "",
    *,
    size: tuple[int, int] = WIDE,
) -> AsyncIterator[AppDriver]:
    """The app with a session of its own, started at a place."""
    session = ClusterSession(profile)
    session.start()
    app = KafkatuiApp(session, Settings(), Place(profile.name, kind, name, tab))
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            yield AppDriver(app, pilot, session)
    finally:
        session.close()
