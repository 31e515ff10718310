"""Groups that keep their offsets in ZooKeeper, in the layout of Kafka 0.8 to 1.1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import kazoo.exceptions as kazoo
from kazoo.protocol.states import ZnodeStat as RawStat

from kafkatui.model.group import OLD
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.old_groups import read_old_groups

MAIL = "/consumers/mail"
CONSUMER = "mail_host-1.example-1571900000000-ab12cd34"
TREE = {
    f"{MAIL}/ids/{CONSUMER}": b"{}",
    f"{MAIL}/ids/idle": b"{}",
    f"{MAIL}/offsets/orders/0": b"120",
    f"{MAIL}/offsets/orders/1": b"-",
    f"{MAIL}/owners/orders/0": f"{CONSUMER}-0".encode(),
    f"{MAIL}/owners/orders/1": f"{CONSUMER}-1".encode(),
    "/consumers/left/offsets/orders/0": b"7\n",
    "/consumers/console-consumer-1/ids": b"",
}


class Server:
    """Has the tree."""

    server, chroot = "zk:2181", ""

    def outcomes(self, sends: Sequence[Callable[[Any], Any]], what: str, timeout: float | None = None) -> list[Any]:
        client = SimpleNamespace(get_children_async=self.children, get_async=self.data)
        return [send(client) for send in sends]

    def children(self, path: str) -> Any:
        below = {each[len(path) + 1 :].split("/")[0] for each in TREE if each.startswith(f"{path}/")}
        return list(below) or (list[str]() if path in TREE else kazoo.NoNodeError())

    def data(self, path: str) -> Any:
        return (TREE[path], RawStat(1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1))


def test_members_owners_and_offsets_are_those_of_the_znodes() -> None:
    groups, offsets = read_old_groups(cast(ZooKeeperConnection, Server()))
    assert [(group.id, group.state, group.type) for group in groups] == [
        ("left", "Empty", OLD),
        ("mail", "Stable", OLD),
    ]
    idle, mail = sorted(groups[1].members, key=lambda member: len(member.assignment))
    assert (idle.member_id, idle.is_idle) == ("idle", True)
    assert (mail.member_id, mail.host, mail.assignment) == (CONSUMER, "host-1.example", (("orders", 0), ("orders", 1)))
    assert offsets["mail"].committed == {("orders", 0): 120}
    assert offsets["mail"].errors == {("orders", 1): "its znode holds no number"}
    assert offsets["left"].committed == {("orders", 0): 7}
    (only,), _ = read_old_groups(cast(ZooKeeperConnection, Server()), "left")
    assert only.id == "left"
    assert read_old_groups(cast(ZooKeeperConnection, Server()), "nobody") == ((), {})
