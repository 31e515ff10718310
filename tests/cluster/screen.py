"""The app on a real cluster, and what is on its screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.screens.main import MainScreen
from tests.drive.until import contains, until

NAME = "test"


class Screen:
    """What a user sees and does."""

    def __init__(self, app: KafkatuiApp, pilot: Pilot[int], session: ClusterSession) -> None:
        self.app = app
        self.pilot = pilot
        self.session = session

    @property
    def place(self) -> Place:
        """Where the user is."""
        screen = self.app.screen
        assert isinstance(screen, MainScreen)
        return screen.navigator.here

    def text(self) -> str:
        """Everything on the screen, line by line."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    def line_with(self, part: str) -> str:
        """The first line that contains `part`; empty when none does."""
        return next((line for line in self.text().splitlines() if part in line), "")

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for `condition`; a failure shows the screen."""
        await until(self.pilot, condition, self.text)

    async def until_shown(self, *parts: str) -> None:
        """Wait until every part is on the screen."""
        await self.until(lambda: contains(self.text(), parts))

    async def press(self, *keys: str) -> None:
        """Press keys one after another."""
        await self.pilot.press(*keys)


def profile_of(sandbox: Sandbox, *, has_zookeeper: bool = True) -> Profile:
    """How to reach a sandbox."""
    connect = sandbox.zookeeper_connect if has_zookeeper else None
    zookeeper = ZooKeeperSettings(connect) if connect else None
    return Profile(NAME, {"bootstrap.servers": sandbox.bootstrap_servers}, zookeeper)


@asynccontextmanager
async def screen_at(
    profile: Profile, kind: PlaceKind, name: str = "", tab: str = "", size: tuple[int, int] = (160, 50)
) -> AsyncIterator[Screen]:
    """The app, started at a place."""
    session = ClusterSession(profile)
    session.start()
    app = KafkatuiApp(Sessions.of(session), Settings(), Place(profile.name, kind, name, tab=tab))
    try:
        async with app.run_test(size=size) as pilot:
            yield Screen(app, pilot, session)
    finally:
        session.close()
