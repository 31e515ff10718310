"""On a real ZooKeeper: what comes, changes and goes below a znode is marked, its values are compared, and idleness is
told as such."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]
from kazoo.client import KazooClient

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT
from kafkatui.session import znode_news
from kafkatui.tui.explorer import key_of_znode
from kafkatui.tui.pages.znode.children import ZnodeChildrenPane
from kafkatui.tui.screens.main import MainScreen
from tests.cluster.screen import Screen, profile_of, screen_at

pytestmark = pytest.mark.cluster

ROOT = "/znode-news"
IDLE_SECONDS = 8.0
"""Metadata are read every 2 s: long enough for an event of nothing to come, were there one."""


@pytest.fixture
def zookeeper(cluster: Sandbox) -> Iterator[KazooClient]:
    """A client of the tests' own, with three znodes."""
    client = KazooClient(hosts=cluster.zookeeper_connect)
    client.start(timeout=20)
    for name in ("1", "2", "3"):
        client.create(f"{ROOT}/{name}", b"first", makepath=True)
    yield client
    client.delete(ROOT, recursive=True)
    client.stop()
    client.close()


def news(screen: Screen) -> dict[str, str]:
    """What is marked in the list of children."""
    pane = main_of(screen).pane
    assert isinstance(pane, ZnodeChildrenPane)
    column = pane.table.definition.column("news")
    return {row.name: column.cell(row).text for row in pane.table.shown_rows}


def notices(screen: Screen) -> list[str]:
    return [notification.message for notification in screen.app._notifications]


def main_of(screen: Screen) -> MainScreen:
    main = screen.app.screen
    assert isinstance(main, MainScreen)
    return main


async def test_children_that_come_change_and_go_are_marked_in_list_and_tree(
    cluster: Sandbox, zookeeper: KazooClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(znode_news, "NEWS_SECONDS", 1e9)
    async with screen_at(profile_of(cluster), PlaceKind.ZNODE, ROOT, "children") as screen:
        await screen.until(lambda: news(screen) == {"1": "", "2": "", "3": ""})
        tree = main_of(screen).explorer.outline
        await screen.until(lambda: tree.cursor_key == key_of_znode(ROOT))
        tree.expand_node(key_of_znode(ROOT))

        def labels() -> list[str]:
            nodes = [tree.node(key_of_znode(f"{ROOT}/{name}")) for name in ("1", "2", "3", "4")]
            return [node.label.text for node in nodes if node is not None]

        await screen.until(lambda: labels() == ["1", "2", "3"])
        zookeeper.create(f"{ROOT}/4", b"new")
        zookeeper.delete(f"{ROOT}/2")
        await screen.until(lambda: news(screen) == {"1": "", "2": "−", "3": "", "4": "+"})
        await screen.until(lambda: labels() == ["1", "2 −", "3", "4 +"])
        zookeeper.set(f"{ROOT}/3", b"second")
        await screen.until(lambda: news(screen) == {"1": "", "2": "−", "3": "~", "4": "+"})
        monkeypatch.setattr(znode_news, "NEWS_SECONDS", 0.0)
        await screen.until(lambda: news(screen) == {"1": "", "3": "", "4": ""})


async def test_values_seen_of_a_znode_are_compared(cluster: Sandbox, zookeeper: KazooClient) -> None:
    path = f"{ROOT}/1"
    zookeeper.set(path, b'{"rate": 1}')
    async with screen_at(profile_of(cluster), PlaceKind.ZNODE, path, "data") as screen:
        await screen.until_shown('"rate": 1')
        await screen.press("H")
        await screen.until(lambda: "It has held one value only since it was opened." in notices(screen))
        zookeeper.set(path, b'{"rate": 2}')
        await screen.until_shown('"rate": 2')
        await screen.press("H")
        await screen.until_shown(f"Values of {path} since it was opened", '{"rate": 1}', '{"rate": 2}')
        await screen.press("enter")
        await screen.until_shown("1 line differs", '"rate": 1', '"rate": 2')


async def test_a_timeline_on_which_nothing_happens_stays_empty_and_goes_on(kafka_2_3: Sandbox) -> None:
    async with screen_at(profile_of(kafka_2_3), PlaceKind.CLUSTER, tab="events") as screen:
        await screen.until(lambda: screen.session.event_sources.is_watching and screen.session.metadata.has_value)
        requests, began = screen.session.requests, time.monotonic()
        first = screen.session.metadata.as_of_seconds or 0.0
        await screen.until(lambda: (screen.session.metadata.as_of_seconds or 0.0) > first + IDLE_SECONDS)
        assert screen.session.events.all() == ()
        assert "0 events" in screen.text()
        assert screen.session.requests - requests < 10 * (time.monotonic() - began)
        admin = AdminClient({"bootstrap.servers": kafka_2_3.bootstrap_servers, **QUIET_CLIENT})
        admin.create_topics([NewTopic("after-a-while", 1, 1)])["after-a-while"].result(10)
        try:
            await screen.until_shown("after-a-while", "created, 1 partition, RF 1")
        finally:
            admin.delete_topics(["after-a-while"])["after-a-while"].result(10)
        await screen.until_shown("deleted")
        texts = [event.text for event in screen.session.events.all()]
        assert texts == ["created, 1 partition, RF 1", "deleted"]
