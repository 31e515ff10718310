"""Who is a member is told as the leader knows it: a follower may lag behind a change that was made a moment ago."""

from __future__ import annotations

from typing import Any, cast

import pytest
from kazoo.protocol.serialization import GetData, Sync

from kafkatui.zookeeper.connection import CONNECTED, READ_ONLY, ZooKeeperConnection
from kafkatui.zookeeper.dynamic_config import read_dynamic_config

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
