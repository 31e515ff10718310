"""What the ensemble keeps of itself: members as the leader knows them; a server that keeps nothing is an old one."""

from __future__ import annotations

from typing import Any, cast

import pytest
from kazoo.exceptions import ConnectionLoss, NoAuthError, NoNodeError
from kazoo.protocol.serialization import GetData, Sync

from kafkatui.model.errors import ConnectError, NotSupported
from kafkatui.model.znode_draft import ZnodeDraft, ZnodeKind
from kafkatui.zookeeper.connection import CONNECTED, READ_ONLY, ZooKeeperConnection
from kafkatui.zookeeper.dynamic_config import is_before_3_5, read_dynamic_config
from kafkatui.zookeeper.write.creation import make_znode

OLD, NEW = b"server.1=h:1:2\nversion=1", b"server.1=h:1:2\nserver.2=h:3:4\nversion=2"


class Follower:
    """Has not heard of the newest change until it is told to catch up. In place of the connection and its client."""

    server = "zk:2181"

    def __init__(self, state: str) -> None:
        self.state = state
        self.handler = self
        self.data = OLD
        self.asked: list[type] = []

    def outcomes(self, sends: list[Any], what: str) -> list[Any]:
        return [send(self) for send in sends]

    def async_result(self) -> list[Any]:
        return []

    def _call(self, request: Any, result: list[Any]) -> None:
        self.asked.append(type(request))
        if isinstance(request, Sync):
            assert self.state != READ_ONLY, "it has no leader to catch up with"
            self.data = NEW
        result += [self.data, None]


@pytest.mark.parametrize(("state", "asked", "members"), [(CONNECTED, [Sync, GetData], 2), (READ_ONLY, [GetData], 1)])
def test_a_follower_catches_up_first(state: str, asked: list[type], members: int) -> None:
    follower = Follower(state)
    assert len(read_dynamic_config(cast(ZooKeeperConnection, follower)).members) == members
    assert follower.asked == asked


class Old(Follower):
    """Answers one thing to whoever reads that znode, and has nothing else asked."""

    def __init__(self, answer: object) -> None:
        super().__init__(CONNECTED)
        self.answer = answer

    def outcomes(self, sends: list[Any], what: str) -> list[Any]:
        assert what == "read /zookeeper/config", "the server would hang up on it"
        return [self.answer]


@pytest.mark.parametrize(("answer", "is_old"), [(NoNodeError(), True), (NoAuthError(), False), ((OLD, None), False)])
def test_a_server_without_it_is_older_than_3_5(answer: object, is_old: bool) -> None:
    assert is_before_3_5(cast(ZooKeeperConnection, Old(answer))) is is_old


def test_it_is_not_told_of_a_connection_that_was_lost() -> None:
    with pytest.raises(ConnectError):
        is_before_3_5(cast(ZooKeeperConnection, Old(ConnectionLoss())))


@pytest.mark.parametrize("kind", [ZnodeKind.CONTAINER, ZnodeKind.TTL])
def test_an_old_server_is_not_asked_for_what_it_does_not_know(kind: ZnodeKind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kafkatui.zookeeper.write.creation.check_size", lambda *_: None)
    draft = ZnodeDraft("/a", b"", kind=kind, ttl_ms=1)
    with pytest.raises(NotSupported, match="this ZooKeeper server makes no"):
        make_znode(cast(ZooKeeperConnection, Old(NoNodeError())), draft)
