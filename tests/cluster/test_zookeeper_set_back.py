"""A ZooKeeper that comes back in an older state refuses who has seen more: its clients begin anew, and it is told."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rules import BY_ID
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.observed import Observed
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.sandbox.readiness import wait_until
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.four_letter import read_status
from kafkatui.zookeeper.watches import WatchKind, WatchRegistry, ZnodeChange
from tests.cluster.lone_zookeeper import LoneZooKeeper

pytestmark = pytest.mark.cluster

START_SECONDS = 60.0
BACK_SECONDS = 30.0


@pytest.fixture
def zookeeper(tmp_path: Path) -> Iterator[LoneZooKeeper]:
    server = LoneZooKeeper(tmp_path)
    server.start()
    yield server
    server.close()


@pytest.fixture
def connection(zookeeper: LoneZooKeeper) -> Iterator[ZooKeeperConnection]:
    connection = ZooKeeperConnection(ZooKeeperSettings(zookeeper.address), lambda state: None)
    with suppress(KafkatuiError):  # the server is still starting
        connection.start(1, keep_trying=True)
    wait_until(lambda: connection.is_usable, START_SECONDS, "ZooKeeper to start")
    yield connection
    connection.close()


def status_when(connection: ZooKeeperConnection, is_so: Callable[[ZooKeeperStatus], bool]) -> ZooKeeperStatus:
    """The first status of which `is_so` is true."""
    found: list[ZooKeeperStatus] = []

    def has_come() -> bool:
        found[:] = [read_status(connection)] if connection.is_usable else []
        return bool(found) and is_so(found[0])

    wait_until(has_come, BACK_SECONDS, "ZooKeeper to be back")
    return found[0]


@pytest.mark.parametrize("is_made_anew", [True, False], ids=["made anew", "restored"])
def test_it_is_connected_to_again_and_told(
    zookeeper: LoneZooKeeper, connection: ZooKeeperConnection, tmp_path: Path, is_made_anew: bool
) -> None:
    backup = tmp_path / "backup"
    connection.client.create("/kept", b"old")
    zookeeper.stop()
    shutil.copytree(zookeeper.data, backup)
    zookeeper.start()
    wait_until(lambda: connection.is_usable, BACK_SECONDS, "the connection to come back")
    for number in range(50):
        connection.client.set("/kept", str(number).encode())
    assert read_status(connection).set_back_at_seconds is None  # it was only restarted
    changes: list[ZnodeChange] = []
    WatchRegistry(connection).watch("/kept", WatchKind.DATA, changes.append)

    zookeeper.stop()
    shutil.rmtree(zookeeper.data)
    if not is_made_anew:
        shutil.copytree(backup, zookeeper.data)
    zookeeper.start()
    told = status_when(connection, lambda status: status.set_back_at_seconds is not None).set_back_at_seconds
    assert told is not None
    assert time.time() - told < BACK_SECONDS
    known = Known(time.time(), Observed.unknown(), zookeeper=Observed.ok(read_status(connection), time.time()))
    assert [each.title for each in BY_ID["zookeeper-set-back"].check(known)] == ["ZooKeeper was set back."]
    assert changes
    assert connection.client.exists("/kept") is None if is_made_anew else connection.client.get("/kept")[0] == b"old"
    assert read_status(connection).set_back_at_seconds == told
