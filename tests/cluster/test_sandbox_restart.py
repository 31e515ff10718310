"""A broker that was killed can be started again at once, while ZooKeeper still has its last session."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kazoo.client import KazooClient

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.readiness import wait_until
from tests.cluster.needs import require_java_and_maven
from tests.cluster.test_sandbox_start import broker_ids

pytestmark = pytest.mark.cluster


def test_a_killed_broker_starts_again_at_once(killable_cluster: Sandbox) -> None:
    znode = "/brokers/ids/2"
    zookeeper = KazooClient(hosts=killable_cluster.zookeeper_connect)
    zookeeper.start(timeout=20)
    try:
        registration, _ = zookeeper.get(znode)
        killable_cluster.stop_broker(2, kill=True)
        wait_until(lambda: zookeeper.exists(znode) is None, 60, "the dead broker's session to expire")
        zookeeper.create(znode, registration, ephemeral=True)  # as long as we want the last session to live
        log = killable_cluster.log_path("broker-2")
        written = log.stat().st_size
        with ThreadPoolExecutor(1) as pool:
            started = pool.submit(killable_cluster.start_broker, 2)
            wait_until(lambda: b"NodeExistsException" in log.read_bytes()[written:], 80, "a start that meets it")
            zookeeper.stop()
            started.result()
    finally:
        zookeeper.stop()
        zookeeper.close()
    assert broker_ids(killable_cluster.bootstrap_servers) == {1, 2, 3}
    assert "broker-2" in killable_cluster.pids


def test_a_broker_starts_though_another_died_meanwhile(killable_cluster: Sandbox) -> None:
    """The one that died was told as the one that does not start, with its log."""
    killable_cluster.stop_broker(3, kill=True)
    os.kill(killable_cluster.pids["broker-2"], signal.SIGKILL)
    wait_until(lambda: "broker-2" not in killable_cluster.pids, 10, "broker 2 to be dead")
    killable_cluster.start_broker(3)
    assert {"broker-1", "broker-3"} == killable_cluster.pids.keys() - {"zookeeper"}


def test_a_broker_that_does_not_start_is_told_with_its_reason_and_its_log(killable_cluster: Sandbox) -> None:
    killable_cluster.stop_broker(3, kill=True)
    settings = killable_cluster.directory / "broker-3" / "server.properties"
    before = settings.read_text()
    settings.write_text(before + "\nlog.retention.hours=soon\n")
    try:
        with pytest.raises(SandboxError, match="Invalid value soon") as caught:
            killable_cluster.start_broker(3)
    finally:
        settings.write_text(before)
    assert caught.value.advice == f"Its log is {killable_cluster.log_path('broker-3')}."


def test_a_cluster_that_does_not_start_leaves_the_log_that_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_java_and_maven()
    monkeypatch.setenv("KAFKATUI_STATE_DIR", str(tmp_path))
    sandbox = Sandbox(SandboxSettings(brokers=1, broker_properties={"log.retention.hours": "soon"}))
    with pytest.raises(SandboxError, match="Invalid value soon") as caught:
        sandbox.start()
    kept = tmp_path / "demos" / "failed-broker-1.log"
    assert caught.value.advice == f"Its log is {kept}."
    assert "Invalid value soon" in kept.read_text()


def test_servers_have_a_temporary_folder_of_their_own(killable_cluster: Sandbox) -> None:
    folders = {path.parent.name for path in killable_cluster.directory.glob("*/tmp")}
    assert folders == {"zookeeper", "broker-1", "broker-2", "broker-3"}
