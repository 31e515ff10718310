"""Drives kafkatui on a demo cluster and writes one SVG a scene beside this file.

Usage: python -m screenshots.take [SCENE …]
"""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.contents import DemoContents
from kafkatui.sandbox.jars import fetch_release
from kafkatui.sandbox.ports import choose_ports
from kafkatui.sandbox.traffic import Traffic
from kafkatui.sandbox.versions import DEFAULT_RELEASE, find_release
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp

FOLDER = Path(__file__).parent
CLUSTER = "local"
BROKERS = 3
WIDE, MEDIUM, SMALL = (160, 50), (100, 30), (80, 24)
PATIENCE_SECONDS = 40.0


@dataclass(frozen=True)
class Scene:
    """One picture.

    Attributes:
        shows: text that must be on screen before it is taken.
        keys: pressed once `shows` is there; then `then` is waited for.
    """

    name: str
    place: Place
    shows: tuple[str, ...]
    keys: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE
    theme: str = "kafkatui-dark"
    settle_seconds: float = 3.0


def _place(kind: PlaceKind, name: str = "", tab: str = "", cursor: str = "") -> Place:
    return Place(CLUSTER, kind, name, tab=tab, cursor=cursor)


BACK_TO_KEY = ("shift+tab",) * 4
ON_TO_VALUE = ("tab",) * 4
PRODUCE = ("p", *BACK_TO_KEY, *"user-4711", *ON_TO_VALUE, *'{"order": 42, "total": 9.99}', "ctrl+s")

SCENES = (
    Scene("overview", _place(PlaceKind.CLUSTER), ("Health", "linked"), settle_seconds=12),
    Scene("topics", _place(PlaceKind.TOPICS), ("orders", "compact"), settle_seconds=6),
    Scene("topic", _place(PlaceKind.TOPIC, "orders"), ("Partition 0", "Committed"), settle_seconds=20),
    Scene(
        "messages",
        _place(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        PRODUCE,
        ("✓ orders[",),
        settle_seconds=6,
    ),
    Scene("group", _place(PlaceKind.GROUP, "billing"), ("Committed",), settle_seconds=8),
    Scene("groups", _place(PlaceKind.GROUPS), ("Lag",), settle_seconds=10),
    Scene("brokers", _place(PlaceKind.BROKERS), ("127.0.0.1", "MB"), settle_seconds=4),
    Scene("znode", _place(PlaceKind.ZNODE, "/brokers/ids/2"), ("Broker registration", "endpoints"), settle_seconds=4),
    Scene("topics-light", _place(PlaceKind.TOPICS), ("orders", "compact"), theme="kafkatui-light", settle_seconds=6),
    Scene("messages-medium", _place(PlaceKind.TOPIC, "orders", tab="messages"), ("following",), size=MEDIUM),
    Scene("topic-small", _place(PlaceKind.TOPIC, "orders"), ("Leader",), size=SMALL),
    Scene(
        "search",
        _place(PlaceKind.TOPIC, "orders", tab="search"),
        ("Search",),
        ("slash", *"value.total > 300 and value.state = paid", "enter"),
        ("complete",),
        settle_seconds=1,
    ),
    Scene(
        "record",
        _place(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        ("space", "up", "enter", "v"),
        ("paused",),
        settle_seconds=1,
    ),
    Scene(
        "compare",
        _place(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        ("space", "up", "up", "up", "v", "v", "D"),
        ("differ",),
        settle_seconds=1,
    ),
    Scene(
        "transactions",
        _place(PlaceKind.TOPIC, "transfers", tab="messages"),
        ("following",),
        ("up", "up", "up", "up", "up"),
        ("aborted",),
        settle_seconds=2,
    ),
    Scene("analysis", _place(PlaceKind.TOPIC, "orders", tab="analysis"), ("Analysis",), ("A", "ctrl+s"), ("distinct",)),
    Scene("decode", _place(PlaceKind.TOPIC, "orders", tab="messages"), ("following",), ("up", "t"), ("Read",)),
    Scene("range", _place(PlaceKind.TOPIC, "orders", tab="messages"), ("following",), ("f",), ("beginning",), SMALL),
    Scene(
        "columns",
        _place(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        ("vertical_line",),
        ("Columns",),
    ),
    Scene(
        "produce",
        _place(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        (*PRODUCE, "ctrl+l"),
        ("zstd",),
        settle_seconds=2,
    ),
    Scene(
        "member",
        _place(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        ("B", *"night-shift", "ctrl+s"),
        ("◆", "reads"),
        settle_seconds=4,
    ),
    Scene(
        "several",
        _place(PlaceKind.MESSAGES, "orders,payments", tab="search"),
        ("Search",),
        ("slash", *"42", "enter"),
        ("complete",),
        settle_seconds=1,
    ),
    Scene("actions", _place(PlaceKind.TOPICS), ("orders", "compact"), ("a",), ("Generate",)),
    Scene("help", _place(PlaceKind.TOPIC, "orders"), ("Partition 0",), ("question_mark",), ("Terms, columns",)),
)


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


async def take(scene: Scene, sandbox: Sandbox) -> None:
    """One scene in a session of its own."""
    session = ClusterSession(profile_of(sandbox))
    session.start()
    app = KafkatuiApp(Sessions.of(session), Settings(theme=scene.theme), scene.place)
    try:
        async with app.run_test(size=scene.size) as pilot:
            await wait_for(app, scene.shows, scene.name)
            for key in scene.keys:
                await pilot.press(key)
            await wait_for(app, scene.then, scene.name)
            await asyncio.sleep(scene.settle_seconds)
            svg = app.export_screenshot(title="kafkatui")
    finally:
        session.close()
    (FOLDER / f"{scene.name}.svg").write_text(svg, encoding="utf-8")
    print(f"screenshots/{scene.name}.svg")


async def take_failover(sandbox: Sandbox) -> None:
    """The topic's page and the events while a broker is gone and after it came back."""
    session = ClusterSession(profile_of(sandbox))
    session.start()
    app = KafkatuiApp(Sessions.of(session), Settings(), _place(PlaceKind.TOPIC, "orders"))
    try:
        async with app.run_test(size=WIDE) as pilot:
            await wait_for(app, ("Partition 0", "Committed"), "failover")
            metadata = session.metadata.value
            assert metadata is not None
            victim = metadata.topics["orders"].partitions[0].leader
            await asyncio.to_thread(sandbox.stop_broker, victim, kill=True)
            await wait_for(app, (f"−{victim}", "gone"), "failover")
            await asyncio.sleep(4)
            (FOLDER / "failover.svg").write_text(app.export_screenshot(title="kafkatui"), encoding="utf-8")
            await asyncio.to_thread(sandbox.start_broker, victim)
            await wait_for(app, ("3 brokers ✓",), "failover")
            await asyncio.sleep(6)
            await pilot.press("6")
            await wait_for(app, ("joined the cluster",), "events")
            await asyncio.sleep(1)
            (FOLDER / "events.svg").write_text(app.export_screenshot(title="kafkatui"), encoding="utf-8")
    finally:
        session.close()
    print("screenshots/failover.svg\nscreenshots/events.svg")


def profile_of(sandbox: Sandbox) -> Profile:
    """The demo cluster as kafkatui knows it."""
    zookeeper = ZooKeeperSettings(sandbox.zookeeper_connect) if sandbox.zookeeper_connect else None
    return Profile(CLUSTER, {"bootstrap.servers": sandbox.bootstrap_servers}, zookeeper)


def main() -> None:
    """Bring up a cluster, take every scene named on the command line, or all, and stop it again."""
    wanted = set(sys.argv[1:])
    fetch_release(find_release(DEFAULT_RELEASE), print)
    ports = choose_ports(BROKERS, prefer_default=True)
    with Sandbox(SandboxSettings(brokers=BROKERS, ports=ports), print) as sandbox:
        contents = DemoContents(sandbox.bootstrap_servers, sandbox.zookeeper_connect, BROKERS)
        traffic = Traffic(sandbox.bootstrap_servers)
        try:
            contents.load()
            traffic.start()
            for scene in SCENES:
                if not wanted or scene.name in wanted:
                    asyncio.run(take(scene, sandbox))
            if not wanted or "failover" in wanted:
                asyncio.run(take_failover(sandbox))
        finally:
            traffic.stop()
            contents.close()


if __name__ == "__main__":
    main()
