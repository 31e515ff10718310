"""A znode's page: what it is stands above each tab, what happens below it is marked, its values are compared."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.znode import NamedChildren, Znode, ZnodeChildren
from kafkatui.session import znode_news
from kafkatui.session.feeds import ZnodeChildrenFeed, ZnodeFeed, ZnodeStatsFeed
from kafkatui.tui.explorer import key_of_znode
from kafkatui.tui.pages.znode import data
from kafkatui.view.record_diff import RecordDiff
from kafkatui.view.seen_values import change_diff
from tests.tui.fake_app import SMALL, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import STAT, known_session

PATH = "/brokers/ids"


def listing(names: Sequence[str]) -> ZnodeChildren:
    return ZnodeChildren(PATH, NamedChildren(PATH, list(names)))


def with_children(*names: str) -> FakeSession:
    session = known_session()
    below = {"/": ["brokers"], "/brokers": ["ids"], PATH: list(names)}

    def children(feed: ZnodeChildrenFeed) -> Observed[ZnodeChildren]:
        return Observed.ok(ZnodeChildren(feed.path, NamedChildren(feed.path, below.get(feed.path, []))), time.time())

    session.answer(ZnodeChildrenFeed, children)
    session.answer(ZnodeStatsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.paths, STAT), time.time()))
    return session


async def seen(shown: FakeDriver, *words: str) -> None:
    await shown.wait_until(lambda: all(word in shown.screen_text for word in words))


def news(shown: FakeDriver) -> dict[str, str]:
    """What is marked in the list."""
    return {row["name"]: row["news"] for row in shown.rows}


def labels(shown: FakeDriver) -> list[str]:
    """What the Explorer has below the znode."""
    tree = shown.explorer.outline
    nodes = [tree.node(key_of_znode(f"{PATH}/{name}")) for name in ("1", "2", "3", "4")]
    return [node.label.text for node in nodes if node is not None]


@pytest.mark.parametrize("tab", ["stat", "acl", "children", "sizes", "found", "relations", "events"])
async def test_what_a_znode_is_stands_above_each_tab(tab: str) -> None:
    session = with_children("1", "2")
    async with fake_app_at(session, PlaceKind.ZNODE, PATH, tab) as shown:
        await seen(shown, "Live brokers. One ephemeral child per broker", "(Kafka 0.8 to 3.9)")
    async with fake_app_at(session, PlaceKind.ZNODE, PATH, tab, size=SMALL) as shown:
        await seen(shown, "Live brokers. One ephemeral child per broker")


async def test_it_does_not_stand_above_a_topic_and_not_twice_above_the_data() -> None:
    async with fake_app_at(with_children("1"), PlaceKind.ZNODE, PATH, "data") as shown:
        await seen(shown, "Live brokers. One ephemeral child per broker")
        assert shown.screen_text.count("Live brokers.") == 1
        await shown.press("3")
        await seen(shown, "orders")
        assert "Live brokers." not in shown.screen_text


async def test_children_that_appear_change_and_go_are_marked_in_list_and_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(znode_news, "NEWS_SECONDS", 1e9)
    session = with_children("1", "2", "3")
    async with fake_app_at(session, PlaceKind.ZNODE, PATH, "children") as shown:
        await seen(shown, "3 znodes", "Broker registration")
        tree = shown.explorer.outline
        await shown.wait_until(lambda: tree.cursor_key == key_of_znode(PATH))
        tree.expand_node(key_of_znode(PATH))
        await shown.wait_until(lambda: labels(shown) == ["1", "2", "3"])

        session.ok(ZnodeChildrenFeed(PATH), listing(["1", "3", "4"]))
        await shown.wait_until(lambda: news(shown) == {"1": "", "2": "−", "3": "", "4": "+"})
        await shown.wait_until(lambda: labels(shown) == ["1", "2 −", "3", "4 +"])
        assert "3 znodes" in shown.foot

        feed = ZnodeStatsFeed((f"{PATH}/3",))
        session.ok(feed, {f"{PATH}/3": STAT})
        session.ok(feed, {f"{PATH}/3": replace(STAT, mzxid=99)})
        session.ok(ZnodeChildrenFeed(PATH), listing(["1", "3", "4"]))
        await shown.wait_until(lambda: news(shown) == {"1": "", "2": "−", "3": "~", "4": "+"})

        monkeypatch.setattr(znode_news, "NEWS_SECONDS", 0.0)
        await shown.wait_until(lambda: news(shown) == {"1": "", "3": "", "4": ""})
        await shown.wait_until(lambda: labels(shown) == ["1", "3", "4"])


async def test_values_seen_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def compared(*arguments: Any) -> RecordDiff:
        threads.append(threading.current_thread())
        return change_diff(*arguments)

    monkeypatch.setattr(data, "change_diff", compared)
    session = with_children("1")
    znode = Znode("/app", STAT, b'{"rate": 1}')
    session.ok(ZnodeFeed("/app"), znode)
    async with fake_app_at(session, PlaceKind.ZNODE, "/app", "data") as shown:
        await seen(shown, '"rate": 1')
        await shown.press("H")
        await seen(shown, "It has held one value only since it was opened.")
        stat = replace(STAT, version=STAT.version + 1, mzxid=STAT.mzxid + 1)
        session.ok(ZnodeFeed("/app"), replace(znode, stat=stat, data=b'{"rate": 2}'))
        await seen(shown, '"rate": 2')
        await shown.press("H")
        await seen(shown, "Values of /app since it was opened", '{"rate": 1}', '{"rate": 2}')
        await shown.press("enter")
        await seen(shown, "1 line differs", '"rate": 1', '"rate": 2')
    assert threading.main_thread() not in threads, "keys wait for nothing"
    assert len(threads) == 1
