"""What changes ZooKeeper, against real servers old and new, read back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from kazoo.client import KazooClient
from kazoo.security import OPEN_ACL_UNSAFE

from kafkatui.model.errors import Conflict, NotAuthorized, NotFound, RequestFailed
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.model.znode import ZnodeAcl
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.write.change import max_data_bytes
from kafkatui.zookeeper.write.data import set_data
from kafkatui.zookeeper.write.existence import create_znode, delete_znode

pytestmark = pytest.mark.cluster


@pytest.fixture(params=["cluster", "kafka_2_3"])
def zookeeper(request: pytest.FixtureRequest) -> Iterator[tuple[ZooKeeperConnection, KazooClient, str]]:
    """Our connection, somebody else's, and a znode of this test's own that is gone afterwards."""
    sandbox: Sandbox = request.getfixturevalue(request.param)
    assert sandbox.zookeeper_connect is not None
    ours = ZooKeeperConnection(ZooKeeperSettings(sandbox.zookeeper_connect), lambda state: None)
    other = KazooClient(hosts=sandbox.zookeeper_connect)
    ours.start(20)
    other.start(20)
    path = f"/writing-{uuid.uuid4().hex}"
    other.create(path)
    yield ours, other, path
    other.delete(path, recursive=True)
    other.stop()
    ours.close()


def test_a_znode_is_made_written_against_its_version_and_deleted(
    zookeeper: tuple[ZooKeeperConnection, KazooClient, str],
) -> None:
    ours, other, root = zookeeper
    path = f"{root}/größe"
    made = create_znode(ours, path, None)
    assert made is not None
    assert (other.get(path)[0], made.version) == (None, 0)
    for version, data in enumerate([b"text", b"", None, b"\x00\xff"]):
        assert set_data(ours, path, data, version).version == version + 1
        assert other.get(path)[0] == data

    other.set(path, b"theirs")
    with pytest.raises(Conflict) as caught:
        set_data(ours, path, b"ours", 4)
    assert caught.value.there is not None
    assert (caught.value.there.data, caught.value.there.stat.version) == (b"theirs", 5)
    with pytest.raises(Conflict):
        delete_znode(ours, path, 4)
    with pytest.raises(Conflict, match="already"):
        create_znode(ours, path, b"")
    assert other.get(path)[0] == b"theirs"

    with pytest.raises(RequestFailed, match="has children"):
        delete_znode(ours, root, -1)
    delete_znode(ours, path, 5)
    assert not other.exists(path)
    for change in (lambda: set_data(ours, path, b"", -1), lambda: delete_znode(ours, path, -1)):
        with pytest.raises(NotFound):
            change()
    with pytest.raises(NotFound, match="parent"):
        create_znode(ours, f"{path}/below", b"")


def test_the_largest_data_are_written_and_larger_ones_do_not_cost_the_session(
    zookeeper: tuple[ZooKeeperConnection, KazooClient, str],
) -> None:
    ours, other, root = zookeeper
    session = ours.session_id
    room = max_data_bytes(ours, root)
    set_data(ours, root, b"x" * room, 0)
    with pytest.raises(RequestFailed, match="jute"):
        set_data(ours, root, b"x" * (room + 1), 1)
    assert len(other.get(root)[0]) == room
    assert (ours.session_id, ours.is_usable) == (session, True)


def test_what_an_acl_forbids_is_not_written_and_is_told(
    zookeeper: tuple[ZooKeeperConnection, KazooClient, str],
) -> None:
    ours, other, root = zookeeper
    drop_box, shown = f"{root}/drop-box", f"{root}/shown"
    create_znode(ours, drop_box, b"", [ZnodeAcl("world", "anyone", "ca")])
    create_znode(ours, shown, b"old", [ZnodeAcl("world", "anyone", "r"), ZnodeAcl("ip", "10.0.0.1", "cdrwa")])
    assert [(entry.id.id, entry.perms) for entry in other.get_acls(shown)[0]] == [("anyone", 1), ("10.0.0.1", 31)]
    with pytest.raises(NotAuthorized):
        set_data(ours, shown, b"new", 0)
    assert other.get(shown)[0] == b"old"
    with pytest.raises(NotAuthorized, match="parent's ACL"):
        create_znode(ours, f"{shown}/child", b"")
    create_znode(ours, f"{drop_box}/in", b"dropped")
    with pytest.raises(NotAuthorized, match="parent's ACL"):
        delete_znode(ours, f"{drop_box}/in", 0)
    other.set_acls(drop_box, OPEN_ACL_UNSAFE)  # so that it can be tidied away
