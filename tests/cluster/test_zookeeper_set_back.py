"""A ZooKeeper that comes back in an older state refuses who has seen more: its clients begin anew, and it is told."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rules import BY_ID
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.observed import Observed
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.sandbox import zookeeper_server
from kafkatui.sandbox.class_archive import use_archive
from kafkatui.sandbox.jars import fetch_release
from kafkatui.sandbox.ports import HOST, choose_ports
from kafkatui.sandbox.processes import ProcessGuard, ServerProcess
from kafkatui.sandbox.readiness import wait_until
from kafkatui.sandbox.versions import DEFAULT_RELEASE, find_release
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.four_letter import read_status
from kafkatui.zookeeper.watches import WatchKind, WatchRegistry, ZnodeChange
from tests.cluster.needs import require_java_and_maven

pytestmark = pytest.mark.cluster

START_SECONDS = 60.0
BACK_SECONDS = 30.0


class LoneZooKeeper:
    """One server without brokers, whose data can be thrown away.

    Args:
        lines: further ones of its zoo.cfg.
        options: further ones of `java`.
    """

    def __init__(self, home: Path, lines: Mapping[str, object] | None = None, options: Sequence[str] = ()) -> None:
        require_java_and_maven()
        release = find_release(DEFAULT_RELEASE)
        fetch_release(release, lambda line: None)
        assert release.zookeeper_jars is not None
        port = choose_ports(1).zookeeper
        self.address = f"{HOST}:{port}"
        self.data = home / "data"
        options = [*use_archive(release.zookeeper_jars, zookeeper_server.MAIN_CLASS), *options]
        configuration = zookeeper_server.write_configuration(home, port, lines)
        self._command = zookeeper_server.command_line(release.zookeeper_jars, configuration, options)
        self._home = home
        self._guard = ProcessGuard()
        self._server: ServerProcess | None = None

    def start(self) -> None:
        """Starts it on what data there are."""
        self._server = self._guard.spawn("zookeeper", self._command, self._home, self._home / "log")

    def stop(self) -> None:
        """Stops it in order, so that its data are whole."""
        if self._server is not None:
            self._server.signal(signal.SIGTERM)
            assert self._server.wait(20)
            self._guard.forget(self._server.pid)
            self._server = None

    def close(self) -> None:
        self.stop()
        self._guard.close()


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
