"""The app on a fake session."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kafkatui.config.own_files import OwnFiles
from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from tests.drive.pilot import PilotDriver
from tests.tui.fake_session import FakeSession

WIDE, SMALL = (160, 50), (80, 24)


class FakeDriver(PilotDriver):
    """The app with the session that a test talks to."""

    def __init__(self, driver: PilotDriver, session: FakeSession) -> None:
        super().__init__(driver.app, driver.pilot)
        self.session = session

    async def show(self, place: Place) -> None:
        """Show a place anew, as if it had just been gone to, and draw it."""
        await self.main.frame.show(place)
        await self.pilot.pause()


@asynccontextmanager
async def fake_app_at(
    session: FakeSession,
    kind: PlaceKind = PlaceKind.TOPICS,
    name: str = "",
    tab: str = "",
    *,
    size: tuple[int, int] = WIDE,
    settings: Settings | None = None,
    own: OwnFiles | None = None,
) -> AsyncIterator[FakeDriver]:
    """The app on `session`, started at a place."""
    start = Place(session.profile.name, kind, name, tab)
    app = KafkatuiApp(Sessions.of(session), settings or Settings(), start, own=own)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield FakeDriver(PilotDriver(app, pilot), session)
    assert not session.held, "feeds are still held by nobody on screen"
    assert not session.tails, "tails are still open"
