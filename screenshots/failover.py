"""The failover: a broker is killed and comes back, as two pictures and as an animated one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from textual.pilot import Pilot

from kafkatui.config.settings import Settings
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.theme import DARK
from screenshots.animation import Frame, animated
from screenshots.stage import FOLDER, WIDE, place_at, profile_of, wait_for

ANIMATED_SIZE = (140, 42)
FRAME_SECONDS = 0.5
SPEED = 2.0
"""How much faster than it was the animation plays."""

LAST_SECONDS = 5.0
DOCTOR_SECONDS = 15.0
"""Longer than the doctor waits before it tells of what a broker's death does to partitions."""


@asynccontextmanager
async def _at_orders(sandbox: Sandbox, size: tuple[int, int]) -> AsyncIterator[tuple[KafkatuiApp, Pilot[int], int]]:
    """The app on the partitions of orders, and the broker that leads the first."""
    session = ClusterSession(profile_of(sandbox))
    session.start()
    app = KafkatuiApp(Sessions.of(session), Settings(), place_at(PlaceKind.TOPIC, "orders"))
    try:
        async with app.run_test(size=size) as pilot:
            await wait_for(app, ("Partition 0", "Committed"), "failover")
            metadata = session.metadata.value
            assert metadata is not None
            yield app, pilot, metadata.topics["orders"].partitions[0].leader
    finally:
        session.close()


async def take_failover(sandbox: Sandbox) -> None:
    """The topic's page, the doctor and the events while a broker is gone and after it came back."""
    async with _at_orders(sandbox, WIDE) as (app, pilot, victim):
        await asyncio.to_thread(sandbox.stop_broker, victim, kill=True)
        await wait_for(app, (f"−{victim}", "gone"), "failover")
        await asyncio.sleep(4)
        (FOLDER / "failover.svg").write_text(app.export_screenshot(title="kafkatui"), encoding="utf-8")
        await pilot.press("9")
        await wait_for(app, (f"Broker {victim} is gone",), "doctor")
        await asyncio.sleep(DOCTOR_SECONDS)
        (FOLDER / "doctor.svg").write_text(app.export_screenshot(title="kafkatui"), encoding="utf-8")
        await asyncio.to_thread(sandbox.start_broker, victim)
        await wait_for(app, ("3 brokers ✓",), "failover")
        await asyncio.sleep(6)
        await pilot.press("6")
        await wait_for(app, ("joined the cluster",), "events")
        await asyncio.sleep(1)
        (FOLDER / "events.svg").write_text(app.export_screenshot(title="kafkatui"), encoding="utf-8")
    print("screenshots/failover.svg\nscreenshots/doctor.svg\nscreenshots/events.svg")


class Recording:
    """What is on the screen, again and again, until it is left.

    Attributes:
        caption: of the frames from now on.
    """

    def __init__(self, app: KafkatuiApp) -> None:
        self.caption = ""
        self.frames: list[Frame] = []
        self._app = app
        self._began = time.monotonic()

    async def run(self) -> None:
        """Take a frame every `FRAME_SECONDS`, for ever."""
        while True:
            self.take()
            await asyncio.sleep(FRAME_SECONDS)

    def take(self) -> None:
        """Take a frame now."""
        lines = tuple(tuple(strip) for strip in self._app.screen._compositor.render_strips())
        self.frames.append(Frame(time.monotonic() - self._began, lines, self.caption))


async def animate_failover(sandbox: Sandbox) -> None:
    """The same as it goes on, with what is done elsewhere above it."""
    async with _at_orders(sandbox, ANIMATED_SIZE) as (app, pilot, victim):
        await asyncio.sleep(15)  # until rates are known
        recording = Recording(app)
        recorder = asyncio.create_task(recording.run())
        await asyncio.sleep(3)
        recording.caption = f"elsewhere: kafkatui demo --stop-broker {victim} --kill"
        await asyncio.sleep(1)
        await asyncio.to_thread(sandbox.stop_broker, victim, kill=True)
        await wait_for(app, (f"−{victim}", "gone"), "animation")
        await asyncio.sleep(8)
        recording.caption = f"elsewhere: kafkatui demo --start-broker {victim}"
        await asyncio.to_thread(sandbox.start_broker, victim)
        await wait_for(app, ("3 brokers ✓",), "animation")
        await asyncio.sleep(6)
        recording.caption = "6: what happened"
        await pilot.press("6")
        await wait_for(app, ("joined the cluster",), "animation")
        await asyncio.sleep(2)
        recorder.cancel()
        with suppress(asyncio.CancelledError):
            await recorder
        recording.take()
    frames = [replace(frame, at_seconds=frame.at_seconds / SPEED) for frame in recording.frames]
    svg = animated(frames, ANIMATED_SIZE[0], str(DARK.background), str(DARK.foreground), LAST_SECONDS)
    (FOLDER / "failover-animated.svg").write_text(svg, encoding="utf-8")
    print(f"screenshots/failover-animated.svg, {len(svg.encode()) // 1000:,} kB")
