"""What every picture needs: the demo cluster as kafkatui knows it, and what is on the screen of the app."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.tui.app import KafkatuiApp

FOLDER = Path(__file__).parent
CLUSTER = "local"
WIDE, MEDIUM, SMALL = (160, 50), (100, 30), (80, 24)
PATIENCE_SECONDS = 40.0


def place_at(kind: PlaceKind, name: str = "", tab: str = "", cursor: str = "") -> Place:
    """A place in the demo cluster."""
    return Place(CLUSTER, kind, name, tab=tab, cursor=cursor)


def profile_of(sandbox: Sandbox) -> Profile:
    """The demo cluster as kafkatui knows it."""
    zookeeper = ZooKeeperSettings(sandbox.zookeeper_connect) if sandbox.zookeeper_connect else None
    return Profile(CLUSTER, {"bootstrap.servers": sandbox.bootstrap_servers}, zookeeper)


def text_of(app: KafkatuiApp) -> str:
    """What is on screen, as text."""
    screen = app.screen
    strips = screen._compositor.render_strips(screen.size)
    return "\n".join(strip.text for strip in strips)


async def wait_for(app: KafkatuiApp, wanted: tuple[str, ...], what: str) -> None:
    """Wait until all of `wanted` is on screen."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while missing := [text for text in wanted if text not in text_of(app)]:
        if time.monotonic() > deadline:
            raise SystemExit(f"{what}: {missing} did not come on screen:\n{text_of(app)}")
        await asyncio.sleep(0.1)
