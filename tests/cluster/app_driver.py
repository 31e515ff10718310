"""Drives the app on a real cluster: presses keys, waits, and reads what is shown as data."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.pages.topic.messages import TopicMessagesPane
from tests.drive.pilot import PilotDriver, Row, foot_of
from tests.drive.until import contains

__all__ = ["AppDriver", "Row", "app_at", "foot_of", "profile_of"]

CLUSTER = "test"
WIDE, MEDIUM, SMALL = (160, 50), (100, 30), (80, 24)


class AppDriver(PilotDriver):
    """The app on a session of its own."""

    def __init__(self, app: KafkatuiApp, pilot: Pilot[int], session: ClusterSession) -> None:
        super().__init__(app, pilot)
        self.session = session

    async def wait_for(self, condition: Callable[[], Any]) -> None:
        """Wait until `condition` holds; a failure shows the screen."""
        await self.wait_until(condition)

    async def wait_for_text(self, *texts: str) -> None:
        """Wait until every text is on the screen."""
        await self.wait_until(lambda: contains(self.screen_text, texts))

    @property
    def messages(self) -> TopicMessagesPane:
        """The Messages tab, which must be shown."""
        assert isinstance(self.pane, TopicMessagesPane)
        return self.pane


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
    app = KafkatuiApp(Sessions.of(session), Settings(), Place(profile.name, kind, name, tab))
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            yield AppDriver(app, pilot, session)
    finally:
        session.close()
