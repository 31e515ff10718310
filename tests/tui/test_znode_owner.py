"""Where the session of an ephemeral znode is held, as far as ZooKeeper tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.znode import Znode, ZnodeStat, ZooKeeperClients
from kafkatui.session.feeds import Feed, ZnodeFeed, ZooKeeperClientsFeed
from kafkatui.session.session import ClusterSession
from kafkatui.tui.pages.znode.stat import ZnodeStatPane

OWNER = 0x1000D8B8A0C0001


@pytest.mark.parametrize(
    ("owner", "addresses", "words"),
    [
        (OWNER, {OWNER: "10.0.0.7:44046", 0x20: "10.0.0.8:1"}, "at 10.0.0.7:44046"),
        (OWNER, {0x20: "10.0.0.8:1"}, "not at zk-1:2181, the server asked"),
        (OWNER, None, ""),
        (0, {OWNER: "10.0.0.7:44046"}, ""),
    ],
)
def test_the_owner_is_told_only_where_it_is_known(
    monkeypatch: pytest.MonkeyPatch, owner: int, addresses: Mapping[int, str] | None, words: str
) -> None:
    session = ClusterSession(Profile("dark", {"bootstrap.servers": "127.0.0.1:9"}, ZooKeeperSettings("")))
    znode = Znode("/lock", ZnodeStat(1, 1, 1, 0, 0, 0, 0, 0, owner, 0, 0), b"")
    known: dict[Feed[Any], Observed[Any]] = {
        ZnodeFeed("/lock"): Observed.ok(znode, 1.0),
        ZooKeeperClientsFeed(): Observed.ok(ZooKeeperClients("zk-1:2181", addresses), 1.0),
    }
    monkeypatch.setattr(session._poller, "observed", lambda feed: known.get(feed, Observed.unknown()))
    pane = ZnodeStatPane(session, Place("dark", PlaceKind.ZNODE, "/lock", tab="stat"))
    assert pane.owner_words() == words
    assert (ZooKeeperClientsFeed() in pane.feeds()) is bool(owner)
    said = {fact.name: fact.value for fact in pane.content().rows}
    assert said.get("session's client", "") == words
