"""Drives kafkatui on a demo cluster and writes one SVG a scene beside this file.

Usage: python -m screenshots.take [SCENE …]
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass

from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.contents import DemoContents
from kafkatui.sandbox.jars import fetch_release
from kafkatui.sandbox.ports import choose_ports
from kafkatui.sandbox.traffic import Traffic
from kafkatui.sandbox.versions import DEFAULT_RELEASE, find_release
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from screenshots.failover import animate_failover, take_failover
from screenshots.stage import FOLDER, MEDIUM, SMALL, WIDE, place_at, profile_of, wait_for

BROKERS = 3


@dataclass(frozen=True)
class Scene:
    """One picture.

    Attributes:
        shows: text that must be on screen before it is taken.
        keys: pressed once `shows` is there; then `then` is waited for.
        last_keys: pressed after that; then `ends` is waited for.
    """

    name: str
    place: Place
    shows: tuple[str, ...]
    keys: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE
    theme: str = "kafkatui-dark"
    settle_seconds: float = 3.0
    last_keys: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


BACK_TO_KEY = ("shift+tab",) * 4
ON_TO_VALUE = ("tab",) * 4
PRODUCE = ("p", *BACK_TO_KEY, *"user-4711", *ON_TO_VALUE, *'{"order": 42, "total": 9.99}', "ctrl+s")

SCENES = (
    Scene("overview", place_at(PlaceKind.CLUSTER), ("Health", "linked"), settle_seconds=12),
    Scene("topics", place_at(PlaceKind.TOPICS), ("orders", "compact"), settle_seconds=6),
    Scene("topic", place_at(PlaceKind.TOPIC, "orders"), ("Partition 0", "Committed"), settle_seconds=20),
    Scene(
        "messages",
        place_at(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        PRODUCE,
        ("✓ orders[",),
        settle_seconds=6,
    ),
    Scene("group", place_at(PlaceKind.GROUP, "billing"), ("Committed",), settle_seconds=8),
    Scene("groups", place_at(PlaceKind.GROUPS), ("Verdict", "keeps up", "falls behind"), settle_seconds=60),
    Scene("connection", place_at(PlaceKind.CLUSTER, tab="connection"), ("bootstrap.servers",), settle_seconds=4),
    Scene("brokers", place_at(PlaceKind.BROKERS), ("127.0.0.1", "MB"), settle_seconds=4),
    Scene("znode", place_at(PlaceKind.ZNODE, "/brokers/ids/2"), ("Broker registration", "endpoints"), settle_seconds=4),
    Scene("znodes", place_at(PlaceKind.ZOOKEEPER), ("Brokers and topics", "Dynamic configuration"), settle_seconds=4),
    Scene("ensemble", place_at(PlaceKind.ZOOKEEPER, tab="ensemble"), ("standalone",)),
    Scene("sessions", place_at(PlaceKind.ZOOKEEPER, tab="sessions"), ("0x", "/brokers/ids")),
    Scene(
        "sizes",
        place_at(PlaceKind.ZNODE, "/brokers", tab="sizes"),
        ("Not collected yet",),
        ("A", "ctrl+s"),
        ("collected at",),
        settle_seconds=2,
    ),
    Scene(
        "znode-search",
        place_at(PlaceKind.ZNODE, "/config", tab="found"),
        ("Nothing was searched",),
        ("F", *"data:retention"),
        ("Asks for stat and data",),
        last_keys=("ctrl+s",),
        ends=("complete",),
        settle_seconds=2,
    ),
    Scene(
        "znode-diff",
        place_at(PlaceKind.ZNODE, "/brokers/topics/orders", tab="stat"),
        ("created",),
        ("D", *"/brokers/topics/payments"),
        ("only",),
        settle_seconds=2,
    ),
    Scene("topics-light", place_at(PlaceKind.TOPICS), ("orders", "compact"), theme="kafkatui-light", settle_seconds=6),
    Scene("messages-medium", place_at(PlaceKind.TOPIC, "orders", tab="messages"), ("following",), size=MEDIUM),
    Scene("topic-small", place_at(PlaceKind.TOPIC, "orders"), ("Leader",), size=SMALL),
    Scene(
        "search",
        place_at(PlaceKind.TOPIC, "orders", tab="search"),
        ("Search",),
        ("slash", *"value.total > 300 and value.state = paid", "enter"),
        ("complete",),
        settle_seconds=1,
    ),
    Scene(
        "record",
        place_at(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        ("space", "up", "enter", "v"),
        ("paused",),
        settle_seconds=1,
    ),
    Scene(
        "compare",
        place_at(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        ("space", "up", "up", "up", "v", "v", "D"),
        ("differ",),
        settle_seconds=1,
    ),
    Scene(
        "transactions",
        place_at(PlaceKind.TOPIC, "transfers", tab="messages"),
        ("following",),
        ("up", "up", "up", "up", "up"),
        ("aborted",),
        settle_seconds=2,
    ),
    Scene(
        "analysis", place_at(PlaceKind.TOPIC, "orders", tab="analysis"), ("Analysis",), ("A", "ctrl+s"), ("distinct",)
    ),
    Scene("decode", place_at(PlaceKind.TOPIC, "orders", tab="messages"), ("following",), ("up", "t"), ("Read",)),
    Scene("range", place_at(PlaceKind.TOPIC, "orders", tab="messages"), ("following",), ("f",), ("beginning",), SMALL),
    Scene(
        "columns",
        place_at(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        ("vertical_line",),
        ("Columns",),
    ),
    Scene(
        "produce",
        place_at(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        (*PRODUCE, "ctrl+l"),
        ("zstd",),
        settle_seconds=2,
    ),
    Scene(
        "member",
        place_at(PlaceKind.TOPIC, "orders", tab="messages"),
        ("following",),
        ("B", *"night-shift", "ctrl+s"),
        ("◆", "reads"),
        settle_seconds=4,
    ),
    Scene(
        "several",
        place_at(PlaceKind.MESSAGES, "orders,payments", tab="search"),
        ("Search",),
        ("slash", *"42", "enter"),
        ("complete",),
        settle_seconds=1,
    ),
    Scene("actions", place_at(PlaceKind.TOPICS), ("orders", "compact"), ("a",), ("Generate",)),
    Scene("help", place_at(PlaceKind.TOPIC, "orders"), ("Partition 0",), ("question_mark",), ("Terms, columns",)),
)


FAILOVERS = {"failover": take_failover, "failover-animated": animate_failover}


async def take(scene: Scene, sandbox: Sandbox) -> None:
    """One scene in a session of its own."""
    session = ClusterSession(profile_of(sandbox))
    session.start()
    app = KafkatuiApp(Sessions.of(session), Settings(theme=scene.theme), scene.place)
    try:
        async with app.run_test(size=scene.size) as pilot:
            await wait_for(app, scene.shows, scene.name)
            for keys, shown in ((scene.keys, scene.then), (scene.last_keys, scene.ends)):
                for key in keys:
                    await pilot.press(key)
                await wait_for(app, shown, scene.name)
            await asyncio.sleep(scene.settle_seconds)
            svg = app.export_screenshot(title="kafkatui")
    finally:
        session.close()
    (FOLDER / f"{scene.name}.svg").write_text(svg, encoding="utf-8")
    print(f"screenshots/{scene.name}.svg")


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
            for name, picture in FAILOVERS.items():
                if not wanted or name in wanted:
                    asyncio.run(picture(sandbox))
        finally:
            traffic.stop()
            contents.close()


if __name__ == "__main__":
    main()
